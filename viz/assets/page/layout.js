// How the page is laid out: what stands beside the picture takes room from it, so it folds away where there is little.

// wide: a sidebar; bar: one line above the picture, from which legend and list drop down; sheet: a phone.
const BAR = 1000;
const SHEET = 600;
const framed = window.self !== window.top; // in a notebook

// onChange(): after the layout has become another one. embedded: the picture and its panel alone.
export function createLayout(onChange, embedded) {
  const root = document.documentElement;
  if (embedded) root.dataset.embed = "";
  const now = () => (innerWidth < SHEET ? "sheet" : framed || innerWidth <= BAR ? "bar" : "wide");
  root.dataset.layout = now();
  addEventListener("resize", () => {
    if (root.dataset.layout === now()) return;
    root.dataset.layout = now();
    onChange();
  });
  return { is: (name) => root.dataset.layout === name };
}
