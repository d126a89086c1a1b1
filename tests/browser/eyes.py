"""What is looked for on every page, at the widths people use."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_core_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
IS_FULL = os.environ.get("BROWSER") == "full"
"""`make browser` asks what `make test` has no time for: every role in every mode, both engines."""

PHONE, NARROW, TABLET, DESK = 390, 320, 1024, 1366
HEIGHTS = {NARROW: 640, PHONE: 844, TABLET: 768, DESK: 768}
MEASURED, JUDGED = {NARROW, PHONE}, {PHONE, DESK}
"""Where the ruler is laid on, where axe is asked; a page is made each width once."""
GRAVE = {"serious", "critical"}
ASKED = {"heading-order", "region"}
"""Rules that axe calls moderate and this house does not."""

RUN_AXE = """async (areColoursSound) => {
  const rules = areColoursSound ? {"color-contrast": {enabled: false}} : {};
  const told = await axe.run({resultTypes: ["violations"], rules});
  return told.violations.map(one => [one.id, one.impact,
    one.nodes.map(node => node.target.join(" ") + "  " + node.any.map(a => a.message).join("; "))]);
}"""
COLOURS = """() => {
  const grounds = new Map();
  const ground = (one) => {
    if (!one) return "";
    if (!grounds.has(one)) {
      grounds.set(one, laid(getComputedStyle(one)) + ground(one.parentElement));
    }
    return grounds.get(one);
  };
  const laid = (style) => {
    const own = [
      style.backgroundColor === "rgba(0, 0, 0, 0)" ? "" : style.backgroundColor,
      style.backgroundImage === "none" ? "" : style.backgroundImage,
      style.opacity === "1" ? "" : style.opacity,
      style.filter === "none" ? "" : style.filter,
      ["static", "relative"].includes(style.position) ? "" : style.position,
    ];
    return own.some(Boolean) ? own.join(",") + "/" : "";
  };
  const kinds = new Set();
  const note = (one) => {
    if (!one.checkVisibility({visibilityProperty: true})) return;
    const style = getComputedStyle(one);
    const pixels = parseFloat(style.fontSize);
    const isLarge = pixels >= 24 || (pixels >= 18.66 && style.fontWeight >= 700);
    kinds.add([style.color, style.textShadow, isLarge, ground(one)].join(" "));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.data.trim()) note(texts.currentNode.parentElement);
  }
  document.querySelectorAll("input, select, textarea").forEach(note);
  return [...kinds];
}"""

"""How every visible word is written, and on what: axe judges each such kind once.

Colours on colours take it half its time, and a hundred pages show the same two dozen kinds.
`make browser` has it judge them all on every page.
"""

SOUND: set[str] = set()
"""The kinds of writing axe has found nothing wrong with so far."""

WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > wide + 1)
    .slice(-3).map(one => one.tagName.toLowerCase() + "." + one.className);
}"""
COVERED = """() => {
  const wanted = "a[href], button, summary, input:not([type=hidden]), select, textarea";
  const faults = [];
  const isHit = (each, hit) => {
    const label = each.labels && [...each.labels].some((one) => one.contains(hit));
    return hit && (each.contains(hit) || label);
  };
  const aim = (each) => {
    if (!each.checkVisibility({visibilityProperty: true}) || each.matches(".skip, .sr")) return;
    each.scrollIntoView({block: "nearest", inline: "nearest"});
    const box = each.getClientRects()[0];
    if (!box || box.width < 4 || box.height < 4) return;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    if (isHit(each, hit)) return;
    const said = (each.innerText || each.name || each.id || "").trim().slice(0, 20);
    const over = hit ? hit.tagName.toLowerCase() + "." + hit.className : "the window's edge";
    const where = `${Math.round(x)},${Math.round(y)}`;
    faults.push(`${each.tagName.toLowerCase()} “${said}” at ${where}: ${over}`);
  };
  const folded = [...document.querySelectorAll("details:not([open])")];
  document.querySelectorAll(wanted).forEach(aim);
  for (const each of folded) {
    each.open = true;
    each.querySelectorAll(wanted).forEach(aim);
    each.open = false;
  }
  return faults;
}"""

"""What a finger would miss: links, buttons and fields whose centre something else covers.

Each is scrolled into view as a person would, just as far as needed, so that a bar fixed at the
foot of the window counts; folded parts are opened one by one.
"""


@dataclass
class Eyes:
    """One window of one reader; `faults` grows with what it sees."""

    address: str
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def look(self, path: str) -> None:
        """Open `path` once and look at it at every width, with axe, ruler and finger."""
        self._open(path)
        self.page.evaluate(AXE)
        for width in HEIGHTS:
            self._aim(path, width)
            if width in MEASURED:
                for wide in self.page.evaluate(WIDER):
                    self.faults.append(f"{path} at {width}: wider than the window: {wide}")
            if width in JUDGED:
                self._ask_axe(path, width)
        if "%(" in self.page.inner_text("body"):
            self.faults.append(f"{path}: a placeholder was left unfilled")

    def aim(self, path: str) -> None:
        """Open `path` once and aim at whatever can be pressed, at each of the four widths."""
        self._open(path)
        for width in HEIGHTS:
            self._aim(path, width)

    def _open(self, path: str) -> None:
        self.resize(NARROW)
        self.page.goto(self.address + path, wait_until="load")

    def _aim(self, path: str, width: int) -> None:
        self.resize(width)
        for fault in self.page.evaluate(COVERED)[:3]:
            self.faults.append(f"{path} at {width}: {fault}")

    def resize(self, width: int) -> None:
        """Make the window `width` wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def _ask_axe(self, path: str, width: int) -> None:
        colours = set(self.page.evaluate(COLOURS))
        told = self.page.evaluate(RUN_AXE, not IS_FULL and colours <= SOUND)
        if "color-contrast" not in {name for name, _impact, _nodes in told}:
            SOUND.update(colours)
        for name, impact, nodes in told:
            if impact in GRAVE or name in ASKED:
                self.faults.append(f"{path} at {width}: {impact} {name}: {nodes[:3]}")

    def hear(self, message: ConsoleMessage) -> None:
        """Keep every error of the console."""
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: console says {message.text}")

    def note(self, request: Request) -> None:
        """Keep every request that leaves this house."""
        if request.url.startswith("http") and not request.url.startswith(self.address):
            self.faults.append(f"{self.page.url} asks {urlsplit(request.url).netloc}")


def opened_eyes(browser: Browser, address: str, token: str | None = None, **how: Any) -> Eyes:
    """Open a window of its own, signed in with `token`."""
    context = browser.new_context(base_url=address, locale="zh-CN", **how)
    if token is not None:
        context.add_cookies([{"name": "wuse", "value": token, "url": address}])
    eyes = Eyes(address, context, context.new_page())
    eyes.page.on("console", eyes.hear)
    eyes.page.on("pageerror", lambda wrong: eyes.faults.append(f"{eyes.page.url}: {wrong}"))
    eyes.context.on("request", eyes.note)
    return eyes
