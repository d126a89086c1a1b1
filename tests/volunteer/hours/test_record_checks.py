"""Each check sees the breach it is for."""

from datetime import date

import pytest
from sqlalchemy import update

from points.ledger.models import EarnRule
from points.ledger.rules import wallet_checks
from tests.service_builders import a_run_shift, a_station, confirmed, posted, present
from volunteer.hours.models import MemberHours, RecordState, ServiceDay, ServiceRecord
from volunteer.hours.rules import record_checks


@pytest.fixture
def record(session):
    return posted(session, a_station(session))


def breaches(session):
    session.flush()
    return {name for name, check in record_checks.CHECKS.items() if check(session)}


def change(session, model, **values):
    session.execute(update(model).values(**values))


def test_a_clean_book_is_silent(session, record):
    assert breaches(session) == set()


@pytest.mark.plants_breach
@pytest.mark.parametrize(
    ("model", "values", "check"),
    [
        (MemberHours, {"posted_minutes": 121}, "hours match records"),
        (MemberHours, {"services": 2}, "hours match records"),
        (MemberHours, {"imported_minutes": 1}, "hours match records"),
        (ServiceDay, {"minutes": 119}, "days match records"),
        (ServiceDay, {"minutes": 1441}, "no day over 24 hours"),
        (ServiceRecord, {"service_minutes": 121}, "records within the plan"),
        (ServiceRecord, {"points": 21}, "one award a record"),
        (ServiceRecord, {"state": RecordState.VOIDED}, "one award a record"),
    ],
)
def test_a_figure_changed_behind_the_rules_is_seen(session, record, model, values, check):
    change(session, model, **values)

    assert check in breaches(session)


@pytest.mark.plants_breach
def test_totals_without_their_row_are_seen(session, record):
    session.delete(session.query(MemberHours).one())

    assert "hours match records" in breaches(session)


@pytest.mark.plants_breach
def test_a_record_posted_past_its_notice_is_seen(session):
    community = a_station(session)
    hung = confirmed(
        session, community, present(session, community, a_run_shift(session, community))
    )
    hung.state = RecordState.POSTED

    assert "posted after its notice" in breaches(session)


def test_awards_by_rule_replay(session, record):
    assert wallet_checks.awards_replay(session) == []


@pytest.mark.plants_breach
@pytest.mark.parametrize("values", [{"points_per_hour": 99}, {"starts_on": date(2030, 1, 1)}])
def test_a_rule_changed_after_it_gave_points_is_seen(session, record, values):
    change(session, EarnRule, **values)

    assert len(wallet_checks.awards_replay(session)) == 1
