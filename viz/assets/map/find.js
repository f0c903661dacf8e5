// Papers by where they are, and by what they are called.

const CELLS = 256;

// -> (x, y, reach): the nearest paper that `seen` says is seen, or -1. A grid of CELLS times CELLS over the map.
export function createGrid({ x, y, n }) {
  const cell = (i) => (y[i] >> 8) * CELLS + (x[i] >> 8);
  const start = new Uint32Array(CELLS * CELLS + 1);
  for (let i = 0; i < n; i++) start[cell(i) + 1]++;
  for (let c = 0; c < CELLS * CELLS; c++) start[c + 1] += start[c];
  const at = start.slice();
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[at[cell(i)]++] = i;
  return (px, py, reach, seen) => {
    let [best, least] = [-1, reach * reach];
    const [low, high] = [(v) => Math.max(0, (v - reach) >> 8), (v) => Math.min(CELLS - 1, (v + reach) >> 8)];
    for (let row = low(py); row <= high(py); row++) {
      for (let k = start[row * CELLS + low(px)]; k < start[row * CELLS + high(px) + 1]; k++) {
        const i = order[k];
        const far = (x[i] - px) ** 2 + (y[i] - py) ** 2;
        if (far < least && seen(i)) [best, least] = [i, far];
      }
    }
    return best;
  };
}

const MOST = 12;

// Topics, concepts and papers whose names hold all words of the text.
export function search(papers, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (name) => words.every((word) => name.toLowerCase().includes(word));
  const named = (list) => papers[list].filter((each) => fits(each.name)).slice(0, MOST).map((landmark) => ({ list, landmark }));
  const concepts = [];
  for (let i = 0; i < papers.concepts.length && concepts.length < MOST; i++) if (fits(papers.concepts[i])) concepts.push(i);
  const titles = [];
  for (let i = 0; i < papers.n && titles.length < MOST; i++) if (fits(papers.titles[i])) titles.push(i);
  return { topics: [...named("topics"), ...named("parts")], concepts, titles };
}
