"""What a finger hits is what it aims at: nothing covers the centre of a link, button or field.

Each is scrolled into view as a person would, just as far as needed, so that a bar fixed at the
foot of the window counts; folded parts are opened one by one.
"""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.models import Person, TextSize
from core.engine import WRITES
from tests import crawl
from tests.browser.eyes import opened_eyes
from tests.demo import PHONES, ROLES, person_with

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

SIZES = ((320, 640), (390, 844), (1024, 768), (1366, 768))
MODES = {
    "elder": {"is_elder_mode": True},
    "large": {"text_size": TextSize.LARGE},
    "English": {"language": "en"},
}
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


def covered_on(eyes, path: str) -> list[str]:
    """Return what is covered on a page at any of the four widths."""
    faults = []
    for at, (width, height) in enumerate(SIZES):
        eyes.page.set_viewport_size({"width": width, "height": height})
        if at == 0:
            eyes.page.goto(eyes.address + path, wait_until="load")
        faults += [f"{path} at {width}: {fault}" for fault in eyes.page.evaluate(COVERED)[:3]]
    return faults


def pages_of(demo, role: str) -> list[str]:
    return [each.path for each in crawl.to_look_at(crawl.everywhere(demo)) if each.role == role]


@pytest.mark.parametrize("role", ROLES)
def test_nothing_covers_what_a_finger_aims_at(demo, demo_address, chromium_browser, role):
    token = None if role == "anyone" else demo.token_of(role)
    eyes = opened_eyes(chromium_browser, demo_address, token)

    faults = [fault for path in pages_of(demo, role) for fault in covered_on(eyes, path)]

    eyes.context.close()
    assert "\n".join(faults) == ""


@pytest.fixture
def reading_as(demo):
    def use(values):
        with Session(demo.engine.execution_options(**{WRITES: True})) as opened, opened.begin():
            person = person_with(opened, PHONES["volunteer"])
            opened.execute(update(Person).where(Person.id == person.id).values(values))

    yield use
    use({"is_elder_mode": False, "text_size": TextSize.NORMAL, "language": "zh"})


@pytest.mark.parametrize("mode", MODES)
def test_nothing_covers_it_however_one_reads(
    demo, demo_address, chromium_browser, reading_as, mode
):
    pages = pages_of(demo, "volunteer")
    reading_as(MODES[mode])
    eyes = opened_eyes(chromium_browser, demo_address, demo.token_of("volunteer"))

    faults = [fault for path in pages for fault in covered_on(eyes, path)]

    eyes.context.close()
    assert "\n".join(faults) == ""
