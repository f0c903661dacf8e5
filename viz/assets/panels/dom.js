// Elements of the page. Everything from outside goes in as text, never as HTML.

import { KINDS } from "../data/model.js";

export const byId = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  dot: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
  square: "M4.5 3h7A1.5 1.5 0 0 1 13 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 11.5v-7A1.5 1.5 0 0 1 4.5 3Z",
  diamond: "M8 1.8 14.2 8 8 14.2 1.8 8Z",
  triangle: "M8 2.2 14 13H2Z",
  hexagon: "M1.8 8 4.9 2.4H11.1L14.2 8 11.1 13.6H4.9Z",
};

function drawing(path, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const icon = (kind) => drawing(ICONS[KINDS[kind]?.shape ?? "dot"], `icon ${Object.hasOwn(KINDS, kind) ? kind.toLowerCase() : ""}`);

const EYE = "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z";
export const eyeIcon = (open) => drawing(open ? EYE : `${EYE}M3 13 13 3`, "eye-icon");

export const swatch = (topic) => el("span", { class: `swatch topic-${topic.color}` });

// A short notice that a screen reader tells, too. lasting: until the next one, perhaps an empty one, which only ends it.
let noticeTimer = 0;
export function notify(message, lasting = false) {
  const box = byId("notice");
  box.textContent = message;
  box.hidden = !message;
  clearTimeout(noticeTimer);
  if (!lasting) noticeTimer = setTimeout(() => (box.hidden = true), 4000);
}
