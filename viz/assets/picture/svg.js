// What the painter draws, as SVG: an object with the methods of a canvas that writes elements instead.

export function createSvgContext(width, height, ground) {
  const elements = [];
  let path = "";
  const n = (value) => String(Math.round(value * 100) / 100);
  const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  const ctx = {
    globalAlpha: 1,
    lineWidth: 1,
    fillStyle: "#000",
    strokeStyle: "#000",
    font: "12px sans-serif",
    textAlign: "left",
    dash: [],
    setLineDash(dash) {
      ctx.dash = dash;
    },
    beginPath() {
      path = "";
    },
    moveTo(x, y) {
      path += `M${n(x)} ${n(y)}`;
    },
    lineTo(x, y) {
      path += `L${n(x)} ${n(y)}`;
    },
    closePath() {
      path += "Z";
    },
    // Only whole circles are drawn.
    arc(x, y, r) {
      path += `M${n(x + r)} ${n(y)}A${n(r)} ${n(r)} 0 1 1 ${n(x - r)} ${n(y)}A${n(r)} ${n(r)} 0 1 1 ${n(x + r)} ${n(y)}`;
    },
    fill() {
      elements.push(`<path d="${path}" fill="${xml(ctx.fillStyle)}" fill-opacity="${n(ctx.globalAlpha)}"/>`);
    },
    stroke() {
      const dash = ctx.dash.length ? ` stroke-dasharray="${ctx.dash.join(" ")}"` : "";
      elements.push(`<path d="${path}" fill="none" stroke="${xml(ctx.strokeStyle)}" stroke-width="${n(ctx.lineWidth)}" stroke-opacity="${n(ctx.globalAlpha)}"${dash}/>`);
    },
    fillText(text, x, y) {
      write(text, x, y, `fill="${xml(ctx.fillStyle)}"`);
    },
    strokeText(text, x, y) {
      write(text, x, y, `fill="none" stroke="${xml(ctx.strokeStyle)}" stroke-width="${n(ctx.lineWidth)}" aria-hidden="true"`);
    },
    toString: () =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" stroke-linejoin="round" stroke-linecap="round">\n` +
      `<rect width="100%" height="100%" fill="${xml(ground)}"/>\n${elements.join("\n")}\n</svg>\n`,
  };

  function write(text, x, y, look) {
    const [, weight, size, family] = /^(\d+) ([\d.]+)px (.*)$/s.exec(ctx.font) ?? ["", 400, 12, "sans-serif"];
    const anchor = { left: "start", center: "middle", right: "end" }[ctx.textAlign];
    elements.push(`<text x="${n(x)}" y="${n(y + Number(size) * 0.35)}" font-family="${xml(family)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" opacity="${n(ctx.globalAlpha)}" ${look}>${xml(text)}</text>`);
  }

  return ctx;
}
