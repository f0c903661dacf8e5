// Labels that never cover each other: wrapped, measured, and placed around their nodes,
// the important ones first. All sizes are screen pixels, whatever the zoom.

const LINE = 1.25;
const GAP = 4;

function createLabels(graph, family) {
  const pen = document.createElement("canvas").getContext("2d");
  const ranked = [...graph.nodes.values()].sort((a, b) => rank(b) - rank(a) || compareNames(a, b));
  for (const node of ranked) node.text = typeset(node);
  let placed = new Map();
  let placedAt = null;
  let frame = null; // at the zoom that shows everything, labels stay on the page

  function rank(node) {
    if (node === graph.center) return 1000;
    return node.size + (node.kind === "Concept" ? 20 : 0) + node.links.length / 10;
  }

  function typeset(node) {
    const concept = node.kind === "Concept";
    const size = node === graph.center ? 15 : concept ? Math.min(14.5, 12 + node.size / 9) : 11.5;
    const font = `${concept || node === graph.center ? 600 : 400} ${size.toFixed(1)}px ${family}`;
    const lines = wrap(node.label, font, concept ? 130 : 146, 3);
    pen.font = font;
    const width = Math.max(...lines.map((line) => pen.measureText(line).width));
    return { lines, font, cut: lines.at(-1).endsWith("…"), width: Math.ceil(width) + 2, height: Math.ceil(lines.length * size * LINE), step: size * LINE };
  }

  function wrap(text, font, width, most) {
    pen.font = font;
    const lines = [];
    let line = "";
    // Chinese breaks between characters, other scripts at spaces, hyphens, or where a word does not fit.
    const pieces = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef-]+-?|\s+|-/gu) ?? ["?"];
    for (const piece of pieces) {
      if (pen.measureText(line + piece).width <= width) {
        line += piece;
        continue;
      }
      if (line.trim()) lines.push(line.trim());
      line = "";
      for (const character of piece.trimStart()) {
        if (line && pen.measureText(line + character).width > width) {
          lines.push(line);
          line = "";
        }
        line += character;
      }
    }
    if (line.trim()) lines.push(line.trim());
    if (lines.length > most) {
      lines.length = most;
      lines[most - 1] = `${lines[most - 1].replace(/…$/u, "").slice(0, -1)}…`;
    }
    return lines;
  }

  // Where a label may stand: below its node first, then around it.
  function spots(node, scale) {
    const found = [...around8(node, scale)];
    if (node.spot) found.unshift(...found.splice(node.spot, 1)); // the last choice first: calm while zooming
    return found;
  }

  function* around8(node, scale) {
    const { width, height } = node.text;
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

  const within = (box, scale) =>
    !frame || scale > frame.scale * 1.02 ||
    (box.left > frame.left && box.right < frame.right && box.top > frame.top && box.bottom < frame.bottom);

  // first: nodes whose labels take precedence; keep: earlier places, tried before others.
  function place(scale, first, keep) {
    const [taken, crowd] = [createGrid(), createGrid()];
    for (const node of ranked) {
      const r = radius(node, scale);
      const [x, y] = [node.x * scale, node.y * scale];
      (node.kind === "Concept" || node === graph.center || first.has(node) ? taken : crowd).add({ left: x - r, right: x + r, top: y - r, bottom: y + r, node });
    }
    const result = new Map();
    const order = first.size ? [...ranked.filter((n) => first.has(n)), ...ranked.filter((n) => !first.has(n))] : ranked;
    for (const node of order) {
      const earlier = keep.get(node);
      const options = earlier ? [earlier, ...spots(node, scale)] : spots(node, scale);
      const open = options.filter((spot) => within(spot, scale) && taken.free(spot, node));
      // In a crowd a concept's name is worth more than a paper's mark below it.
      const spot = open.find((free) => crowd.free(free, node)) ?? (node.kind === "Concept" || first.has(node) ? open[0] : undefined);
      if (!spot) continue;
      taken.add(spot);
      if (!first.size) node.spot = spot.number;
      result.set(node, spot);
    }
    return result;
  }

  return {
    // -> Map of node -> { left, top, right, bottom, align }, relative to the graph's origin.
    at(scale, first = new Set()) {
      if (placedAt !== scale) {
        placed = place(scale, new Set(), new Map());
        placedAt = scale;
      }
      return first.size ? place(scale, first, placed) : placed;
    },
    stayWithin(box) {
      frame = box;
      for (const node of ranked) node.spot = 0;
      placedAt = null;
    },
    forget() {
      placedAt = null;
    },
  };
}

// Screen radius of a node: shrinks with the zoom, but stays visible.
const radius = (node, scale) => Math.max(node.size * Math.min(scale, 1.6), node.kind === "Concept" ? 4 : 3);

// Boxes in square cells, so that each question touches few of them.
function createGrid(cell = 80) {
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
    free: (box, owner) => !each(box, (key) => (cells.get(key) ?? []).some((other) => other.node !== owner && meet(box, other))),
  };
}
