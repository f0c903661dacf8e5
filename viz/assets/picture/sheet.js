// The picture as one shows it to others: with a title, a legend and a line that says what it is of.

import { KINDS } from "../data/model.js";
import { clip } from "../data/text.js";
import { paintPicture, rampColor, regionColor, trace } from "./painter.js";

const EDGE = 28;
const ROW = 22;
const FOOT = 40;
const pen = document.createElement("canvas").getContext("2d");

// What the legend holds, in rows of this width. words: { title, source, kinds, topics, overlay, fonts: { sans, serif } }
function rowsOf(words, width) {
  const items = words.kinds.map((kind) => ({ kind, text: KINDS[kind]?.many ?? kind }));
  if (words.overlay) items.push({ ramp: words.overlay, text: `${words.overlay.low} to ${words.overlay.high}` });
  items.push(...words.topics.map((topic) => ({ topic, text: clip(topic.name, 44) })));
  pen.font = `400 13px ${words.fonts.sans}`;
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
export const sheetInset = (words, width) => ({ top: EDGE + 34 + ROW * rowsOf(words, width - 2 * EDGE).length + 10, right: EDGE, bottom: FOOT, left: EDGE });

// ctx: a canvas, or what has its methods; frame: as of the picture, made with sheetInset().
export function paintSheet(ctx, frame, words) {
  const { colors, width, height } = frame;
  const inset = sheetInset(words, width);
  fillBox(ctx, colors.ground, 0, 0, width, height);
  paintPicture(ctx, frame);
  fillBox(ctx, colors.ground, 0, 0, width, inset.top - 4); // what of the picture lies under title and legend
  fillBox(ctx, colors.ground, 0, height - inset.bottom + 4, width, height);
  write(ctx, clip(words.title, 90), EDGE, EDGE + 8, `600 24px ${words.fonts.serif}`, colors.ink);
  rowsOf(words, width - 2 * EDGE).forEach((row, i) => {
    for (const item of row) drawItem(ctx, item, EDGE + item.x, EDGE + 44 + ROW * i, frame, words);
  });
  write(ctx, words.source, EDGE, height - FOOT / 2, `400 12px ${words.fonts.sans}`, colors.muted);
}

function drawItem(ctx, { kind, topic, ramp, text }, x, y, frame, words) {
  const { colors, color } = frame;
  if (ramp) for (let i = 0; i < 20; i += 1) fillBox(ctx, rampColor(colors[ramp.mode], (i + 0.5) / 20), x + i * 5, y - 5, x + i * 5 + 5.2, y + 5);
  else {
    ctx.beginPath();
    trace(ctx, topic ? "dot" : (KINDS[kind]?.shape ?? "dot"), x + 6, y, 5.5);
    ctx.fillStyle = topic ? regionColor(frame, topic.id) : color === "kind" ? (colors[kind] ?? colors.muted) : colors.muted;
    ctx.fill();
  }
  write(ctx, text, x + (ramp ? 110 : 18), y, `400 13px ${words.fonts.sans}`, colors.ink);
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
