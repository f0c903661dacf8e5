// The picture as one shows it to others: with a title, a legend and a line that says what it is of.

import { KINDS, nameOfKind } from "../data/model.js";
import { clip } from "../data/text.js";
import { rampColor, regionColor } from "./colors.js";
import { paintPicture, trace } from "./painter.js";

const EDGE = 28;
const ROW = 22;
const FOOT = 40;
const pen = document.createElement("canvas").getContext("2d");

// What the legend holds, in rows of this width. words: { title, source, kinds, topics, overlay, fonts: { sans, serif } }
function rowsOf(words, width) {
  const items = words.kinds.map((kind) => ({ kind, text: nameOfKind(kind) }));
  if (words.overlay) items.push({ ramp: words.overlay, text: `${words.overlay.low} – ${words.overlay.high}` });
  items.push(...words.topics.map((topic) => ({ topic, text: clip(topic.name, 44) })));
  pen.font = `400 13px ${words.fonts.sans}`; // all sizes here are of a sheet before it is scaled
  const rows = [[]];
  let x = 0;
  for (const item of items) {
    item.width = (item.ramp ? 118 : 18) + pen.measureText(item.text).width + 20;
    if (x + item.width > width && rows.at(-1).length) [x, rows[rows.length]] = [0, []];
    rows.at(-1).push({ ...item, x });
    x += item.width;
  }
  return rows;
}

// How much room a sheet takes from the picture on each side.
export function sheetInset(words, width, factor) {
  const top = EDGE + 44 + ROW * rowsOf(words, width / factor - 2 * EDGE).length;
  return { top: top * factor, right: EDGE * factor, bottom: FOOT * factor, left: EDGE * factor };
}

// ctx: a canvas, or what has its methods; frame: as of the picture, made with sheetInset().
export function paintSheet(ctx, frame, words) {
  const { colors, width, height, factor } = frame;
  const inset = sheetInset(words, width, factor);
  fillBox(ctx, colors.ground, 0, 0, width, height);
  paintPicture(ctx, frame);
  fillBox(ctx, colors.ground, 0, 0, width, inset.top - 4); // what of the picture lies under title and legend
  fillBox(ctx, colors.ground, 0, height - inset.bottom + 4, width, height);
  const at = (x, y, size, weight, family) => [x * factor, y * factor, `${weight} ${size * factor}px ${family}`];
  write(ctx, clip(words.title, 90), ...at(EDGE, EDGE + 8, 24, 600, words.fonts.serif), colors.ink);
  rowsOf(words, width / factor - 2 * EDGE).forEach((row, i) => {
    for (const item of row) {
      const [x, y] = [EDGE + item.x, EDGE + 44 + ROW * i];
      drawMark(ctx, item, x * factor, y * factor, frame);
      write(ctx, item.text, ...at(x + (item.ramp ? 110 : 18), y, 13, 400, words.fonts.sans), colors.ink);
    }
  });
  write(ctx, words.source, ...at(EDGE, height / factor - FOOT / 2, 12, 400, words.fonts.sans), colors.muted);
}

function drawMark(ctx, { kind, topic, ramp }, x, y, frame) {
  const { colors, color, factor } = frame;
  const [step, half] = [5 * factor, 5 * factor];
  if (ramp) for (let i = 0; i < 20; i += 1) fillBox(ctx, rampColor(colors[ramp.mode], (i + 0.5) / 20), x + i * step, y - half, x + (i + 1) * step + 0.2, y + half);
  else {
    ctx.beginPath();
    trace(ctx, topic ? "dot" : (KINDS[kind]?.shape ?? "dot"), x + 6 * factor, y, 5.5 * factor);
    ctx.fillStyle = topic ? regionColor(frame, topic.id) : color === "kind" ? (colors[kind] ?? colors.muted) : colors.muted;
    ctx.fill();
  }
}

function write(ctx, text, x, y, font, color) {
  ctx.font = font;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = color;
  ctx.globalAlpha = 1;
  ctx.fillText(text, x, y);
}

function fillBox(ctx, color, left, top, right, bottom) {
  ctx.globalAlpha = 1;
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(left, top);
  ctx.lineTo(right, top);
  ctx.lineTo(right, bottom);
  ctx.lineTo(left, bottom);
  ctx.closePath();
  ctx.fill();
}
