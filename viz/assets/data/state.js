// The state of the page, kept in the address after "#": a link, a reload or the back button leads to the same picture.

import { enc } from "./text.js";

function dec(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

const LIST = { write: (list) => list.map(enc).join(","), read: (text) => text.split(",").filter(Boolean).map(dec) };
const TEXT = { write: enc, read: dec };
const NUMBER = { write: String, read: (text) => Math.max(0, Math.min(100, Number.parseInt(text, 10) || 0)) };
const PAIR = { write: LIST.write, read: (text) => (LIST.read(text).length === 2 ? LIST.read(text) : null) };
const YEARS = { write: (years) => years.join("-"), read: (text) => (/^\d{4}-\d{4}$/.test(text) ? text.split("-").map(Number) : null) };
const POSITIONS = {
  write: (positions) => Object.entries(positions).map(([key, [x, y]]) => [enc(key), Math.round(x), Math.round(y)].join(":")).join(","),
  read: (text) => {
    const entries = text.split(",").map((item) => item.split(":"));
    const good = entries.filter(([key, x, y]) => key && [x, y].every((n) => Math.abs(Number(n)) < 1e6));
    return Object.fromEntries(good.map(([key, x, y]) => [dec(key), [Number(x), Number(y)]]));
  },
};

// name -> how it is written, and what it is when the address does not name it
const FIELDS = {
  select: [TEXT, ""], // key of a node, or id of a line
  picked: [LIST, []], // keys of nodes gathered for taking away
  expand: [LIST, []], // in order
  hide: [LIST, []],
  pin: [POSITIONS, {}],
  only: [TEXT, ""],
  path: [PAIR, null],
  kinds: [LIST, []], // what the legend has switched off
  types: [LIST, []],
  topics: [{ write: (list) => list.join(","), read: (text) => text.split(",").map(Number).filter(Number.isInteger) }, []],
  strength: [NUMBER, 0],
  hops: [NUMBER, 0],
  years: [YEARS, null],
  color: [TEXT, ""],
  theme: [TEXT, ""],
  lang: [TEXT, ""], // of the page's own words; "": that of the browser
  tab: [TEXT, ""],
  sort: [TEXT, ""],
  embed: [{ write: String, read: (text) => text !== "false" }, false], // also as a mere word
};

export function readState(hash) {
  const state = Object.fromEntries(Object.entries(FIELDS).map(([name, [, none]]) => [name, structuredClone(none)]));
  for (const field of hash.replace(/^#/, "").split("&")) {
    const at = field.indexOf("=");
    const name = field.slice(0, at);
    if (field === "embed") state.embed = true;
    if (at > 0 && Object.hasOwn(FIELDS, name)) state[name] = FIELDS[name][0].read(field.slice(at + 1));
  }
  return state;
}

function writeState(state) {
  const fields = [];
  for (const [name, [how, none]] of Object.entries(FIELDS)) {
    if (JSON.stringify(state[name]) !== JSON.stringify(none) && state[name] !== null) fields.push(`${name}=${how.write(state[name])}`);
  }
  return fields.join("&");
}

// onChange(state): after every change, also by the back button.
export function createState(onChange) {
  let current = readState(location.hash);
  addEventListener("hashchange", () => {
    if (location.hash.replace(/^#/, "") === writeState(current)) return;
    current = readState(location.hash);
    onChange(current);
  });
  return {
    get: () => current,
    // quiet: no step back for it (sliders, sorting).
    set(patch, quiet = false) {
      current = { ...current, ...patch };
      const hash = writeState(current);
      // A page inside another (a notebook) has no address to replace.
      if (quiet && location.protocol !== "about:") history.replaceState(null, "", `${location.href.replace(/#.*$/s, "")}#${hash}`);
      else if (hash !== location.hash.replace(/^#/, "")) location.hash = hash;
      onChange(current);
    },
  };
}
