// Where the reader stands: screen = position * k + (x, y). Moves by mouse, wheel, fingers and keys.

export const LEAST_ZOOM = 0.02;
const MOST_ZOOM = 4;

// most: the greatest zoom.
export function createCamera(canvas, onMove, most = MOST_ZOOM) {
  const camera = { x: 0, y: 0, k: 1 };
  let flight = 0;

  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function set(next) {
    Object.assign(camera, next);
    onMove();
  }

  function fly(next) {
    cancelAnimationFrame(flight);
    if (calm()) return set(next);
    const from = { ...camera };
    const start = performance.now();
    const frame = (now) => {
      const t = Math.min(1, Math.max(0, (now - start) / 320));
      if (t === 1) return set(next);
      const ease = t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
      set({ x: from.x + (next.x - from.x) * ease, y: from.y + (next.y - from.y) * ease, k: from.k * (next.k / from.k) ** ease });
      flight = requestAnimationFrame(frame);
      return undefined;
    };
    flight = requestAnimationFrame(frame);
    return undefined;
  }

  function zoomed(factor, x, y) {
    const k = Math.max(LEAST_ZOOM, Math.min(most, camera.k * factor));
    return { k, x: x - ((x - camera.x) * k) / camera.k, y: y - ((y - camera.y) * k) / camera.k };
  }

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      cancelAnimationFrame(flight);
      const step = event.deltaMode === 1 ? 30 : 1;
      const at = canvas.getBoundingClientRect();
      set(zoomed(Math.exp(-event.deltaY * step * 0.0016), event.clientX - at.left, event.clientY - at.top));
    },
    { passive: false },
  );

  return {
    camera,
    set,
    fly,
    calm,
    stop: () => cancelAnimationFrame(flight),
    zoomAt: (factor, x, y) => set(zoomed(factor, x, y)),
    zoomBy: (factor, x, y) => fly(zoomed(factor, x, y)),
    toScreen: ({ x, y }) => ({ x: x * camera.k + camera.x, y: y * camera.k + camera.y }),
  };
}

// Whether a click adds to what is gathered, as people expect of Shift, Ctrl and ⌘.
export const adds = (event) => Boolean(event?.shiftKey || event?.ctrlKey || event?.metaKey);

// Drags, pinches, clicks and double clicks on the canvas, told in screen coordinates of the canvas.
// grab(x, y) -> something to drag, or null: then the picture moves. gather(from, to, done): a rectangle, with Shift.
export function listenToPointers(canvas, view, { grab, drag, drop, gather, click, doubleClick, hover, leave }) {
  const fingers = new Map();
  let held = null;
  let corner = null; // where a rectangle began
  let moved = 0;
  let last = { at: 0, x: 0, y: 0 };

  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    view.stop();
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, spot(event));
    moved = fingers.size > 1 ? 99 : 0;
    corner = fingers.size === 1 && event.shiftKey ? spot(event) : null;
    held = fingers.size === 1 && !corner ? grab(...spot(event), event) : null;
  });

  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = spot(event);
    const before = fingers.get(event.pointerId);
    if (!before) return event.pointerType === "touch" ? undefined : hover(x, y, event);
    const [dx, dy] = [x - before[0], y - before[1]];
    moved += Math.abs(dx) + Math.abs(dy);
    if (corner) moved > 4 && gather(corner, [x, y], false);
    else if (fingers.size === 2) pinch(event.pointerId, [x, y]);
    else if (moved > 4 && held) drag(held, dx, dy);
    else if (moved > 4) view.set({ x: view.camera.x + dx, y: view.camera.y + dy });
    if (moved > 4 || fingers.size === 2) fingers.set(event.pointerId, [x, y]);
    return undefined;
  });

  function pinch(id, now) {
    const before = fingers.get(id);
    const other = [...fingers].find(([each]) => each !== id)[1];
    const span = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
    view.set({ x: view.camera.x + (now[0] - before[0]) / 2, y: view.camera.y + (now[1] - before[1]) / 2 });
    view.zoomAt(span(now, other) / span(before, other), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  function up(event) {
    if (!fingers.delete(event.pointerId)) return;
    if (moved > 4) {
      if (corner) gather(corner, spot(event), true);
      else if (held) drop(held);
    } else if (event.type === "pointerup") {
      const [x, y] = spot(event);
      const twice = !adds(event) && event.timeStamp - last.at < 400 && Math.hypot(x - last.x, y - last.y) < 12;
      last = twice ? { at: 0, x, y } : { at: event.timeStamp, x, y };
      (twice ? doubleClick : click)(x, y, event);
    }
    held = corner = null;
  }

  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", leave);
}
