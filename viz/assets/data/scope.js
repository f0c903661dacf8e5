// What is seen: a pure function of the graph and the state of the page.

import { bandsOf } from "./bands.js";
import { otherEnd } from "./model.js";
import { pathBetween } from "./paths.js";
import { compareNames } from "./text.js";
import { inYears } from "./time.js";

const EXPANSION = 16; // nodes that one expansion brings

// The strongest neighbours of a node that are not in `seen`.
function hiddenNeighbours(node, seen) {
  return node.edges
    .map((edge) => ({ node: otherEnd(edge, node), strength: edge.strength }))
    .filter((found) => !seen.has(found.node))
    .sort((a, b) => b.strength - a.strength || compareNames(a.node, b.node))
    .slice(0, EXPANSION)
    .map((found) => found.node);
}

// -> { nodes: Set, edges: [visible lines, strongest first], bands (between topics; none around a centre), path: { nodes, edges } or null, picked: Set, all: Set }
// all: what is in the picture before filters, so that the legend can count what it hides.
export function scopeOf(graph, state) {
  const all = new Set([...graph.nodes.values()].filter((node) => node.shown));
  for (const key of state.expand) {
    const node = graph.nodes.get(key);
    if (!node) continue;
    all.add(node);
    for (const other of hiddenNeighbours(node, all)) all.add(other);
  }
  const selected = graph.nodes.get(state.select);
  for (const key of [state.select, ...state.picked]) if (graph.nodes.has(key)) all.add(graph.nodes.get(key));
  const path = state.path ? pathBetween(graph, ...state.path) : null;
  for (const node of path?.nodes ?? []) all.add(node);

  const kept = (node) => keeps(node, state);
  let nodes = new Set([...all].filter((node) => path?.nodes.includes(node) || kept(node)));
  const joins = (edge) => edge.relations.some((r) => !state.types.includes(r.type) && r.strength * 100 >= state.strength);
  let edges = [...graph.edges.values()].filter((edge) => nodes.has(edge.from) && nodes.has(edge.to) && joins(edge));
  const only = graph.nodes.get(state.only);
  if (only && nodes.has(only)) {
    const near = new Set([only, ...only.edges.filter((edge) => nodes.has(otherEnd(edge, only)) && joins(edge)).map((edge) => otherEnd(edge, only))]);
    [nodes, edges] = restrict(near, edges);
  }
  if (state.hops && graph.center && nodes.has(graph.center)) [nodes, edges] = restrict(within(graph.center, state.hops, edges), edges);
  if (state.strength > 0 || state.types.length) {
    const joined = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
    const lone = (node) => !joined.has(node) && node.edges.length > 0 && node !== graph.center && node !== selected;
    nodes = new Set([...nodes].filter((node) => !lone(node)));
  }
  edges.sort((a, b) => b.width - a.width);
  const picked = new Set(state.picked.map((key) => graph.nodes.get(key)).filter((node) => nodes.has(node)));
  const bands = graph.center ? [] : bandsOf(graph.topics, edges);
  return { nodes, edges, bands, path, picked, all };
}

const restrict = (nodes, edges) => [nodes, edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to))];

function keeps(node, state) {
  if (state.hide.includes(node.key) || state.kinds.includes(node.kind) || state.topics.includes(node.topic)) return false;
  return inYears(node, state.years);
}

function within(start, hops, edges) {
  const joined = new Map();
  for (const { from, to } of edges) {
    for (const [a, b] of [[from, to], [to, from]]) joined.has(a) ? joined.get(a).push(b) : joined.set(a, [b]);
  }
  let ring = [start];
  const reached = new Set(ring);
  for (let hop = 0; hop < hops; hop += 1) {
    ring = ring.flatMap((node) => joined.get(node) ?? []).filter((node) => !reached.has(node) && reached.add(node));
  }
  return reached;
}
