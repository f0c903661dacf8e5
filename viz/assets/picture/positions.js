// Positions of nodes that join the picture later, and a gentle settling when the reader asks for it.

import { otherEnd } from "../data/model.js";

const SPACING = 58;

// Gives every node without a position one near `anchor`: the first free spot of a spiral that opens outward.
function placeNew(nodes, anchor, taken) {
  const fresh = nodes.filter((node) => node.x === undefined);
  if (!fresh.length) return;
  const placed = [...taken].filter((node) => node.x !== undefined);
  const middle = mean(placed);
  const origin = anchor?.x === undefined ? middle : anchor;
  const outward = Math.atan2(origin.y - middle.y, origin.x - middle.x);
  const free = (x, y) => placed.every((node) => Math.hypot(node.x - x, (node.y - y) * 1.3) > SPACING);
  let turn = 0;
  for (const node of fresh) {
    for (; turn < 4000; turn += 1) {
      const far = SPACING * (1.1 + Math.sqrt(turn) * 0.55);
      const angle = outward + turn * 2.39996; // the golden angle
      const [x, y] = [origin.x + far * Math.cos(angle), origin.y + far * Math.sin(angle) * 0.8];
      if (!free(x, y)) continue;
      [node.x, node.y] = [Math.round(x), Math.round(y)];
      break;
    }
    node.x ??= origin.x;
    node.y ??= origin.y;
    placed.push(node);
  }
}

// Nodes that came into the picture later stand near the one that brought them; pinned ones where they were put.
export function placeAll(graph, scope, state, stretched) {
  const anchorOf = (node) => {
    const placed = node.edges.filter((edge) => otherEnd(edge, node).x !== undefined && scope.all.has(otherEnd(edge, node)));
    const best = placed.reduce((a, b) => (a && a.strength >= b.strength ? a : b), null);
    return best && otherEnd(best, node);
  };
  for (const key of state.expand) {
    const node = graph.nodes.get(key);
    if (!node) continue;
    placeNew([node], anchorOf(node), scope.all);
    placeNew(node.edges.map((edge) => otherEnd(edge, node)).filter((each) => scope.all.has(each)), node, scope.all);
  }
  for (const node of scope.all) if (node.x === undefined) placeNew([node], anchorOf(node), scope.all);
  for (const [key, position] of Object.entries(state.pin)) {
    const node = graph.nodes.get(key);
    if (node) [node.x, node.y] = stretched(position);
  }
}

const mean = (nodes) => ({
  x: nodes.reduce((sum, node) => sum + node.x, 0) / (nodes.length || 1),
  y: nodes.reduce((sum, node) => sum + node.y, 0) / (nodes.length || 1),
});

// Gently, for two seconds or until the next touch; then the picture stands still again.
export function settle(picture, { nodes, edges }, pinned) {
  const all = [...nodes];
  let left = 120;
  const stop = () => (left = 0);
  picture.canvas.addEventListener("pointerdown", stop, { once: true });
  const turn = () => {
    for (let i = 0; i < (picture.view.calm() ? 120 : 1) && left > 0; i += 1, left -= 1) settleStep(all, edges, pinned, left / 120);
    picture.moved();
    if (left > 0) requestAnimationFrame(turn);
  };
  turn();
}

// One step of settling: lines pull, near nodes push. warmth falls from 1 to 0. Pinned nodes stay.
function settleStep(nodes, edges, pinned, warmth) {
  const push = new Map(nodes.map((node) => [node, [0, 0]]));
  for (const { from, to, hidden } of edges) {
    if (hidden) continue;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy) || 1;
    const pull = (0.02 * (length - 120)) / length;
    add(push, from, dx * pull, dy * pull);
    add(push, to, -dx * pull, -dy * pull);
  }
  const cells = new Map();
  const cell = (node, i = 0, j = 0) => `${Math.floor(node.x / 90) + i},${Math.floor(node.y / 90) + j}`;
  for (const node of nodes) cells.has(cell(node)) ? cells.get(cell(node)).push(node) : cells.set(cell(node), [node]);
  for (const node of nodes) {
    for (let i = -1; i <= 1; i += 1) {
      for (let j = -1; j <= 1; j += 1) {
        for (const other of cells.get(cell(node, i, j)) ?? []) {
          const [dx, dy] = [node.x - other.x, node.y - other.y];
          const length = Math.hypot(dx, dy);
          if (other === node || length > 90) continue;
          const away = (0.12 * (90 - length)) / (length || 1);
          add(push, node, (dx || 0.5) * away, (dy || 0.5) * away);
        }
      }
    }
  }
  for (const [node, [x, y]] of push) {
    if (pinned.has(node.key)) continue;
    node.x += Math.max(-12, Math.min(12, x)) * warmth;
    node.y += Math.max(-12, Math.min(12, y)) * warmth;
  }
}

function add(push, node, x, y) {
  const sum = push.get(node);
  if (!sum) return;
  sum[0] += x;
  sum[1] += y;
}
