"""The browser that pages are measured in."""

from __future__ import annotations

import os
import shutil

PAN = """
async (selector) => {
  const canvas = document.querySelector(selector), box = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {};
  const tell = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type,
    { pointerId: 1, clientX: x, clientY: y, bubbles: true, button: 0, buttons: 1, isPrimary: true }));
  const [x, y] = [box.left + box.width / 2, box.top + 20], start = performance.now();
  let frames = 0;
  tell("pointerdown", x, y);
  await new Promise((done) => {
    const step = () => {
      frames += 1;
      tell("pointermove", x + 200 * Math.sin(frames / 20), y + 100 * Math.sin(frames / 33));
      performance.now() - start > 3000 ? done() : requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  tell("pointerup", x, y);
  return (1000 * frames) / (performance.now() - start);
}
"""
"""Frames a second while the canvas of this selector is moved for three seconds."""


def chromium(playwright):
    """The Chromium of this machine (KG_TEST_CHROMIUM names another one)."""
    found = os.environ.get("KG_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"] if root else [])
