// Text from outside, made fit to be shown, counted, compared or sent.

export const enc = encodeURIComponent;

// Outside text may hold characters that turn the reading direction of everything after them.
export const plain = (text) => String(text ?? "").replace(/[\u0000-\u0008\u000e-\u001f\u202a-\u202e\u2066-\u2069]/g, "");

export const clip = (text, most) => {
  const characters = Array.from(plain(text));
  return characters.length <= most ? characters.join("") : characters.slice(0, most - 1).join("").trimEnd() + "…";
};

export const count = (n, one, many) => `${Number(n).toLocaleString("en")} ${Number(n) === 1 ? one : many}`;

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
