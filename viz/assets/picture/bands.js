// Bands between topics: where they lie and how wide they are.

const WIDEST = 15;
const SHOWN = 24; // lines of a band that are drawn when it is looked at

// -> [{ band, ends: [ax, ay, bx, by] on the screen, width }], the narrow ones first. From middle to middle of the regions.
export function bandLines({ scope, regions, camera, factor }) {
  const middles = new Map(regions.map(({ topic, left, right, top, bottom }) => [topic, [((left + right) / 2) * camera.k + camera.x, ((top + bottom) / 2) * camera.k + camera.y]]));
  const drawn = scope.bands.filter(({ drawn: yes, between }) => yes && between.every(({ id }) => middles.has(id)));
  const most = Math.max(...drawn.map(({ weight }) => weight));
  return drawn.map((band) => ({ band, ends: band.between.flatMap(({ id }) => middles.get(id)), width: factor * (1.5 + WIDEST * (band.weight / most) ** 0.75) })).reverse();
}

export const shownEdges = (band) => band.edges.slice(0, SHOWN);
