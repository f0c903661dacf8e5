// The dialogs: taking the view away in a file, and help.

// view(): { nodes (in the order of the list), links, frame, title }
function createTakeaway(dialog, view) {
  const stem = () => `papermesh-${plain(view().title).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40).replace(/^-|-$/g, "") || "view"}`;

  function save(blob, ending) {
    const link = el("a", { href: URL.createObjectURL(blob), download: `${stem()}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    dialog.close();
    notify(`Saved ${link.download}`);
  }

  const text = (content, type, ending) => save(new Blob([content], { type: `${type};charset=utf-8` }), ending);

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

  const ways = {
    png,
    svg,
    csv: () => text(`\ufeff${asCsv(view().nodes)}`, "text/csv", "csv"),
    json: () => text(asJson(view().nodes, view().links), "application/json", "json"),
    bibtex: () => text(asBibtex(view().nodes.filter((node) => node.kind === "Paper")), "application/x-bibtex", "bib"),
    cypher,
  };
  for (const button of dialog.querySelectorAll("[data-take]")) button.addEventListener("click", () => ways[button.dataset.take]());
  closesOutside(dialog);
  return () => {
    byId("cypher").hidden = true;
    dialog.showModal();
  };
}

function closesOutside(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
