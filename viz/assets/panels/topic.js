// The panel of a topic, and of the band between two topics.

import { KINDS, papersOf, tallyOf, yearOf } from "../data/model.js";
import { clip, compareNames } from "../data/text.js";
import { membersOf } from "../data/topics.js";
import { papersByYear, tallyOfYears, within } from "../data/time.js";
import { count, t } from "../data/words.js";
import { yearBars } from "./bars.js";
import { el, swatch } from "./dom.js";
import { byline } from "./parts.js";

const REASONS = 5; // lines of each type that are told of a band

// parts: as of createParts(); scope(): what is seen; years(): those chosen; reason(relation, most): why two nodes are joined; walk: what
// the buttons do.
export function createTopicDetails(graph, { text, step, section, item }, scope, years, reason, walk) {
  const named = (topic, note, target = topic) =>
    el("li", {}, step(target, "item", swatch(topic), el("span", {}, text("bdi", "", clip(topic.name, 120)), note ? text("small", "", note) : null)));

  const heading = (words, ...children) => [el("p", { class: "kind" }, words), el("h2", {}, children)];

  // [[key, name, papers]] of these papers, those of most first.
  function authorsOf(papers) {
    const tally = new Map();
    for (const paper of papers) for (const [key, name] of paper.authors) tally.set(key, { name, papers: (tally.get(key)?.papers ?? 0) + 1 });
    const found = [...tally].sort(([, a], [, b]) => b.papers - a.papers || compareNames(a, b));
    return found.map(([key, { name, papers: many }]) => [key, name, many]);
  }

  function authorRows(authors) {
    return authors.map(([key, name, many]) => {
      const author = graph.nodes.get(key);
      const told = count(many, "{n} paper", "{n} papers");
      return author ? item(author, told) : el("li", {}, el("span", { class: "item" }, el("span", {}, text("bdi", "", clip(name, 80)), text("small", "", told))));
    });
  }

  // What is shown, of how many papers.
  function told(members, whole) {
    const shown = members.filter((node) => node.kind === "Paper").length;
    const others = members.filter((node) => node.kind !== "Paper");
    if (!whole) return t("{tally} shown", { tally: tallyOf(members) });
    const papers = t("{n} shown of {papers}", { n: shown < whole.papers ? shown.toLocaleString("en") : t("all"), papers: count(whole.papers, "{n} paper", "{n} papers") });
    return others.length ? `${papers} · ${tallyOf(others)}` : papers;
  }

  function topic(one) {
    const members = membersOf(one, scope().nodes);
    const of = (kind) => members.filter((node) => node.kind === kind);
    const papers = of("Paper").sort((a, b) => b.edges.length - a.edges.length || compareNames(a, b));
    const concepts = of("Concept").sort((a, b) => papersOf(b) - papersOf(a) || compareNames(a, b));
    const near = scope().bands.filter((band) => band.between.includes(one));
    const hidden = walk.hidden(one);
    const { whole } = one;
    const all = whole && count(whole.papers, "all {n} paper", "all {n} papers");
    const chosen = years();
    return [
      heading([swatch(one), t("Topic")], text("bdi", "", clip(one.name, 200))),
      el("p", { class: "facts" }, hidden ? t("Hidden") : told(members, whole)),
      el("div", { class: "actions", role: "group", "aria-label": t("With this topic") },
        el("button", { type: "button", "data-do": "select-topic", onclick: () => walk.gather(members) }, t("Select all {n}", { n: members.length })),
        el("button", { type: "button", "data-do": "hide-topic", "aria-pressed": String(hidden), onclick: () => walk.hideTopic(one) }, t("Hide"))),
      whole?.years
        ? yearBars(t("By year, {papers}", { papers: all }), tallyOfYears(whole.years), graph.years, (year) => within(year, chosen))
        : yearBars(t("Papers shown, by year"), papersByYear(members), graph.years),
      section(t("Concepts"), concepts.map((node) => item(node, count(papersOf(node), "{n} paper", "{n} papers")))),
      section(t("Papers"), papers.map((node) => item(node, [byline(node), yearOf(node)].filter(Boolean).join(" · ")))),
      section(t("Near topics, and why"), near.map((band) => named(band.between.find((other) => other !== one), count(band.edges.length, "{n} line between the two", "{n} lines between the two"), band))),
      whole?.authors
        ? section(t("Authors of most, {papers}", { papers: all }), authorRows(whole.authors), "")
        : section(whole ? t("Authors of the papers shown") : t("Authors"), authorRows(authorsOf(papers))),
    ];
  }

  function band({ between, edges, weight }) {
    const ofType = Object.groupBy(edges, ({ type }) => type);
    const strongest = edges.filter((edge) => ofType[edge.type].indexOf(edge) < REASONS);
    const told = strongest.map((edge) => {
      const ends = [edge.from, edge.to].map((node) => step(node, "item", text("bdi", "", clip(node.name, 120))));
      return el("li", { class: "reason" }, ends, reason(edge.relations[0], 1));
    });
    return [
      heading(t("Between two topics"), between.map((one) => step(one, "item", swatch(one), text("bdi", "", clip(one.name, 160))))),
      el("p", { class: "facts" }, t("{lines}, of strength {n} in all", { lines: count(edges.length, "{n} line between the two", "{n} lines between the two"), n: weight.toFixed(1) })),
      section(t("The strongest, and why"), told, t("{n} of {all}", { n: told.length, all: edges.length.toLocaleString("en") })),
    ];
  }

  return (target) => (target.between ? band(target) : topic(target));
}

export const isTopic = (target) => Boolean(target.short) && !Object.hasOwn(KINDS, target.kind);
