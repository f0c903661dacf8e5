// Labels that never cover each other: wrapped, measured, and placed around their nodes,
// the important ones first. All sizes are screen pixels, whatever the zoom.

import { compareNames } from "../data/text.js";
import { alwaysNamed } from "./named.js";

const LINE = 1.25;
const GAP = 4;
const RINGS = [14, 30, 50, 75, 105, 140, 180, 230]; // how far a name may stand from its node, with a line that leads there

export function createLabels(graph, family, factor = 1) {
  const pen = document.createElement("canvas").getContext("2d");
  let ranked = [];
  let named = []; // nodes that always have a name, the first before all others
  let last = null; // { key, result } of the last arrangement without a focus

  function rank(node) {
    if (node === graph.center) return 1000;
    return node.size + (node.kind === "Concept" ? 20 : 0) + node.edges.length / 10;
  }

  function textOf(node) {
    node.text ??= typeset(node);
    return node.text;
  }

  function typeset(node) {
    const concept = node.kind === "Concept";
    const size = (node === graph.center ? 15 : concept ? Math.min(14.5, 12 + node.size / 9) : 11.5) * factor;
    const font = `${concept || node === graph.center ? 600 : 400} ${size.toFixed(1)}px ${family}`;
    return set(node.label, font, size, (concept ? 130 : 146) * factor, 3);
  }

  function set(text, font, size, width, most) {
    const lines = wrap(text, font, width, most);
    const wide = Math.max(...lines.map((line) => pen.measureText(line).width));
    return { lines, font, cut: lines.at(-1).endsWith("…"), width: Math.ceil(wide) + 2, height: Math.ceil(lines.length * size * LINE), step: size * LINE };
  }

  function wrap(text, font, width, most) {
    pen.font = font;
    const lines = [];
    let line = "";
    // Chinese breaks between characters, other scripts at spaces, hyphens, or where a word does not fit.
    const segments = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef-]+-?|\s+|-/gu) ?? ["?"];
    for (const segment of segments) {
      if (pen.measureText(line + segment).width <= width) {
        line += segment;
        continue;
      }
      if (line.trim()) lines.push(line.trim());
      line = "";
      const room = pen.measureText(segment).width < 1.6 * width ? Infinity : width; // a word stays whole, unless it is endless
      for (const character of segment.trimStart()) {
        if (line && pen.measureText(line + character).width > room) {
          lines.push(line);
          line = "";
        }
        line += character;
      }
    }
    if (line.trim()) lines.push(line.trim());
    if (lines.length > most) {
      lines.length = most;
      lines[most - 1] = `${lines[most - 1].replace(/[\s,;:.…-]+$/u, "")}…`;
    }
    return lines;
  }

  // Where a label may stand: below its node first, then around it.
  function* around8(node, scale) {
    const { width, height } = textOf(node);
    const [x, y] = [node.x * scale, node.y * scale];
    const r = radius(node, scale) + GAP;
    let number = 0;
    const box = (left, top, align) => ({ left, top, right: left + width, bottom: top + height, align, number: number++ });
    yield box(x - width / 2, y + r, "center");
    yield box(x - width / 2, y - r - height, "center");
    yield box(x + r, y - height / 2, "left");
    yield box(x - r - width, y - height / 2, "right");
    yield box(x + r * 0.7, y + r * 0.5, "left");
    yield box(x - r * 0.7 - width, y + r * 0.5, "right");
    yield box(x + r * 0.7, y - r * 0.5 - height, "left");
    yield box(x - r * 0.7 - width, y - r * 0.5 - height, "right");
  }

  function spots(node, scale) {
    const found = [...around8(node, scale)];
    if (node.spot) found.unshift(...found.splice(node.spot, 1)); // the last choice first: calm while zooming
    return found;
  }

  // Farther away, where all places around a node are taken.
  function* far(node, scale, most) {
    const { width, height } = textOf(node);
    const [x, y] = [node.x * scale, node.y * scale];
    const r = radius(node, scale);
    for (const ring of RINGS.filter((each) => each <= most)) {
      for (let turn = 0; turn < 24; turn += 1) {
        const angle = (turn * Math.PI) / 12;
        const left = x + (r + ring + width / 2) * Math.cos(angle) - width / 2;
        const top = y + (r + ring + height / 2) * Math.sin(angle) - height / 2;
        yield { left, top, right: left + width, bottom: top + height, align: "center", number: 0, leader: true };
      }
    }
  }

  function firstFree(options, area, grids, node) {
    for (const spot of options) if (inside(spot, area) && grids.every((grid) => grid.free(spot, node))) return spot;
    return undefined;
  }

  const inside = (box, area) => box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;

  // area: what is seen, relative to the graph's origin; chosen: nodes that are looked at; first: those around them, whose
  // labels take precedence; keep: earlier spots, tried before others.
  function arrange(scale, area, regions, chosen, first, keep) {
    const [taken, marks, crowd] = [createGrid(), createGrid(), createGrid()];
    const seen = (node) => node.x * scale > area.left && node.x * scale < area.right && node.y * scale > area.top && node.y * scale < area.bottom;
    const here = ranked.filter(seen);
    const result = new Map();
    for (const region of regions) taken.add(region.box);
    const dense = here.length > 500; // then names may cover dots, but there are fewer of them
    const most = dense ? ((area.right - area.left) * (area.bottom - area.top)) / 9000 : Infinity;
    const reach = area.right - area.left < 600 ? 75 : 230; // on a phone long lines would hide more than names tell
    const must = new Set([...chosen, ...named].filter(seen));
    for (const node of dense ? must : new Set([...must, ...here])) {
      const r = radius(node, scale);
      const [x, y] = [node.x * scale, node.y * scale];
      const heavy = node.kind === "Concept" || node === graph.center || first.has(node);
      (must.has(node) ? taken : heavy ? marks : crowd).add({ left: x - r, right: x + r, top: y - r, bottom: y + r, node });
    }
    let misses = 0;
    for (const node of new Set([...must, ...here.filter((n) => first.has(n)), ...here])) {
      const earlier = keep.get(node);
      const options = earlier ? [earlier, ...spots(node, scale)] : spots(node, scale);
      const free = (places, ...grids) => firstFree(places, area, [taken, ...grids], node);
      // In a crowd a concept's name is worth more than a paper's mark below it.
      let spot = free(options, marks, crowd) ?? (node.kind === "Concept" || first.has(node) ? free(options, marks) : undefined);
      if (!spot && must.has(node)) {
        // The name of what is looked at stands beside it, whatever it covers; so do names where marks are tiny.
        const close = chosen.includes(node) || scale < 0.45;
        spot = (close ? free(options) : free(far(node, scale, 50), marks) ?? free(options)) ?? free(far(node, scale, reach));
      }
      if (result.size >= most && !must.has(node)) break;
      if (!spot) {
        if ((misses += 1) > 400) break; // full
        continue;
      }
      taken.add(spot);
      if (!first.size) node.spot = spot.number;
      result.set(node, spot);
    }
    return result;
  }

  return {
    textOf,
    set,
    // nodes: those in the picture now.
    use(nodes) {
      ranked = [...nodes].sort((a, b) => rank(b) - rank(a) || compareNames(a, b));
      named = alwaysNamed(graph, nodes);
      last = null;
    },
    // -> Map of node -> { left, top, right, bottom, align }, relative to the graph's origin.
    at(scale, area, regions, chosen, first) {
      const key = [scale, area.left, area.top, area.right, area.bottom, regions.length].join();
      if (last?.key !== key) last = { key, result: arrange(scale, area, regions, [], new Set(), new Map()) };
      return first.size ? arrange(scale, area, regions, chosen, first, last.result) : last.result;
    },
    forget: () => (last = null),
  };
}

// Screen radius of a node: shrinks with the zoom, but stays visible.
export const radius = (node, scale) => Math.max(node.size * Math.min(scale ** 0.6, 1.5), 2);

// Boxes in square cells, so that each question touches few of them.
export function createGrid(cell = 80) {
  const cells = new Map();
  const each = (box, visit) => {
    for (let i = Math.floor(box.left / cell); i <= Math.floor(box.right / cell); i += 1) {
      for (let j = Math.floor(box.top / cell); j <= Math.floor(box.bottom / cell); j += 1) {
        if (visit(i * 65536 + j)) return true;
      }
    }
    return false;
  };
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    add(box) {
      each(box, (key) => {
        if (cells.has(key)) cells.get(key).push(box);
        else cells.set(key, [box]);
      });
    },
    free: (box, owner) => !each(box, (key) => (cells.get(key) ?? []).some((other) => (!owner || other.node !== owner) && meet(box, other))),
  };
}
