// The legend, which is a filter too: a click on a row takes that kind or relation out or brings it back.

import { RELATION_ORDER, RELATION_WORDS, kindsIn, nameOfKind } from "../data/model.js";
import { clip, enc } from "../data/text.js";
import { inYears, papersByYear, tallyOfYears } from "../data/time.js";
import { topicTally } from "../data/topics.js";
import { t } from "../data/words.js";
import { drawBars } from "./bars.js";
import { el, eyeIcon, icon, swatch } from "./dom.js";

const KEYS = {
  year: "The year of a paper; of a concept the mean year of the papers that mention it",
  growth: "Share of a concept among the later half of all papers, against the earlier half",
};

const PICTURES = { papers: "map of all papers", strategic: "strategic diagram", evolution: "evolution of topics", timeline: "timeline" };

// set(patch, quiet): changes the state of the page; open(topic): shows it. served: a server draws the whole corpus, too.
export function createLegend(graph, box, set, open, served) {
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
    const eye = el("button", { type: "button", class: "eye", "aria-pressed": String(shown), "aria-label": t("Show {name}", { name }), title: shown ? t("Hide") : t("Show"), "data-filter": `topics:${topic.id}`, onclick: () => toggled("topics", topic.id) }, eyeIcon(shown));
    return el("li", { class: shown ? "topic-row" : "topic-row off" },
      el("button", { type: "button", class: "filter", "data-topic": topic.id, onclick: () => open(topic) }, swatch(topic), el("span", { class: "what", dir: "auto" }, name), el("span", { class: "tally" }, tally.toLocaleString("en"))), eye);
  }

  const meaning = (words) => el("p", { class: "meaning" }, t(words));

  const group = (title, rows, ...above) =>
    rows.length ? el("section", {}, el("h2", {}, t(title)), above, el("ul", { class: "rows" }, rows)) : null;

  function slider(label, value, [low, high], words, patch) {
    const told = el("output", {}, words(value));
    const input = el("input", { type: "range", min: low, max: high, step: 1, "aria-label": t(label), "data-slider": label });
    input.value = value;
    input.addEventListener("input", () => {
      told.textContent = words(Number(input.value));
      set(patch(Number(input.value)), true);
    });
    return el("label", { class: "slider" }, el("span", {}, t(label)), told, input);
  }

  // The years as bars, and two handles on them that choose a range.
  function yearSlider() {
    const all = graph.corpus?.counts?.Paper ? tallyOfYears(graph.corpus.years) : papersByYear(graph.nodes.values());
    const [first, last] = graph.years;
    const told = el("output", {});
    const bars = el("div", { class: "year-bars" });
    const ends = [["From year", 0], ["To year", 1]].map(([label, end]) => {
      const input = el("input", { type: "range", min: first, max: last, step: 1, "aria-label": t(label), "data-slider": label });
      input.addEventListener("input", () => {
        const years = ends.map((each) => Number(each.value));
        years[1 - end] = end ? Math.min(...years) : Math.max(...years); // one handle pushes the other
        ends[1 - end].value = years[1 - end];
        draw(years);
        set({ years: years[0] <= first && years[1] >= last ? null : years }, true);
      });
      return input;
    });
    const draw = ([from, to]) => {
      told.textContent = from === to ? String(from) : `${from}–${to}`;
      bars.replaceChildren(drawBars(all, [first, last], (year) => year >= from && year <= to));
    };
    const now = state.years ?? graph.years;
    ends.forEach((input, end) => (input.value = now[end]));
    draw(now);
    return el("div", { class: "years", role: "group", "aria-label": t("Years") }, el("span", {}, t("Papers by year")), told, bars, el("div", { class: "handles" }, ends));
  }

  function tallies(scope) {
    const [kinds, types] = [new Map(), new Map()];
    const here = [...scope.all].filter((node) => !state.hide.includes(node.key) && inYears(node, state.years));
    const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
    for (const node of here) add(kinds, node.kind);
    for (const edge of graph.edges.values()) {
      if (scope.all.has(edge.from) && scope.all.has(edge.to)) for (const relation of edge.relations) add(types, relation.type);
    }
    return { kinds, topics: topicTally(graph.topics, here), types };
  }

  function sliders() {
    const found = [];
    if (graph.center) found.push(slider("Steps away", state.hops || 4, [1, 4], (n) => (n === 4 ? t("any") : String(n)), (n) => ({ hops: n === 4 ? 0 : n })));
    found.push(slider("Strength", state.strength, [0, 95], (n) => (n ? t("at least {n}", { n: (n / 100).toFixed(2) }) : t("any")), (n) => ({ strength: n })));
    if (graph.years && graph.years[0] < graph.years[1]) found.push(yearSlider());
    return el("section", { class: "sliders" }, el("h2", {}, t("Narrow down")), found);
  }

  function colouring(color, overlay) {
    const choice = (value, words) =>
      el("button", { type: "button", "aria-pressed": String(color === value), "data-color": value, onclick: () => set({ color: value }) }, t(words));
    const dated = graph.years && graph.years[0] < graph.years[1];
    const choices = [choice("kind", "kinds"), graph.topics.length > 1 && choice("topic", "topics"), dated && choice("year", "years"), dated && graph.corpus?.years && choice("growth", "growth")].filter(Boolean);
    if (choices.length < 2) return null;
    const key = overlay && el("div", { class: "key" }, el("div", { class: `ramp ${overlay.mode}` }), el("p", { class: "range" }, el("span", {}, overlay.low), el("span", {}, overlay.high)), meaning(KEYS[overlay.mode]));
    return [el("div", { class: "choice", role: "group", "aria-label": t("Colours show") }, el("span", {}, t("Colours")), choices), key];
  }

  const [above, filters, below, elsewhere] = [el("div"), el("div"), el("div"), el("div")];
  const dated = Object.keys(graph.corpus?.years ?? {}).length;
  const drawn = Object.entries(PICTURES).filter(([kind]) => (kind === "evolution" ? dated > 1 : kind === "timeline" ? dated : true));
  const pictures = () => group("Pictures of the whole corpus", drawn.map(([kind, words]) => el("li", {}, el("a", { class: "filter", href: `map/${kind}${state.lang && `#lang=${enc(state.lang)}`}`, target: "_blank", rel: "noopener" }, t(words)))));
  box.replaceChildren(above, filters, below, elsewhere);

  // While a slider moves it must not be replaced under the pointer: only what stands around it is.
  return (scope, next, color, overlay) => {
    const held = state && box.contains(document.activeElement) && document.activeElement.type === "range";
    state = next;
    const again = document.activeElement?.dataset?.filter;
    const { kinds, topics, types } = tallies(scope);
    box.classList.toggle("by-topic", color !== "kind");
    above.replaceChildren(
      ...[
        group("Nodes", kindsIn(kinds).map((kind) => row("kinds", kind, icon(kind), nameOfKind(kind), kinds.get(kind))), colouring(color, overlay), meaning("Larger: a concept of more papers")),
        group("Lines", RELATION_ORDER.filter((type) => types.has(type)).map((type) => row("types", type, line(type), t(RELATION_WORDS[type]), types.get(type))), meaning("Thicker: stronger. Weak lines show with their nodes.")),
      ].filter(Boolean),
    );
    if (!held) filters.replaceChildren(sliders());
    below.replaceChildren(
      ...[
        group("Topics", [...topics].map(([topic, tally]) => topicRow(topic, tally))),
      ].filter(Boolean),
    );
    if (served) elsewhere.replaceChildren(pictures());
    if (again) box.querySelector(`[data-filter="${CSS.escape(again)}"]`)?.focus();
  };
}
