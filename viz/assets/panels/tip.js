// The whole name of what lies under the pointer, where the picture has no room for it.

import { clip } from "../data/text.js";
import { byId, el, icon } from "./dom.js";

// what: a node, or null for none; a line has no name.
export function showTip(what, event) {
  const tip = byId("tip");
  tip.hidden = !what || !event || Boolean(what.relations);
  if (tip.hidden) return;
  tip.replaceChildren(icon(what.kind), el("bdi", { dir: "auto" }, clip(what.name, 220)));
  const { offsetWidth: width, offsetHeight: height } = tip;
  tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
}
