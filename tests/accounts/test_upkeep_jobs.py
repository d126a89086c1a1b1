"""What is put away when nobody needs it any more."""

from datetime import timedelta

from sqlalchemy import func, select

from accounts.models import OneTimeCode, RequestKey, SignInThrottle
from accounts.room import ROOM
from accounts.rules import guessing, request_keys, set_up, throttle
from teams.authority.act import Act
from tests.builders import NOW


def duty(name):
    return ROOM.jobs[name]


def test_request_keys_are_kept_for_thirty_days(session):
    request_keys.claim(Act(session, NOW), "person:1", "key", "body")
    drop = duty("request keys older than 30 days")

    assert drop(session, NOW + timedelta(days=30)) == 0
    assert drop(session, NOW + timedelta(days=30, seconds=1)) == 1
    assert session.scalar(select(func.count()).select_from(RequestKey)) == 0


def test_codes_are_dropped_a_day_after_their_end(session):
    set_up.begin(Act(session, NOW))
    drop = duty("one-time codes that are over")

    assert drop(session, NOW + timedelta(days=1, hours=1)) == 0
    assert drop(session, NOW + timedelta(days=1, hours=1, seconds=1)) == 1
    assert session.scalar(select(func.count()).select_from(OneTimeCode)) == 0


def test_failed_tries_are_forgotten_after_a_day(session):
    throttle.note_failure(Act(session, NOW), throttle.counter("login", "x", guessing.PASSWORD))
    drop = duty("failed tries of more than a day ago")

    assert drop(session, NOW + timedelta(days=1)) == 0
    assert drop(session, NOW + timedelta(days=1, seconds=1)) == 1
    assert session.scalar(select(func.count()).select_from(SignInThrottle)) == 0
