// Names on the map: topics, their parts and concepts, the greatest first, as many as have room.

import { clip } from "../data/text.js";

const LEVELS = [
  { list: "topics", size: 17, least: 12, weight: 700, from: 0, until: 7 },
  { list: "parts", size: 13, weight: 600, from: 1.8, until: 30 },
  { list: "places", size: 11, weight: 400, from: 1, until: Infinity },
];
const LINE = 26;
const ASIDE = [0, -1, 1, -2, 2]; // where the name of a topic stands, in its own heights from the middle of its papers

// Two lines at most.
function lines(name) {
  const text = clip(name, 2 * LINE + 6);
  if (text.length <= LINE) return [text];
  const middle = text.length / 2;
  const breaks = [...text.matchAll(/[ ,·]+/g)].map((found) => found.index + found[0].length);
  const at = breaks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.ceil(middle);
  return [text.slice(0, at).trim(), text.slice(at).trim()];
}

// The first of these names that has room at one of these heights beside its place. -> { told (its lines), box } or null
function placed(ink, names, at, size, aside, drawn, room, pixel) {
  for (const name of names) {
    const told = lines(name);
    const [wide, high] = [Math.max(...told.map((line) => ink.measureText(line).width)) / 2 + 5 * pixel, (told.length * size * 0.62 + 3) * pixel];
    const x = Math.max(room.left + wide, Math.min(room.right - wide, at.x));
    for (const step of aside) {
      const y = at.y + step * high;
      const box = { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
      const free = ({ box: other }) => box.left >= other.right || other.left >= box.right || box.top >= other.bottom || other.top >= box.bottom;
      if (box.top >= room.top && box.bottom <= room.bottom && drawn.every(free)) return { told, box };
    }
  }
  return null;
}

// zoom: 1 where all of the map is seen. room: what of the canvas is free, in pixels of it; names stay inside.
// -> what was drawn: {landmark, list, box}.
export function drawNames(ink, camera, zoom, papers, style, pixel, room) {
  const drawn = [];
  const said = new Set();
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.lineJoin = "round";
  for (const { list, size: largest, least = largest, weight, from, until } of LEVELS) {
    if (zoom < from || zoom > until) continue;
    const landmarks = papers[list];
    const most = list === "places" ? Math.round(24 * zoom ** 1.6) : landmarks.length;
    const greatest = landmarks.reduce((a, b) => Math.max(a, b.papers), 1);
    for (const landmark of landmarks.slice(0, most)) {
      const at = { x: landmark.x * camera.k + camera.x, y: landmark.y * camera.k + camera.y };
      if (at.x < room.left || at.y < room.top || at.x > room.right || at.y > room.bottom) continue;
      if (list !== "topics" && said.has(landmark.name)) continue; // its topic says so already
      const size = least + (largest - least) * Math.sqrt(landmark.papers / greatest);
      ink.font = `${weight} ${size * pixel}px ${style.font}`;
      const found = placed(ink, list === "topics" ? [landmark.name, landmark.name.split(", ")[0]] : [landmark.name], at, size, list === "topics" ? ASIDE : [0], drawn, room, pixel);
      if (!found) continue;
      const { told, box } = found;
      [at.x, at.y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      for (const part of landmark.name.split(", ")) if (list === "topics") said.add(part);
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
