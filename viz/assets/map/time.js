// The years: how many papers of each, and which of them are seen.

export function createTime(papers, byId, changed) {
  const { year, n } = papers;
  const known = year.filter((each) => each > 0);
  const [first, last] = known.length ? [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))] : [0, 0];
  let [from, until] = [first, last];
  byId("time").hidden = first === last;
  const times = new Uint32Array(last - first + 1);
  for (const each of known) times[each - first]++;
  const most = times.reduce((a, b) => Math.max(a, b), 1);
  const bars = [...times].map((count, i) => {
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const [wide, high] = [200 / times.length, (38 * count) / most];
    for (const [name, value] of Object.entries({ x: i * wide, y: 40 - high, width: wide * 0.85, height: high })) bar.setAttribute(name, value);
    byId("years").append(bar);
    return bar;
  });
  const all = () => from === first && until === last;
  // Papers without a year are seen while all years are.
  const seen = (paper) => all() || (year[paper] >= from && year[paper] <= until);

  function tell() {
    bars.forEach((bar, i) => bar.classList.toggle("out", first + i < from || first + i > until));
    byId("span").textContent = first === last ? "" : `${from} to ${until}`;
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
    shown() {
      if (all()) return n;
      let found = 0;
      for (let i = 0; i < n; i++) if (seen(i)) found++;
      return found;
    },
  };
}
