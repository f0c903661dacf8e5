// What stands beside the map: all topics, or what is selected.

import { clip, safeLink } from "../data/text.js";
import { COLORS } from "../data/topics.js";
import { count, t } from "../data/words.js";
import { el, swatch } from "../panels/dom.js";

export function createDetails(box, papers, seen, select) {
  const dot = (topic) => (topic < 0 ? el("span", { class: "swatch" }) : swatch({ color: topic % COLORS }));
  const row = (label, told, target, topic = null, meaning = "") =>
    el("li", {}, el("button", { type: "button", onclick: () => select(target) }, topic === null ? null : dot(topic), el("span", { dir: "auto" }, label), told ? el("small", meaning ? { title: meaning } : {}, told) : null));
  const list = (heading, rows) => (rows.length ? [el("h3", {}, heading), el("ul", {}, rows)] : []);
  const year = (paper) => (papers.year[paper] ? String(papers.year[paper]) : "");
  const paperRows = (found, most = 12) => found.slice(0, most).map((paper) => row(clip(papers.titles[paper], 140), year(paper), { paper }, papers.topic[paper]));
  const back = () => el("button", { type: "button", class: "back", onclick: () => select(null) }, t("← All topics"));

  const members = (column, node) => {
    const found = [];
    for (let i = 0; i < papers.n; i++) if (column[i] === node && seen(i)) found.push(i);
    return found;
  };

  function commonest(found, most = 12) {
    const times = new Map();
    for (const paper of found) papers.about(paper).forEach((concept, rank) => times.set(concept, (times.get(concept) ?? 0) + 6 - rank));
    return [...times].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map(([concept]) => row(papers.concepts[concept], "", { concept }));
  }

  const strongest = (found) => [...found].sort((a, b) => papers.cited[b] - papers.cited[a] || papers.year[b] - papers.year[a] || a - b);

  function group(title, found, parts = []) {
    return [back(), el("h2", { dir: "auto" }, title), el("p", {}, count(found.length, "{n} paper", "{n} papers")), list(t("Parts"), parts),
      list(t("Concepts"), commonest(found)), list(papers.cited.some(Boolean) ? t("Most cited, then newest") : t("Newest papers"), paperRows(strongest(found)))];
  }

  const told = {
    topic: (node) => {
      const own = new Set(members(papers.topic, node).map((paper) => papers.part[paper]));
      const parts = papers.parts.filter((part) => own.has(part.node)).map((part) => row(part.name, String(part.papers), { part: part.node }));
      return group(papers.topics.find((each) => each.node === node).name, members(papers.topic, node), parts);
    },
    part: (node) => group(papers.parts.find((each) => each.node === node).name, members(papers.part, node)),
    concept: (concept) => group(papers.concepts[concept], papers.saying(concept).filter(seen)),
    paper: (paper) => {
      const link = safeLink(papers.urls[paper] ?? "");
      const home = papers.topics.find((each) => each.node === papers.topic[paper]);
      return [back(), el("h2", { dir: "auto" }, papers.titles[paper]),
        el("p", {}, [year(paper), papers.cited[paper] ? count(papers.cited[paper], "cited by {n} paper here", "cited by {n} papers here") : "", papers.ids[paper]].filter(Boolean).join(" · ")),
        link ? el("p", {}, el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, t("Read it"))) : null,
        home ? list(t("Topic"), [row(home.name, "", { topic: home.node }, home.node)]) : null,
        list(t("Concepts"), papers.about(paper).map((concept) => row(papers.concepts[concept], "", { concept }))),
        list(t("Nearest papers"), paperRows(papers.nearest(paper)))];
    },
  };

  return {
    overview() {
      box.replaceChildren(...[list(t("Topics"), papers.topics.toSorted((a, b) => b.papers - a.papers).map((topic) => row(topic.name, topic.papers.toLocaleString("en"), { topic: topic.node }, topic.node, t("Papers whose home is this topic; others may belong to it, too"))))].flat(9));
    },
    found({ topics, concepts, titles }) {
      const regions = topics.map(({ list: kind, landmark }) => row(landmark.name, String(landmark.papers), { [kind === "topics" ? "topic" : "part"]: landmark.node }));
      const parts = [list(t("Topics"), regions), list(t("Concepts"), concepts.map((concept) => row(papers.concepts[concept], "", { concept }))), list(t("Papers"), paperRows(titles))].flat(9);
      box.replaceChildren(...(parts.length ? parts : [el("p", {}, t("Nothing is called so."))]));
    },
    show(target) {
      const [kind, value] = Object.entries(target)[0];
      box.replaceChildren(...told[kind](value).flat(9).filter(Boolean));
      box.focus({ preventScroll: true });
    },
  };
}
