// Topics as regions of the overview, and where their names stand.

import { clip } from "../data/text.js";
import { createGrid } from "./labels.js";

export function createRegions(graph, labels, family, factor) {
  const slim = innerWidth < 720;
  const size = (slim ? 12.5 : 15) * factor;
  const typeset = (name) => labels.set(clip(name, 90), `700 ${size}px ${family}`, size, (slim ? 150 : 200) * factor, 2);

  // A name of two concepts that does not fit is a name of one.
  function textOf(topic) {
    const { name, short } = graph.topics[topic];
    const whole = typeset(name);
    return whole.cut ? typeset(short) : whole;
  }

  return {
    of(nodes) {
      if (graph.center) return [];
      const groups = new Map();
      for (const node of nodes) if (node.topic >= 0) groups.has(node.topic) ? groups.get(node.topic).push(node) : groups.set(node.topic, [node]);
      return [...groups].map(([topic, members]) => ({ topic, ...boundsOf(members), hull: hullOf(members.map(({ x, y }) => [x, y])), text: textOf(topic) }));
    },
    // Above the part of its region that is seen, below it, or in it: where no other name and no other region stands.
    // area: what is seen; covered: boxes to keep free.
    named(regions, k, area, covered) {
      const taken = createGrid();
      for (const { box } of covered) taken.add(box);
      return regions.filter((region) => {
        const { text } = region;
        const [left, right] = [Math.max(region.left * k, area.left), Math.min(region.right * k, area.right)];
        const [top, bottom] = [Math.max(region.top * k, area.top), Math.min(region.bottom * k, area.bottom)];
        region.box = null;
        if (left > right || top > bottom) return false;
        const gap = Math.max(8, 30 * k);
        const tops = [top - text.height - gap, bottom + gap, (top + bottom - text.height) / 2];
        const boxes = tops.map((y) => {
          const x = Math.max(area.left, Math.min(area.right - text.width, (left + right - text.width) / 2));
          const inArea = Math.max(area.top, Math.min(area.bottom - text.height, y));
          return { left: x, top: inArea, right: x + text.width, bottom: inArea + text.height };
        });
        const elsewhere = (box) => regions.some((other) => other !== region && holds(other, (box.left + box.right) / 2 / k, (box.top + box.bottom) / 2 / k));
        region.box = boxes.find((box) => taken.free(box) && !elsewhere(box)) ?? null;
        if (region.box) taken.add(region.box);
        return region.box;
      });
    },
  };
}

const holds = (box, x, y) => x > box.left && x < box.right && y > box.top && y < box.bottom;

// Whether a point lies in a polygon.
export function encloses(hull, [x, y]) {
  let inside = false;
  hull.forEach(([ax, ay], i) => {
    const [bx, by] = hull.at(i - 1);
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

// The box around nodes.
export function boundsOf(nodes) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of nodes) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return Number.isFinite(left) ? { left, right, top, bottom } : { left: 0, right: 0, top: 0, bottom: 0 };
}

// The convex hull (Andrew's monotone chain).
function hullOf(points) {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (list) => {
    const chain = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.toReversed())];
}
