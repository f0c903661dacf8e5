// What joins two topics, as one band: all lines between the two.

const OF_TOPIC = 3; // bands drawn for each topic, the strongest

// -> [{ key, between: [topic, topic], weight, edges (strongest first), drawn }], strongest first. weight: sum of strengths.
export function bandsOf(topics, edges) {
  const bands = new Map();
  for (const edge of edges) {
    const [a, b] = [edge.from.topic, edge.to.topic].sort((x, y) => x - y);
    if (a === b || !topics[a] || !topics[b]) continue;
    const key = `band:${a}-${b}`;
    if (!bands.has(key)) bands.set(key, { key, between: [topics[a], topics[b]], weight: 0, edges: [], drawn: false });
    const band = bands.get(key);
    band.weight += edge.strength;
    band.edges.push(edge);
  }
  const found = [...bands.values()].sort((a, b) => b.weight - a.weight);
  const drawn = new Map();
  for (const band of found) {
    band.edges.sort((a, b) => b.strength - a.strength);
    const ranks = band.between.map((topic) => drawn.set(topic, (drawn.get(topic) ?? 0) + 1).get(topic));
    band.drawn = Math.min(...ranks) <= OF_TOPIC;
  }
  return found;
}

export const crossesTopics = ({ from, to }) => from.topic !== to.topic && from.topic >= 0 && to.topic >= 0;
