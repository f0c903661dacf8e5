// Colours: of the style sheet, and of what nodes and regions show.

import { KINDS } from "../data/model.js";
import { COLORS } from "../data/topics.js";

const RAMP_STOPS = 5;
const RAMP_STEPS = 20;

// The colours of the style sheet as #rrggbb; theme: "light" or "dark", else as the page is now.
export function readColors(theme = "") {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.colorScheme = theme;
  document.body.append(probe);
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    const channels = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3);
    return `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
  };
  const names = ["ground", "ink", "muted", "edge", "accent", "way", ...Object.keys(KINDS)];
  const colors = Object.fromEntries(names.map((name) => [name, read(name.toLowerCase())]));
  colors.topics = Array.from({ length: COLORS }, (_, i) => read(`topic-${i}`));
  for (const name of ["year", "growth"]) colors[name] = Array.from({ length: RAMP_STOPS }, (_, i) => read(`${name}-${i}`));
  probe.remove();
  return colors;
}

// #rrggbb of a share of one colour in another.
export function mix(color, other, share) {
  const channels = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [channels(color), channels(other)];
  return `#${a.map((v, i) => Math.round(v * share + b[i] * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

const topicColor = (colors, topic) => (topic >= 0 ? colors.topics[topic % COLORS] : colors.muted);

// The colour at a share of a ramp, in steps: few colours are drawn faster than many.
export function rampColor(stops, share) {
  const at = (Math.round(share * RAMP_STEPS) / RAMP_STEPS) * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  return mix(stops[below + 1], stops[below], at - below);
}

// Of a node, whatever colours show but kinds.
export function hue(node, { colors, color, overlay }) {
  if (color === "topic") return topicColor(colors, node.topic);
  const share = overlay.at(node);
  return share === null ? colors.muted : rampColor(colors[color], share);
}

export const regionColor = ({ colors, color }, topic) => (color === "topic" ? topicColor(colors, topic) : colors.edge);

// Fill and outline of a node. But by kind, papers are pale: kinds stay apart without colour, too.
export function paint(node, frame) {
  const { colors, color } = frame;
  if (color === "kind") return [colors[node.kind] ?? colors.muted, colors.ground];
  const own = hue(node, frame);
  return node.kind === "Paper" ? [mix(own, colors.ground, 0.3), own] : [own, colors.ground];
}
