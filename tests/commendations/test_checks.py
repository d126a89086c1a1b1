"""Each check is silent on honest books and speaks when its breach is planted."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from commendations.certificates.models import Award
from commendations.certificates.rules.revoking import Revocation, revoke
from commendations.nominations.models import Commendation
from commendations.room import ROOM
from commendations.rounds.rules import awards
from teams.authority.act import Act
from tests.builders import NOW
from tests.commendations.honour_builders import a_round, after_notice, applied, hours, hung

BREACHES = {
    "issued only after a passed line": "UPDATE notice_lines SET state = 'hanging'",
    "one bonus an award": "UPDATE awards SET bonus_transaction_id = NULL",
    "a revoked award gives its bonus back": (
        "UPDATE awards SET revoked_at = issued_at, revoke_reason = '查实虚报',"
        " revoked_by_id = issued_by_id"
    ),
    "certificate numbers are unique": "UPDATE certificate_counters SET last_number = 0",
    "two people decide": "UPDATE commendations SET reviewed_by_id = checked_by_id",
}


@pytest.fixture
def award(session, town, people, wang):
    hours(session, wang, 6000)
    this_round = a_round(session, town, people["checker"])
    applied(session, this_round, wang)
    hung(session, this_round, people)
    (made,) = awards.issue(
        Act(session, after_notice(this_round, session), by=people["issuer"]), this_round
    )
    return made


def speaking(session):
    session.flush()
    session.expire_all()
    return [name for name, check in ROOM.checks.items() if check(session)]


def test_honest_books_are_silent(session, award, people):
    assert speaking(session) == []

    revoke(
        Act(session, NOW + timedelta(days=20), by=people["issuer"]),
        award,
        Revocation("查实时长是虚报的", keeps_level=False),
    )
    assert speaking(session) == []


@pytest.mark.plants_breach
@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_is_told(session, award, name):
    session.execute(text(BREACHES[name]))

    assert name in speaking(session)


@pytest.mark.plants_breach
def test_a_name_taken_off_after_the_award_is_told(session, award):
    session.execute(text("UPDATE nominations SET state = 'refused'"))

    assert speaking(session) == ["issued only after a passed line"]
    assert session.query(Award).count() == session.query(Commendation).count() == 1
