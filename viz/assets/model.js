// The graph of the page, joined from its JSON: what every other part reads.

const KINDS = {
  Concept: { one: "concept", many: "concepts", shape: "dot" },
  Paper: { one: "paper", many: "papers", shape: "square" },
  Author: { one: "author", many: "authors", shape: "diamond" },
  Source: { one: "source", many: "sources", shape: "triangle" },
};

// A pair of nodes may be joined by several relations; the first of these gives the line its look.
const RELATIONS = ["MENTIONS", "WROTE", "CITES", "BROADER", "SIMILAR", "RELATED", "CONTAINS"];

function readGraph(data) {
  const nodes = new Map();
  for (const item of data.nodes) nodes.set(item.key, { ...item, links: [] });
  for (const item of data.network.nodes) {
    const { label, size, x, y, shape } = item;
    Object.assign(nodes.get(item.id), { label, size, x, y, shape });
  }
  const links = new Map();
  for (const item of data.network.edges) {
    const relations = item.relations.map((i) => data.relations[i]);
    relations.sort((a, b) => RELATIONS.indexOf(a.type) - RELATIONS.indexOf(b.type));
    const link = {
      id: item.id,
      from: nodes.get(item.from),
      to: nodes.get(item.to),
      width: item.width,
      type: relations[0].type,
      relations,
    };
    links.set(link.id, link);
    link.from.links.push(link);
    link.to.links.push(link);
  }
  return { nodes, links, center: data.center ? nodes.get(data.center) : null };
}

const otherEnd = (link, node) => (link.from === node ? link.to : link.from);

// [{ node, relation, outgoing }] of one type around a node, strongest first.
function around(node, type) {
  const found = [];
  for (const link of node.links) {
    for (const relation of link.relations) {
      if (relation.type !== type) continue;
      found.push({ node: otherEnd(link, node), relation, outgoing: relation.start === node.key });
    }
  }
  const strength = ({ relation: { properties: p } }) => p.score ?? p.weight ?? 0;
  return found.sort((a, b) => strength(b) - strength(a) || compareNames(a.node, b.node));
}

const compareNames = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

// Spans count characters as Python does: code points, not UTF-16 units.
// -> [[start, end, value], ...] in order, without overlaps: the longer of two wins.
function cleanSpans(marked, length) {
  const spans = [];
  for (const { spans: flat, value } of marked) {
    if (!Array.isArray(flat)) continue;
    for (let i = 0; i + 1 < flat.length; i += 2) {
      const [start, end] = [flat[i], flat[i + 1]];
      if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length) {
        spans.push([start, end, value]);
      }
    }
  }
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const kept = [];
  for (const span of spans) if (!kept.length || span[0] >= kept.at(-1)[1]) kept.push(span);
  return kept;
}

// [start, end] of each sentence, in code points, enough to quote from.
function sentences(characters) {
  const found = [];
  let start = 0;
  const close = (end) => {
    while (start < end && /\s/u.test(characters[start])) start += 1;
    if (end > start) found.push([start, end]);
    start = end;
  };
  characters.forEach((character, i) => {
    const next = characters[i + 1] ?? " ";
    const short = /^(e\.g|i\.e|al|vs|cf|Fig|resp)$/u.test(characters.slice(Math.max(start, i - 4), i).join("").split(/[\s(]/u).pop());
    if (/[。！？\n]/u.test(character)) close(i + 1);
    else if (/[.!?]/u.test(character) && /\s/u.test(next) && !short) close(i + 1);
  });
  close(characters.length);
  return found;
}

// Only web addresses become links; everything else stays text.
function safeLink(text) {
  try {
    const url = new URL(String(text));
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// Outside text may hold characters that turn the reading direction of everything after them.
const plain = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/g, "");

const clip = (text, most) => {
  const characters = Array.from(plain(text));
  return characters.length <= most ? characters.join("") : characters.slice(0, most - 1).join("").trimEnd() + "…";
};

const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
