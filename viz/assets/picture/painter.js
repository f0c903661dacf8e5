// Draws the picture: regions, lines, nodes, labels. On a canvas, or on anything with the same methods (svg.js).

import { crossesTopics } from "../data/bands.js";
import { bandLines, shownEdges } from "./bands.js";
import { hue, mix, paint, regionColor } from "./colors.js";
import { radius } from "./labels.js";

const LOOK = {
  MENTIONS: { dash: [], alpha: 0.24 },
  WROTE: { dash: [], alpha: 0.4 },
  PUBLISHED_IN: { dash: [], alpha: 0.3 },
  CITES: { dash: [], alpha: 0.5, arrow: true },
  BROADER: { dash: [], alpha: 0.55, arrow: true },
  SIMILAR: { dash: [7, 4], alpha: 0.26 },
  RELATED: { dash: [1.5, 4], alpha: 0.42 },
  CONTAINS: { dash: [], alpha: 0.2 },
};
const MOST_LINES = 2600; // at once; the strongest in sight

// frame: { camera, width, height, scope, near, focus, selected, center, pinned, picked, colors, color, overlay, regions, boxes, labels }
export function paintPicture(ctx, frame) {
  ctx.lineJoin = "round";
  ctx.lineCap = "round";
  if (frame.regions.length) drawBands(ctx, frame);
  for (const region of frame.regions) drawRegion(ctx, region, frame);
  drawLines(ctx, frame);
  drawNodes(ctx, frame);
  for (const region of frame.regions) if (region.box) drawRegionName(ctx, region, frame);
  drawLabels(ctx, frame);
  ctx.globalAlpha = 1;
}

const onScreen = ({ camera: c }, x, y) => [x * c.k + c.x, y * c.k + c.y];

function drawRegion(ctx, region, frame) {
  const { colors, near } = frame;
  const bright = !near.size || frame.focus?.id === region.topic || frame.focus?.between?.some(({ id }) => id === region.topic);
  const tint = mix(regionColor(frame, region.topic), colors.ground, bright ? 0.1 : 0.045);
  polygon(ctx, region.hull.map(([x, y]) => onScreen(frame, x, y)));
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
  ctx.fillStyle = tint;
  ctx.strokeStyle = tint;
  ctx.lineWidth = 2 * Math.max(12, 34 * frame.camera.k);
  ctx.fill();
  ctx.stroke();
}

function drawBands(ctx, frame) {
  const { colors, focus, near } = frame;
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  for (const { band, ends, width } of bandLines(frame)) {
    const chosen = band === focus || band.between.includes(focus);
    ctx.strokeStyle = mix(chosen ? colors.accent : colors.edge, colors.ground, chosen ? 0.5 : near.size ? 0.1 : 0.22);
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.moveTo(ends[0], ends[1]);
    ctx.lineTo(ends[2], ends[3]);
    ctx.stroke();
  }
}

function drawRegionName(ctx, region, frame) {
  const { box, text } = region;
  const { x, y } = frame.camera;
  const { focus } = frame;
  ctx.globalAlpha = frame.near.size && focus?.id !== region.topic && !focus?.between?.some(({ id }) => id === region.topic) ? 0.35 : 1;
  ctx.font = text.font;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = mix(regionColor(frame, region.topic), frame.colors.ink, 0.6);
  writeLines(ctx, text, (box.left + box.right) / 2 + x, box.top + y, frame.colors.ground, 4);
}

function writeLines(ctx, text, x, top, halo, width) {
  ctx.strokeStyle = halo;
  ctx.lineWidth = width;
  ctx.setLineDash([]);
  text.lines.forEach((line, i) => {
    const y = top + text.step * (i + 0.5);
    ctx.strokeText(line, x, y);
    ctx.fillText(line, x, y);
  });
}

// Lines that stand out when something is looked at.
function linesOf(focus, { edges }) {
  if (focus.relations) return [focus];
  if (focus.between) return shownEdges(focus);
  return edges.filter((edge) => edge.from === focus || edge.to === focus);
}

// Lines of one look go into one path: thousands are drawn at once, and crossing lines do not add up.
function drawLines(ctx, frame) {
  const { scope, near, focus, colors, camera } = frame;
  const strong = new Set(focus ? linesOf(focus, scope) : []);
  const way = new Set(scope.path?.edges ?? []);
  const groups = new Map();
  let drawn = 0;
  for (const edge of scope.edges) {
    if (edge.hidden || strong.has(edge) || way.has(edge) || (frame.regions.length && crossesTopics(edge))) continue;
    const ends = [...onScreen(frame, edge.from.x, edge.from.y), ...onScreen(frame, edge.to.x, edge.to.y)];
    if (!crosses(ends, frame)) continue;
    if ((drawn += 1) > MOST_LINES) break;
    const key = `${edge.type} ${Math.round(edge.width * 2)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push({ edge, ends });
  }
  const calm = Math.min(1, Math.max(0.3, Math.sqrt(220 / drawn))) * (near.size ? 0.35 : 1); // many lines: each fainter
  const thin = Math.min(1.4, Math.max(0.5, Math.sqrt(camera.k)));
  for (const lines of groups.values()) {
    const look = LOOK[lines[0].edge.type];
    strokeLines(ctx, lines, look, colors.edge, look.alpha * calm, lines[0].edge.width * thin, frame);
  }
  const above = (edges, color, extra) => {
    const many = Math.min(1, Math.max(0.45, Math.sqrt(9 / edges.size)));
    for (const edge of edges) {
      if (!scope.nodes.has(edge.from) || !scope.nodes.has(edge.to)) continue;
      const ends = [...onScreen(frame, edge.from.x, edge.from.y), ...onScreen(frame, edge.to.x, edge.to.y)];
      strokeLines(ctx, [{ edge, ends }], LOOK[edge.type], color, (edge.hidden ? 0.7 : 0.95) * many, edge.width * thin * many + extra, frame);
    }
  };
  above(strong, colors.accent, 0.4);
  above(way, colors.way, 2);
}

const crosses = ([ax, ay, bx, by], { width, height }) => Math.max(ax, bx) > 0 && Math.min(ax, bx) < width && Math.max(ay, by) > 0 && Math.min(ay, by) < height;

function strokeLines(ctx, lines, look, color, alpha, width, frame) {
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  // Dashes cost ten times as much to draw.
  ctx.setLineDash(lines.length > 400 ? [] : look.dash);
  ctx.beginPath();
  for (const { ends } of lines) {
    ctx.moveTo(ends[0], ends[1]);
    ctx.lineTo(ends[2], ends[3]);
  }
  ctx.stroke();
  if (!look.arrow || lines.length > 400) return;
  ctx.fillStyle = color;
  ctx.setLineDash([]);
  for (const { edge } of lines) drawArrow(ctx, edge, frame);
}

function drawArrow(ctx, edge, frame) {
  const [start, end] = edge.relations[0].start === edge.from.key ? [edge.from, edge.to] : [edge.to, edge.from];
  const [[ax, ay], [bx, by]] = [onScreen(frame, start.x, start.y), onScreen(frame, end.x, end.y)];
  const angle = Math.atan2(by - ay, bx - ax);
  const back = radius(end, frame.camera.k) + 2;
  const tip = [bx - back * Math.cos(angle), by - back * Math.sin(angle)];
  const wing = (turn) => [tip[0] - 7 * Math.cos(angle + turn), tip[1] - 7 * Math.sin(angle + turn)];
  polygon(ctx, [tip, wing(0.42), wing(-0.42)]);
  ctx.fill();
}

function polygon(ctx, points) {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

export function trace(ctx, shape, x, y, r) {
  const outline = (points) => {
    points.forEach(([px, py], i) => (i ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  };
  if (shape === "square") outline([[x - r * 0.86, y - r * 0.86], [x + r * 0.86, y - r * 0.86], [x + r * 0.86, y + r * 0.86], [x - r * 0.86, y + r * 0.86]]);
  else if (shape === "diamond") outline([[x, y - r * 1.2], [x + r * 1.2, y], [x, y + r * 1.2], [x - r * 1.2, y]]);
  else if (shape === "hexagon") outline([[x - r * 1.1, y], [x - r * 0.55, y - r * 0.95], [x + r * 0.55, y - r * 0.95], [x + r * 1.1, y], [x + r * 0.55, y + r * 0.95], [x - r * 0.55, y + r * 0.95]]);
  else if (shape === "triangle") outline([[x, y - r * 1.1], [x + r * 1.05, y + r * 0.8], [x - r * 1.05, y + r * 0.8]]);
  else {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  }
}

function drawNodes(ctx, frame) {
  const { scope, near, colors, camera, color } = frame;
  const groups = new Map();
  for (const node of scope.nodes) {
    const [x, y] = onScreen(frame, node.x, node.y);
    if (x < -40 || y < -40 || x > frame.width + 40 || y > frame.height + 40) continue;
    const faint = near.size > 0 && !near.has(node);
    const key = `${faint ? 0 : 1} ${node.kind} ${color === "kind" ? "" : hue(node, frame)}`;
    if (!groups.has(key)) groups.set(key, { faint, nodes: [] });
    groups.get(key).nodes.push([node, x, y]);
  }
  ctx.setLineDash([]);
  for (const { faint, nodes } of [...groups.values()].sort((a, b) => b.faint - a.faint)) {
    const [fill, outline] = paint(nodes[0][0], frame);
    ctx.beginPath();
    for (const [node, x, y] of nodes) trace(ctx, node.shape, x, y, radius(node, camera.k));
    ctx.globalAlpha = faint ? 0.22 : 1;
    ctx.fillStyle = fill;
    ctx.fill();
    ctx.lineWidth = camera.k < 0.25 ? 0.7 : 1.4;
    ctx.strokeStyle = outline;
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  const ringed = new Set([frame.center, ...frame.picked, frame.selected]);
  for (const node of ringed) if (node?.kind && scope.nodes.has(node)) ring(ctx, node, frame);
  for (const key of frame.pinned) {
    const node = [...scope.nodes].find((each) => each.key === key);
    if (node) pinMark(ctx, ...onScreen(frame, node.x, node.y), radius(node, camera.k), colors);
  }
}

function ring(ctx, node, frame) {
  ctx.beginPath();
  trace(ctx, node.shape, ...onScreen(frame, node.x, node.y), radius(node, frame.camera.k) + 4.5);
  ctx.lineWidth = 1.8;
  ctx.strokeStyle = node === frame.selected || frame.picked.has(node) ? frame.colors.ink : paint(node, frame)[0];
  ctx.stroke();
}

function pinMark(ctx, x, y, r, colors) {
  ctx.beginPath();
  ctx.moveTo(x + r * 0.7 + 3, y - r * 0.7);
  ctx.arc(x + r * 0.7, y - r * 0.7, 3, 0, 2 * Math.PI);
  ctx.fillStyle = colors.ink;
  ctx.strokeStyle = colors.ground;
  ctx.lineWidth = 1.5;
  ctx.fill();
  ctx.stroke();
}

// From a node to its name where that stands apart.
function lead(ctx, box, node, frame) {
  const { camera, colors } = frame;
  const [x, y] = onScreen(frame, node.x, node.y);
  const end = [Math.max(box.left + camera.x, Math.min(box.right + camera.x, x)), Math.max(box.top + camera.y, Math.min(box.bottom + camera.y, y))];
  ctx.setLineDash([]);
  ctx.strokeStyle = colors.ink;
  ctx.lineWidth = 0.8;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(...end);
  ctx.stroke();
}

function drawLabels(ctx, frame) {
  ctx.textBaseline = "middle";
  const { camera, near, colors } = frame;
  for (const [node, box] of frame.boxes) {
    const text = frame.labels.textOf(node);
    ctx.font = text.font;
    ctx.textAlign = box.align;
    ctx.globalAlpha = near.size && !near.has(node) ? 0.22 : 1;
    if (box.leader) lead(ctx, box, node, frame);
    ctx.fillStyle = node.kind === "Concept" || node === frame.selected ? colors.ink : colors.muted;
    const x = box.align === "center" ? (box.left + box.right) / 2 : box[box.align];
    writeLines(ctx, text, x + camera.x, box.top + camera.y, colors.ground, 3.5);
  }
}
