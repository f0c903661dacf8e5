// Which nodes have a name in every picture that shows them.

import { papersOf } from "../data/model.js";
import { compareNames } from "../data/text.js";
import { membersOf } from "../data/topics.js";

const COMMONEST = 20;
const OF_TOPIC = 3;

// The centre of the view, the commonest concepts, and the greatest concepts of each topic; in this order.
export function alwaysNamed(graph, nodes) {
  const center = nodes.has(graph.center) ? [graph.center] : [];
  const concepts = [...nodes].filter((node) => node.kind === "Concept").sort((a, b) => papersOf(b) - papersOf(a) || b.size - a.size || compareNames(a, b));
  const greatest = graph.topics.flatMap((topic) => membersOf(topic, concepts).slice(0, OF_TOPIC));
  return [...new Set([...center, ...concepts.slice(0, COMMONEST), ...greatest])];
}
