// The search box: nodes by part of a name, alias or title, in any language.

const fold = (text) => String(text ?? "").normalize("NFKC").toLowerCase();

function createSearch(graph, { input, list, onChoose }) {
  const entries = [...graph.nodes.values()].map((node) => {
    const p = node.properties;
    const names = [node.name, p.name_en, p.name_zh, ...(Array.isArray(p.aliases) ? p.aliases : [])];
    return { node, names: names.filter(Boolean).map((name) => [plain(name), fold(plain(name))]) };
  });
  let found = [];
  let active = -1;

  // Beginnings of names before the rest, then as the graph ranks them.
  function search(wanted) {
    const hits = [];
    for (const { node, names } of entries) {
      const at = names.map(([, name]) => name.indexOf(wanted));
      const which = at.findIndex((place) => place >= 0);
      if (which < 0) continue;
      const start = at.some((place) => place === 0) ? 0 : 1;
      hits.push({ node, start, alias: which > 0 ? names[which][0] : null });
    }
    return hits.sort((a, b) => a.start - b.start || b.node.size - a.node.size || compareNames(a.node, b.node)).slice(0, 12);
  }

  function show() {
    const wanted = fold(input.value.trim());
    found = search(wanted);
    active = found.length && wanted ? 0 : -1;
    list.replaceChildren(
      ...found.map(({ node, alias }, i) =>
        el("div", { role: "option", id: `found-${i}`, class: "option" }, icon(node.kind),
          el("span", {}, el("bdi", { dir: "auto" }, clip(node.name, 110)), alias ? el("small", { dir: "auto" }, clip(alias, 60)) : null))),
      ...(found.length ? [] : [el("p", { class: "none" }, "Nothing here is called that.")]),
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
    open(false);
    input.blur();
    onChoose(found[i].node);
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and arrows belong to the input method, as for Chinese
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const turn = event.key === "ArrowDown" ? 1 : -1;
      active = found.length ? (active + turn + found.length) % found.length : -1;
      mark();
    } else if (event.key === "Enter") choose(Math.max(active, 0));
    else if (event.key === "Escape") input.value ? ((input.value = ""), show()) : input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // keeps the focus, so that the list is still there for the click
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest(".option");
    if (option) choose([...list.children].indexOf(option));
  });
}
