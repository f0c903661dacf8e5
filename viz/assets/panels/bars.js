// Bars of years.

import { count, t } from "../data/words.js";
import { el } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 40;

// A bar for every year of a range; inside(year): whether it is among those chosen.
export function drawBars(tally, [first, last], inside = () => true) {
  const svg = document.createElementNS(SVG, "svg");
  const most = Math.max(1, ...tally.values());
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  svg.setAttribute("viewBox", `0 0 ${years.length} ${HEIGHT}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "bars");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${t("Papers by year")}: ${years.filter((year) => tally.get(year)).map((year) => `${year}: ${tally.get(year)}`).join(", ")}`);
  years.forEach((year, i) => {
    const many = tally.get(year) ?? 0;
    const height = many ? Math.max(2, (HEIGHT * many) / most) : 0.6;
    const bar = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ x: i + 0.08, y: HEIGHT - height, width: 0.84, height, class: inside(year) ? "in" : "out" })) bar.setAttribute(name, value);
    const told = document.createElementNS(SVG, "title");
    told.textContent = `${year}: ${count(many, "{n} paper", "{n} papers")}`;
    bar.append(told);
    svg.append(bar);
  });
  return svg;
}

// The same with its first and last year below; null where there are no two years.
export function yearBars(title, tally, range, inside) {
  if (!range || range[0] === range[1] || !tally.size) return null;
  return el("section", { class: "by-year" }, el("h3", {}, title), drawBars(tally, range, inside), el("p", { class: "range" }, el("span", {}, String(range[0])), el("span", {}, String(range[1]))));
}
