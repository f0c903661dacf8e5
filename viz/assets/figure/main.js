// A figure whose marks open what is behind them.

import { createState } from "../data/state.js";
import { safeLink } from "../data/text.js";
import { say, t } from "../data/words.js";
import { el } from "../panels/dom.js";
import { createLanguage } from "../panels/language.js";
import { asPng, asSvg, download } from "./save.js";
import { createDrawingWords } from "./words.js";

const { behind, words, title } = JSON.parse(document.getElementById("data").textContent);
const details = document.getElementById("details");
const marks = [...document.querySelectorAll("[data-key]")];
let [last, shown] = [null, ""];

function paper({ title, year, url, id, sentence }) {
  const link = safeLink(url);
  const name = `${title}${year ? ` (${year})` : ""}`;
  return el("li", {}, link ? el("a", { href: link, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, name) : el("span", { dir: "auto" }, name),
    el("small", {}, id), sentence ? el("blockquote", { dir: "auto" }, sentence) : null);
}

function open(key) {
  const told = Object.hasOwn(behind, key) ? behind[key] : null;
  shown = told ? key : "";
  details.hidden = !told;
  for (const mark of marks) mark.classList.toggle("open", Boolean(told) && mark.dataset.key === key);
  if (!told) return last?.focus();
  details.replaceChildren(el("button", { type: "button", class: "close", "aria-label": t("Close"), onclick: () => open("") }, "✕"),
    el("h1", { dir: "auto" }, told.title), ...told.facts.filter(Boolean).map((fact) => el("p", { dir: "auto" }, say(fact))), el("ul", {}, told.papers.map(paper)));
  return details.focus();
}

for (const mark of marks) {
  mark.addEventListener("click", () => {
    last = mark;
    open(mark.dataset.key);
  });
  mark.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    last = mark;
    open(mark.dataset.key);
  });
}
const figure = document.querySelector("#figure svg");
const file = document.title.toLowerCase().replaceAll(" ", "-");
document.getElementById("svg").addEventListener("click", () => download(asSvg(figure), `${file}.svg`));
document.getElementById("png").addEventListener("click", async () => download(await asPng(figure), `${file}.png`));
addEventListener("keydown", (event) => event.key === "Escape" && open(""));

const sayDrawing = createDrawingWords(figure, words);
const state = createState(speak);
const speakAs = createLanguage(document.getElementById("language"), (lang) => state.set({ lang }, true));
function speak({ lang }) {
  speakAs(lang);
  sayDrawing();
  document.title = say(title);
  if (shown) open(shown);
}
speak(state.get());
window.papermesh = { open };
