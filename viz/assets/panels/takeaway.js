// The dialogs: taking the view away in a file, and help.

import { tallyOf } from "../data/model.js";
import { plain } from "../data/text.js";
import { t } from "../data/words.js";
import { byId, el, notify } from "./dom.js";
import { asBibtex, asCsv, asCypher, asJson } from "./files.js";

// view(): { nodes (in the order of the list), edges, picked, title, dark }; slides: as of createSlides().
export function createTakeaway(dialog, slides, view) {
  const stem = () => `papermesh-${plain(view().title).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40).replace(/^-|-$/g, "") || "view"}`;

  function save(blob, ending) {
    const link = el("a", { href: URL.createObjectURL(blob), download: `${stem()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    dialog.close();
    notify(t("Saved {file}", { file: link.download }));
  }

  const text = (content, type, ending) => save(new Blob([content], { type: `${type};charset=utf-8` }), ending);

  // What a table holds: the selection where there is one, else all that is shown.
  function taken() {
    const { nodes, edges, picked } = view();
    if (!picked.size) return { nodes, edges };
    return { nodes: nodes.filter((node) => picked.has(node)), edges: edges.filter((edge) => picked.has(edge.from) && picked.has(edge.to)) };
  }

  function bibtex() {
    const papers = taken().nodes.filter((node) => node.kind === "Paper");
    if (papers.length) text(asBibtex(papers), "application/x-bibtex", "bib");
    else notify(t("No papers among these"));
  }

  // As the reader has set it in the dialog.
  const options = () => {
    const chosen = (name) => dialog.querySelector(`[name=${name}]`).value;
    return { wide: chosen("shape") === "wide", dots: Number(chosen("dots")), theme: chosen("colors") };
  };

  async function png() {
    const blob = await slides.png(options());
    if (blob) save(blob, "png");
    else notify(t("Too large for this browser: take fewer dots, or SVG"));
  }

  const svg = () => text(slides.svg(options()), "image/svg+xml", "svg");

  async function cypher() {
    const area = byId("cypher");
    area.value = asCypher(view().nodes);
    area.hidden = false;
    area.focus();
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      notify(t("The query is on the clipboard"));
    } catch {
      notify(t("Copy the query from the box"));
    }
  }

  const formats = {
    png,
    svg,
    csv: () => text(`\ufeff${asCsv(taken().nodes)}`, "text/csv", "csv"),
    json: () => text(asJson(taken().nodes, taken().edges), "application/json", "json"),
    bibtex,
    cypher,
  };
  for (const button of dialog.querySelectorAll("[data-take]")) button.addEventListener("click", () => formats[button.dataset.take]());
  closesOutside(dialog);
  return () => {
    byId("cypher").hidden = true;
    const { nodes, picked, dark } = view();
    dialog.querySelector("[name=colors]").value = dark ? "dark" : "light";
    byId("taken").textContent = picked.size
      ? t("CSV, JSON and BibTeX hold the selection ({tally}), the others the whole view.", { tally: tallyOf(picked) })
      : t("All that is shown: {tally}. Select some (Shift click) for a table of those only.", { tally: tallyOf(nodes) });
    dialog.showModal();
  };
}

export function closesOutside(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
