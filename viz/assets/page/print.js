// Printing: paper is white, and takes lines, not dots.

// theme(): that of the page.
export function createPrint(picture, slides, box, theme) {
  function turn(to) {
    document.documentElement.dataset.theme = to;
    picture.recolor();
    picture.drawNow();
  }
  addEventListener("beforeprint", () => {
    const sheet = new DOMParser().parseFromString(slides.svg({ wide: true, theme: "light" }), "image/svg+xml").documentElement;
    box.replaceChildren(document.importNode(sheet, true));
    turn("light");
  });
  addEventListener("afterprint", () => {
    box.replaceChildren();
    turn(theme());
  });
}
