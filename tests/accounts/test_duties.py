"""What is put away when nobody needs it any more."""

from datetime import timedelta

from sqlalchemy import func, select

from accounts.models import OneTimeCode, RequestKey
from accounts.rules import duties, request_keys, set_up
from tests.builders import NOW


def test_request_keys_are_kept_for_thirty_days(session):
    request_keys.claim(session, "person:1", "key", "body", NOW)
    (_, drop), _codes = duties.duties()

    assert drop(session, NOW + timedelta(days=30)) == 0
    assert drop(session, NOW + timedelta(days=30, seconds=1)) == 1
    assert session.scalar(select(func.count()).select_from(RequestKey)) == 0


def test_codes_are_dropped_a_day_after_their_end(session):
    set_up.begin(session, NOW)
    _keys, (_, drop) = duties.duties()

    assert drop(session, NOW + timedelta(days=1, hours=1)) == 0
    assert drop(session, NOW + timedelta(days=1, hours=1, seconds=1)) == 1
    assert session.scalar(select(func.count()).select_from(OneTimeCode)) == 0
