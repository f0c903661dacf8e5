// The years: how many papers of each, and which of them are seen.

import { t } from "../data/words.js";
import { drawBars } from "../panels/bars.js";

export function createTime(papers, byId, changed) {
  const { year, n } = papers;
  const known = year.filter((each) => each > 0);
  const [first, last] = known.length ? [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))] : [0, 0];
  let [from, until] = [first, last];
  byId("time").hidden = first === last;
  const tally = new Map();
  for (const each of known) tally.set(each, (tally.get(each) ?? 0) + 1);
  const all = () => from === first && until === last;
  // Papers without a year are seen while all years are.
  const seen = (paper) => all() || (year[paper] >= from && year[paper] <= until);

  function tell() {
    byId("years").replaceChildren(drawBars(tally, [first, last], (each) => each >= from && each <= until));
    byId("span").textContent = first === last ? "" : t("{from} to {until}", { from, until });
  }
  for (const [id, value] of [["from", first], ["until", last]]) {
    Object.assign(byId(id), { min: first, max: last, step: 1, value });
    byId(id).addEventListener("input", () => {
      [from, until] = [Number(byId("from").value), Number(byId("until").value)].sort((a, b) => a - b);
      tell();
      changed();
    });
  }
  tell();
  return {
    seen,
    tell,
    shown() {
      if (all()) return n;
      let found = 0;
      for (let i = 0; i < n; i++) if (seen(i)) found++;
      return found;
    },
  };
}
