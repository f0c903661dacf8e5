// The dialogs: taking the view away in a file, and help.

import { tallyOf } from "../data/model.js";
import { plain } from "../data/text.js";
import { paintPicture } from "../picture/painter.js";
import { createSvgContext } from "../picture/svg.js";
import { byId, el, notify } from "./dom.js";
import { asBibtex, asCsv, asCypher, asJson } from "./files.js";

// view(): { nodes (in the order of the list), edges, picked, frame, title }
export function createTakeaway(dialog, view) {
  const stem = () => `papermesh-${plain(view().title).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40).replace(/^-|-$/g, "") || "view"}`;

  function save(blob, ending) {
    const link = el("a", { href: URL.createObjectURL(blob), download: `${stem()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    dialog.close();
    notify(`Saved ${link.download}`);
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
    else notify("No papers among these");
  }

  function png() {
    const { frame } = view();
    const canvas = document.createElement("canvas");
    const dots = Math.max(2, devicePixelRatio || 1);
    [canvas.width, canvas.height] = [frame.width * dots, frame.height * dots];
    const ctx = canvas.getContext("2d");
    ctx.scale(dots, dots);
    ctx.fillStyle = frame.colors.ground;
    ctx.fillRect(0, 0, frame.width, frame.height);
    paintPicture(ctx, frame);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  }

  function svg() {
    const { frame } = view();
    const ctx = createSvgContext(frame.width, frame.height, frame.colors.ground);
    paintPicture(ctx, frame);
    text(ctx.toString(), "image/svg+xml", "svg");
  }

  async function cypher() {
    const area = byId("cypher");
    area.value = asCypher(view().nodes);
    area.hidden = false;
    area.focus();
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
      notify("The query is on the clipboard");
    } catch {
      notify("Copy the query from the box");
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
    const { nodes, picked } = view();
    byId("taken").textContent = picked.size
      ? `CSV, JSON and BibTeX hold the selection (${tallyOf(picked)}), the others the whole view.`
      : `All that is shown: ${tallyOf(nodes)}. Select some (Shift click) for a table of those only.`;
    dialog.showModal();
  };
}

export function closesOutside(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
