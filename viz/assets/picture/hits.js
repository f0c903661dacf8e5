// What lies under a point of the picture.

import { crossesTopics } from "../data/bands.js";
import { bandLines, shownEdges } from "./bands.js";
import { radius } from "./labels.js";
import { encloses } from "./regions.js";

const REACH = 5; // pixels beside a node or line that still mean it

const within = (box, x, y) => x > box.left && x < box.right && y > box.top && y < box.bottom;

// The nearest node of a frame.
export function nodeAt({ scope, camera }, x, y) {
  let best = null;
  for (const node of scope.nodes) {
    const far = Math.hypot(node.x * camera.k + camera.x - x, node.y * camera.k + camera.y - y) - radius(node, camera.k);
    if (far < REACH && (!best || far < best.far)) best = { far, node };
  }
  return best?.node ?? null;
}

// A node, its label, the name of a topic, a line, or a band between topics, in this order; null for none.
export function targetAt(frame, topics, x, y) {
  const { camera, boxes, regions } = frame;
  const node = nodeAt(frame, x, y);
  if (node) return node;
  const [px, py] = [x - camera.x, y - camera.y];
  for (const [each, box] of boxes) if (within(box, px, py)) return each;
  for (const { topic, box } of regions) if (box && within(box, px, py)) return topics[topic];
  return lineAt(frame, x, y) ?? bandAt(frame, x, y);
}

function lineAt({ scope, camera, regions, selected }, x, y) {
  const onScreen = (node) => ({ x: node.x * camera.k + camera.x, y: node.y * camera.k + camera.y });
  const looked = new Set(selected?.between ? shownEdges(selected) : []);
  let best = null;
  for (const edge of scope.edges) {
    const quiet = edge.hidden || (regions.length && crossesTopics(edge));
    if (quiet && edge.from !== selected && edge.to !== selected && !looked.has(edge)) continue;
    const far = distance(x, y, onScreen(edge.from), onScreen(edge.to));
    if (far < REACH && (!best || far < best.far)) best = { far, edge };
  }
  return best?.edge ?? null;
}

// Bands lie under regions.
function bandAt(frame, x, y) {
  const { camera, regions } = frame;
  const at = [(x - camera.x) / camera.k, (y - camera.y) / camera.k];
  if (!regions.length || regions.some((region) => encloses(region.hull, at))) return null;
  const hit = bandLines(frame).filter(({ ends, width }) => distance(x, y, { x: ends[0], y: ends[1] }, { x: ends[2], y: ends[3] }) < width / 2 + 2);
  return hit.at(-1)?.band ?? null;
}

function distance(x, y, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
}
