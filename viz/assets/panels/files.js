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

const TEX = { "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const tex = (text) => plain(text).replace(/\s+/g, " ").trim().replace(/[\\{}~^%&$#_]|-(?=-)|`(?=`)|'(?=')/g, (c) => TEX[c] ?? ("%&$#_".includes(c) ? `\\${c}` : `${c}{}`));
const addressOf = (text) => String(text).replace(/[^!#$&'()*+,./0-9:;=?@A-Za-z[\]_~%-]/gu, (c) => (c.codePointAt(0) > 0xd7ff && c.codePointAt(0) < 0xe000 ? "%3F" : encodeURIComponent(c)));

// What stands in which field: as loaders/files/bibtex.py has it.
const CONTAINER = {
  booktitle: "inproceedings incollection inbook inreference bookinbook suppbook",
  series: "book mvbook booklet collection mvcollection proceedings mvproceedings reference manual techreport",
};
const PUBLISHER = { phdthesis: "school", mastersthesis: "school", thesis: "school", techreport: "institution" };
const MEETING = /\b(?:proceedings|proc|conference|conf|symposium|workshop|congress)\b|会议|研讨会/i;
const LANGUAGES = { en: "english", zh: "chinese" };
const MOST_KEYWORDS = 10;

function kindOf({ kind, venue, volume }) {
  if (/^[a-z]{1,20}$/.test(kind ?? "")) return kind;
  if (!venue) return "misc";
  return MEETING.test(venue) && !volume ? "inproceedings" : "article";
}

function pageRange(text) {
  const range = /^([\p{L}\p{N}_][\p{L}\p{N}_.:]*)-([\p{L}\p{N}_][\p{L}\p{N}_.:]*)$/u.exec(text ?? "");
  return range ? `${tex(range[1])}--${tex(range[2])}` : tex(text ?? "");
}

const textsOf = (value) => (Array.isArray(value) ? value.map(String) : []);
const authorName = (name) => (name.includes(",") || /\band\b/i.test(name) ? `{${tex(name)}}` : tex(name));
const bestConcepts = (paper) => neighboursBy(paper, "MENTIONS").slice(0, MOST_KEYWORDS).map(({ node }) => node.name);

export function asBibtex(papers) {
  const used = new Map();
  return papers
    .map((paper) => {
      const own = paper.properties;
      const stem = String(own.id).replace(/[^A-Za-z0-9:./+-]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "") || "paper";
      used.set(stem.toLowerCase(), (used.get(stem.toLowerCase()) ?? 0) + 1);
      const uses = used.get(stem.toLowerCase());
      const kind = kindOf(own);
      const link = safeLink(own.url) ?? "";
      const doi = own.doi || /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i.exec(own.url ?? "")?.[1] || "";
      const arxiv = /^https?:\/\/arxiv\.org\/abs\/(.+)$/i.exec(own.url ?? "")?.[1] ?? "";
      const keywords = textsOf(own.keywords);
      const fields = {
        title: `{${tex(paper.name)}}`,
        author: textsOf(own.authors).map(authorName).join(" and "),
        [Object.keys(CONTAINER).find((field) => CONTAINER[field].split(" ").includes(kind)) ?? "journal"]: tex(own.venue ?? ""),
        volume: tex(own.volume ?? ""),
        number: tex(own.issue ?? ""),
        pages: pageRange(own.pages),
        [PUBLISHER[kind] ?? "publisher"]: tex(own.publisher ?? ""),
        year: own.year ? String(Number(own.year)) : "",
        issn: textsOf(own.issn).map(tex).join(", "),
        isbn: textsOf(own.isbn).map(tex).join(", "),
        doi: addressOf(doi),
        eprint: addressOf(arxiv),
        archiveprefix: arxiv ? "arXiv" : "",
        url: link ? addressOf(own.url) : "",
        abstract: tex(own.abstract ?? ""),
        keywords: (keywords.length ? keywords : bestConcepts(paper)).map(tex).join("; "),
        langid: LANGUAGES[own.lang] ?? "",
      };
      const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}}`);
      return `@${kind}{${uses > 1 ? `${stem}-${uses}` : stem},\n${lines.join(",\n")}\n}\n`;
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
