// The picture: what is drawn where, and what lies under the pointer.

import { membersOf } from "../data/topics.js";
import { shownEdges } from "./bands.js";
import { LEAST_ZOOM, createCamera, listenToPointers } from "./camera.js";
import { paint, readColors } from "./colors.js";
import { nodeAt, targetAt } from "./hits.js";
import { createLabels } from "./labels.js";
import { paintPicture } from "./painter.js";
import { boundsOf, createRegions } from "./regions.js";
import { sheetInset } from "./sheet.js";

const LARGE = 200; // nodes; while such a picture moves, what was drawn last is moved

// band: the element that shows a rectangle while it is drawn; beside: what takes room from the picture.
// padding(): how much room on each side; covers(): the boxes that float on the picture.
export function createPicture(graph, canvas, { band, beside, padding, covers, onSelect, onExpand, onHover, onPin, onGather }) {
  const ctx = canvas.getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const factor = innerWidth >= 3200 ? 1.8 : innerWidth >= 2200 ? 1.3 : 1;
  const labels = createLabels(graph, family, factor);
  const topics = createRegions(graph, labels, family, factor);
  const view = createCamera(canvas, moved);
  let colors = readColors();
  let scope = { nodes: new Set(), edges: [], path: null };
  let regions = [];
  let [hovered, selected, color, overlay, pinned, picked] = [null, null, "kind", null, [], new Set()];
  let asked = 0;
  let moving = 0; // a timer, while the reader moves a large picture
  const last = { canvas: document.createElement("canvas"), camera: null, drawn: null };
  let fitted = view.camera; // where everything fits

  // The picture lies as wide or as tall as the window is; distances only grow, so nothing comes to overlap.
  // -> how positions in the page's data become positions here, and back.
  function stretch() {
    const placed = [...graph.nodes.values()].filter((node) => node.x !== undefined);
    const { left, right, top, bottom } = boundsOf(placed);
    const { width, height } = room();
    const [across, down] = [Math.max(1, right - left), Math.max(1, bottom - top)];
    const turned = (width / height) * (down / across) < 0.55 && across > down; // a wide picture on a tall screen
    const slack = (width / height) * (turned ? across / down : down / across);
    const [wider, taller] = [slack, 1 / slack].map((by) => Math.min(1.45, Math.max(1, by)));
    const stretched = ([x, y]) => (turned ? [y * wider, x * taller] : [x * wider, y * taller]);
    for (const node of placed) [node.x, node.y] = stretched([node.x, node.y]);
    return { stretched, unstretched: ([x, y]) => (turned ? [y / taller, x / wider] : [x / wider, y / taller]) };
  }

  function room() {
    const { top, right, bottom, left } = padding();
    const margin = canvas.clientWidth < 720 ? [34, 40] : [84 * factor, 48]; // for labels of the outermost nodes
    return { width: canvas.clientWidth - left - right - 2 * margin[0], height: canvas.clientHeight - top - bottom - 2 * margin[1] };
  }

  function fitting(nodes, most = 1.3 * factor, { width, height } = room()) {
    const { left, right, top, bottom } = boundsOf(nodes);
    const k = Math.max(LEAST_ZOOM, Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top), most));
    return centred({ x: (left + right) / 2, y: (top + bottom) / 2 }, k);
  }

  function wideSheet(words) {
    const [width, height] = [1600 * factor, 900 * factor];
    const inset = sheetInset(words, width, factor);
    const size = { width: width - inset.left - inset.right - 160 * factor, height: height - inset.top - inset.bottom - 90 * factor };
    const { k } = fitting([...scope.nodes], 2 * factor, size);
    const { left, right, top, bottom } = boundsOf(scope.nodes);
    const camera = { k, x: width / 2 - ((left + right) / 2) * k, y: (inset.top + height - inset.bottom) / 2 - ((top + bottom) / 2) * k };
    return frame(width, height, camera, inset, [], true);
  }

  function seenSheet(words) {
    const now = padding();
    const { camera } = view;
    const bounds = boundsOf(scope.nodes);
    const margin = 110 * factor; // for names of the outermost nodes
    const left = Math.max(now.left, bounds.left * camera.k + camera.x - margin);
    const top = Math.max(now.top, bounds.top * camera.k + camera.y - margin);
    const right = Math.min(canvas.clientWidth - now.right, bounds.right * camera.k + camera.x + margin);
    const bottom = Math.min(canvas.clientHeight - now.bottom, bounds.bottom * camera.k + camera.y + margin);
    const width = Math.ceil(Math.max(360 * factor, right - left));
    const inset = sheetInset(words, width, factor);
    const height = Math.ceil(Math.max(120, bottom - top) + inset.top + inset.bottom);
    return frame(width, height, { k: camera.k, x: camera.x - left, y: camera.y - top + inset.top }, { ...inset, left: 4, right: 4 }, []);
  }

  function around(target) {
    const nodes = target.between ? target.between.flatMap((topic) => membersOf(topic, scope.nodes)) : membersOf(target, scope.nodes);
    return nodes.length ? fitting(nodes) : view.camera;
  }

  function centred({ x, y }, k) {
    const { top, right, bottom, left } = padding();
    return { k, x: (left + canvas.clientWidth - right) / 2 - x * k, y: (top + canvas.clientHeight - bottom) / 2 - y * k };
  }

  function fit(animate = false) {
    fitted = fitting([...scope.nodes]);
    if (animate) view.fly(fitted);
    else view.set(fitted);
  }

  // What beside the picture has changed in size: whoever saw everything still does.
  function refit() {
    const { camera } = view;
    if (camera.k === fitted.k && camera.x === fitted.x && camera.y === fitted.y) fit();
    else redraw();
  }

  // Nodes that stay bright while something is hovered, selected or a path is shown; empty: all.
  function bright(focus) {
    const near = new Set(scope.path?.nodes.filter((node) => scope.nodes.has(node)) ?? []);
    if (!focus) return near;
    if (focus.relations) return near.add(focus.from).add(focus.to);
    if (!focus.kind) return new Set([...near, ...endsOf(focus)]);
    near.add(focus);
    for (const edge of scope.edges) {
      if (edge.from === focus) near.add(edge.to);
      else if (edge.to === focus) near.add(edge.from);
    }
    return near;
  }

  // What a filter has taken out of the picture is no reason to dim the rest.
  const inScope = (target) => Boolean(target) && endsOf(target).some((node) => scope.nodes.has(node)) && (!target.relations || (scope.nodes.has(target.from) && scope.nodes.has(target.to)));

  // The nodes that a node, a line, a topic or a band stands for.
  function endsOf(target) {
    if (target.kind) return [target];
    if (target.relations) return [target.from, target.to];
    return target.between ? shownEdges(target).flatMap(({ from, to }) => [from, to]) : membersOf(target, scope.nodes);
  }

  // inset: what lies around the picture; floating: boxes on it.
  function frame(width, height, camera = view.camera, inset = padding(), floating = covers(), whole = false) {
    const focus = hovered ?? (inScope(selected) ? selected : null);
    const near = bright(focus);
    const { top, right, bottom, left } = inset;
    const area = { left: left - camera.x + 2, top: top - camera.y + 2, right: width - right - camera.x - 2, bottom: height - bottom - camera.y - 2 };
    // Buttons that float on the picture hide what would be written there.
    const covered = floating.map(({ left, right, top, bottom }) => ({ box: { left: left - camera.x, right: right - camera.x, top: top - camera.y, bottom: bottom - camera.y } }));
    // Names of topics, until one is near enough to read the nodes.
    for (const region of regions) region.box = null;
    const named = color !== "kind" && (whole || camera.k < fitted.k * 2.6) ? topics.named(regions, camera.k, area, covered) : [];
    const chosen = focus?.kind || focus?.relations ? endsOf(focus) : [];
    const boxes = labels.at(camera.k, area, [...named, ...covered], inScope(selected) && selected.kind ? [selected, ...chosen] : chosen, near);
    const center = graph.center;
    return { camera, width, height, scope, near, focus, selected, center, pinned, picked, factor, colors, color, overlay, regions: color === "kind" ? [] : regions, boxes, labels };
  }

  function moved() {
    if (scope.nodes.size > LARGE) {
      clearTimeout(moving);
      moving = setTimeout(() => {
        moving = 0;
        redraw();
      }, 150);
    }
    redraw();
  }

  function redraw() {
    if (!asked) asked = requestAnimationFrame(draw);
  }

  function draw() {
    if (asked) cancelAnimationFrame(asked);
    asked = 0;
    const { clientWidth: width, clientHeight: height } = canvas;
    const dots = devicePixelRatio || 1;
    const [across, down] = [Math.round(width * dots), Math.round(height * dots)];
    const resized = canvas.width !== across || canvas.height !== down;
    if (moving && !resized && moveLast(width, height, dots)) return;
    if (resized) [canvas.width, canvas.height] = [across, down];
    ctx.setTransform(dots, 0, 0, dots, 0, 0);
    ctx.clearRect(0, 0, width, height);
    paintPicture(ctx, frame(width, height));
    last.camera = null;
    last.drawn = { ...view.camera };
  }

  // Shows what was drawn last where it is now and as large; false where that would leave too much empty.
  function moveLast(width, height, dots) {
    const { camera } = view;
    if (!last.camera) {
      [last.canvas.width, last.canvas.height] = [canvas.width, canvas.height];
      last.canvas.getContext("2d").drawImage(canvas, 0, 0);
      last.camera = last.drawn;
    }
    const by = camera.k / last.camera.k;
    const [dx, dy] = [camera.x - last.camera.x * by, camera.y - last.camera.y * by];
    const gap = Math.max(dx / width, dy / height, 1 - by - dx / width, 1 - by - dy / height);
    if (gap > 0.3 || by > 1.8) return false;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(last.canvas, dx * dots, dy * dots, canvas.width * by, canvas.height * by);
    return true;
  }

  function under(x, y) {
    return nodeAt({ scope, camera: view.camera }, x, y) ?? targetAt(frame(canvas.clientWidth, canvas.clientHeight), graph.topics, x, y);
  }

  // Shows the rectangle that the reader draws; at its end the nodes in it are gathered.
  function gather([ax, ay], [bx, by], done) {
    const [left, top, right, bottom] = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
    band.hidden = done;
    Object.assign(band.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
    if (!done) return;
    const inside = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
    onGather([...scope.nodes].filter((node) => inside(view.toScreen(node))));
  }

  function hover(target, event) {
    if (target !== hovered) {
      hovered = target;
      canvas.classList.toggle("pointing", Boolean(target));
      redraw();
    }
    // A name that stands there in full needs no second one.
    const full = target?.kind && !labels.textOf(target).cut && frame(canvas.clientWidth, canvas.clientHeight).boxes.has(target);
    onHover(full ? null : target, event);
  }

  listenToPointers(canvas, view, {
    grab: (x, y) => nodeAt({ scope, camera: view.camera }, x, y),
    drag(node, dx, dy) {
      node.x += dx / view.camera.k;
      node.y += dy / view.camera.k;
      labels.forget();
      redraw();
    },
    drop: onPin,
    gather,
    click: (x, y, event) => onSelect(under(x, y), event),
    doubleClick(x, y) {
      const target = under(x, y);
      if (target?.kind) onExpand(target);
      else if (!target) view.zoomBy(1.8, x, y);
    },
    hover: (x, y, event) => hover(under(x, y), event),
    leave: () => hover(null),
  });

  for (const element of [canvas, beside]) new ResizeObserver(refit).observe(element);

  return {
    ...stretch(),
    canvas,
    view,
    fit,
    refit,
    redraw,
    // scope: what to show; look: { selected, picked, color, overlay, pinned }.
    show(next, look) {
      scope = next;
      ({ selected, picked, color, overlay, pinned } = look);
      if (hovered?.kind && !scope.nodes.has(hovered)) hovered = null;
      regions = topics.of(scope.nodes);
      labels.use(scope.nodes);
      redraw();
    },
    highlight(target) {
      hovered = target;
      redraw();
    },
    recolor() {
      colors = readColors();
      redraw();
    },
    // Brings a node or the middle of a line into view; closer where the picture is too small to read.
    // A topic or band is shown whole.
    bring: (target) => view.fly(target.kind || target.relations ? centred(middle(target), Math.max(view.camera.k, 0.95)) : around(target)),
    bringAll: (nodes) => view.fly(fitting(nodes)),
    // Only where the panel would hide it.
    uncover(target) {
      if (!target.kind && !target.relations) return target.between ? undefined : view.fly(around(target));
      const { x, y } = view.toScreen(middle(target));
      const { top, right, bottom, left } = padding();
      const hidden = x < left + 30 || x > canvas.clientWidth - right - 30 || y < top + 30 || y > canvas.clientHeight - bottom - 30;
      return hidden ? view.fly(centred(middle(target), view.camera.k)) : undefined;
    },
    zoom: (factor) => view.zoomBy(factor, canvas.clientWidth / 2, canvas.clientHeight / 2),
    moved() {
      labels.forget();
      regions = topics.of(scope.nodes);
      redraw();
    },
    // The frame of a sheet: 16:9 with everything, or what is seen, cropped to the graph. words: as of sheet.js.
    sheet(words, wide, theme) {
      const [hover, kept] = [hovered, colors];
      [hovered, colors] = [null, readColors(theme)];
      const found = wide ? wideSheet(words) : seenSheet(words);
      [hovered, colors] = [hover, kept];
      return found;
    },
    fills() {
      const now = frame(canvas.clientWidth, canvas.clientHeight);
      return Object.fromEntries([...scope.nodes].map((node) => [node.key, paint(node, now)[0]]));
    },
    frame: () => frame(canvas.clientWidth, canvas.clientHeight),
    drawNow: draw,
  };
}

const middle = (target) => (target.relations ? { x: (target.from.x + target.to.x) / 2, y: (target.from.y + target.to.y) / 2 } : target);
