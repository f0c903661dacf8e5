// The topics of this page. All that the other scripts know of them is what this gives, wherever topics come from.

export const COLORS = 14;

// given: the topics, largest first, as page.py tells them. node.topic is the id of the one that a node belongs to, -1 for none.
// -> [{ id, key, name, short, color, whole }] key: what an address calls it; color: its number in the style sheet.
// whole: { papers, years, authors } of all of it, the last two null where unknown; null for groups that only this page has.
export function createTopics(given) {
  return given.map(({ name, papers, years, authors }, id) =>
    ({ id, key: `topic:${id}`, name, short: name.split(", ")[0], color: id % COLORS, whole: papers ? { papers, years: years ?? null, authors: authors ?? null } : null }));
}

// Those of some nodes that belong to a topic.
export const membersOf = (topic, nodes) => [...nodes].filter((node) => node.topic === topic.id);

// Topic -> how many of some nodes belong to it; topics without any are left out.
export function topicTally(topics, nodes) {
  const tally = new Map();
  for (const node of nodes) if (topics[node.topic]) tally.set(node.topic, (tally.get(node.topic) ?? 0) + 1);
  return new Map(topics.filter((topic) => tally.has(topic.id)).map((topic) => [topic, tally.get(topic.id)]));
}
