// Years: what a node is in those that are chosen. years: [first, last], or null for all.

import { papersOf, yearOf } from "./model.js";
import { t } from "./words.js";

export const within = (year, years) => !years || (Number(year) >= years[0] && Number(year) <= years[1]);
const sum = (entries, weight = () => 1) => entries.reduce((total, [year, papers]) => total + papers * weight(Number(year)), 0);
const ofYears = (tally, years) => Object.entries(tally ?? {}).filter(([year]) => within(year, years));

// Whether a node is there in these years: a paper of one of them, a concept that such papers mention, and what has no year.
export function inYears(node, years) {
  if (!years) return true;
  if (node.kind === "Paper") return yearOf(node) === null || within(yearOf(node), years);
  return node.kind !== "Concept" || !node.years || ofYears(node.years, years).length > 0;
}

// Makes concepts as large as they are in these years, of the whole corpus; papersOf() follows.
export function chooseYears(graph, years) {
  const concepts = [...graph.nodes.values()].filter((node) => node.kind === "Concept" && node.years);
  for (const node of concepts) node.papersThen = years ? sum(ofYears(node.years, years)) : undefined;
  const most = Math.max(1, ...concepts.map(papersOf));
  for (const node of concepts) {
    const size = years ? 6 + 12 * Math.sqrt(papersOf(node) / most) + (node === graph.center ? 3 : 0) : node.wholeSize;
    if (size !== node.size) [node.size, node.text] = [size, undefined]; // a label is as large as its node
  }
}

// -> Map of year -> how many of these nodes are papers of that year.
export function papersByYear(nodes) {
  const tally = new Map();
  for (const node of nodes) {
    const year = node.kind === "Paper" ? yearOf(node) : null;
    if (year !== null) tally.set(year, (tally.get(year) ?? 0) + 1);
  }
  return tally;
}

export const tallyOfYears = (years) => new Map(Object.entries(years ?? {}).map(([year, papers]) => [Number(year), papers]));

// The year of a paper, the mean year of the papers that mention a concept; null for what has none.
function meanYear(node, years) {
  if (node.kind === "Paper") return yearOf(node);
  const entries = ofYears(node.years, years);
  return entries.length ? sum(entries, (year) => year) / sum(entries) : null;
}

// By how many doublings the share of a concept among all papers has grown from the earlier to the later half of them.
function growth(node, all, years) {
  if (node.kind !== "Concept" || !node.years) return null;
  const entries = ofYears(all, years).sort(([a], [b]) => a - b);
  const half = sum(entries) / 2;
  let [before, median] = [0, Infinity];
  for (const [year, papers] of entries) {
    if (before >= half) break;
    [before, median] = [before + papers, Number(year)];
  }
  const part = (tally, late) => sum(ofYears(tally, years).filter(([year]) => Number(year) > median === late));
  const share = (late) => (part(node.years, late) + 0.5) / (part(all, late) + 1); // + 0.5: few papers grow little
  return part(all, true) ? Math.log2(share(true) / share(false)) : null;
}

// What colours show beside kinds and topics. -> { low, high (words for its ends), at(node): a share in [0, 1], null for none }
export function createOverlay(graph, nodes, mode, years) {
  if (mode !== "year" && mode !== "growth") return null;
  const value = (node) => (mode === "year" ? meanYear(node, years) : growth(node, graph.corpus?.years, years));
  const known = new Map([...nodes].map((node) => [node, value(node)]));
  const sorted = [...known.values()].filter((each) => each !== null).sort((a, b) => a - b);
  const quantile = (share) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const [low, high] = mode === "growth" ? [-2, 2] : [quantile(0.05), Math.max(quantile(0.95), quantile(0.05) + 1)];
  const words = mode === "growth" ? [t("share fell to a quarter"), t("rose to four times")] : [t("{year} or before", { year: low }), t("{year} or after", { year: high })];
  const at = (node) => ((known.get(node) ?? null) === null ? null : Math.max(0, Math.min(1, (known.get(node) - low) / (high - low))));
  return { mode, low: words[0], high: words[1], at };
}
