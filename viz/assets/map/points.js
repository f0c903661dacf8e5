// The points, drawn by WebGL, and by the canvas where a browser has none. Positions are 0 to 65535.

const VERTEX = `
attribute vec2 place; attribute vec4 tint;
uniform vec2 middle; uniform vec2 scale; uniform float size; varying vec4 shade;
void main() { gl_Position = vec4((place - middle) * scale, 0.0, 1.0); gl_PointSize = tint.a < 0.01 ? 0.0 : size; shade = tint; }`;
const FRAGMENT = `
precision mediump float; varying vec4 shade;
void main() { vec2 at = gl_PointCoord - 0.5; if (dot(at, at) > 0.25) discard; gl_FragColor = vec4(shade.rgb * shade.a, shade.a); }`;

function program(gl) {
  const made = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  return gl.getProgramParameter(made, gl.LINK_STATUS) ? made : null;
}

// colours: a Uint8Array of red, green, blue, alpha for every point.
export function createPoints(canvas, { x, y, n }) {
  const gl = canvas.getContext("webgl", { antialias: false });
  const made = gl && program(gl);
  return made ? byWebGL(gl, made, x, y, n) : byCanvas(canvas.getContext("2d"), x, y, n);
}

function byWebGL(gl, made, x, y, n) {
  const places = new Float32Array(n * 2);
  for (let i = 0; i < n; i++) {
    places[2 * i] = x[i];
    places[2 * i + 1] = y[i];
  }
  const buffers = [gl.createBuffer(), gl.createBuffer()];
  gl.useProgram(made);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffers[0]);
  gl.bufferData(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
  const [place, tint] = ["place", "tint"].map((name) => gl.getAttribLocation(made, name));
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
  gl.enableVertexAttribArray(tint);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffers[1]);
  gl.vertexAttribPointer(tint, 4, gl.UNSIGNED_BYTE, true, 0, 0);
  const uniform = (name) => gl.getUniformLocation(made, name);
  const [middle, scale, size] = ["middle", "scale", "size"].map(uniform);
  return {
    colour: (colours) => gl.bufferData(gl.ARRAY_BUFFER, colours, gl.DYNAMIC_DRAW),
    draw(camera, radius) {
      const { width, height } = gl.canvas;
      gl.viewport(0, 0, width, height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.uniform2f(middle, (width / 2 - camera.x) / camera.k, (height / 2 - camera.y) / camera.k);
      gl.uniform2f(scale, (2 * camera.k) / width, (-2 * camera.k) / height);
      gl.uniform1f(size, 2 * radius);
      gl.drawArrays(gl.POINTS, 0, n);
    },
  };
}

function byCanvas(ink, x, y, n) {
  let colours = new Uint8Array(4 * n);
  return {
    colour: (next) => (colours = next),
    draw(camera, radius) {
      const { width, height } = ink.canvas;
      ink.clearRect(0, 0, width, height);
      let last = "";
      for (let i = 0; i < n; i++) {
        const [left, top] = [x[i] * camera.k + camera.x, y[i] * camera.k + camera.y];
        if (!colours[4 * i + 3] || left < -9 || top < -9 || left > width + 9 || top > height + 9) continue;
        const style = `rgba(${colours[4 * i]},${colours[4 * i + 1]},${colours[4 * i + 2]},${colours[4 * i + 3] / 255})`;
        if (style !== last) ink.fillStyle = last = style;
        ink.fillRect(left - radius, top - radius, 2 * radius, 2 * radius);
      }
    },
  };
}
