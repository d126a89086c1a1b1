"""What a finger hits is what it aims at, however one reads: elder mode, large words, English.

In the ordinary mode every role's pages are aimed at by `test_accessible`. `make browser` aims at
every role's pages in every mode.
"""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.models import Person, TextSize
from core.engine import WRITES
from tests import crawl
from tests.browser.eyes import IS_FULL, opened_eyes
from tests.seeded_demo import PHONES, person_with

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]

MODES = {
    "elder": {"is_elder_mode": True},
    "large": {"text_size": TextSize.LARGE},
    "English": {"language": "en"},
}
READERS = tuple(PHONES) if IS_FULL else ("volunteer",)
"""What a volunteer finds in elder mode is aimed at by `test_elder`, page by page."""


def pages_of(demo, role: str) -> list[str]:
    return [each.path for each in crawl.to_look_at(crawl.everywhere(demo)) if each.role == role]


@pytest.fixture
def reading_as(demo):
    touched = set()

    def use(role, values):
        touched.add(role)
        with Session(demo.engine.execution_options(**{WRITES: True})) as opened, opened.begin():
            person = person_with(opened, PHONES[role])
            opened.execute(update(Person).where(Person.id == person.id).values(values))

    yield use
    for role in list(touched):
        use(role, {"is_elder_mode": False, "text_size": TextSize.NORMAL, "language": "zh"})


@pytest.mark.parametrize("mode", MODES if IS_FULL else [each for each in MODES if each != "elder"])
@pytest.mark.parametrize("role", READERS)
def test_nothing_covers_it_however_one_reads(
    demo, demo_address, chromium_browser, reading_as, role, mode
):
    pages = pages_of(demo, role)
    reading_as(role, MODES[mode])
    eyes = opened_eyes(chromium_browser, demo_address, demo.token_of(role))

    for path in pages:
        eyes.aim(path)

    eyes.context.close()
    assert "\n".join(eyes.faults) == ""
