// Draws nodes, lines and labels in the page's colours.

const LOOK = {
  MENTIONS: { alpha: 0.34, dash: [] },
  WROTE: { alpha: 0.34, dash: [] },
  CITES: { alpha: 0.4, dash: [], arrow: true },
  BROADER: { alpha: 0.4, dash: [], arrow: true },
  SIMILAR: { alpha: 0.26, dash: [5, 4] },
  RELATED: { alpha: 0.24, dash: [1.5, 3.5] },
  CONTAINS: { alpha: 0.2, dash: [] },
};

// state: { scale, hovered, selected }, which the picture keeps up to date.
function createPainter(graph, labels, state) {
  let colors = readColors();
  let near = new Set();

  function readColors() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    const names = ["ground", "ink", "muted", "edge", "accent", ...Object.keys(KINDS)];
    return Object.fromEntries(names.map((name) => [name, read(name.toLowerCase())]));
  }

  // Nodes that stay bright while something is hovered or selected; empty: all.
  function bright() {
    const focus = state.hovered ?? state.selected;
    if (!focus) return new Set();
    if (focus.relations) return new Set([focus.from, focus.to]);
    return new Set([focus, ...focus.links.map((link) => otherEnd(link, focus))]);
  }

  function drawNode(node, { ctx, x, y }) {
    [node.x, node.y] = [x, y];
    const { scale } = state;
    const r = radius(node, scale) / scale;
    return {
      drawNode() {
        ctx.save();
        trace(ctx, node.shape, x, y, r);
        ctx.fillStyle = colors.ground; // lines end at the node, even where it is faint
        ctx.fill();
        ctx.globalAlpha = near.size && !near.has(node) ? (state.hovered ? 0.35 : 0.22) : 1;
        if (node === graph.center || node === state.selected) {
          trace(ctx, node.shape, x, y, r + 4.5 / scale);
          ctx.lineWidth = 1.6 / scale;
          ctx.strokeStyle = node === state.selected ? colors.ink : colors[node.kind] ?? colors.muted;
          ctx.stroke();
        }
        trace(ctx, node.shape, x, y, r);
        ctx.fillStyle = colors[node.kind] ?? colors.muted;
        ctx.fill();
        ctx.lineWidth = 1.5 / scale;
        ctx.strokeStyle = colors.ground;
        ctx.stroke();
        ctx.restore();
      },
      nodeDimensions: { width: 2 * node.size, height: 2 * node.size },
    };
  }

  function trace(ctx, shape, x, y, r) {
    ctx.beginPath();
    if (shape === "square") ctx.roundRect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72, r * 0.3);
    else if (shape === "diamond") polygon(ctx, [[x, y - r * 1.2], [x + r * 1.2, y], [x, y + r * 1.2], [x - r * 1.2, y]]);
    else if (shape === "triangle") polygon(ctx, [[x, y - r * 1.1], [x + r * 1.05, y + r * 0.8], [x - r * 1.05, y + r * 0.8]]);
    else ctx.arc(x, y, r, 0, 2 * Math.PI);
  }

  function polygon(ctx, points) {
    points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
  }

  // The first of the three: sets what the others need.
  function drawLinks(ctx) {
    near = bright();
    const { scale } = state;
    const focus = state.hovered ?? state.selected;
    const strong = focus ? new Set(focus.relations ? [focus] : focus.links) : new Set();
    ctx.save();
    ctx.lineCap = "round";
    const calm = Math.min(1, Math.max(0.4, Math.sqrt(200 / graph.links.size))); // many lines: each fainter
    for (const link of graph.links.values()) if (!strong.has(link)) drawLink(ctx, link, scale, (focus ? 0.35 : 1) * calm, false);
    for (const link of strong) drawLink(ctx, link, scale, 1, true);
    ctx.restore();
  }

  function drawLink(ctx, link, scale, fade, strong) {
    const look = LOOK[link.type] ?? LOOK.CONTAINS;
    ctx.globalAlpha = strong ? 0.95 : look.alpha * fade;
    ctx.strokeStyle = strong ? colors.accent : colors.edge;
    ctx.lineWidth = (link.width * Math.min(1.4, Math.max(0.6, Math.sqrt(scale))) + (strong ? 0.4 : 0)) / scale;
    ctx.setLineDash(look.dash.map((length) => length / scale));
    ctx.beginPath();
    ctx.moveTo(link.from.x, link.from.y);
    ctx.lineTo(link.to.x, link.to.y);
    ctx.stroke();
    if (look.arrow) drawArrow(ctx, link, scale);
  }

  function drawArrow(ctx, link, scale) {
    const [start, end] = link.relations[0].start === link.from.key ? [link.from, link.to] : [link.to, link.from];
    const angle = Math.atan2(end.y - start.y, end.x - start.x);
    const back = (radius(end, scale) + 2) / scale;
    const tip = [end.x - back * Math.cos(angle), end.y - back * Math.sin(angle)];
    const wing = (turn) => [tip[0] - (7 / scale) * Math.cos(angle + turn), tip[1] - (7 / scale) * Math.sin(angle + turn)];
    ctx.fillStyle = ctx.strokeStyle;
    ctx.beginPath();
    polygon(ctx, [tip, wing(0.42), wing(-0.42)]);
    ctx.fill();
  }

  function drawLabels(ctx) {
    const { scale } = state;
    ctx.save();
    ctx.scale(1 / scale, 1 / scale);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const [node, box] of labels.at(scale, near)) drawLabel(ctx, node, box, near);
    ctx.restore();
  }

  function drawLabel(ctx, node, box, near) {
    const { lines, font, step } = node.text;
    ctx.font = font;
    ctx.textAlign = box.align;
    ctx.globalAlpha = near.size && !near.has(node) ? (state.hovered ? 0.3 : 0.2) : 1;
    ctx.strokeStyle = colors.ground;
    ctx.lineWidth = 3.5;
    ctx.fillStyle = node.kind === "Concept" || node === state.selected ? colors.ink : colors.muted;
    const x = box.align === "center" ? (box.left + box.right) / 2 : box[box.align];
    lines.forEach((line, i) => {
      const y = box.top + step * (i + 0.5);
      ctx.strokeText(line, x, y);
      ctx.fillText(line, x, y);
    });
  }

  return { drawNode, drawLinks, drawLabels, bright, recolor: () => (colors = readColors()) };
}
