// What panels are made of: names that lead somewhere, and lists of them.

import { neighboursBy } from "../data/model.js";
import { clip, plain } from "../data/text.js";
import { t } from "../data/words.js";
import { el, icon } from "./dom.js";

// go: called with what the reader wants to see.
export function createParts(go) {
  const text = (tag, className, content) => el(tag, { class: className, dir: "auto" }, plain(content));

  const step = (target, className, ...children) =>
    el("a", { href: "#", class: className, dir: "auto", onclick: (event) => (event.preventDefault(), go(target)) }, ...children);

  function section(title, items, tally = String(items.length)) {
    const most = 10;
    if (!items.length) return null;
    const list = el("ul", { class: "items" }, items.slice(0, most));
    const rest = items.slice(most);
    const more = el("button", { type: "button", class: "more" }, t("Show {n} more", { n: rest.length }));
    more.addEventListener("click", () => (list.append(...rest), more.remove()));
    return el("section", {}, el("h3", {}, title, el("span", { class: "tally" }, tally)), list, rest.length ? more : null);
  }

  const item = (node, note, ...below) =>
    el("li", {}, step(node, "item", icon(node.kind), el("span", {}, text("bdi", "", clip(node.name, 160)), note ? text("small", "", note) : null)), below);

  const items = (node, type, note = () => null, side) =>
    neighboursBy(node, type)
      .filter((found) => side === undefined || found.outgoing === side)
      .map((found) => item(found.node, note(found.relation, found.node)));

  return { text, step, section, item, items, kindLine: (kind, words) => el("p", { class: "kind" }, icon(kind), words ?? t(kind)) };
}

export const byline = ({ authors }) => (authors.length ? clip(authors[0][1], 40) + (authors.length > 1 ? t(" et al.") : "") : "");
