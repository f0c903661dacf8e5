// The panel of a topic, and of the band between two topics.

import { KINDS, papersOf, tallyOf, yearOf } from "../data/model.js";
import { clip, compareNames, count } from "../data/text.js";
import { membersOf } from "../data/topics.js";
import { papersByYear, tallyOfYears, within } from "../data/time.js";
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
      const told = count(many, "paper", "papers");
      return author ? item(author, told) : el("li", {}, el("span", { class: "item" }, el("span", {}, text("bdi", "", clip(name, 80)), text("small", "", told))));
    });
  }

  // What is shown, of how many papers.
  function told(members, whole) {
    const shown = members.filter((node) => node.kind === "Paper").length;
    const others = members.filter((node) => node.kind !== "Paper");
    if (!whole) return `${tallyOf(members)} shown`;
    const papers = `${shown < whole.papers ? shown.toLocaleString("en") : "all"} shown of ${count(whole.papers, "paper", "papers")}`;
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
    const all = whole && `all ${count(whole.papers, "paper", "papers")}`;
    const chosen = years();
    return [
      heading([swatch(one), "Topic"], text("bdi", "", clip(one.name, 200))),
      el("p", { class: "facts" }, hidden ? "Hidden" : told(members, whole)),
      el("div", { class: "actions", role: "group", "aria-label": "With this topic" },
        el("button", { type: "button", "data-do": "select-topic", onclick: () => walk.gather(members) }, `Select all ${members.length}`),
        el("button", { type: "button", "data-do": "hide-topic", "aria-pressed": String(hidden), onclick: () => walk.hideTopic(one) }, "Hide")),
      whole?.years
        ? yearBars(`By year, ${all}`, tallyOfYears(whole.years), graph.years, (year) => within(year, chosen))
        : yearBars("Papers shown, by year", papersByYear(members), graph.years),
      section("Concepts", concepts.map((node) => item(node, count(papersOf(node), "paper", "papers")))),
      section("Papers", papers.map((node) => item(node, [byline(node), yearOf(node)].filter(Boolean).join(" · ")))),
      section("Near topics, and why", near.map((band) => named(band.between.find((other) => other !== one), count(band.edges.length, "line between the two", "lines between the two"), band))),
      whole?.authors
        ? section(`Authors of most, ${all}`, authorRows(whole.authors), "")
        : section(whole ? "Authors of the papers shown" : "Authors", authorRows(authorsOf(papers))),
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
      heading("Between two topics", between.map((one) => step(one, "item", swatch(one), text("bdi", "", clip(one.name, 160))))),
      el("p", { class: "facts" }, `${count(edges.length, "line", "lines")} between the two, of strength ${weight.toFixed(1)} in all`),
      section("The strongest, and why", told, `${told.length} of ${edges.length.toLocaleString("en")}`),
    ];
  }

  return (target) => (target.between ? band(target) : topic(target));
}

export const isTopic = (target) => Boolean(target.short) && !Object.hasOwn(KINDS, target.kind);
