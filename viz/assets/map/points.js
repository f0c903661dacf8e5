// The points, set pixel by pixel: faster than the canvas' own shapes, and than WebGL where no graphics card helps.

// The pixels of a disc around a point, and how much of each it covers (0 to 256).
function disc(radius) {
  const [across, down, cover] = [[], [], []];
  const reach = Math.ceil(radius);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const share = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(x, y)));
      if (share > 0.05) [across[across.length], down[down.length], cover[cover.length]] = [x, y, Math.round(share * 256)];
    }
  }
  return { across, down, cover, reach };
}

// x, y: where the n points are. colours: red, green, blue and alpha of every point; 0 is not drawn.
export function createPoints(canvas, { x, y, n }) {
  const ink = canvas.getContext("2d");
  let colours = new Uint8Array(4 * n);
  let image = null;

  // every: of so many points one is drawn.
  function draw(camera, radius, ground, every = 1) {
    const { width, height } = canvas;
    if (!image || image.width !== width || image.height !== height) image = ink.createImageData(width, height);
    const data = image.data;
    new Uint32Array(data.buffer).fill(((255 << 24) | (ground[2] << 16) | (ground[1] << 8) | ground[0]) >>> 0);
    const { across, down, cover, reach } = disc(radius);
    const steps = across.map((dx, i) => 4 * (down[i] * width + dx));
    for (let i = 0; i < n; i += every) {
      const alpha = colours[4 * i + 3];
      const left = Math.round(x[i] * camera.k + camera.x);
      const top = Math.round(y[i] * camera.k + camera.y);
      if (!alpha || left < reach || top < reach || left >= width - reach || top >= height - reach) continue;
      const [red, green, blue] = [colours[4 * i], colours[4 * i + 1], colours[4 * i + 2]];
      const at = 4 * (top * width + left);
      for (let j = 0; j < steps.length; j++) {
        const part = (alpha * cover[j]) >> 8;
        const pixel = at + steps[j];
        data[pixel] += ((red - data[pixel]) * part) >> 8;
        data[pixel + 1] += ((green - data[pixel + 1]) * part) >> 8;
        data[pixel + 2] += ((blue - data[pixel + 2]) * part) >> 8;
      }
    }
    ink.putImageData(image, 0, 0);
  }

  return { colour: (next) => (colours = next), draw };
}
