// Wires everything together. The state leads: whatever changes it ends in apply().

import { createGraph, neighboursBy, papersOf, tallyOf } from "../data/model.js";
import { pathBetween } from "../data/paths.js";
import { scopeOf } from "../data/scope.js";
import { createServer } from "../data/server.js";
import { createState, readState } from "../data/state.js";
import { chooseYears, createOverlay } from "../data/time.js";
import { count, spoken, t } from "../data/words.js";
import { adds } from "../picture/camera.js";
import { createPicture } from "../picture/picture.js";
import { placeAll, settle } from "../picture/positions.js";
import { createActions } from "../panels/actions.js";
import { byId, notify } from "../panels/dom.js";
import { createFinder } from "../panels/find.js";
import { createLanguage } from "../panels/language.js";
import { createLegend } from "../panels/legend.js";
import { createList } from "../panels/list.js";
import { createDetails } from "../panels/panel.js";
import { createParts } from "../panels/parts.js";
import { createSearch } from "../panels/search.js";
import { createSlides } from "../panels/slides.js";
import { closesOutside, createTakeaway } from "../panels/takeaway.js";
import { showTip } from "../panels/tip.js";
import { createTopicDetails } from "../panels/topic.js";
import { createHandle } from "./handle.js";
import { createLayout } from "./layout.js";
import { createPrint } from "./print.js";

const data = JSON.parse(byId("data").textContent);
const graph = createGraph(data);
const server = data.served ? createServer(graph, notify) : null;
const find = createFinder(graph, data.initials);
const panel = byId("panel");
const given = byId("title").textContent;
let scope = null;
let overlay = null;
let pathFrom = null; // the first end, while the reader chooses the second
let shownKey = "";

// That of the whole corpus is a word of the page, any other a name from the corpus.
const title = () => (!graph.center && given === "Papers and concepts" ? t("Papers and concepts") : given);

const state = createState(apply);
const speakAs = createLanguage(byId("language"), (lang) => state.set({ lang }, true));
const layout = createLayout(() => apply(state.get()), state.get().embed || new URLSearchParams(location.search).has("embed"));
const picture = createPicture(graph, byId("picture"), {
  band: byId("band"), beside: byId("sidebar"), padding, covers,
  onSelect: pick, onExpand: expand, onHover: showTip, onPin: pin, onGather: gather,
});
const actions = createActions(graph, Boolean(server), state, {
  expand, pin: togglePin, pick: (node) => mark([node], !state.get().picked.includes(node.key)), hide,
  only: (node) => (state.set({ only: state.get().only === node.key ? "" : node.key }), picture.fit(true)),
  path: waitForEnd, join: ([a, b]) => join(a, b), take: () => takeaway(), clear: () => state.set({ picked: [] }),
});
const parts = createParts((target) => select(target, true));
const topicDetails = (reason) => createTopicDetails(graph, parts, () => scope, () => state.get().years, reason, {
  gather: (nodes) => mark(nodes, true, { select: "" }), hideTopic: toggleTopic, hidden: (topic) => state.get().topics.includes(topic.id),
});
const details = createDetails(graph, parts, actions, Boolean(server), topicDetails, () => state.get().years);
const list = createList(graph, byId("list"), { onSelect: (node) => pick(node, null, true), onPick: mark, onHover: (node) => picture.highlight(node), onSort: (sort) => state.set({ sort }, true) });
const legend = createLegend(graph, byId("legend"), (patch, quiet) => state.set(patch, quiet), (topic) => select(topic, true), Boolean(server));
const slides = createSlides(graph, picture, () => ({ scope, color: coloring(state.get()), overlay, title: title(), years: state.get().years }));
const takeaway = createTakeaway(byId("takeaway"), slides, () => ({ nodes: list.order(), edges: scope.edges, picked: scope.picked, title: title(), dark: isDark() }));
createSearch(find, server && ((text) => server.search(text)), { input: byId("query"), list: byId("found"), onChoose: choose });

// Room that the sidebar and the open panel take from the picture.
function padding() {
  const open = !panel.hidden && (!layout.is("wide") || !panel.classList.contains("several"));
  const head = byId("head").getBoundingClientRect();
  if (layout.is("sheet")) return { top: head.bottom, right: 8, bottom: open ? panel.offsetHeight : 8, left: 8 };
  const right = open ? innerWidth - panel.getBoundingClientRect().left + 8 : 56;
  if (layout.is("wide")) return { top: 8, right, bottom: 8, left: byId("sidebar").getBoundingClientRect().right + 8 };
  const drawers = ["legend", "list"].map((id) => byId(id).getBoundingClientRect().right); // 0 where hidden
  return { top: head.bottom + 8, right, bottom: 8, left: Math.max(...drawers) + 8 };
}

function covers() {
  return ["zoom", "tools", "panel"].map((id) => byId(id).getBoundingClientRect());
}

const COLORS = ["kind", "topic", "year", "growth"];
const coloring = (now) => (COLORS.includes(now.color) ? now.color : !graph.center && graph.topics.length > 1 ? "topic" : "kind");
const target = (key) => graph.nodes.get(key) ?? graph.edges.get(key) ?? graph.topics.find((topic) => topic.key === key) ?? scope.bands.find((band) => band.key === key) ?? null;

function apply(now) {
  document.documentElement.dataset.theme = now.theme;
  speakAs(now.lang);
  chooseYears(graph, now.years);
  scope = scopeOf(graph, now);
  const color = coloring(now);
  overlay = createOverlay(graph, scope.nodes, color, now.years);
  placeAll(graph, scope, now, picture.stretched);
  const chosen = target(now.select);
  picture.show(scope, { selected: chosen, picked: scope.picked, color, overlay, pinned: Object.keys(now.pin) });
  picture.recolor();
  legend(scope, now, color, overlay);
  list.show(scope.nodes, chosen, scope.picked, now.sort, now.years);
  showTab(now.tab);
  showPanel(chosen ?? scope.path ?? (scope.picked.size ? [...scope.picked] : null), now);
  showSummary(now);
  if (server) fetchMissing(now, chosen);
}

async function fetchMissing(now, chosen) {
  const wanted = [now.select, now.only, ...now.expand, ...now.picked].filter((key) => key && !target(key) && !key.includes(",") && !key.startsWith("band:"));
  const before = graph.nodes.size;
  for (const key of wanted) await server.around(key);
  if (now.path && !now.path.every((key) => graph.nodes.has(key))) await server.path(...now.path);
  if (chosen?.kind === "Concept" && papersOf(chosen) > neighboursBy(chosen, "MENTIONS").length) await server.papers(chosen.key);
  if (graph.nodes.size > before) apply(state.get());
}

// What a click on the picture or the list means: a node or line to look at, or the end of a path.
function pick(chosen, event, bring = false) {
  const node = chosen?.kind ? chosen : null;
  if (pathFrom && node) return endPath(node);
  if (adds(event)) return node ? gather([node]) : undefined;
  if (!chosen && !state.get().select) state.set({ picked: [] });
  return select(chosen, bring);
}

// Adds nodes to the selection, together with the one that was looked at; a single one that is in it already leaves it.
function gather(nodes) {
  const { select: looked, picked } = state.get();
  if (!nodes.length) return;
  const leaves = nodes.length === 1 && picked.includes(nodes[0].key);
  const first = target(looked)?.kind ? target(looked) : null;
  mark(first && !leaves ? [first, ...nodes] : nodes, !leaves, { select: "" });
}

function mark(nodes, on, patch = {}) {
  const keys = new Set(state.get().picked);
  for (const { key } of nodes) on ? keys.add(key) : keys.delete(key);
  state.set({ ...patch, picked: [...keys] });
}

function select(chosen, bring = false) {
  showTip(null);
  const key = chosen ? (chosen.key ?? chosen.id) : "";
  if (key !== state.get().select) state.set({ select: key, ...(layout.is("bar") && chosen ? { tab: "" } : {}) });
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
  const answered = !server || (await server.around(node.key));
  const before = scope.nodes.size;
  const again = [...state.get().expand, node.key];
  state.set({ expand: again, select: node.key });
  const more = scope.nodes.size - before;
  if (answered) notify(more > 0 ? count(more, "{n} neighbour more", "{n} neighbours more") : t("No more neighbours in this page"));
}

function pin(node) {
  const position = picture.unstretched([node.x, node.y]).map(Math.round);
  state.set({ pin: { ...state.get().pin, [node.key]: position } }, true);
}

function endPath(end) {
  const start = pathFrom;
  waitForEnd(null);
  return join(start, end);
}

async function join(start, end) {
  const answered = !server || (await server.path(start.key, end.key));
  if (!pathBetween(graph, start.key, end.key)) return answered && notify(t("No path between the two in this page"));
  state.set({ path: [start.key, end.key], select: "" });
  return picture.bringAll(scope.path.nodes);
}

function waitForEnd(node) {
  pathFrom = node;
  document.body.classList.toggle("choosing", Boolean(node));
  notify(node ? t("Choose the other end: click a node, or search") : "", Boolean(node));
}

function togglePin(node) {
  const { [node.key]: pinned, ...others } = state.get().pin;
  if (pinned) state.set({ pin: others });
  else pin(node);
}

function hide(nodes) {
  const { hide: hidden, only, picked } = state.get();
  const keys = nodes.map((node) => node.key);
  state.set({ hide: [...hidden, ...keys], select: "", only: keys.includes(only) ? "" : only, picked: picked.filter((key) => !keys.includes(key)) });
}

function toggleTopic(topic) {
  const { topics } = state.get();
  state.set({ topics: topics.includes(topic.id) ? topics.filter((id) => id !== topic.id) : [...topics, topic.id] });
}

function showPanel(chosen, now) {
  const open = Boolean(chosen);
  panel.hidden = !open;
  panel.classList.toggle("several", Array.isArray(chosen));
  document.body.classList.toggle("open", open);
  const key = JSON.stringify([now.select, now.select ? "" : now.path, now.only, now.pin, now.picked, now.topics, now.years, spoken(), graph.nodes.size, scope.all.size, scope.picked.size]);
  if (!open) shownKey = "";
  if (!open || key === shownKey) return;
  const other = JSON.parse(shownKey || "[]")[0] !== now.select;
  shownKey = key;
  const focused = document.activeElement?.dataset?.do;
  byId("details").replaceChildren(...details(chosen).flat(Infinity).filter(Boolean));
  if (other) {
    panel.scrollTop = 0;
    if (!Array.isArray(chosen)) byId("details").focus({ preventScroll: true }); // who selects several goes on doing so
  } else if (focused) panel.querySelector(`[data-do="${focused}"]`)?.focus();
}

function showTab(tab) {
  const now = tab || (layout.is("wide") ? "legend" : "none");
  for (const each of ["legend", "list"]) {
    byId(each).hidden = now !== each;
    byId(`tab-${each}`).setAttribute("aria-expanded", String(now === each));
  }
  byId("sidebar").classList.toggle("shut", now === "none");
}

function showSummary(now) {
  document.title = byId("title").textContent = byId("title").title = title();
  byId("counts").textContent = tallyOf(scope.nodes, graph.corpus.counts) + (scope.picked.size ? ` · ${t("{n} selected", { n: scope.picked.size })}` : "");
  const narrowed = ["hide", "kinds", "types", "topics", "expand"].some((name) => now[name].length) || now.only || now.path || now.strength || now.hops || now.years;
  byId("reset").hidden = !narrowed;
}

// Where there is little room, the same tab closes what it has opened.
function switchTab(tab) {
  state.set({ tab: !layout.is("wide") && state.get().tab === tab ? "" : tab }, true);
  picture.refit();
}

const isDark = () => (state.get().theme ? state.get().theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
const switchTheme = () => state.set({ theme: isDark() ? "light" : "dark" }, true);

// Steps back out of whatever is open, one at a time.
function escape() {
  const now = state.get();
  if (pathFrom) return waitForEnd(null);
  if (!layout.is("wide") && now.tab) return state.set({ tab: "" });
  if (!panel.hidden) return closePanel();
  return now.only ? state.set({ only: "" }) : undefined;
}

function closePanel() {
  const { select: looked, path } = state.get();
  if (looked) select(null);
  else state.set(path ? { path: null } : { picked: [] });
}

function reset() {
  const { theme, lang, tab, sort, color, embed } = state.get();
  state.set({ ...readState(""), theme, lang, tab, sort, color, embed });
  picture.fit(true);
}

const BUTTONS = {
  close: closePanel,
  reset,
  "zoom-in": () => picture.zoom(1.4),
  "zoom-out": () => picture.zoom(1 / 1.4),
  "zoom-fit": () => picture.fit(true),
  settle: () => settle(picture, scope, new Set(Object.keys(state.get().pin))),
  "tab-legend": () => switchTab("legend"),
  "tab-list": () => switchTab("list"),
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
  h: () => withChosen((node) => hide([node])),
  s: () => withChosen((node) => mark([node], !state.get().picked.includes(node.key))),
};

// The row of the list where the keyboard is, else what is looked at.
function withChosen(action) {
  const node = document.activeElement.closest("#list tbody tr")?.node ?? graph.nodes.get(state.get().select);
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
createPrint(picture, slides, byId("print"), () => state.get().theme);
apply(state.get());
picture.fit();
picture.drawNow();

window.papermesh = createHandle(graph, picture, () => scope, target, (chosen) => select(chosen, true));
