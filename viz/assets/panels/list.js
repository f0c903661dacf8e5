// The same nodes as a table: sortable, for the keyboard and for screen readers.

import { papersOf, yearOf } from "../data/model.js";
import { clip, compareNames } from "../data/text.js";
import { spoken, t } from "../data/words.js";
import { adds } from "../picture/camera.js";
import { el, icon } from "./dom.js";
import { fold } from "./find.js";

const PAGE = 150; // rows at once

// onPick(nodes, on): adds to the selection or takes out of it.
export function createList(graph, box, { onSelect, onPick, onHover, onSort }) {
  const COLUMNS = {
    kind: { title: "Kind", value: (node) => node.kind, text: (node) => [icon(node.kind), el("span", { class: "unseen" }, t(node.kind).toLowerCase())] },
    name: { title: "Name", value: (node) => fold(node.name), text: (node) => clip(node.name, 140) },
    papers: { title: "Papers", number: true, value: (node) => (node.kind === "Concept" ? papersOf(node) : -1), text: (node) => (node.kind === "Concept" ? papersOf(node).toLocaleString("en") : "") },
    score: { title: "Score", number: true, value: (node) => (node === graph.center ? 2 : (node.score ?? -1)), text: (node) => (node.score ? node.score.toFixed(2) : "") },
    year: { title: "Year", number: true, value: (node) => yearOf(node) ?? -1, text: (node) => String(yearOf(node) ?? "") },
  };
  const columns = Object.keys(COLUMNS).filter((name) => (name === "score" ? graph.center : name === "year" ? graph.years : true));
  const standard = graph.center ? "-score" : "-papers";
  let [nodes, selected, picked, sort, shown] = [[], null, new Set(), standard, PAGE];
  let [counted, told] = [null, ""]; // years and language of what is shown
  let anchor = null; // where a range of rows begins

  const look = (name) => `column-${name} ${COLUMNS[name].number ? "number" : ""}`;
  const caption = el("caption", { class: "unseen" });
  const head = el("thead");
  const body = el("tbody");
  const table = el("table", {}, caption, head, body);
  const more = el("button", { type: "button", class: "more", onclick: () => ((shown += PAGE * 4), fill()) });
  box.replaceChildren(table, more);

  function sorted() {
    const down = sort.startsWith("-");
    const { value } = COLUMNS[sort.replace("-", "")] ?? COLUMNS.name;
    const order = (a, b) => {
      const [x, y] = [value(a), value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1) || compareNames(a, b);
    };
    return [...nodes].sort(order);
  }

  function heading(name) {
    const { title, number } = COLUMNS[name];
    const now = sort.replace("-", "") === name;
    const down = sort.startsWith("-");
    const next = now ? (down ? name : `-${name}`) : number ? `-${name}` : name;
    const mark = now ? (down ? "↓" : "↑") : "";
    return el("th", { scope: "col", class: look(name), "aria-sort": now ? (down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", "data-sort": name, onclick: () => onSort(next) }, t(title), el("span", { class: "mark-sort", "aria-hidden": "true" }, mark)));
  }

  function fill() {
    const again = document.activeElement?.dataset?.sort;
    caption.textContent = t("All that the picture shows");
    const all = el("input", { type: "checkbox", "aria-label": t("Select all"), "data-pick": "all", onclick: () => onPick(nodes, all.checked) });
    head.replaceChildren(el("tr", {}, el("td", { class: "pick" }, all), columns.map(heading)));
    if (again) head.querySelector(`[data-sort="${again}"]`)?.focus();
    const order = sorted();
    body.replaceChildren(...order.slice(0, shown).map(row));
    const rest = order.length - shown;
    more.hidden = rest <= 0;
    more.textContent = t("Show {n} more of {all}", { n: Math.min(rest, PAGE * 4), all: rest.toLocaleString("en") });
    mark();
  }

  // Shift: all rows from the last one that was touched to this one.
  function pick(node, event) {
    const order = sorted();
    const ends = [order.indexOf(anchor), order.indexOf(node)].sort((a, b) => a - b);
    if (event.shiftKey && ends[0] >= 0) onPick(order.slice(ends[0], ends[1] + 1), true);
    else onPick([node], !picked.has(node));
    anchor = node;
  }

  function open(node, event) {
    if (adds(event)) return pick(node, event);
    anchor = node;
    return onSelect(node);
  }

  function row(node) {
    const cells = columns.map((name) => {
      if (name === "name") {
        const button = el("button", { type: "button", class: "entry", dir: "auto", onclick: (event) => open(node, event) }, el("bdi", {}, COLUMNS.name.text(node)));
        return el("th", { scope: "row" }, button);
      }
      return el("td", { class: look(name) }, COLUMNS[name].text(node));
    });
    const check = el("input", { type: "checkbox", "aria-label": t("Select {name}", { name: COLUMNS.name.text(node) }), onclick: (event) => pick(node, event) });
    const line = el("tr", {}, el("td", { class: "pick" }, check), cells);
    line.node = node;
    line.addEventListener("pointerenter", () => onHover(node));
    line.addEventListener("pointerleave", () => onHover(null));
    return line;
  }

  function mark() {
    for (const line of body.children) {
      const now = line.node === selected;
      line.classList.toggle("chosen", now);
      line.querySelector("input").checked = picked.has(line.node);
      const button = line.querySelector("button");
      if (now) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    const all = head.querySelector("[data-pick=all]");
    all.checked = picked.size > 0 && picked.size === nodes.length;
    all.indeterminate = picked.size > 0 && !all.checked;
  }

  body.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const lines = [...body.children];
    const at = lines.indexOf(event.target.closest("tr"));
    lines[Math.max(0, Math.min(lines.length - 1, at + by))]?.querySelector(event.target.localName).focus();
    event.preventDefault();
  });
  body.addEventListener("focusin", (event) => onHover(event.target.closest("tr").node));
  body.addEventListener("focusout", () => onHover(null));

  return {
    // years: those that counts are of.
    show(next, choice, chosen, order, years) {
      const same = told === spoken() && String(years) === String(counted) && nodes.length === next.size && nodes.every((node) => next.has(node)) && (order || standard) === sort;
      [nodes, selected, picked, sort, counted, told] = [[...next], choice, chosen, order || standard, years, spoken()];
      if (same) return mark();
      shown = PAGE;
      return fill();
    },
    order: sorted,
  };
}
