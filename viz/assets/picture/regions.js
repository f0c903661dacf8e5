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
    // Above its region, below it, or in it: where no other name stands. area: what is seen; covered: boxes to keep free.
    named(regions, k, area, covered) {
      const taken = createGrid();
      for (const { box } of covered) taken.add(box);
      return regions.filter((region) => {
        const { text } = region;
        const middle = ((region.left + region.right) / 2) * k;
        const gap = Math.max(8, 30 * k);
        const tops = [region.top * k - text.height - gap, region.bottom * k + gap, ((region.top + region.bottom) * k - text.height) / 2];
        const boxes = tops.map((y) => {
          const left = Math.max(area.left, Math.min(area.right - text.width, middle - text.width / 2));
          const top = Math.max(area.top, Math.min(area.bottom - text.height, y));
          return { left, top, right: left + text.width, bottom: top + text.height };
        });
        region.box = boxes.find((box) => taken.free(box)) ?? null;
        if (region.box) taken.add(region.box);
        return region.box;
      });
    },
  };
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
