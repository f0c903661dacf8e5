// Where a text says it: abstracts with their concepts marked, and the sentences behind a mention.

import { neighboursBy } from "../data/model.js";
import { clip, plain } from "../data/text.js";
import { t } from "../data/words.js";
import { el } from "./dom.js";

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

export function abstractOf(paper) {
  const characters = Array.from(String(paper.properties.abstract ?? ""));
  const mentions = neighboursBy(paper, "MENTIONS").map(({ node, relation }) => ({ value: node, spans: relation.properties.spans }));
  return { characters, spans: cleanSpans(mentions, characters.length) };
}

// Some of an abstract with its marks; spans: [[start, end, concept], ...] in code points of the whole abstract.
export function marked(characters, [start, end], spans, step) {
  const children = [];
  let at = start;
  const upTo = (to) => at < to && children.push(plain(characters.slice(at, to).join("")));
  for (const [from, to, node] of spans) {
    if (from < at || to > end) continue;
    upTo(from);
    const mark = step(node, "mark", plain(characters.slice(from, to).join("")));
    mark.title = clip(node.name, 80);
    children.push(mark);
    at = to;
  }
  upTo(end);
  return children;
}

// The sentences in which a paper mentions concepts, at most `most`: those that name all of them, else some for each.
export function quotes(paper, concepts, step, most = 20) {
  const { characters, spans } = abstractOf(paper);
  const mine = spans.filter((span) => concepts.includes(span[2]));
  const told = sentences(characters).map(([start, end]) => ({
    range: [start, end],
    named: new Set(mine.filter((span) => span[0] >= start && span[1] <= end).map((span) => span[2])),
  }));
  const all = told.filter(({ named }) => named.size === concepts.length);
  const found = all.length ? all.slice(0, most) : concepts.flatMap((concept) => told.filter(({ named }) => named.has(concept)).slice(0, most));
  return found.map(({ range }) => el("blockquote", { class: "abstract", dir: "auto" }, marked(characters, range, mine, step)));
}

export const times = (relation) => {
  const { count: n, in_title: inTitle } = relation.properties;
  return [n > 1 ? t("{n} times", { n: Number(n) }) : "", inTitle ? t("in the title") : ""].filter(Boolean).join(t(", "));
};

export const sharedNames = (relation) => {
  const names = Array.isArray(relation.properties.shared) ? relation.properties.shared : [];
  return names.length ? t("both: {names}", { names: names.map((name) => clip(name, 60)).join(t(", ")) }) : t("similar wording");
};
