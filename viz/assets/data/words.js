// The words of the page itself, in the language of its reader. What the corpus says is never translated.

import { CHINESE } from "./chinese.js";

const TABLES = { en: {}, zh: CHINESE };
let language = "en";

// wanted: a language of the page, else what the browser asks for first.
export function speak(wanted) {
  const asked = navigator.languages[0] ?? navigator.language ?? "";
  language = Object.hasOwn(TABLES, wanted) ? wanted : /^zh\b/i.test(asked) ? "zh" : "en";
}

export const spoken = () => language;

// text: English, the key of the tables, with {names} where values stand. -> the same as a list of texts and values, which may be elements.
export function phrase(text, values = {}) {
  const table = TABLES[language];
  const parts = (Object.hasOwn(table, text) ? table[text] : text).split(/\{(\w+)\}/);
  return parts.map((part, i) => (i % 2 ? (values[part] ?? `{${part}}`) : part)).filter((part) => part !== "");
}

export const t = (text, values) => phrase(text, values).join("");

// told: a text, or [template, values], whose values are such again. viz/figures/words.py makes them.
export const say = (told) =>
  typeof told === "string" ? told : t(told[0], Object.fromEntries(Object.entries(told[1]).map(([name, value]) => [name, say(value)])));

// one, many: with {n} where the number stands; a language without plurals knows only `many`. told: how the number is written.
export const count = (n, one, many, told = Number(n).toLocaleString("en")) =>
  t(new Intl.PluralRules(language).select(Number(n)) === "one" ? one : many, { n: told });
