// Finding by name: part of a name, alias or title in either language, the initials of its pinyin, or something like it.

import { compareNames, plain } from "../data/text.js";

export const fold = (text) => String(text ?? "").normalize("NFKC").toLowerCase();

// -> find(text, most): [{ node, score, alias }], best first. alias: the name that matched, where it is not the first.
export function createFinder(graph, initials) {
  const indexed = new Map();

  function entry(node) {
    if (!indexed.has(node)) {
      const p = node.properties;
      const names = [node.name, p.name_en, p.name_zh, ...(Array.isArray(p.aliases) ? p.aliases : [])].filter(Boolean).map((name) => plain(name).slice(0, 400));
      indexed.set(node, [...new Set(names)].map((name) => ({ name, folded: fold(name), chinese: /[\u3400-\u9fff]/u.test(name), pairs: null })));
    }
    return indexed.get(node);
  }

  function literal({ folded }, wanted, words) {
    const at = folded.indexOf(wanted);
    const share = (0.1 * wanted.length) / folded.length;
    if (folded === wanted) return 1;
    if (at === 0) return 0.8 + share;
    if (at > 0) return (/[\p{L}\p{N}]/u.test(folded[at - 1]) && /[a-z]/.test(wanted[0]) ? 0.5 : 0.7) + share;
    return words.length > 1 && words.every((word) => folded.includes(word)) ? 0.45 + share : 0;
  }

  // zszl finds 知识蒸馏.
  function byInitials({ folded, chinese }, wanted) {
    if (!chinese || !/^[a-z]{2,}$/.test(wanted)) return 0;
    const letters = Array.from(folded).filter((character) => /[\p{L}\p{N}]/u.test(character)).map((character) => initials[character] ?? character);
    for (let at = 0; at + wanted.length <= letters.length; at += 1) {
      if ([...wanted].every((letter, i) => letters[at + i].includes(letter))) return (at === 0 ? 0.5 : 0.42) + (0.1 * wanted.length) / letters.length;
    }
    return 0;
  }

  const pairsOf = (text) => new Set(Array.from({ length: text.length + 1 }, (_, i) => `\0${text}\0`.slice(i, i + 2)));

  // The share of character pairs that both have in common (Dice), as `kg search` does.
  function alike(name, wanted, pairs) {
    const longest = name.folded.length + 1;
    if ((2 * Math.min(pairs.size, longest)) / (pairs.size + longest) < 0.45) return 0;
    name.pairs ??= pairsOf(name.folded);
    let common = 0;
    for (const pair of pairs) if (name.pairs.has(pair)) common += 1;
    const share = (2 * common) / (pairs.size + name.pairs.size);
    return share >= 0.45 ? 0.4 * share : 0;
  }

  function ranked(fit, most) {
    const hits = [];
    for (const node of graph.nodes.values()) {
      let best = { score: 0, alias: null };
      entry(node).forEach((name, i) => {
        const score = fit(name);
        if (score > best.score) best = { score, alias: i ? name.name : null };
      });
      if (best.score) hits.push({ node, ...best });
    }
    return hits.sort((a, b) => b.score - a.score || b.node.size - a.node.size || compareNames(a.node, b.node)).slice(0, most);
  }

  return (text, most = 12) => {
    const wanted = fold(text.trim());
    if (!wanted) return ranked((name) => name.folded && 0.5, most);
    const words = wanted.split(/\s+/);
    const hits = ranked((name) => literal(name, wanted, words) || byInitials(name, wanted), most);
    if (hits.length || wanted.length < 3) return hits;
    const pairs = pairsOf(wanted);
    return ranked((name) => alike(name, wanted, pairs), most);
  };
}
