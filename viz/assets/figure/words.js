// The figure's own words in the language of the page. viz/figures/words.py makes what is read here.

import { say } from "../data/words.js";

// words: English text -> what it is made of. -> a function that says them anew where they stand in the drawing.
export function createDrawingWords(figure, words) {
  const put = [];
  const known = (text) => Object.hasOwn(words, text);
  for (const each of figure.querySelectorAll("title, text:not([data-key])")) {
    if (known(each.textContent)) put.push([words[each.textContent], (text) => (each.textContent = text)]);
  }
  for (const each of figure.querySelectorAll("[aria-label]")) {
    const label = each.getAttribute("aria-label");
    if (known(label)) put.push([words[label], (text) => each.setAttribute("aria-label", text)]);
  }
  return () => put.forEach(([told, write]) => write(say(told)));
}
