"""What is looked for on every page, at the widths people use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_core_python
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
PHONE, NARROW, DESK = 390, 320, 1366
HEIGHTS = {PHONE: 844, NARROW: 640, DESK: 768}
GRAVE = {"serious", "critical"}
RUN_AXE = """async () => {
  const told = await axe.run({resultTypes: ["violations"]});
  return told.violations.map(one => [one.id, one.impact,
    one.nodes.map(node => node.target.join(" ") + "  " + node.any.map(a => a.message).join("; "))]);
}"""
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > wide + 1)
    .slice(-3).map(one => one.tagName.toLowerCase() + "." + one.className);
}"""


@dataclass
class Eyes:
    """One window of one reader; `faults` grows with what it sees."""

    address: str
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def look(self, path: str) -> None:
        """Open `path` once and look at it at desk, phone and narrow width."""
        self.resize(DESK)
        self.page.goto(self.address + path, wait_until="load")
        self.page.evaluate(AXE)
        for width in (DESK, PHONE):
            self.resize(width)
            self._ask_axe(path, width)
        for width in (PHONE, NARROW):
            self.resize(width)
            for wide in self.page.evaluate(WIDER):
                self.faults.append(f"{path} at {width}: wider than the window: {wide}")
        if "%(" in self.page.inner_text("body"):
            self.faults.append(f"{path}: a placeholder was left unfilled")

    def resize(self, width: int) -> None:
        """Make the window `width` wide."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def _ask_axe(self, path: str, width: int) -> None:
        for name, impact, nodes in self.page.evaluate(RUN_AXE):
            if impact in GRAVE:
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
