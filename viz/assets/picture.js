// The picture: vis-network moves, zooms and drags; the painter draws.

function createPicture(data, graph, container, { onSelect, onHover, padding }) {
  const all = [...graph.nodes.values()];
  const portrait = container.clientHeight > container.clientWidth * 1.15;
  if (portrait) for (const node of all) [node.x, node.y] = [node.y, node.x];
  stretch();
  const labels = createLabels(graph, getComputedStyle(document.body).fontFamily);
  const state = { scale: 1, hovered: null, selected: null }; // hovered, selected: a node, a link, or null
  const painter = createPainter(graph, labels, state);

  const network = new vis.Network(
    container,
    {
      nodes: data.network.nodes.map((item) => {
        const node = graph.nodes.get(item.id);
        const { label, ...rest } = item;
        return { ...rest, x: node.x, y: node.y, shape: "custom", ctxRenderer: (spot) => painter.drawNode(node, spot) };
      }),
      // Drawn below, all at once; kept for what vis-network knows about neighbours.
      edges: data.network.edges.map(({ id, from, to }) => ({ id, from, to, hidden: true })),
    },
    data.network.options,
  );
  const canvas = container.querySelector("canvas");

  network.on("beforeDrawing", (ctx) => {
    state.scale = network.getScale();
    painter.drawLinks(ctx);
  });
  network.on("afterDrawing", painter.drawLabels);
  for (const event of ["dragging", "dragEnd"]) {
    network.on(event, ({ nodes }) => {
      if (!nodes.length) return;
      labels.forget();
      network.redraw();
    });
  }

  // What lies under a point of the page: a node, its label, or a line, in this order.
  function under(clientX, clientY) {
    const frame = container.getBoundingClientRect();
    const point = network.DOMtoCanvas({ x: clientX - frame.left, y: clientY - frame.top });
    const scale = network.getScale();
    const [x, y] = [point.x * scale, point.y * scale];
    let best = null;
    for (const node of all) {
      const far = Math.hypot(node.x * scale - x, node.y * scale - y) - radius(node, scale);
      if (far < 5 && (!best || far < best.far)) best = { far, node };
    }
    if (best) return best.node;
    for (const [node, box] of labels.at(scale, painter.bright())) {
      if (x > box.left && x < box.right && y > box.top && y < box.bottom) return node;
    }
    for (const link of graph.links.values()) {
      const far = distance(x, y, link, scale);
      if (far < 5 && (!best || far < best.far)) best = { far, link };
    }
    return best?.link ?? null;
  }

  function distance(x, y, { from, to }, scale) {
    const [ax, ay] = [from.x * scale, from.y * scale];
    const [dx, dy] = [to.x * scale - ax, to.y * scale - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - ax - along * dx, y - ay - along * dy);
  }

  function hover(target, event) {
    if (target !== state.hovered) {
      state.hovered = target;
      container.style.cursor = target ? "pointer" : "";
      network.redraw();
    }
    // A name that stands there in full needs no second one.
    const full = target && !target.relations && !target.text.cut && labels.at(network.getScale(), painter.bright()).has(target);
    onHover(full ? null : target, event);
  }

  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons === 0 && event.pointerType !== "touch") hover(under(event.clientX, event.clientY), event);
  });
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("pointerdown", () => onHover(null));
  network.on("click", ({ event }) => {
    const { clientX, clientY } = event.srcEvent ?? event;
    onSelect(under(clientX, clientY));
  });

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function move(position, scale, animate) {
    const { top, right, bottom, left } = padding();
    network.moveTo({
      position,
      scale,
      offset: { x: (left - right) / 2, y: (top - bottom) / 2 },
      animation: animate && !calm() && { duration: 350, easingFunction: "easeInOutCubic" },
    });
  }

  const middle = (target) =>
    target.relations
      ? { x: (target.from.x + target.to.x) / 2, y: (target.from.y + target.to.y) / 2 }
      : { x: target.x, y: target.y };

  function spread() {
    const [xs, ys] = [all.map((n) => n.x), all.map((n) => n.y)];
    const most = (values, pick) => values.reduce((a, b) => pick(a, b), values[0] ?? 0);
    return { left: most(xs, Math.min), right: most(xs, Math.max), top: most(ys, Math.min), bottom: most(ys, Math.max) };
  }

  function room() {
    const { top, right, bottom, left } = padding();
    const margin = { x: container.clientWidth < 720 ? 24 : 84, y: 48 }; // for labels of the outermost nodes
    return { width: container.clientWidth - left - right - 2 * margin.x, height: container.clientHeight - top - bottom - 2 * margin.y, margin };
  }

  // Nodes lie as wide or as tall as the window is; distances only grow, so nothing comes to overlap.
  function stretch() {
    const { left, right, top, bottom } = spread();
    const { width, height } = room();
    const slack = (width / height) / (Math.max(1, right - left) / Math.max(1, bottom - top));
    const wider = Math.min(1.45, Math.max(1, slack));
    const taller = Math.min(1.45, Math.max(1, 1 / slack));
    for (const node of all) [node.x, node.y] = [node.x * wider, node.y * taller];
  }

  function fit(animate = false) {
    const { left, right, top, bottom } = spread();
    const { width, height, margin } = room();
    const scale = Math.max(0.02, Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top), 1.3));
    const { x, y } = margin;
    labels.stayWithin({ scale, left: left * scale - x, right: right * scale + x, top: top * scale - y, bottom: bottom * scale + y });
    move({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animate);
  }

  fit();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    painter.recolor();
    network.redraw();
  });
  new ResizeObserver(() => network.redraw()).observe(container);

  return {
    network,
    fit,
    select(target) {
      Object.assign(state, { selected: target, hovered: null });
      network.redraw();
    },
    // Brings a node or the middle of a link into view; closer where the picture is too small to read.
    show: (target) => move(middle(target), Math.max(network.getScale(), 0.95), true),
    // Only where the panel would hide it.
    uncover(target) {
      const { x, y } = network.canvasToDOM(middle(target));
      const { right, bottom } = padding();
      if (x > container.clientWidth - right - 30 || y > container.clientHeight - bottom - 30) {
        move(middle(target), network.getScale(), true);
      }
    },
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor, animation: !calm() && { duration: 200 } }),
    // For tests: what is where on the screen.
    labelBoxes() {
      const scale = network.getScale();
      const origin = network.canvasToDOM({ x: 0, y: 0 });
      return [...labels.at(scale, painter.bright())].map(([node, box]) => ({
        key: node.key,
        text: node.text.lines.join(" "),
        left: box.left + origin.x,
        right: box.right + origin.x,
        top: box.top + origin.y,
        bottom: box.bottom + origin.y,
      }));
    },
    screenPoint: (key) => network.canvasToDOM(graph.nodes.get(key)),
  };
}
