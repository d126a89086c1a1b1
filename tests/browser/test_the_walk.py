"""One long walk through the whole product, as the people who use it, on what runs in production.

`make browser` walks on SQLite as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

import app as program  # noqa: TID251 - tests build the program
from core.settings import Settings
from tests.browser import stages
from tests.browser.eyes import IS_FULL
from tests.browser.town import Town, opened_town
from tests.conftest import ENGINES, FIELD_KEY, SECRET_KEY

WALKED = ENGINES if IS_FULL else ENGINES[-1:]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]


@pytest.fixture(params=WALKED)
def engine_name(request: pytest.FixtureRequest) -> str:
    """PostgreSQL where there is one."""
    return str(request.param)


@pytest.fixture
def town(
    database_url: str,
    engine: object,
    chromium_browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Town]:
    """A seeded town of its own, on an emptied database of this engine."""
    settings = Settings(
        database_url=database_url, secret_key=SECRET_KEY, field_key=FIELD_KEY, is_demo=True
    )
    built = program.create_app(settings)
    with opened_town(built, chromium_browser, monkeypatch) as opened:
        yield opened
    with built.app_context():
        program.db.engine.dispose()


def test_from_joining_to_the_honour_wall(town: Town) -> None:
    walk = stages.Walk(town)
    stages.tian_registers(walk)
    stages.desk_activates(walk)
    stages.desk_registers_ma(walk)
    stages.leader_publishes(walk)
    stages.both_sign_up(walk)
    stages.leader_makes_room(walk)
    for shift, day, posted_on, points in zip(
        walk.shifts, stages.DAYS, stages.POSTED, (50, 90), strict=True
    ):
        stages.they_come_and_leave(walk, shift, day)
        stages.leader_confirms(walk, shift)
        stages.notice_ends(walk, posted_on, points)

    stages.shop_is_stocked(walk)
    stages.clerk_serves(walk, stages.tian_reserves(walk))
    stages.passbook_tells(walk)
    batch = stages.star_is_nominated(walk)
    stages.star_is_reviewed_and_posted(walk, batch)
    stages.star_is_awarded(walk, batch)

    assert "\n".join(town.whole_readings()) == ""
    assert town.breaches() == []
