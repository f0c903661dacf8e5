// What colour a point has: by topic, by year, or by how often it is cited.

import { readColors } from "../picture/colors.js";

// After viridis (Smith and van der Walt), cut at both ends so that all of it stands out from either ground.
const RAMP = [[72, 40, 120], [62, 74, 137], [49, 104, 142], [38, 130, 142], [31, 158, 137], [53, 183, 121], [110, 206, 88], [181, 222, 43]];

const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

export const ramp = (t) => {
  const at = Math.max(0, Math.min(1, t)) * (RAMP.length - 1);
  const [low, part] = [Math.min(Math.floor(at), RAMP.length - 2), at - Math.min(Math.floor(at), RAMP.length - 2)];
  return RAMP[low].map((value, i) => value + (RAMP[low + 1][i] - value) * part);
};

// by: "topic", "year" or "cited". seen(i): whether a paper is among the years chosen. lit: a Set of papers, or null.
export function colours(papers, by, seen, lit, alpha) {
  const { n, topic, year, cited } = papers;
  const read = readColors();
  const tints = read.topics.map(channels);
  const muted = channels(read.muted);
  const [first, last] = range(papers, by);
  const found = new Uint8Array(4 * n);
  for (let i = 0; i < n; i++) {
    if (!seen(i)) continue;
    const value = by === "year" ? year[i] : Math.log1p(cited[i]);
    const tint = by === "topic" ? (topic[i] < 0 ? muted : tints[topic[i] % tints.length]) : by === "year" && !year[i] ? muted : ramp((value - first) / (last - first || 1));
    found.set(tint, 4 * i);
    found[4 * i + 3] = 255 * (lit && !lit.has(i) ? alpha / 6 : lit ? 1 : alpha);
  }
  return found;
}

// What the ends of the ramp mean: the years between which nine of ten papers lie, or citations as ln(1 + n).
export function range({ year, cited }, by) {
  if (by === "cited") return [0, Math.log1p(cited.reduce((a, b) => Math.max(a, b), 0))];
  const known = year.filter((each) => each > 0).sort();
  return known.length ? [known[Math.floor(known.length * 0.05)], known[Math.floor(known.length * 0.95)]] : [0, 1];
}
