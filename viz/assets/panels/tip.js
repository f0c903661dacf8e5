// The whole name of what lies under the pointer, where the picture has no room for it.

import { clip } from "../data/text.js";
import { t } from "../data/words.js";
import { byId, el, icon, swatch } from "./dom.js";

// what: a node or a band, or null for none; a line has no name, that of a topic stands in the picture.
export function showTip(what, event) {
  const tip = byId("tip");
  tip.hidden = !what || !event || !(what.kind || what.between);
  if (tip.hidden) return;
  const names = what.between ? what.between.map((topic) => topic.short) : [what.name];
  tip.replaceChildren(...(what.between ? what.between.map(swatch) : [icon(what.kind)]), el("bdi", { dir: "auto" }, names.map((name) => clip(name, 220)).join(t(" and "))));
  const { offsetWidth: width, offsetHeight: height } = tip;
  tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
}
