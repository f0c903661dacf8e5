// The side panel: what a paper, a concept, an author, a connection or a path is, with its evidence.

import { neighboursBy, papersOf, tallyOf } from "../data/model.js";
import { clip, distinctNames, safeLink } from "../data/text.js";
import { tallyOfYears, within } from "../data/time.js";
import { count, phrase, t } from "../data/words.js";
import { yearBars } from "./bars.js";
import { el, icon, swatch } from "./dom.js";
import { abstractOf, marked, quotes, sharedNames, times } from "./evidence.js";
import { byline } from "./parts.js";
import { isTopic } from "./topic.js";

const PAPERS_BY = { Author: "WROTE", Venue: "PUBLISHED_IN" };
const ALIASES = 12; // names at first
const AUTHORS = 12;

// parts: as of createParts(); actions: as of createActions(); topicDetails(reason): the panel of a topic; years(): those chosen.
export function createDetails(graph, parts, actions, served, topicDetails, years) {
  const { text, step, section, item, items, kindLine } = parts;
  const topicLine = (node) =>
    node.topic >= 0 ? el("p", { class: "topic-line" }, swatch(graph.topics[node.topic]), t("Topic: "), step(graph.topics[node.topic], "fact", clip(graph.topics[node.topic].name, 80))) : null;

  function paper(node) {
    const { year, url, abstract, lang } = node.properties;
    const link = safeLink(url);
    const authors = node.authors.map(([key, name]) => (graph.nodes.has(key) ? step(graph.nodes.get(key), "fact", clip(name, 80)) : text("bdi", "fact", clip(name, 80))));
    const facts = [
      ...authors.slice(0, AUTHORS),
      authors.length > AUTHORS ? el("span", { class: "fact" }, count(authors.length - AUTHORS, "and {n} author more", "and {n} authors more")) : null,
      ...neighboursBy(node, "PUBLISHED_IN").map(({ node: venue }) => step(venue, "fact", clip(venue.name, 80))),
      year ? el("span", { class: "fact" }, String(year)) : null,
      link ? el("a", { class: "fact link", href: link, rel: "noopener noreferrer", target: "_blank" }, clip(new URL(link).host, 40), " ↗") : null,
    ].filter(Boolean);
    const { characters, spans } = abstractOf(node);
    return [
      kindLine("Paper"),
      text("h2", "", clip(node.name, 400)),
      facts.length ? el("p", { class: "facts" }, facts) : null,
      actions.one(node),
      abstract
        ? el("p", { class: "abstract", dir: "auto", lang: lang === "zh" ? "zh" : "en" }, marked(characters, [0, characters.length], spans, step))
        : el("p", { class: "none" }, t("No abstract.")),
      section(t("Nearest papers"), items(node, "SIMILAR", sharedNames)),
      section(t("Concepts"), items(node, "MENTIONS", times)),
      section(t("Cites"), items(node, "CITES", undefined, true)),
      section(t("Cited by"), items(node, "CITES", undefined, false)),
      section(t("Found in"), items(node, "CONTAINS")),
      topicLine(node),
    ];
  }

  // Names that are really others; the spellings of one name when somebody asks for them.
  function also(aliases, known) {
    const some = distinctNames(aliases, known.filter(Boolean)).slice(0, ALIASES);
    const all = (names) => names.map((alias) => text("bdi", "alias", clip(alias, 80)));
    const more = aliases.length - some.length;
    if (!more) return all(some);
    const words = some.length ? count(more, "and {n} spelling more", "and {n} spellings more") : count(more, "{n} other spelling", "{n} other spellings");
    const button = el("button", { type: "button", class: "more" }, words);
    const box = el("span", {}, all(some), some.length ? " " : null, button);
    button.addEventListener("click", () => box.replaceChildren(...all(aliases)));
    return box;
  }

  function inPapers(node) {
    const whole = count(node.properties.papers, "in {n} paper", "in {n} papers");
    return years() && node.years ? t("{some} of {years}, {whole} in all", { some: count(papersOf(node), "in {n} paper", "in {n} papers"), years: years().join("–"), whole }) : whole;
  }

  function concept(node) {
    const { name_en: english, name_zh: chinese, aliases, papers } = node.properties;
    const names = [english && [t("English"), english, "en"], chinese && [t("Chinese"), chinese, "zh"]].filter(Boolean);
    const found = neighboursBy(node, "MENTIONS");
    const told = found.map(({ node: other, relation }, i) =>
      item(other, [byline(other), other.properties.year, times(relation)].filter(Boolean).join(" · "), i < 30 ? quotes(other, [node], step, 1) : null));
    const tally = Number(papers) > told.length ? t(served ? "{n} of {all} here, the strongest" : "{n} of {all} in this page", { n: told.length, all: Number(papers).toLocaleString("en") }) : undefined;
    return [
      kindLine("Concept"),
      text("h2", "", clip(node.name, 400)),
      Number(papers) ? el("p", { class: "facts" }, el("span", { class: "fact" }, inPapers(node))) : null,
      el("dl", {}, names.map(([what, name, lang]) => [el("dt", {}, what), el("dd", { lang, dir: "auto" }, clip(name, 200))]),
        Array.isArray(aliases) && aliases.length ? [el("dt", {}, t("Also")), el("dd", {}, also(aliases, [node.name, english, chinese]))] : null),
      actions.one(node),
      yearBars(t("Papers by year"), tallyOfYears(node.years), graph.years, (year) => within(year, years())),
      section(t("Broader"), items(node, "BROADER", undefined, true)),
      section(t("Narrower"), items(node, "BROADER", undefined, false)),
      section(t("Related"), items(node, "RELATED", (r) => (r.properties.papers ? count(r.properties.papers, "together in {n} paper", "together in {n} papers") : null))),
      section(t("Papers, and what they say"), told, tally),
      topicLine(node),
    ];
  }

  const names = ({ name, properties: { aliases } }) =>
    Array.isArray(aliases) && aliases.length ? el("dl", {}, el("dt", {}, t("Also")), el("dd", {}, also(aliases, [name]))) : null;

  const other = (node) => [
    kindLine(node.kind),
    text("h2", "", clip(node.name, 400)),
    actions.one(node),
    names(node),
    section(t("Papers here"), items(node, PAPERS_BY[node.kind] ?? "CONTAINS", (_, found) => (found.properties.year ? String(found.properties.year) : null))),
  ];

  const ends = ({ from, to }) =>
    el("h2", { class: "pair" }, [from, to].map((node) => step(node, "item", icon(node.kind), text("bdi", "", clip(node.name, 160)))));

  const edge = (each) => [el("p", { class: "kind" }, t("Connection")), ends(each), each.relations.map((relation) => el("section", {}, reason(relation)))];

  function path({ nodes, edges }) {
    const steps = nodes.map((node, i) => [item(node), i < edges.length ? el("li", { class: "why" }, reason(edges[i].relations[0], 1)) : null]);
    return [
      el("p", { class: "kind" }, count(edges.length, "Path of {n} step", "Path of {n} steps")),
      el("h2", {}, text("bdi", "", clip(nodes[0].name, 120)), " → ", text("bdi", "", clip(nodes.at(-1).name, 120))),
      el("section", {}, el("ol", { class: "items way" }, steps)),
    ];
  }

  const gathered = (nodes) => [
    el("p", { class: "kind" }, t("Selection")),
    el("h2", {}, tallyOf(nodes)),
    actions.several(nodes),
    section(t("Selected"), nodes.map((node) => item(node))),
  ];

  // Why two nodes are joined; most: sentences to quote.
  function reason(relation, most = 20) {
    const [start, end] = [graph.nodes.get(relation.start), graph.nodes.get(relation.end)];
    const p = relation.properties;
    const name = (node) => text("bdi", "name", `“${clip(node.name, 80)}”`);
    const heading = (words) => (most > 1 ? el("h3", {}, words) : null);
    switch (relation.type) {
      case "MENTIONS":
        return [heading(t("Mentioned")), el("p", {}, times(relation) ? phrase("The paper mentions {concept} {times}.", { concept: name(end), times: times(relation) }) : phrase("The paper mentions {concept}.", { concept: name(end) })), quotes(start, [end], step, most)];
      case "RELATED": {
        const strength = p.weight > 0 ? t(" Strength {n} of 1.", { n: Number(p.weight).toFixed(2) }) : "";
        const both = neighboursBy(start, "MENTIONS").map((found) => found.node).filter((node) => neighboursBy(end, "MENTIONS").some((found) => found.node === node));
        return [heading(t("Related")), el("p", {}, `${p.papers ? count(p.papers, "{n} paper mentions both, more often than by chance.", "{n} papers mention both, more often than by chance.") : t("Papers mention both, more often than by chance.")}${strength}`),
          most > 1 ? section(t("Papers that mention both"), both.map((node) => item(node, null, quotes(node, [start, end], step, 1)))) : null];
      }
      case "BROADER":
        return [heading(t("Broader")), el("p", {}, phrase("{broader} is the broader concept of {narrower}.", { broader: name(end), narrower: name(start) })),
          p.sentence ? text("blockquote", "abstract", p.sentence) : null];
      case "SIMILAR": {
        const names = Array.isArray(p.shared) ? p.shared : [];
        const known = new Map([...graph.nodes.values()].filter((n) => n.kind === "Concept").map((n) => [n.name, n]));
        return [heading(t("Similar")), el("p", {}, p.score > 0 ? t("The two abstracts are similar: {n} of 1.", { n: Number(p.score).toFixed(2) }) : t("The two abstracts are similar.")),
          most > 1
            ? section(t("Both mention"), names.map((n) => (known.has(n) ? item(known.get(n), null, quotes(start, [known.get(n)], step, 1), quotes(end, [known.get(n)], step, 1)) : el("li", {}, text("span", "item", clip(n, 80))))))
            : el("p", {}, sharedNames(relation)),
          most > 1 && Array.isArray(p.both_cite) ? section(t("Both cite"), p.both_cite.map((work) => el("li", {}, text("span", "item", clip(work, 120))))) : null];
      }
      case "CITES":
        return [heading(t("Cited")), el("p", {}, phrase("{one} cites {other}.", { one: name(start), other: name(end) }))];
      case "WROTE":
        return [heading(t("Written")), el("p", {}, phrase("{author} wrote {paper}.", { author: name(start), paper: name(end) }))];
      case "PUBLISHED_IN":
        return [heading(t("Published")), el("p", {}, phrase("{paper} appeared in {venue}.", { paper: name(start), venue: name(end) }))];
      default:
        return [heading(t("Found")), el("p", {}, phrase("{paper} stands in {source}.", { paper: name(end), source: name(start) }))];
    }
  }

  const topic = topicDetails(reason);

  // target: a node, a line, a path, several nodes, a topic or a band.
  return (target) => {
    if (Array.isArray(target)) return gathered(target);
    if (isTopic(target) || target.between) return topic(target);
    if (target.edges && target.nodes) return path(target);
    if (target.relations) return edge(target);
    if (target.kind === "Paper") return paper(target);
    return target.kind === "Concept" ? concept(target) : other(target);
  };
}
