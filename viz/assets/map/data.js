// What the page holds: texts, and columns of numbers, one entry a paper.

const element = (id) => document.getElementById(id);

async function unpacked(id) {
  const text = atob(element(id).textContent);
  const bytes = new Uint8Array(text.length); // filled one by one: `from` takes seconds where there are a million papers
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  element(id).textContent = "";
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

const CONCEPTS = 6;
const NEAREST = 6;

// The order of the columns is that of viz/corpus_map/page.py.
export async function readPapers() {
  const words = await (await unpacked("words")).json();
  const bytes = await (await unpacked("columns")).arrayBuffer();
  const n = words.papers;
  let at = 0;
  const column = (Kind, wide = 1) => {
    const found = new Kind(bytes, at, n * wide);
    at += found.byteLength;
    return found;
  };
  const near = column(Int32Array, NEAREST);
  const concept = column(Int32Array, CONCEPTS);
  const [x, y, year, cited] = [0, 0, 0, 0].map(() => column(Uint16Array));
  const [topic, part] = [0, 0].map(() => column(Int16Array));
  const several = (all, wide, paper) => [...all.subarray(paper * wide, (paper + 1) * wide)].filter((each) => each >= 0);
  const landmark = ([node, name, px, py, papers]) => ({ node, name, x: px, y: py, papers });
  return {
    n, x, y, year, cited, topic, part,
    ids: words.ids, titles: words.titles, urls: words.urls, concepts: words.concepts,
    topics: words.topics.map(landmark), parts: words.parts.map(landmark), places: words.places.map(landmark),
    nearest: (paper) => several(near, NEAREST, paper),
    about: (paper) => several(concept, CONCEPTS, paper),
    saying: (wanted) => {
      const found = [];
      for (let i = 0; i < concept.length; i++) if (concept[i] === wanted) found.push(Math.floor(i / CONCEPTS));
      return found;
    },
  };
}
