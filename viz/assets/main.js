// Wires the parts together. Everything that changes what is shown goes through select().

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const graph = readGraph(data);
const panel = byId("panel");
const narrow = matchMedia("(max-width: 860px)");

const picture = createPicture(data, graph, byId("picture"), { onSelect: select, onHover: tell, padding });
const details = createDetails(graph, (node) => select(node, true));
createSearch(graph, { input: byId("query"), list: byId("found"), onChoose: (node) => select(node, true) });

// Room that the head, the legend and the open panel take from the picture.
function padding() {
  const open = !panel.hidden;
  const head = byId("head").getBoundingClientRect().bottom;
  const top = narrow.matches ? byId("search").getBoundingClientRect().bottom : head;
  const low = Math.max(byId("legend").offsetHeight, narrow.matches ? byId("zoom").offsetHeight : 0) + 20;
  const right = narrow.matches ? 16 : open ? panel.offsetWidth + 60 : 56;
  return { top: top + 4, right, bottom: narrow.matches && open ? panel.offsetHeight : low, left: narrow.matches ? 16 : 28 };
}

// target: a node, a link or null; bring: whether to move the picture there.
function select(target, bring = false) {
  picture.select(target);
  tell(null);
  panel.hidden = !target;
  document.body.classList.toggle("open", Boolean(target));
  if (!target) return;
  byId("details").replaceChildren(...details(target).flat().filter(Boolean));
  panel.scrollTop = 0;
  byId("details").focus({ preventScroll: true });
  if (bring) picture.show(target);
  else picture.uncover(target);
}

function tell(target, event) {
  const tip = byId("tip");
  tip.hidden = !target || Boolean(target.relations);
  if (tip.hidden) return;
  tip.replaceChildren(icon(target.kind), el("bdi", { dir: "auto" }, clip(target.name, 220)));
  const { offsetWidth: width, offsetHeight: height } = tip;
  tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
}

function describe() {
  const tally = new Map();
  for (const node of graph.nodes.values()) tally.set(node.kind, (tally.get(node.kind) ?? 0) + 1);
  const kinds = [...Object.keys(KINDS).filter((kind) => tally.has(kind)), ...[...tally.keys()].filter((kind) => !(kind in KINDS))];
  byId("counts").textContent = kinds
    .map((kind) => count(tally.get(kind), KINDS[kind]?.one ?? kind, KINDS[kind]?.many ?? kind))
    .join(" · ");
  const types = new Set([...graph.links.values()].map((link) => link.type));
  const line = (type, words) => types.has(type) && el("li", {}, el("span", { class: `line ${type.toLowerCase()}` }), words);
  byId("legend").append(
    ...kinds.map((kind) => el("li", {}, icon(kind), KINDS[kind]?.one ?? kind)),
    ...[line("MENTIONS", "mentions"), line("SIMILAR", "similar papers"), line("RELATED", "related concepts"),
      line("BROADER", "broader concept"), line("CITES", "cites")].filter(Boolean),
    el("li", { class: "hint" }, "larger: in more papers"),
  );
}

describe();
picture.fit();
byId("close").addEventListener("click", () => select(null));
byId("zoom-in").addEventListener("click", () => picture.zoom(1.4));
byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
byId("zoom-fit").addEventListener("click", () => picture.fit(true));

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input");
  if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (event.key === "Escape") select(null);
  else if (event.key === "/") byId("query").focus();
  else if (event.key === "+" || event.key === "=") picture.zoom(1.4);
  else if (event.key === "-") picture.zoom(1 / 1.4);
  else if (event.key === "0") picture.fit(true);
  else return;
  event.preventDefault();
});

// A small handle for tests and for the curious.
window.papermesh = {
  keys: () => [...graph.nodes.keys()],
  links: () => [...graph.links.values()].map(({ id, from, to, type }) => ({ id, from: from.key, to: to.key, type })),
  select: (key) => select(graph.nodes.get(key) ?? graph.links.get(key) ?? null, true),
  labelBoxes: picture.labelBoxes,
  screenPoint: picture.screenPoint,
  physics: () => picture.network.physics.options.enabled,
  scale: () => picture.network.getScale(),
};
