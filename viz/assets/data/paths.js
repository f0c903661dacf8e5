// The strongest path between two nodes: Dijkstra on -log(strength), over papers and concepts, as `kg path` does.

import { otherEnd } from "./model.js";

export function pathBetween(graph, startKey, endKey) {
  const [start, end] = [graph.nodes.get(startKey), graph.nodes.get(endKey)];
  if (!start || !end) return null;
  const cost = new Map([[start, 0]]);
  const before = new Map();
  const done = new Set();
  const queue = createQueue();
  queue.push(0, start);
  for (let node = queue.pop(); node && node !== end; node = queue.pop()) {
    if (done.has(node)) continue;
    done.add(node);
    for (const edge of node.edges) {
      const next = otherEnd(edge, node);
      if (edge.type === "CONTAINS" || (next !== end && next.kind !== "Paper" && next.kind !== "Concept")) continue;
      const sum = cost.get(node) - Math.log(edge.strength) + 1e-6;
      if (sum < (cost.get(next) ?? Infinity)) {
        cost.set(next, sum);
        before.set(next, edge);
        queue.push(sum, next);
      }
    }
  }
  if (!cost.has(end)) return null;
  const path = { nodes: [end], edges: [] };
  for (let node = end; node !== start; node = path.nodes[0]) {
    const edge = before.get(node);
    path.edges.unshift(edge);
    path.nodes.unshift(otherEnd(edge, node));
  }
  return path;
}

// A binary heap of [cost, node].
function createQueue() {
  const heap = [];
  const swap = (i, j) => ([heap[i], heap[j]] = [heap[j], heap[i]]);
  return {
    push(cost, node) {
      let i = heap.push([cost, node]) - 1;
      for (let up = (i - 1) >> 1; i > 0 && heap[up][0] > heap[i][0]; up = (i - 1) >> 1) {
        swap(i, up);
        i = up;
      }
    },
    pop() {
      if (!heap.length) return null;
      const [, node] = heap[0];
      const last = heap.pop();
      if (heap.length) heap[0] = last;
      for (let i = 0; ; ) {
        let low = i;
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && heap[child][0] < heap[low][0]) low = child;
        if (low === i) return node;
        swap(i, low);
        i = low;
      }
    },
  };
}
