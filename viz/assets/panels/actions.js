// What one can do with a node, or with several: the buttons of the panel.

import { enc } from "../data/text.js";
import { t } from "../data/words.js";
import { el } from "./dom.js";

// walk: what they do. Each is called with a node, or with the selected nodes.
export function createActions(graph, served, state, walk) {
  const button = (id, words, onclick, pressed) =>
    el("button", { type: "button", "data-do": id, "aria-pressed": pressed === undefined ? null : String(pressed), onclick }, t(words));
  const group = (label, ...buttons) => el("div", { class: "actions", role: "group", "aria-label": t(label) }, buttons);

  return {
    one(node) {
      const { only, picked, pin, lang } = state.get();
      return group("With this node",
        button("expand", "Expand", () => walk.expand(node)),
        served && node !== graph.center ? el("a", { class: "action", href: `?node=${enc(node.key)}${lang && `#lang=${enc(lang)}`}` }, t("Centre here")) : null,
        button("only", "Only neighbours", () => walk.only(node), only === node.key),
        button("path", "Path to…", () => walk.path(node)),
        button("pick", "Select", () => walk.pick(node), picked.includes(node.key)),
        button("pin", "Pin", () => walk.pin(node), Object.hasOwn(pin, node.key)),
        button("hide", "Hide", () => walk.hide([node])));
    },
    several: (nodes) =>
      group("With the selected nodes",
        nodes.length === 2 ? button("join", "Path between", () => walk.join(nodes)) : null,
        button("take", "Take away…", walk.take),
        button("hide", "Hide", () => walk.hide(nodes)),
        button("clear", "Clear", walk.clear)),
  };
}
