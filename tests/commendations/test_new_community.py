"""A community is whole from the moment it is opened: nothing waits for the next sweep."""

import pytest
from sqlalchemy import func, select

from commendations.levels.models import StarLevel
from core.db import db
from points.goods.models import Shop
from points.ledger.models import EarnRule
from teams.members.models import Team
from volunteer.activities.models import ActivityType

GIVEN = (Team, ActivityType, EarnRule, Shop, StarLevel)


def counted(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def opened(app, now):
    told = app.test_cli_runner().invoke(args=["create-community", "dongjie", "东街社区", "DJ"])
    assert told.exit_code == 0, told.output
    return app


def test_a_new_community_is_whole_at_once(opened):
    assert counted(opened, ActivityType) == counted(opened, EarnRule) > 10
    assert [counted(opened, each) for each in (Team, Shop, StarLevel)] == [5, 1, 5]


def test_a_sweep_gives_nothing_more(opened):
    before = [counted(opened, each) for each in GIVEN]

    opened.test_cli_runner().invoke(args=["sweep"])

    assert [counted(opened, each) for each in GIVEN] == before


def test_a_refused_community_leaves_nothing_behind(opened):
    before = [counted(opened, each) for each in GIVEN]

    told = opened.test_cli_runner().invoke(args=["create-community", "another", "别处", "DJ"])

    assert told.exit_code == 1
    assert [counted(opened, each) for each in GIVEN] == before
