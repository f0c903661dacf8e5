// The side panel: what a paper, a concept, an author or a connection is, with its evidence.
// Everything from outside goes in as text, never as HTML.

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  dot: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
  square: "M4.5 3h7A1.5 1.5 0 0 1 13 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 11.5v-7A1.5 1.5 0 0 1 4.5 3Z",
  diamond: "M8 1.8 14.2 8 8 14.2 1.8 8Z",
  triangle: "M8 2.2 14 13H2Z",
};

function icon(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon ${kind in KINDS ? kind.toLowerCase() : ""}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[KINDS[kind]?.shape ?? "dot"]);
  svg.append(path);
  return svg;
}

// go: called with the node that the reader wants to see.
function createDetails(graph, go) {
  const text = (tag, className, content) => el(tag, { class: className, dir: "auto" }, plain(content));

  const step = (node, className, ...children) =>
    el("a", { href: "#", class: className, dir: "auto", onclick: (event) => (event.preventDefault(), go(node)) }, ...children);

  const kindLine = (kind, words) => el("p", { class: "kind" }, icon(kind), words ?? kind);

  function section(title, items, tally = String(items.length)) {
    const most = 12;
    if (!items.length) return null;
    const list = el("ul", { class: "list" }, items.slice(0, most));
    const rest = items.slice(most);
    const more = el("button", { type: "button", class: "more" }, `Show ${rest.length} more`);
    more.addEventListener("click", () => (list.append(...rest), more.remove()));
    return el("section", {}, el("h3", {}, title, el("span", { class: "tally" }, tally)), list, rest.length ? more : null);
  }

  const item = (node, note) =>
    el("li", {}, step(node, "item", icon(node.kind), el("span", {}, text("bdi", "", clip(node.name, 160)), note ? text("small", "", note) : null)));

  const items = (node, type, note = () => null, side) =>
    around(node, type)
      .filter((found) => side === undefined || found.outgoing === side)
      .map((found) => item(found.node, note(found.relation, found.node)));

  // A piece of an abstract; spans: [[start, end, concept node], ...] in code points of the whole abstract.
  function marked(characters, [start, end], spans) {
    const pieces = [];
    let at = start;
    const upTo = (to) => at < to && pieces.push(plain(characters.slice(at, to).join("")));
    for (const [from, to, node] of spans) {
      if (from < at || to > end) continue;
      upTo(from);
      const mark = step(node, "mark", plain(characters.slice(from, to).join("")));
      mark.title = clip(node.name, 80);
      pieces.push(mark);
      at = to;
    }
    upTo(end);
    return pieces;
  }

  function abstractOf(paper) {
    const characters = Array.from(String(paper.properties.abstract ?? ""));
    const mentions = around(paper, "MENTIONS").map(({ node, relation }) => ({ value: node, spans: relation.properties.spans }));
    return { characters, spans: cleanSpans(mentions, characters.length) };
  }

  const times = (relation) => {
    const { count: n, in_title: inTitle } = relation.properties;
    return [n > 1 ? `${n} times` : "", inTitle ? "in the title" : ""].filter(Boolean).join(", ");
  };

  function paper(node) {
    const { year, url, abstract, lang } = node.properties;
    const link = safeLink(url);
    const authors = around(node, "WROTE").sort((a, b) => (a.relation.properties.position ?? 0) - (b.relation.properties.position ?? 0));
    const facts = [
      ...authors.map(({ node: author }) => step(author, "fact", clip(author.name, 80))),
      year ? el("span", { class: "fact" }, String(year)) : null,
      link ? el("a", { class: "fact link", href: link, rel: "noopener noreferrer", target: "_blank" }, clip(new URL(link).host, 40), " ↗") : null,
    ].filter(Boolean);
    const { characters, spans } = abstractOf(node);
    return [
      kindLine("Paper"),
      text("h2", "", clip(node.name, 400)),
      facts.length ? el("p", { class: "facts" }, facts) : null,
      abstract
        ? el("p", { class: "abstract", dir: "auto", lang: lang === "zh" ? "zh" : "en" }, marked(characters, [0, characters.length], spans))
        : el("p", { class: "none" }, "No abstract."),
      section("Concepts", items(node, "MENTIONS", times)),
      section("Similar papers", items(node, "SIMILAR", shared)),
      section("Cites", items(node, "CITES", undefined, true)),
      section("Cited by", items(node, "CITES", undefined, false)),
      section("Found in", items(node, "CONTAINS")),
    ];
  }

  const shared = (relation) => {
    const names = Array.isArray(relation.properties.shared) ? relation.properties.shared : [];
    return names.length ? `both: ${names.map((name) => clip(name, 60)).join(", ")}` : "similar wording";
  };

  function concept(node) {
    const { name_en: english, name_zh: chinese, aliases, papers } = node.properties;
    const names = [english && ["English", english, "en"], chinese && ["Chinese", chinese, "zh"]].filter(Boolean);
    const here = items(node, "MENTIONS", (relation, other) => [other.properties.year, times(relation)].filter(Boolean).join(" · "));
    const tally = Number(papers) > here.length ? `${here.length} of ${Number(papers)} shown here` : undefined;
    return [
      kindLine("Concept"),
      text("h2", "", clip(node.name, 400)),
      el("dl", {}, names.map(([what, name, lang]) => [el("dt", {}, what), el("dd", { lang, dir: "auto" }, clip(name, 200))]),
        aliases?.length ? [el("dt", {}, "Also"), el("dd", {}, aliases.slice(0, 30).map((alias) => text("bdi", "alias", clip(alias, 80))))] : null),
      section("Papers", here, tally),
      section("Broader", items(node, "BROADER", undefined, true)),
      section("Narrower", items(node, "BROADER", undefined, false)),
      section("Related", items(node, "RELATED", (r) => (r.properties.papers ? `together in ${count(r.properties.papers, "paper", "papers")}` : null))),
    ];
  }

  const other = (node) => [
    kindLine(node.kind),
    text("h2", "", clip(node.name, 400)),
    section("Papers", items(node, node.kind === "Author" ? "WROTE" : "CONTAINS", (_, found) => (found.properties.year ? String(found.properties.year) : null))),
  ];

  function link({ from, to, relations }) {
    return [
      el("p", { class: "kind" }, "Connection"),
      el("h2", { class: "pair" }, [from, to].map((node) => step(node, "item", icon(node.kind), text("bdi", "", clip(node.name, 160))))),
      relations.map((relation) => el("section", {}, reason(relation))),
    ];
  }

  function reason(relation) {
    const [start, end] = [graph.nodes.get(relation.start), graph.nodes.get(relation.end)];
    const p = relation.properties;
    const name = (node) => text("bdi", "name", `“${clip(node.name, 80)}”`);
    switch (relation.type) {
      case "MENTIONS":
        return [el("h3", {}, "Mentioned"), el("p", {}, "The paper mentions ", name(end), times(relation) ? ` ${times(relation)}.` : "."), quotes(start, end)];
      case "RELATED": {
        const strength = p.weight > 0 ? ` Strength ${Number(p.weight).toFixed(2)} of 1.` : "";
        const both = around(start, "MENTIONS").map((found) => found.node).filter((node) => around(end, "MENTIONS").some((found) => found.node === node));
        return [el("h3", {}, "Related"), el("p", {}, `${p.papers ? count(p.papers, "paper mentions", "papers mention") : "Papers mention"} both, more often than by chance.${strength}`),
          section("Papers shown here", both.map((node) => item(node)))];
      }
      case "BROADER":
        return [el("h3", {}, "Broader"), el("p", {}, name(end), " is the broader concept of ", name(start), ".")];
      case "SIMILAR": {
        const names = Array.isArray(p.shared) ? p.shared : [];
        const known = new Map([...graph.nodes.values()].filter((n) => n.kind === "Concept").map((n) => [n.name, n]));
        return [el("h3", {}, "Similar"), el("p", {}, `The two abstracts are similar${p.score > 0 ? `: ${Number(p.score).toFixed(2)} of 1.` : "."}`),
          section("Both mention", names.map((n) => (known.has(n) ? item(known.get(n)) : el("li", {}, text("span", "item", clip(n, 80))))))];
      }
      case "CITES":
        return [el("h3", {}, "Cited"), el("p", {}, name(start), " cites ", name(end), ".")];
      case "WROTE":
        return [el("h3", {}, "Written"), el("p", {}, name(start), " wrote ", name(end), ".")];
      default:
        return [el("h3", {}, "Found"), el("p", {}, name(end), " stands in ", name(start), ".")];
    }
  }

  // The sentences in which a paper mentions a concept.
  function quotes(source, target) {
    const { characters, spans } = abstractOf(source);
    const mine = spans.filter((span) => span[2] === target);
    return sentences(characters)
      .filter(([start, end]) => mine.some((span) => span[0] >= start && span[1] <= end))
      .map((range) => el("blockquote", { class: "abstract", dir: "auto" }, marked(characters, range, mine)));
  }

  return (target) => {
    if (target.relations) return link(target);
    if (target.kind === "Paper") return paper(target);
    return target.kind === "Concept" ? concept(target) : other(target);
  };
}
