// Years: how many papers each has.

import { yearOf } from "./model.js";

// -> Map of year -> how many of these nodes are papers of that year.
export function papersByYear(nodes) {
  const tally = new Map();
  for (const node of nodes) {
    const year = node.kind === "Paper" ? yearOf(node) : null;
    if (year !== null) tally.set(year, (tally.get(year) ?? 0) + 1);
  }
  return tally;
}
