// A figure as a file: the drawing as it is, without what opens its marks.

const DOTS = 2; // of a PNG, by those of the drawing
const OPENS = ["data-key", "role", "tabindex", "aria-label", "class"];

export function asSvg(figure) {
  const copy = figure.cloneNode(true);
  for (const mark of copy.querySelectorAll("[data-key]")) for (const name of OPENS) mark.removeAttribute(name);
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`], { type: "image/svg+xml" });
}

export async function asPng(figure) {
  const drawn = new Image();
  const address = URL.createObjectURL(asSvg(figure));
  drawn.src = address;
  await drawn.decode();
  const { width, height } = figure.viewBox.baseVal;
  const canvas = Object.assign(document.createElement("canvas"), { width: width * DOTS, height: height * DOTS });
  canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

export function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
