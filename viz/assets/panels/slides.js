// Pictures for slides and print: what stands on them, and how they become PNG or SVG.

import { kindsIn, tallyOf } from "../data/model.js";
import { topicTally } from "../data/topics.js";
import { t } from "../data/words.js";
import { paintSheet } from "../picture/sheet.js";
import { createSvgContext } from "../picture/svg.js";

// view(): { scope, color, overlay, title, years }; picture.sheet(words, wide, theme) -> the frame of a sheet.
export function createSlides(graph, picture, view) {
  function wordsOf({ scope, color, overlay, title, years }) {
    const when = years ? ` · ${years.join("–")}` : "";
    return {
      title,
      source: `papermesh · ${t("shown {tally}", { tally: tallyOf(scope.nodes, graph.corpus?.counts) })}${when}`,
      kinds: kindsIn(new Map([...scope.nodes].map((node) => [node.kind, 1]))),
      topics: color === "topic" ? [...topicTally(graph.topics, scope.nodes).keys()] : [],
      overlay,
      fonts: { sans: getComputedStyle(document.body).fontFamily, serif: getComputedStyle(document.getElementById("title")).fontFamily },
    };
  }

  const sheet = ({ wide, theme }) => {
    const words = wordsOf(view());
    return { words, frame: picture.sheet(words, wide, theme) };
  };

  return {
    // -> a promise of a Blob, or of null where the browser has no memory for so many dots.
    png(options) {
      const { words, frame } = sheet(options);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [frame.width * options.dots, frame.height * options.dots];
      const ctx = canvas.getContext("2d");
      ctx.scale(options.dots, options.dots);
      paintSheet(ctx, frame, words);
      picture.redraw();
      return new Promise((done) => canvas.toBlob(done, "image/png"));
    },
    svg(options) {
      const { words, frame } = sheet(options);
      const ctx = createSvgContext(frame.width, frame.height, frame.colors.ground);
      paintSheet(ctx, frame, words);
      picture.redraw();
      return ctx.toString();
    },
  };
}
