"""Large words (decision 0028): no page of a volunteer asks more than six things, all large."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.models import Person
from core.engine import WRITES
from tests import crawl
from tests.browser.eyes import COVERED, NARROW, PHONE, WIDER, opened_eyes
from tests.seeded_demo import PHONES, person_with

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

AT_MOST = 6
SMALLEST = """() => {
  const wanted = "a[href], button, summary, input:not([type=hidden]), select, textarea";
  const isShown = (one) => one.checkVisibility({visibilityProperty: true});
  const asked = [...document.querySelectorAll(wanted)].filter((one) =>
    isShown(one) && !one.closest(".elder-bar, .shell > .bar, .skip"));
  const pressed = [...document.querySelectorAll(wanted)].filter((one) =>
    isShown(one) && !one.matches(".skip"));
  const said = (one) => (one.innerText || one.name || one.id || "").trim().slice(0, 12);
  const small = pressed.filter((one) => {
    const boxes = [one, ...(one.labels || [])].map((each) => each.getBoundingClientRect());
    return !boxes.some((box) => box.height >= 59.5 && box.width >= 59.5);
  });
  const faint = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !isShown(holder)) continue;
    if (holder.closest(".sr, .skip, script, svg, option")) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 20) faint.add(holder.innerText.slice(0, 12));
  }
  const cut = [...document.querySelectorAll("main *, nav *")].filter((one) =>
    isShown(one) && !one.closest(".sr, svg") && getComputedStyle(one).overflowX !== "visible"
    && one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1);
  cut.push(...pressed.filter((one) => one.getBoundingClientRect().right > innerWidth + 1
    || (one.closest(".elder-bar") && one.scrollWidth > one.clientWidth + 1)));
  return {
    asked: asked.map(said), small: small.map(said), faint: [...faint], cut: cut.map(said),
    tables: document.querySelectorAll("main table").length,
  };
}"""

NOT_FOR_THEM = {
    "accounts.sign_in": "before anybody is known",
    "accounts.register": "before anybody is known",
    "teams.register": "before anybody is known",
    "commendations.certificate": "paper",
    "points.passbook_print": "paper",
    "points.redemption_slip": "paper",
    "teams.poster": "paper",
    "volunteer.my_records_print": "paper",
}
"""Pages without large words of their own, by their endpoint, with the reason."""


@pytest.fixture
def elder(demo):
    """The volunteer of the demo town, reading large words meanwhile."""

    def reads_large(*, is_on):
        with Session(demo.engine.execution_options(**{WRITES: True})) as opened, opened.begin():
            person = person_with(opened, PHONES["volunteer"])
            asked = update(Person).where(Person.id == person.id)
            opened.execute(asked.values(is_elder_mode=is_on))

    visits = [each for each in crawl.everywhere(demo) if each.role == "volunteer"]
    reads_large(is_on=True)
    yield [each.path for each in crawl.to_look_at(visits) if each.endpoint not in NOT_FOR_THEM]
    reads_large(is_on=False)


def faults_of(page, width):
    found = page.evaluate(SMALLEST)
    if len(found["asked"]) > AT_MOST:
        yield f"asks {len(found['asked'])} things: {found['asked']}"
    for kind in ("small", "faint", "cut"):
        if found[kind]:
            yield f"{kind} at {width}: {found[kind]}"
    if found["tables"]:
        yield "has a table"
    yield from (f"covered at {width}: {each}" for each in page.evaluate(COVERED)[:3])
    yield from (f"wider than {width}: {each}" for each in page.evaluate(WIDER))


def test_every_page_asks_six_things_at_most_and_all_are_large(
    demo, demo_address, chromium_browser, elder
):
    """At 390; and at 320 with the largest words there are."""
    eyes = opened_eyes(chromium_browser, demo_address, demo.token_of("volunteer"))
    told, waiting, seen = [], list(elder), set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        eyes.resize(PHONE)
        eyes.page.goto(demo_address + path, wait_until="load")
        told += [f"{path} {each}" for each in faults_of(eyes.page, PHONE)]
        eyes.resize(NARROW)
        eyes.page.evaluate("document.body.classList.add('large')")
        told += [f"{path} {each}" for each in faults_of(eyes.page, NARROW)]
        if path in elder:
            beyond = eyes.page.locator("main a[rel=next]").evaluate_all(
                "all => all.map(one => one.pathname + one.search)"
            )
            waiting += [each for each in beyond if each not in seen]

    eyes.context.close()
    assert len(seen) > len(elder) > 30
    assert "\n".join(told + eyes.faults) == ""
