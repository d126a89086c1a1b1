"""A community opened by command is furnished by the next sweep."""

from sqlalchemy import select

from commendations.models import StarLevel
from core.db import db
from points.models import EarnRule, Shop
from volunteer.models import ActivityType


def counted(app, model):
    with app.app_context():
        return len(db.session.scalars(select(model.id)).all())


def test_sweep_gives_a_new_community_kinds_rules_shop_and_levels(app, now):
    typed = app.test_cli_runner().invoke
    typed(args=["create-community", "dongjie", "东街社区", "DJ"])

    swept = typed(args=["sweep"])

    assert swept.exit_code == 0, swept.output
    assert counted(app, ActivityType) == counted(app, EarnRule) > 10
    assert (counted(app, Shop), counted(app, StarLevel)) == (1, 5)


def test_second_sweep_gives_nothing_more(app, now):
    typed = app.test_cli_runner().invoke
    typed(args=["create-community", "dongjie", "东街社区", "DJ"])
    typed(args=["sweep"])

    typed(args=["sweep"])

    assert (counted(app, Shop), counted(app, StarLevel)) == (1, 5)
