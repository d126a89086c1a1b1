"""`make screens`: a picture of every page, as its first reader sees it, into docs/screens."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import app as program  # noqa: TID251 - a measure builds the program
from core.settings import Settings
from tests import crawl
from tests.browser.eyes import DESK, HEIGHTS, PHONE, Eyes, opened_eyes
from tests.browser.pages import INVENTORY
from tests.browser.serving import opened_browser, served
from tests.conftest import FIELD_KEY, SECRET_KEY
from tests.seeded_demo import HOME, Demo, seed

FOLDER = Path(__file__).parents[1] / "docs" / "screens"
TALLEST = 1600
MOST_BYTES = 150_000


def main() -> int:
    """Seed a town, walk it, and photograph each page of the inventory at both widths."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/demo.db",
            secret_key=SECRET_KEY,
            field_key=FIELD_KEY,
            is_demo=True,
        )
        demo = seed(program.create_app(settings))
        crawl.everywhere(demo)
        for old in FOLDER.glob("*.png"):
            old.unlink()
        _photograph(demo)
    sizes = [file.stat().st_size for file in FOLDER.glob("*.png")]
    print(f"{len(sizes)} pictures, {sum(sizes) // 1000} kB")
    return 0


def _photograph(demo: Demo) -> None:
    with served(demo.app) as address, opened_browser() as browser:
        windows: dict[str, Eyes] = {}
        for entry in INVENTORY:
            visit = crawl.best_of(demo.visits, entry.endpoint, entry.role)
            if visit is None:
                print(f"{entry.file_name}: no page found")
                continue
            if visit.role not in windows:
                token = None if visit.role == "anyone" else demo.token_of(visit.role)
                windows[visit.role] = opened_eyes(browser, address, token)
            eyes = windows[visit.role]
            path = _at_work(eyes, visit.path) if entry.name == "counter" else visit.path
            _take(eyes, path, entry.file_name)
        _elder_home(windows["volunteer"])


def _at_work(eyes: Eyes, path: str) -> str:
    """Scan a person and two goods at the counter; return where that leads."""
    eyes.page.goto(eyes.address + path, wait_until="load")
    for scanned in ("DJ0011", "001", "004"):
        field = eyes.page.locator("[data-scan]").first
        field.fill(scanned)
        with eyes.page.expect_navigation(wait_until="load"):
            field.press("Enter")
    return eyes.page.url.removeprefix(eyes.address)


def _elder_home(eyes: Eyes) -> None:
    """Switch the volunteer to the large view for one picture, and back."""
    home = f"/c/{HOME}/"
    for is_on in ("1", "0"):
        eyes.resize(PHONE)
        eyes.page.goto(eyes.address + home, wait_until="load")
        with eyes.page.expect_navigation(wait_until="load"):
            button = eyes.page.locator(f'button[name="is_on"][value="{is_on}"]')
            button.filter(visible=True).first.click()
        if is_on == "1":
            _take(eyes, home, "27-elder-home")


def _take(eyes: Eyes, path: str, name: str) -> None:
    for width in (DESK, PHONE):
        eyes.resize(width)
        eyes.page.goto(eyes.address + path, wait_until="load")
        file = FOLDER / f"{name}-{width}.png"
        height = min(TALLEST, int(eyes.page.evaluate("document.documentElement.scrollHeight")))
        eyes.page.set_viewport_size({"width": width, "height": max(height, HEIGHTS[width])})
        eyes.page.screenshot(path=file)
        for shorter in (HEIGHTS[width], HEIGHTS[width] * 2 // 3, HEIGHTS[width] // 2):
            if file.stat().st_size > MOST_BYTES:
                eyes.page.set_viewport_size({"width": width, "height": shorter})
                eyes.page.screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
