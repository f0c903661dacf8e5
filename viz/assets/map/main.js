// The map: wires points, names, time and details. Its state is what is selected, the years, and the colour.

import { createState } from "../data/state.js";
import { clip } from "../data/text.js";
import { count, t } from "../data/words.js";
import { createLanguage } from "../panels/language.js";
import { createCamera, listenToPointers } from "../picture/camera.js";
import { colours, ramp, range } from "./colours.js";
import { readPapers } from "./data.js";
import { createDetails } from "./details.js";
import { createGrid, search } from "./find.js";
import { drawNames } from "./names.js";
import { createPoints } from "./points.js";
import { createTime } from "./time.js";

const byId = (id) => document.getElementById(id);
const FILLED = 0.92;
const AT_ONCE = 150_000; // points drawn while the map moves; all of them once it stands still
const STILL = 200; // milliseconds
const TOOLS = 64; // pixels at the right that the buttons take

// Between which values all but a share at either end lie.
function ends(values, share) {
  const sorted = Float64Array.from(values).sort();
  return [sorted[Math.floor((sorted.length - 1) * share)] ?? 0, sorted[Math.ceil((sorted.length - 1) * (1 - share))] ?? 1];
}

async function start() {
  let tell = () => {};
  const state = createState(({ lang }) => (speakAs(lang), tell()));
  const speakAs = createLanguage(byId("language"), (lang) => state.set({ lang }, true));
  speakAs(state.get().lang);
  const papers = await readPapers();
  const [canvas, sheet] = [byId("points"), byId("names")];
  const points = createPoints(canvas, papers);
  const ink = sheet.getContext("2d");
  const nearest = createGrid(papers);
  let [target, lit, hovered, drawn, waiting] = [null, null, -1, [], false];
  const pixel = () => Math.min(devicePixelRatio || 1, 2);
  const draw = () => {
    if (!waiting) requestAnimationFrame(() => drawNow());
    waiting = true;
  };
  const view = createCamera(sheet, draw, 1);
  const time = createTime(papers, byId, changed);
  const details = createDetails(byId("details"), papers, time.seen, select);

  const room = () => {
    const side = byId("side").getBoundingClientRect();
    const below = side.width > innerWidth * 0.9;
    return { left: below ? 0 : side.right, width: innerWidth - (below ? 0 : side.right), height: innerHeight - (below ? side.height : 0) };
  };
  // The middle of the map and how far it reaches, without the few papers far outside, and those like no other, which
  // have no topic and lie apart.
  const inTopics = papers.topic.some((topic) => topic >= 0);
  const near = (values) => (inTopics ? values.filter((_, i) => papers.topic[i] >= 0) : values);
  const [left, right] = ends(near(papers.x), 0.005);
  const [top, bottom] = ends(near(papers.y), 0.005);
  const least = () => Math.min((FILLED * room().width) / Math.max(right - left, 1), (FILLED * room().height) / Math.max(bottom - top, 1));
  const whole = () => ({ k: least(), x: room().left + room().width / 2 - (least() * (left + right)) / 2, y: room().height / 2 - (least() * (top + bottom)) / 2 });
  const zoom = () => view.camera.k / least();
  const scaled = (by) => ({ x: view.camera.x * by, y: view.camera.y * by, k: view.camera.k * by });
  const alpha = () => Math.max(0.35, Math.min(0.9, 0.25 + 2200 / papers.n + zoom() / 12));
  const radius = () => Math.max(1, Math.min(7, 1.1 + 60 / Math.sqrt(papers.n) + zoom() ** 0.5 - 1));

  let [drawnAt, rest] = [-STILL, 0];
  function drawNow(whole = false) {
    waiting = false;
    const now = performance.now();
    const every = whole || now - drawnAt > STILL ? 1 : Math.ceil(papers.n / AT_ONCE);
    clearTimeout(rest);
    if (every > 1) rest = setTimeout(() => drawNow(true), STILL);
    const ratio = pixel();
    const camera = scaled(ratio);
    ink.clearRect(0, 0, sheet.width, sheet.height);
    const body = getComputedStyle(document.body);
    points.draw(camera, radius() * ratio, body.backgroundColor.match(/\d+/g).map(Number), every);
    drawnAt = performance.now();
    const wanted = { font: body.fontFamily, ink: body.color, ground: body.backgroundColor, muted: getComputedStyle(byId("counts")).color };
    const { left: west, width, height } = room();
    const free = { left: west * ratio, right: (west + width - TOOLS) * ratio, top: 0, bottom: height * ratio };
    drawn = drawNames(ink, camera, zoom(), papers, wanted, ratio, free);
    for (const paper of [hovered, target?.paper ?? -1]) if (paper >= 0) ring(paper, camera, ratio, wanted.ink);
  }

  function ring(paper, camera, ratio, colour) {
    ink.beginPath();
    ink.arc(papers.x[paper] * camera.k + camera.x, papers.y[paper] * camera.k + camera.y, (radius() + 3) * ratio, 0, 7);
    ink.lineWidth = 2 * ratio;
    ink.strokeStyle = colour;
    ink.stroke();
  }

  function changed() {
    points.colour(colours(papers, byId("colour").value, time.seen, lit, alpha()));
    const shown = time.shown();
    byId("counts").textContent = shown === papers.n ? count(papers.n, "All {n} paper of the corpus", "All {n} papers of the corpus") : t("{papers} of {all}", { papers: count(shown, "{n} paper", "{n} papers"), all: papers.n.toLocaleString("en") });
    draw();
  }

  function tellColours() {
    const by = byId("colour").value;
    const key = byId("key");
    key.hidden = by === "topic";
    const [first, last] = range(papers, by);
    byId("scale").textContent = by === "topic" ? "" : by === "year" ? t("{from} to {until}", { from: first, until: last }) : t("{from} to {until}", { from: 0, until: Math.round(Math.expm1(last)) });
    const inkOfKey = key.getContext("2d");
    for (let i = 0; i < key.width; i++) {
      inkOfKey.fillStyle = `rgb(${ramp(i / key.width).join(",")})`;
      inkOfKey.fillRect(i, 0, 1, key.height);
    }
    changed();
  }

  const memberOf = { topic: papers.topic, part: papers.part };
  const members = (column, node) => {
    const found = [];
    for (let i = 0; i < papers.n; i++) if (column[i] === node) found.push(i);
    return found;
  };
  function select(next) {
    target = next;
    const [kind, value] = Object.entries(next ?? { none: 0 })[0];
    const own = kind === "paper" ? [value, ...papers.nearest(value)] : kind === "concept" ? papers.saying(value) : memberOf[kind] ? members(memberOf[kind], value) : null;
    lit = own && new Set(own);
    if (next) details.show(next);
    else details.overview();
    if (own) fly(own.filter(time.seen));
    changed();
  }

  // To where most of these papers are.
  function fly(own) {
    if (!own.length) return;
    const [west, east] = ends(own.map((i) => papers.x[i]), 0.04);
    const [north, south] = ends(own.map((i) => papers.y[i]), 0.04);
    const { left: at, width, height } = room();
    const k = Math.min((0.8 * width) / Math.max(east - west, 900), (0.8 * height) / Math.max(south - north, 900), least() * 40);
    view.fly({ k, x: at + width / 2 - (k * (west + east)) / 2, y: height / 2 - (k * (north + south)) / 2 });
  }
  const fit = () => view.fly(whole());

  function resize() {
    for (const each of [canvas, sheet]) [each.width, each.height] = [innerWidth * pixel(), innerHeight * pixel()];
    draw();
  }

  const under = (x, y) => {
    const name = drawn.find(({ box }) => x * pixel() > box.left && x * pixel() < box.right && y * pixel() > box.top && y * pixel() < box.bottom);
    if (name) return { [{ topics: "topic", parts: "part", places: "concept" }[name.list]]: name.landmark.node };
    const paper = nearest((x - view.camera.x) / view.camera.k, (y - view.camera.y) / view.camera.k, 9 / view.camera.k, time.seen);
    return paper < 0 ? null : { paper };
  };

  function hover(x, y) {
    const found = under(x, y);
    sheet.classList.toggle("pointing", Boolean(found));
    const tip = byId("tip");
    const before = hovered;
    hovered = found?.paper ?? -1;
    tip.hidden = hovered < 0;
    if (hovered >= 0) {
      tip.textContent = `${clip(papers.titles[hovered], 160)}${papers.year[hovered] ? ` (${papers.year[hovered]})` : ""}`;
      tip.style.left = `${Math.min(x + 14, innerWidth - 340)}px`;
      tip.style.top = `${y + 16}px`;
    }
    if (before !== hovered) draw();
  }

  listenToPointers(sheet, view, {
    grab: () => null, drag: () => {}, drop: () => {}, gather: () => {},
    click: (x, y) => {
      const found = under(x, y);
      if (found || target) select(found);
    },
    doubleClick: (x, y) => view.zoomBy(2.5, x, y),
    hover, leave: () => hover(-99, -99),
  });
  const middle = () => [room().left + room().width / 2, room().height / 2];
  const keys = { "+": () => view.zoomBy(1.5, ...middle()), "-": () => view.zoomBy(1 / 1.5, ...middle()), 0: fit, Escape: () => target && select(null), "/": () => byId("query").focus() };
  addEventListener("keydown", (event) => {
    const typing = ["INPUT", "SELECT"].includes(event.target.tagName);
    if (typing && event.key !== "Escape") return;
    if (event.key.startsWith("Arrow")) view.set({ x: view.camera.x + { ArrowLeft: 60, ArrowRight: -60 }[event.key] || view.camera.x, y: view.camera.y + ({ ArrowUp: 60, ArrowDown: -60 }[event.key] ?? 0) });
    else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  function tellDetails() {
    const text = byId("query").value.trim();
    if (text) details.found(search(papers, text));
    else if (target) details.show(target);
    else details.overview();
  }
  byId("query").addEventListener("input", tellDetails);
  byId("colour").addEventListener("change", tellColours);
  byId("zoom-in").addEventListener("click", keys["+"]);
  byId("zoom-out").addEventListener("click", keys["-"]);
  byId("zoom-fit").addEventListener("click", fit);
  byId("theme").addEventListener("click", () => {
    const dark = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)[0] < 128;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    changed();
  });
  byId("png").addEventListener("click", () => save());
  addEventListener("resize", resize);

  // What is seen, without the side: points, then names.
  function save() {
    drawNow(true);
    const ratio = pixel();
    const { left, width, height } = room();
    const paper = Object.assign(document.createElement("canvas"), { width: width * ratio, height: (height + 34) * ratio });
    const pen = paper.getContext("2d");
    const body = getComputedStyle(document.body);
    pen.fillStyle = body.backgroundColor;
    pen.fillRect(0, 0, paper.width, paper.height);
    for (const each of [canvas, sheet]) pen.drawImage(each, -left * ratio, 0);
    pen.fillStyle = body.color;
    pen.font = `${12 * ratio}px ${body.fontFamily}`;
    pen.fillText(`${document.title} · ${byId("counts").textContent} · ${byId("span").textContent} · papermesh`, 12 * ratio, (height + 20) * ratio);
    paper.toBlob((blob) => {
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "map.png" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }

  resize();
  view.set(whole());
  const title = document.title;
  tell = () => {
    if (title === "Map of papers") document.title = byId("title").textContent = t("Map of papers");
    time.tell();
    tellDetails();
    tellColours();
  };
  tell();
  drawNow();
  window.papermesh = { papers, view, select, screenPoint: (i) => view.toScreen({ x: papers.x[i], y: papers.y[i] }), names: () => drawn.map(({ landmark, list }) => [list, landmark.name]), boxes: () => drawn.map(({ box }) => [box.left, box.top, box.right, box.bottom]), target: () => target, drawNow };
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => (byId("counts").textContent = t("This page cannot be read: {why}", { why: error.message })));
