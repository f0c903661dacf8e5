// The graph of the page, joined from its JSON: what all the rest reads.

import { compareNames } from "./text.js";
import { createTopics } from "./topics.js";
import { count, t } from "./words.js";

export const KINDS = {
  Concept: { one: "{n} concept", many: "{n} concepts", all: "concepts", shape: "dot" },
  Paper: { one: "{n} paper", many: "{n} papers", all: "papers", shape: "square" },
  Author: { one: "{n} author", many: "{n} authors", all: "authors", shape: "diamond" },
  Venue: { one: "{n} venue", many: "{n} venues", all: "venues", shape: "hexagon" },
  Source: { one: "{n} source", many: "{n} sources", all: "sources", shape: "triangle" },
};

// A pair of nodes may be joined by several relations; the first of these gives the line its look.
export const RELATION_WORDS = {
  MENTIONS: "mentions",
  WROTE: "wrote",
  PUBLISHED_IN: "published in",
  CITES: "cites",
  BROADER: "broader concept",
  SIMILAR: "similar papers",
  RELATED: "related concepts",
  CONTAINS: "contains",
};
export const RELATION_ORDER = Object.keys(RELATION_WORDS);

export const otherEnd = (edge, node) => (edge.from === node ? edge.to : edge.from);
const edgeId = (a, b) => (a < b ? [a, b] : [b, a]).map(encodeURIComponent).join(",");

export function createGraph(data) {
  const graph = { nodes: new Map(), edges: new Map(), center: null, topics: createTopics(data.topics), corpus: data.corpus, mostPapers: 1 };

  // Adds what is new in `more`; gives the new nodes. later: it came from the server, and has no position or topic yet.
  graph.add = (more, later = false) => {
    const fresh = [];
    const keys = more.nodes.map((item) => item.id);
    for (const item of more.nodes) {
      if (graph.nodes.has(item.id)) continue;
      const { id, group, label, name, shape, size, x, y, hidden, topic, score, properties, authors = [], years } = item;
      const node = { key: id, kind: group, label, name, shape, size, x, y, topic, score, properties, authors, years, edges: [], wholeSize: size };
      node.shown = !hidden && !later; // part of the picture from the beginning
      if (later) [node.x, node.y, node.topic] = [undefined, undefined, -1];
      graph.nodes.set(id, node);
      fresh.push(node);
    }
    for (const [a, b, width, hidden, numbers] of more.edges) {
      const [from, to] = [graph.nodes.get(keys[a]), graph.nodes.get(keys[b])];
      const id = edgeId(from.key, to.key);
      if (graph.edges.has(id)) continue;
      const relations = numbers.map((i) => {
        const [type, start, end, properties, strength] = more.relations[i];
        return { type: more.types[type], start: keys[start], end: keys[end], properties, strength };
      });
      relations.sort((r, s) => RELATION_ORDER.indexOf(r.type) - RELATION_ORDER.indexOf(s.type));
      const edge = { id, from, to, width, hidden, type: relations[0].type, relations, strength: Math.max(...relations.map((r) => r.strength)) };
      graph.edges.set(id, edge);
      from.edges.push(edge);
      to.edges.push(edge);
    }
    for (const node of fresh) graph.mostPapers = Math.max(graph.mostPapers, papersOf(node));
    for (const node of fresh) if (!node.shown) settleIn(node, later);
    return fresh;
  };

  // What is not shown at first looks like its neighbours.
  function settleIn(node, later) {
    const best = node.edges.toSorted((a, b) => b.strength - a.strength).find((edge) => otherEnd(edge, node).shown && otherEnd(edge, node).topic >= 0);
    if (best) node.topic = otherEnd(best, node).topic;
    if (later) node.size = node.wholeSize = node.kind === "Concept" ? 6 + 12 * Math.sqrt(papersOf(node) / graph.mostPapers) : 7;
  }

  graph.add(data);
  graph.center = data.center === null ? null : graph.nodes.get(data.center);
  graph.years = yearRange(graph);
  return graph;
}

// "3 of 90 concepts · 1 paper", kinds in the order of the legend. whole: how many of each kind there are in the corpus.
export function tallyOf(nodes, whole = {}) {
  const tally = new Map();
  for (const node of nodes) tally.set(node.kind, (tally.get(node.kind) ?? 0) + 1);
  const told = (kind) => {
    const some = tally.get(kind);
    const [shown, all] = [some, Math.max(some, whole[kind] ?? 0)].map((n) => n.toLocaleString("en"));
    const { one, many } = KINDS[kind] ?? { one: `{n} ${kind}`, many: `{n} ${kind}` };
    return count(Math.max(some, whole[kind] ?? 0), one, many, shown === all ? all : t("{n} of {all}", { n: shown, all }));
  };
  return kindsIn(tally).map(told).join(" · ") || t("nothing");
}

// What the legend calls all nodes of a kind.
export const nameOfKind = (kind) => t(KINDS[kind]?.all ?? kind);

export const kindsIn = (tally) => [...Object.keys(KINDS).filter((kind) => tally.has(kind)), ...[...tally.keys()].filter((kind) => !Object.hasOwn(KINDS, kind))];

// In the years that are chosen, of the whole corpus.
export const papersOf = (node) => (node.kind === "Concept" ? (node.papersThen ?? (Number(node.properties.papers) || 0)) : 0);
export const yearOf = (node) => (Number.isInteger(node.properties.year) ? node.properties.year : null);

// Of the corpus, where that is known.
function yearRange({ nodes, corpus }) {
  const years = [...[...nodes.values()].map(yearOf), ...Object.keys(corpus?.years ?? {}).map(Number)].filter((year) => year !== null && year > 1000 && year < 3000);
  return years.length ? years.reduce(([low, high], year) => [Math.min(low, year), Math.max(high, year)], [9999, 0]) : null;
}

// [{ node, relation, outgoing }] of one type around a node, strongest first, then those of many papers.
export function neighboursBy(node, type) {
  const found = [];
  for (const edge of node.edges) {
    for (const relation of edge.relations) {
      if (relation.type !== type) continue;
      found.push({ node: otherEnd(edge, node), relation, outgoing: relation.start === node.key });
    }
  }
  return found.sort((a, b) => b.relation.strength - a.relation.strength || papersOf(b.node) - papersOf(a.node) || compareNames(a.node, b.node));
}
