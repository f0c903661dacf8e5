// The same nodes as a table: sortable, for the keyboard and for screen readers.

const PAGE = 150; // rows at once

function createList(graph, box, { onSelect, onHover, onSort }) {
  const COLUMNS = {
    name: { title: "Name", value: (node) => fold(node.name), text: (node) => clip(node.name, 140) },
    kind: { title: "Kind", value: (node) => node.kind, text: (node) => node.kind.toLowerCase() },
    papers: { title: "Papers", number: true, value: (node) => (node.kind === "Concept" ? papersOf(node) : -1), text: (node) => (node.kind === "Concept" ? papersOf(node).toLocaleString("en") : "") },
    score: { title: "Score", number: true, value: (node) => (node === graph.center ? 2 : (node.score ?? -1)), text: (node) => (node.score ? node.score.toFixed(2) : "") },
    year: { title: "Year", number: true, value: (node) => yearOf(node) ?? -1, text: (node) => String(yearOf(node) ?? "") },
  };
  const columns = Object.keys(COLUMNS).filter((name) => (name === "score" ? graph.center : name === "year" ? graph.years : true));
  const standard = graph.center ? "-score" : "-papers";
  let [nodes, selected, sort, shown] = [[], null, standard, PAGE];

  const head = el("thead");
  const body = el("tbody");
  const table = el("table", {}, el("caption", { class: "unseen" }, "All that the picture shows"), head, body);
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
    return el("th", { scope: "col", class: number ? "number" : null, "aria-sort": now ? (down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", "data-sort": name, onclick: () => onSort(next) }, title, el("span", { class: "mark-sort", "aria-hidden": "true" }, mark)));
  }

  function fill() {
    const again = document.activeElement?.dataset?.sort;
    head.replaceChildren(el("tr", {}, columns.map(heading)));
    if (again) head.querySelector(`[data-sort="${again}"]`)?.focus();
    const order = sorted();
    body.replaceChildren(...order.slice(0, shown).map(row));
    const rest = order.length - shown;
    more.hidden = rest <= 0;
    more.textContent = `Show ${Math.min(rest, PAGE * 4)} more of ${rest.toLocaleString("en")}`;
    mark();
  }

  function row(node) {
    const cells = columns.map((name) => {
      if (name === "name") {
        const button = el("button", { type: "button", class: "entry", dir: "auto", onclick: () => onSelect(node) }, icon(node.kind), el("bdi", {}, COLUMNS.name.text(node)));
        return el("th", { scope: "row" }, button);
      }
      return el("td", { class: COLUMNS[name].number ? "number" : null }, COLUMNS[name].text(node));
    });
    const line = el("tr", {}, cells);
    line.node = node;
    line.addEventListener("pointerenter", () => onHover(node));
    line.addEventListener("pointerleave", () => onHover(null));
    return line;
  }

  function mark() {
    for (const line of body.children) {
      const now = line.node === selected;
      line.classList.toggle("chosen", now);
      const button = line.querySelector("button");
      if (now) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  body.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const lines = [...body.children];
    const at = lines.indexOf(event.target.closest("tr"));
    lines[Math.max(0, Math.min(lines.length - 1, at + by))]?.querySelector("button").focus();
    event.preventDefault();
  });
  body.addEventListener("focusin", (event) => onHover(event.target.closest("tr").node));
  body.addEventListener("focusout", () => onHover(null));

  return {
    show(next, choice, order) {
      const same = nodes.length === next.size && nodes.every((node) => next.has(node)) && (order || standard) === sort;
      [nodes, selected, sort] = [[...next], choice, order || standard];
      if (same) return mark();
      shown = PAGE;
      return fill();
    },
    order: sorted,
  };
}
