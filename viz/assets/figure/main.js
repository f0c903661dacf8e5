// A figure whose marks open what is behind them.

import { safeLink } from "../data/text.js";
import { el } from "../panels/dom.js";
import { asPng, asSvg, download } from "./save.js";

const behind = JSON.parse(document.getElementById("data").textContent);
const details = document.getElementById("details");
const marks = [...document.querySelectorAll("[data-key]")];
let last = null;

function paper({ title, year, url, id, sentence }) {
  const link = safeLink(url);
  const name = `${title}${year ? ` (${year})` : ""}`;
  return el("li", {}, link ? el("a", { href: link, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, name) : el("span", { dir: "auto" }, name),
    el("small", {}, id), sentence ? el("blockquote", { dir: "auto" }, sentence) : null);
}

function open(key) {
  const told = Object.hasOwn(behind, key) ? behind[key] : null;
  details.hidden = !told;
  for (const mark of marks) mark.classList.toggle("open", Boolean(told) && mark.dataset.key === key);
  if (!told) return last?.focus();
  details.replaceChildren(el("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => open("") }, "✕"),
    el("h1", { dir: "auto" }, told.title), ...told.facts.filter(Boolean).map((fact) => el("p", { dir: "auto" }, fact)), el("ul", {}, told.papers.map(paper)));
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
window.papermesh = { open };
