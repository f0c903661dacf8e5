// Names on the map: topics, their parts and concepts, the greatest first, as many as have room.

import { clip } from "../data/text.js";

const LEVELS = [
  { list: "topics", size: 17, weight: 700, from: 0, until: 7 },
  { list: "parts", size: 13, weight: 600, from: 1.8, until: 30 },
  { list: "places", size: 11, weight: 400, from: 1, until: Infinity },
];
const LINE = 26;

// Two lines at most.
function lines(name) {
  const text = clip(name, 2 * LINE + 6);
  if (text.length <= LINE) return [text];
  const middle = text.length / 2;
  const breaks = [...text.matchAll(/[ ,·]+/g)].map((found) => found.index + found[0].length);
  const at = breaks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.ceil(middle);
  return [text.slice(0, at).trim(), text.slice(at).trim()];
}

// zoom: 1 where all of the map is seen. room: what of the canvas is free, in pixels of it; names stay inside.
// -> what was drawn: {landmark, list, box}.
export function drawNames(ink, camera, zoom, papers, style, pixel, room) {
  const drawn = [];
  const taken = [];
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.lineJoin = "round";
  for (const { list, size, weight, from, until } of LEVELS) {
    if (zoom < from || zoom > until) continue;
    const landmarks = papers[list];
    const most = list === "places" ? Math.round(24 * zoom ** 1.6) : landmarks.length;
    ink.font = `${weight} ${size * pixel}px ${style.font}`;
    for (const landmark of landmarks.slice(0, most)) {
      const at = { x: landmark.x * camera.k + camera.x, y: landmark.y * camera.k + camera.y };
      if (at.x < room.left || at.y < room.top || at.x > room.right || at.y > room.bottom) continue;
      const told = lines(landmark.name);
      const [wide, high] = [Math.max(...told.map((line) => ink.measureText(line).width)) / 2 + 5 * pixel, (told.length * size * 0.62 + 3) * pixel];
      at.x = Math.max(room.left + wide, Math.min(room.right - wide, at.x));
      const box = { left: at.x - wide, right: at.x + wide, top: at.y - high, bottom: at.y + high };
      if (taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) continue;
      taken.push(box);
      drawn.push({ landmark, list, box });
      ink.lineWidth = 3.5 * pixel;
      ink.strokeStyle = style.ground;
      ink.fillStyle = list === "places" ? style.muted : style.ink;
      told.forEach((line, i) => {
        const y = at.y + (i - (told.length - 1) / 2) * size * 1.2 * pixel;
        ink.strokeText(line, at.x, y);
        ink.fillText(line, at.x, y);
      });
    }
  }
  return drawn;
}
