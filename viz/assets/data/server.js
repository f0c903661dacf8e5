// With `kg serve` behind the page: what it does not hold yet is asked for. A page in a file asks for nothing.

import { enc } from "./text.js";
import { say, t } from "./words.js";

// tell(message): says to the reader what went wrong.
export function createServer(graph, tell) {
  async function ask(what, params) {
    const query = Object.entries(params).map(([name, value]) => `${name}=${enc(value)}`).join("&");
    const answer = await fetch(`api/${what}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer) throw new Error(t("kg serve has ended, or cannot be reached"));
    if (answer.ok) return answer.json();
    const { error } = await answer.json().catch(() => ({}));
    throw new Error(error ? say(error) : t("the server says {status}", { status: answer.status }));
  }

  async function tried(what, params, otherwise) {
    try {
      return await ask(what, params);
    } catch (error) {
      tell(t("No answer from the server: {why}", { why: error.message }));
      return otherwise;
    }
  }

  const asked = new Set();
  const once = (what) => async (key) => {
    const question = `${what} ${key}`;
    if (asked.has(question)) return true;
    asked.add(question);
    const more = await tried(what, { node: key }, null);
    if (more) graph.add(more, true);
    else asked.delete(question);
    return Boolean(more);
  };
  // -> whether there was an answer; where there was none the reader has been told.
  return {
    // Adds a node with its strongest neighbours to the graph, once.
    around: once("around"),
    // Adds the papers that mention a concept.
    papers: once("papers"),
    async path(a, b) {
      const more = await tried("path", { start: a, end: b }, null);
      if (more) graph.add(more, true);
      return Boolean(more);
    },
    search: (text) => tried("search", { text }, []),
  };
}
