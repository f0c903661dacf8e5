// The search box: finds as one types; arrow keys and Enter choose.

import { clip } from "../data/text.js";
import { t } from "../data/words.js";
import { el, icon } from "./dom.js";

// elsewhere(text): what a server knows beyond this page, [{ key, kind, name, alias }], or null without one.
export function createSearch(find, elsewhere, { input, list, onChoose }) {
  let found = [];
  let active = -1;
  let turn = 0;

  function show() {
    const text = input.value;
    found = find(text).map(({ node, alias }) => ({ key: node.key, kind: node.kind, name: node.name, alias }));
    list_(text);
    const mine = (turn += 1);
    if (!elsewhere || text.trim().length < 2) return;
    setTimeout(async () => {
      if (mine !== turn) return;
      const more = await elsewhere(text);
      if (mine !== turn || list.hidden) return;
      const known = new Set(found.map((each) => each.key));
      found = [...found.slice(0, 8), ...more.filter((each) => !known.has(each.key))].slice(0, 16);
      list_(text);
    }, 120);
  }

  function list_(text) {
    active = found.length && text.trim() ? Math.max(0, Math.min(active, found.length - 1)) : -1;
    list.replaceChildren(
      ...found.map(({ kind, name, alias }, i) =>
        el("div", { role: "option", id: `found-${i}`, class: "option" }, icon(kind),
          el("span", {}, el("bdi", { dir: "auto" }, clip(name, 110)), alias ? el("small", { dir: "auto" }, clip(alias, 60)) : null))),
      ...(found.length ? [] : [el("div", { class: "none", role: "option", "aria-disabled": "true" }, t("Nothing here is called that."))]),
    );
    open(true);
    mark();
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
  }

  function mark() {
    [...list.querySelectorAll(".option")].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === active));
      if (i === active) option.scrollIntoView({ block: "nearest" });
    });
    if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    if (!found[i]) return;
    input.value = "";
    turn += 1;
    open(false);
    input.blur();
    onChoose(found[i]);
  }

  input.addEventListener("input", () => {
    active = -1;
    show();
    active = found.length && input.value.trim() ? 0 : -1;
    mark();
  });
  input.addEventListener("focus", show);
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method, as for Chinese
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      active = found.length ? (active + by + found.length) % found.length : -1;
      mark();
    } else if (event.key === "Enter") choose(Math.max(active, 0));
    else if (event.key === "Escape") input.value ? ((input.value = ""), show()) : input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus for the click
  list.addEventListener("click", (event) => {
    const option = event.target.closest(".option");
    if (option) choose([...list.children].indexOf(option));
  });
}
