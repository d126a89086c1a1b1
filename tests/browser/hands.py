"""One person at one device: opens, reads, fills in and presses by the words on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as WaitedTooLong

from tests.browser.eyes import HEIGHTS, PHONE

PATIENCE_MS = 8_000


class Hand:
    """A browser window of its own, on a phone or at a desk."""

    def __init__(self, browser: Browser, address: str, width: int = PHONE) -> None:
        self.address = address
        size: Any = {"width": width, "height": HEIGHTS[width]}
        self.context = browser.new_context(base_url=address, viewport=size, locale="zh-CN")
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda wrong: self.faults.append(str(wrong)))
        self.page.on("response", self._note)

    def _note(self, response: Any) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url} answered {response.status}")

    def open(self, path: str) -> Hand:
        """Go to an address."""
        self.page.goto(self.address + path, wait_until="load")
        return self

    def sees(self, *words: str) -> Hand:
        """Read the page: every one of `words` stands on it."""
        shown = self.words
        for each in words:
            assert re.sub(r"\s", "", each) in re.sub(r"\s", "", shown), (
                f"{self.page.url} does not say {each!r} but: {shown[:1500]}"
            )
        return self

    def sees_not(self, words: str) -> Hand:
        """Read the page: `words` do not stand on it."""
        assert words not in self.words, f"{self.page.url} says {words!r}"
        return self

    @property
    def words(self) -> str:
        """The words of the page a person can see."""
        return str(self.page.inner_text("body"))

    @property
    def path(self) -> str:
        """Where the window is now."""
        return self.page.url.removeprefix(self.address)

    def write(self, label: str, what: str) -> Hand:
        """Fill in the field with this label."""
        self._found(self.field(label), f"a field {label!r}").fill(what)
        return self

    def choose(self, label: str, option: str) -> Hand:
        """Choose what contains these words from the list with this label."""
        field = self._found(self.field(label), f"a list {label!r}")
        offered = field.locator("option").filter(has_text=option)
        field.select_option(value=offered.first.get_attribute("value"))
        return self

    def tick(self, label: str) -> Hand:
        """Tick the box, or take the choice, with this label."""
        self.page.get_by_label(label).first.check()
        return self

    def field(self, label: str) -> Locator:
        """Find the field whose label begins so."""
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first

    def follow(self, name: str) -> Hand:
        """Follow the first visible link that is called so."""
        links = self.page.get_by_role("link", name=name)
        self._found(links, f"a link {name!r}").click()
        self.page.wait_for_load_state("load")
        return self

    def press(self, name: str, beside: str = "") -> Hand:
        """Press the first visible button called so; `beside` names words standing by it."""
        where: Page | Locator = self.page
        if beside:
            where = self.page.locator("li, tr, article, section, form").filter(has_text=beside).last
        button = self._found(where.get_by_role("button", name=name), f"a button {name!r}")
        return self._turned(button.click)

    def _turned(self, act: Callable[[], None]) -> Hand:
        """Act, and wait for the page it leads to; counter and board change their page in place."""
        if self.page.locator(".counter-page, [data-taps]").count() == 0:
            with self.page.expect_navigation(wait_until="load"):
                act()
            return self
        before = self.page.evaluate("window.turns")
        act()
        self.page.wait_for_function("before => !(window.turns <= before)", arg=before)
        return self

    def _found(self, wanted: Locator, what: str) -> Locator:
        """Return the first visible one, or tell what the page shows instead."""
        shown = wanted.filter(visible=True).first
        try:
            shown.wait_for(timeout=PATIENCE_MS)
        except WaitedTooLong as waited:
            told = f"{self.page.url} has not {what} but says: {self.words[:1500]}"
            raise AssertionError(told) from waited
        return shown

    def scan(self, what: str) -> Hand:
        """Type into the scan field of the counter and press Enter, as a scanner does."""
        field = self.page.locator("[data-scan]").first
        field.fill(what)
        return self._turned(lambda: field.press("Enter"))

    def secret(self, what: str) -> Hand:
        """Type a PIN or code at the counter, which goes on by itself with the last digit."""
        return self._turned(lambda: self.page.locator("#credential").fill(what))

    def close(self) -> None:
        """Put the device away; nothing may have broken on it."""
        self.context.close()
        assert self.faults == []
