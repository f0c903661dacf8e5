// The legend, which is a filter too: a click on a row takes that kind or relation out or brings it back.

import { KINDS, RELATION_ORDER, RELATION_WORDS, kindsIn } from "../data/model.js";
import { clip } from "../data/text.js";
import { topicTally } from "../data/topics.js";
import { el, eyeIcon, icon, swatch } from "./dom.js";

// set(patch, quiet): changes the state of the page; open(topic): shows it.
export function createLegend(graph, box, set, open) {
  const line = (type) => el("span", { class: `line ${type.toLowerCase()}` });
  let state = null;

  function toggled(name, value) {
    const off = state[name];
    set({ [name]: off.includes(value) ? off.filter((each) => each !== value) : [...off, value] });
  }

  const row = (name, value, mark, words, tally) =>
    el("li", {}, el("button", { type: "button", class: "filter", "aria-pressed": String(!state[name].includes(value)), "data-filter": `${name}:${value}`, onclick: () => toggled(name, value) },
      mark, el("span", { class: "what", dir: "auto" }, words), el("span", { class: "tally" }, tally.toLocaleString("en"))));

  // A click on the name opens the topic; the eye takes it out of the picture.
  function topicRow(topic, tally) {
    const shown = !state.topics.includes(topic.id);
    const name = clip(topic.name, 70);
    const eye = el("button", { type: "button", class: "eye", "aria-pressed": String(shown), "aria-label": `Show ${name}`, title: shown ? "Hide" : "Show", "data-filter": `topics:${topic.id}`, onclick: () => toggled("topics", topic.id) }, eyeIcon(shown));
    return el("li", { class: shown ? "topic-row" : "topic-row off" },
      el("button", { type: "button", class: "filter", "data-topic": topic.id, onclick: () => open(topic) }, swatch(topic), el("span", { class: "what", dir: "auto" }, name), el("span", { class: "tally" }, tally.toLocaleString("en"))), eye);
  }

  const meaning = (words) => el("p", { class: "meaning" }, words);

  const group = (title, rows, ...above) =>
    rows.length ? el("section", {}, el("h2", {}, title), above, el("ul", { class: "rows" }, rows)) : null;

  function slider(label, value, [low, high], words, patch) {
    const told = el("output", {}, words(value));
    const input = el("input", { type: "range", min: low, max: high, step: 1, "aria-label": label, "data-slider": label });
    input.value = value;
    input.addEventListener("input", () => {
      told.textContent = words(Number(input.value));
      set(patch(Number(input.value)), true);
    });
    return el("label", { class: "slider" }, el("span", {}, label), told, input);
  }

  function tallies(scope) {
    const [kinds, types] = [new Map(), new Map()];
    const here = [...scope.all].filter((node) => !state.hide.includes(node.key));
    const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
    for (const node of here) add(kinds, node.kind);
    for (const edge of graph.edges.values()) {
      if (scope.all.has(edge.from) && scope.all.has(edge.to)) for (const relation of edge.relations) add(types, relation.type);
    }
    return { kinds, topics: topicTally(graph.topics, here), types };
  }

  function sliders() {
    const found = [];
    if (graph.center) found.push(slider("Steps away", state.hops || 4, [1, 4], (n) => (n === 4 ? "any" : String(n)), (n) => ({ hops: n === 4 ? 0 : n })));
    found.push(slider("Strength", state.strength, [0, 95], (n) => (n ? `at least ${(n / 100).toFixed(2)}` : "any"), (n) => ({ strength: n })));
    if (graph.years && graph.years[0] < graph.years[1]) {
      const [from, to] = state.years ?? graph.years;
      const change = (low, high) => ({ years: low <= graph.years[0] && high >= graph.years[1] ? null : [Math.min(low, high), Math.max(low, high)] });
      found.push(slider("From year", from, graph.years, String, (n) => change(n, Math.max(n, (state.years ?? graph.years)[1]))));
      found.push(slider("To year", to, graph.years, String, (n) => change(Math.min(n, (state.years ?? graph.years)[0]), n)));
    }
    return el("section", { class: "sliders" }, el("h2", {}, "Narrow down"), found);
  }

  function colouring(byTopic) {
    const choice = (value, words) =>
      el("button", { type: "button", "aria-pressed": String(byTopic === (value === "topic")), onclick: () => set({ color: value }) }, words);
    return graph.topics.length > 1 ? el("div", { class: "choice", role: "group", "aria-label": "Colours show" }, el("span", {}, "Colours show"), choice("kind", "kinds"), choice("topic", "topics")) : null;
  }

  // While a slider moves, only the counts change: the slider must not be replaced under the pointer.
  return (scope, next, byTopic) => {
    const held = state && box.contains(document.activeElement) && document.activeElement.type === "range";
    state = next;
    if (held) return;
    const again = document.activeElement?.dataset?.filter;
    const { kinds, topics, types } = tallies(scope);
    box.classList.toggle("by-topic", byTopic);
    box.replaceChildren(
      ...[
        group("Nodes", kindsIn(kinds).map((kind) => row("kinds", kind, icon(kind), KINDS[kind]?.many ?? kind, kinds.get(kind))), colouring(byTopic), meaning("Larger: a concept of more papers")),
        group("Lines", RELATION_ORDER.filter((type) => types.has(type)).map((type) => row("types", type, line(type), RELATION_WORDS[type], types.get(type))), meaning("Thicker: stronger. Weak lines show with their nodes.")),
        sliders(),
        group("Topics", [...topics].map(([topic, tally]) => topicRow(topic, tally))),
      ].filter(Boolean),
    );
    if (again) box.querySelector(`[data-filter="${CSS.escape(again)}"]`)?.focus();
  };
}
