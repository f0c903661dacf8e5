// The switch between the languages of the page, and the words that its template holds.

import { speak, spoken, t } from "../data/words.js";

const NAMED = ["aria-label", "title", "placeholder"];
const OTHERS = "[dir], [lang]:not(html), kbd, b, svg, script, noscript"; // texts from outside, keys, formats and drawings
const NEXT = { en: { lang: "zh", name: "中文", short: "中" }, zh: { lang: "en", name: "English", short: "EN" } };

// -> [[English, put(text)]] for all words that stand in the page before anything is drawn.
function written() {
  const found = [];
  const add = (text, put) => /\p{L}/u.test(text) && found.push([text.trim(), put]);
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest(OTHERS)) continue;
    for (const name of NAMED) add(element.getAttribute(name) ?? "", (text) => element.setAttribute(name, text));
    for (const child of element.childNodes) {
      if (child.nodeType !== Node.TEXT_NODE) continue;
      const [before, after] = [/^\s*/, /\s*$/].map((space) => space.exec(child.data)[0]);
      add(child.data, (text) => (child.data = before + text + after));
    }
  }
  return found;
}

// choose(language): what the button does. -> show(wanted): makes the page speak that, else what the browser asks for.
export function createLanguage(button, choose) {
  const words = written();
  let shown = null;
  button.addEventListener("click", () => choose(NEXT[spoken()].lang));
  return (wanted) => {
    speak(wanted);
    if (shown === spoken()) return;
    shown = spoken();
    document.documentElement.lang = shown === "zh" ? "zh-CN" : "en";
    for (const [text, put] of words) put(t(text));
    const { lang, name, short } = NEXT[shown];
    button.textContent = short;
    for (const [attribute, value] of Object.entries({ lang, "aria-label": name, title: name })) button.setAttribute(attribute, value);
  };
}
