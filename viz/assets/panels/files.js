// What one can take away, as text: tables, BibTeX, a Cypher query. Names from outside are escaped for each.

import { KINDS, neighboursBy, papersOf, yearOf } from "../data/model.js";
import { plain, safeLink } from "../data/text.js";

const nodeRow = (node) => ({
  id: node.properties.id,
  kind: node.kind,
  name: plain(node.name),
  papers: node.kind === "Concept" ? papersOf(node) : null,
  score: node.score ?? null,
  year: yearOf(node),
  url: node.properties.url ?? null,
});

export function asCsv(nodes) {
  const columns = ["id", "kind", "name", "papers", "score", "year", "url"];
  const cell = (value) => {
    let text = String(value ?? "");
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`; // a spreadsheet would run it
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...nodes.map((node) => columns.map((name) => nodeRow(node)[name]))].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

export function asJson(nodes, edges) {
  const relations = edges.flatMap((edge) => edge.relations.map(({ type, start, end, properties }) => ({ type, start, end, properties })));
  const told = nodes.map((node) => ({ key: node.key, label: node.kind, name: node.name, properties: node.properties }));
  return `${JSON.stringify({ nodes: told, relationships: relations }, null, 1)}\n`;
}

const TEX = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "%": "\\%", "&": "\\&", $: "\\$", "#": "\\#", _: "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const tex = (text) => plain(text).replace(/\s+/g, " ").replace(/[\\{}%&$#_~^]/g, (c) => TEX[c]);

export function asBibtex(papers) {
  const used = new Map();
  return papers
    .map((paper) => {
      const { id, year, url } = paper.properties;
      const stem = String(id).normalize("NFKD").replace(/[^A-Za-z0-9:./-]+/g, "-").slice(0, 60) || "paper";
      used.set(stem, (used.get(stem) ?? 0) + 1);
      const key = used.get(stem) > 1 ? `${stem}-${used.get(stem)}` : stem;
      const authors = neighboursBy(paper, "WROTE").sort((a, b) => (a.relation.properties.position ?? 0) - (b.relation.properties.position ?? 0));
      const link = safeLink(url);
      const fields = {
        title: `{${tex(paper.name)}}`,
        author: authors.map(({ node }) => tex(node.name)).join(" and "),
        year: year ? String(Number(year)) : "",
        url: link ? link.replace(/[{}\\]/g, encodeURIComponent) : "",
        abstract: tex(paper.properties.abstract ?? ""),
      };
      const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
      return `@misc{${key},\n${lines.join(",\n")}\n}\n`;
    })
    .join("\n");
}

// A Cypher query for the nodes of the view and what joins them.
export function asCypher(nodes) {
  const text = (value) => `'${String(value).replace(/[\\']/g, "\\$&").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;
  const labels = [...new Set(nodes.map((node) => node.kind))].filter((kind) => Object.hasOwn(KINDS, kind));
  const list = (kind) => nodes.filter((node) => node.kind === kind).map((node) => text(node.properties.id)).join(", ");
  const among = (name) => labels.map((kind) => `(${name}:${kind} AND ${name}.id IN ${kind.toLowerCase()}s)`).join(" OR ");
  return (
    `WITH ${labels.map((kind) => `[${list(kind)}] AS ${kind.toLowerCase()}s`).join(",\n  ")}\n` +
    `MATCH (a) WHERE ${among("a")}\n` +
    `OPTIONAL MATCH (a)-[r]->(b) WHERE ${among("b")}\n` +
    "RETURN a, r, b\n"
  );
}
