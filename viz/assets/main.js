// Wires the parts together. The state leads: whatever changes it ends in apply().

const data = JSON.parse(byId("data").textContent);
const graph = createGraph(data);
const server = data.served ? createServer(graph) : null;
const find = createFinder(graph, data.initials);
const panel = byId("panel");
const narrow = matchMedia("(max-width: 860px)");
const title = byId("title").textContent;
let scope = null;
let pathFrom = null; // the first end, while the reader chooses the second
let shownKey = "";

const picture = createPicture(graph, byId("picture"), { onSelect: pick, onExpand: expand, onHover: tell, onPin: pin, padding, covers });
const details = createDetails(graph, (node) => select(node, true), actions);
const list = createList(graph, byId("list"), { onSelect: (node) => pick(node, null, true), onHover: (node) => picture.highlight(node), onSort: (sort) => state.set({ sort }, true) });
const legend = createLegend(graph, byId("legend"), (patch, quiet) => state.set(patch, quiet));
const takeaway = createTakeaway(byId("takeaway"), () => ({ nodes: list.order(), links: scope.links, frame: picture.frame(), title }));
createSearch(find, server && ((text) => server.search(text)), { input: byId("query"), list: byId("found"), onChoose: choose });
const state = createState(apply);

// Room that the sidebar and the open panel take from the picture.
function padding() {
  const open = !panel.hidden;
  const side = byId("sidebar").getBoundingClientRect();
  if (narrow.matches) return { top: byId("head").getBoundingClientRect().bottom, right: 8, bottom: open ? panel.offsetHeight : 8, left: 8 };
  return { top: 8, right: open ? innerWidth - panel.getBoundingClientRect().left + 8 : 56, bottom: 8, left: side.right + 8 };
}

function covers() {
  return ["zoom", "tools"].map((id) => byId(id).getBoundingClientRect());
}

const byTopic = (now) => (now.color ? now.color === "topic" : !graph.center && graph.topics.length > 1);
const target = (key) => graph.nodes.get(key) ?? graph.links.get(key) ?? null;

function apply(now) {
  document.documentElement.dataset.theme = now.theme;
  scope = scopeOf(graph, now);
  placeAll(now);
  const chosen = target(now.select);
  picture.show(scope, { selected: chosen, byTopic: byTopic(now), pinned: Object.keys(now.pin) });
  picture.recolor();
  legend(scope, now, byTopic(now));
  list.show(scope.nodes, chosen, now.sort);
  showTab(now.tab);
  showPanel(chosen ?? scope.path, now);
  showSummary(now);
  if (server) fetchMissing(now);
}

// Nodes that came into the picture later stand near the one that brought them.
function placeAll(now) {
  for (const key of now.expand) {
    const node = graph.nodes.get(key);
    if (!node) continue;
    placeNew([node], anchorOf(node), scope.all);
    placeNew(node.links.map((link) => otherEnd(link, node)).filter((each) => scope.all.has(each)), node, scope.all);
  }
  for (const node of scope.all) if (node.x === undefined) placeNew([node], anchorOf(node), scope.all);
  for (const [key, place] of Object.entries(now.pin)) {
    const node = graph.nodes.get(key);
    if (node) [node.x, node.y] = picture.stretched(place);
  }
}

function anchorOf(node) {
  const placed = node.links.filter((link) => otherEnd(link, node).x !== undefined && scope.all.has(otherEnd(link, node)));
  const best = placed.reduce((a, b) => (a && a.strength >= b.strength ? a : b), null);
  return best && otherEnd(best, node);
}

async function fetchMissing(now) {
  const wanted = [now.select, now.only, ...now.expand].filter((key) => key && !graph.nodes.has(key) && !graph.links.has(key) && !key.includes(","));
  const before = graph.nodes.size;
  for (const key of wanted) await server.around(key);
  if (now.path && !now.path.every((key) => graph.nodes.has(key))) await server.path(...now.path);
  if (graph.nodes.size > before) apply(state.get());
}

// What a click on the picture or the list means: a node or line to look at, or the end of a path.
function pick(chosen, event, bring = false) {
  if (pathFrom && chosen && !chosen.relations) return endPath(chosen);
  return select(chosen, bring);
}

function select(chosen, bring = false) {
  tell(null);
  const key = chosen ? (chosen.key ?? chosen.id) : "";
  if (key !== state.get().select) state.set({ select: key });
  if (!chosen) return;
  if (bring) picture.bring(chosen);
  else picture.uncover(chosen);
}

async function choose({ key }) {
  if (!graph.nodes.has(key) && server) await server.around(key);
  const node = graph.nodes.get(key);
  if (node) pick(node, null, true);
}

async function expand(node) {
  if (server) await server.around(node.key);
  const before = scope.nodes.size;
  const again = [...state.get().expand, node.key];
  state.set({ expand: again, select: node.key });
  const more = scope.nodes.size - before;
  notify(more > 0 ? `${count(more, "neighbour", "neighbours")} more` : "No more neighbours in this page");
}

function pin(node) {
  const place = picture.unstretched([node.x, node.y]).map(Math.round);
  state.set({ pin: { ...state.get().pin, [node.key]: place } }, true);
}

async function endPath(end) {
  const start = pathFrom;
  waitForEnd(null);
  if (server) await server.path(start.key, end.key);
  if (!pathBetween(graph, start.key, end.key)) return notify("No path between the two in this page");
  state.set({ path: [start.key, end.key], select: "" });
  return picture.bringAll(scope.path.nodes);
}

function waitForEnd(node) {
  pathFrom = node;
  document.body.classList.toggle("choosing", Boolean(node));
  if (node) notify("Choose the other end: click a node, or search");
}

function actions(node) {
  const now = state.get();
  const pinned = Object.hasOwn(now.pin, node.key);
  const button = (id, words, onclick, pressed) => el("button", { type: "button", "data-do": id, "aria-pressed": pressed === undefined ? null : String(pressed), onclick }, words);
  const without = () => Object.fromEntries(Object.entries(now.pin).filter(([key]) => key !== node.key));
  return el("div", { class: "actions", role: "group", "aria-label": "With this node" },
    button("expand", "Expand", () => expand(node)),
    server && node !== graph.center ? el("a", { class: "action", href: `?node=${enc(node.key)}` }, "Centre here") : null,
    button("only", "Only neighbours", () => (state.set({ only: now.only === node.key ? "" : node.key }), picture.fit(true)), now.only === node.key),
    button("path", "Path to…", () => waitForEnd(node)),
    button("pin", "Pin", () => (pinned ? state.set({ pin: without() }) : pin(node)), pinned),
    button("hide", "Hide", () => hide(node)));
}

function hide(node) {
  const { hide: hidden, only } = state.get();
  state.set({ hide: [...hidden, node.key], select: "", only: only === node.key ? "" : only });
}

function showPanel(chosen, now) {
  const open = Boolean(chosen);
  panel.hidden = !open;
  document.body.classList.toggle("open", open);
  const key = JSON.stringify([now.select, now.select ? "" : now.path, now.only, now.pin, scope.all.size]);
  if (!open) shownKey = "";
  if (!open || key === shownKey) return;
  const other = JSON.parse(shownKey || "[]")[0] !== now.select;
  shownKey = key;
  const focused = document.activeElement?.dataset?.do;
  byId("details").replaceChildren(...details(chosen).flat(Infinity).filter(Boolean));
  if (other) {
    panel.scrollTop = 0;
    byId("details").focus({ preventScroll: true });
  } else if (focused) panel.querySelector(`[data-do="${focused}"]`)?.focus();
}

function showTab(tab) {
  const now = tab || (narrow.matches ? "none" : "legend");
  for (const each of ["legend", "list"]) {
    byId(each).hidden = now !== each;
    byId(`tab-${each}`).setAttribute("aria-expanded", String(now === each));
  }
  byId("sidebar").classList.toggle("shut", now === "none");
}

function showSummary(now) {
  const tally = new Map();
  for (const node of scope.nodes) tally.set(node.kind, (tally.get(node.kind) ?? 0) + 1);
  const kinds = [...Object.keys(KINDS).filter((kind) => tally.has(kind)), ...[...tally.keys()].filter((kind) => !Object.hasOwn(KINDS, kind))];
  byId("counts").textContent = kinds.map((kind) => count(tally.get(kind), KINDS[kind]?.one ?? kind, KINDS[kind]?.many ?? kind)).join(" · ") || "nothing";
  const narrowed = ["hide", "kinds", "types", "topics", "expand"].some((name) => now[name].length) || now.only || now.path || now.strength || now.hops || now.years;
  byId("reset").hidden = !narrowed;
}

function tell(what, event) {
  const tip = byId("tip");
  tip.hidden = !what || !event || Boolean(what.relations);
  if (tip.hidden) return;
  tip.replaceChildren(icon(what.kind), el("bdi", { dir: "auto" }, clip(what.name, 220)));
  const { offsetWidth: width, offsetHeight: height } = tip;
  tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
}

// Gently, for two seconds or until the next touch; then the picture stands still again.
function settle() {
  const pinned = new Set(Object.keys(state.get().pin));
  const nodes = [...scope.nodes];
  let left = 120;
  const stop = () => (left = 0);
  byId("picture").addEventListener("pointerdown", stop, { once: true });
  const turn = () => {
    for (let i = 0; i < (picture.view.calm() ? 120 : 1) && left > 0; i += 1, left -= 1) settleStep(nodes, scope.links, pinned, left / 120);
    picture.moved();
    if (left > 0) requestAnimationFrame(turn);
  };
  turn();
}

function switchTheme() {
  const dark = state.get().theme ? state.get().theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  state.set({ theme: dark ? "light" : "dark" }, true);
}

// Steps back out of whatever is open, one at a time.
function escape() {
  const now = state.get();
  if (pathFrom) return waitForEnd(null);
  if (narrow.matches && now.tab) return state.set({ tab: "" });
  if (now.select) return select(null);
  if (now.path) return state.set({ path: null });
  return now.only ? state.set({ only: "" }) : undefined;
}

function reset() {
  const { theme, tab, sort, color } = state.get();
  state.set({ ...readState(""), theme, tab, sort, color });
  picture.fit(true);
}

const BUTTONS = {
  close: () => (state.get().select ? select(null) : state.set({ path: null })),
  reset,
  "zoom-in": () => picture.zoom(1.4),
  "zoom-out": () => picture.zoom(1 / 1.4),
  "zoom-fit": () => picture.fit(true),
  settle,
  "tab-legend": () => state.set({ tab: narrow.matches && state.get().tab === "legend" ? "" : "legend" }, true),
  "tab-list": () => state.set({ tab: narrow.matches && state.get().tab === "list" ? "" : "list" }, true),
  "open-takeaway": takeaway,
  "open-help": () => byId("help").showModal(),
  theme: switchTheme,
};
for (const [id, action] of Object.entries(BUTTONS)) byId(id).addEventListener("click", () => action());
closesOutside(byId("help"));

const KEYS = {
  Escape: escape,
  "/": () => byId("query").focus(),
  "?": BUTTONS["open-help"],
  "+": BUTTONS["zoom-in"],
  "=": BUTTONS["zoom-in"],
  "-": BUTTONS["zoom-out"],
  0: BUTTONS["zoom-fit"],
  l: () => (state.set({ tab: "list" }, true), byId("list").querySelector("tbody button")?.focus()),
  e: () => withChosen(expand),
  h: () => withChosen(hide),
};

function withChosen(action) {
  const node = graph.nodes.get(state.get().select);
  if (node) action(node);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input[type=text], textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || typing || document.querySelector("dialog[open]")) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  KEYS[event.key]();
  event.preventDefault();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.recolor());
apply(state.get());
picture.fit();
picture.drawNow();
byId("title").title = title;

// A small handle for tests and for the curious.
window.papermesh = {
  keys: () => [...scope.nodes].map((node) => node.key),
  links: () => scope.links.map(({ id, from, to, type, hidden }) => ({ id, from: from.key, to: to.key, type, hidden })),
  select: (key) => select(target(key), true),
  place: (key) => (({ x, y }) => [x, y])(graph.nodes.get(key)),
  screenPoint: (key) => picture.view.toScreen(graph.nodes.get(key)),
  scale: () => picture.view.camera.k,
  draw: picture.drawNow,
  labelBoxes() {
    const { boxes, camera, labels } = picture.frame();
    return [...boxes].map(([node, box]) => ({
      key: node.key, text: labels.textOf(node).lines.join(" "),
      left: box.left + camera.x, right: box.right + camera.x, top: box.top + camera.y, bottom: box.bottom + camera.y,
    }));
  },
};
