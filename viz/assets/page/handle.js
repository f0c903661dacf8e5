// A small handle for tests and for the curious.

import { membersOf } from "../data/topics.js";
import { bandLines } from "../picture/bands.js";

// scope(): what is seen now; select(target): looks at a node or line.
export function createHandle(graph, picture, scope, target, select) {
  return {
    keys: () => [...scope().nodes].map((node) => node.key),
    edges: () => scope().edges.map(({ id, from, to, type, hidden }) => ({ id, from: from.key, to: to.key, type, hidden })),
    picked: () => [...scope().picked].map((node) => node.key),
    select: (key) => select(target(key)),
    position: (key) => (({ x, y }) => [x, y])(graph.nodes.get(key)),
    screenPoint: (key) => picture.view.toScreen(graph.nodes.get(key)),
    scale: () => picture.view.camera.k,
    pan: (dx, dy) => picture.view.set({ x: picture.view.camera.x + dx, y: picture.view.camera.y + dy }),
    draw: picture.drawNow,
    topics: () => graph.topics.map((topic) => ({ id: topic.id, key: topic.key, name: topic.name, members: membersOf(topic, graph.nodes.values()).map((node) => node.key) })),
    bands: () => bandLines(picture.frame()).map(({ band, ends, width }) => ({ key: band.key, between: band.between.map(({ id }) => id), weight: band.weight, lines: band.edges.length, ends, width })),
    sizes: () => Object.fromEntries([...scope().nodes].map((node) => [node.key, node.size])),
    fills: () => picture.fills(),
    bright: () => picture.frame().near.size,
    topicBoxes() {
      const { regions, camera } = picture.frame();
      const shifted = (box) => ({ left: box.left + camera.x, right: box.right + camera.x, top: box.top + camera.y, bottom: box.bottom + camera.y });
      return regions.map(({ topic, box, left, right, top, bottom }) => ({ topic, name: box && shifted(box), region: shifted({ left: left * camera.k, right: right * camera.k, top: top * camera.k, bottom: bottom * camera.k }) }));
    },
    labelBoxes() {
      const { boxes, camera, labels } = picture.frame();
      return [...boxes].map(([node, box]) => ({
        key: node.key, leads: Boolean(box.leader), text: labels.textOf(node).lines.join(" "),
        left: box.left + camera.x, right: box.right + camera.x, top: box.top + camera.y, bottom: box.bottom + camera.y,
      }));
    },
  };
}
