// Text from outside, made fit to be shown, counted, compared or sent.

export const enc = encodeURIComponent;

// Outside text may hold characters that turn the reading direction of everything after them.
export const plain = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/g, "");

export const clip = (text, most) => {
  const characters = Array.from(plain(text));
  return characters.length <= most ? characters.join("") : characters.slice(0, most - 1).join("").trimEnd() + "…";
};

export const compareNames = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

// Only web addresses become links; everything else stays text.
export function safeLink(text) {
  try {
    const url = new URL(String(text));
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// What remains of a name without case, hyphens and spaces, and without the plural of its words.
const bare = (name) => plain(name).normalize("NFKC").toLowerCase().split(/[^\p{L}\p{N}]+/u).map((word) => (/^[a-z]{4,}$/.test(word) ? word.replace(/ies$/, "y").replace(/(?<=ss|sh|ch|x)es$|(?<!s|u|i)s$/, "") : word)).join("");

// Those names that differ from the known ones and from each other by more than that.
export function distinctNames(names, known) {
  const seen = new Set(known.map(bare));
  return names.filter((name) => !seen.has(bare(name)) && seen.add(bare(name)));
}
