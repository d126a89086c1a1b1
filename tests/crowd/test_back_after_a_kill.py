"""A worker is killed while people press: it is back, and what was acknowledged is kept, once."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.crowd.people import Answer, Phone, together
from tests.crowd.town import a_crowd, tokens_of
from volunteer.sign_ups.models import SignUp

pytestmark = pytest.mark.race
PEOPLE = 24
PATIENCE_SECONDS = 30


def pressed_until_answered(phone: Phone, path: str, fields: dict[str, str]) -> Answer:
    """Press the same button again whenever the line breaks, as people do."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            return phone.post(path, fields)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise AssertionError(f"{path} was never answered")


def test_a_killed_worker_is_back_and_loses_nothing(engine, serve):
    crowd = a_crowd(engine)
    tokens = tokens_of(engine, crowd, PEOPLE)
    server = serve()
    phones = [Phone(server.port, {"wuse": token}) for token in tokens]
    there = f"shifts/{crowd.coming_id}/sign-ups"
    forms = [
        phone.get(crowd.path(f"activities/{crowd.coming_activity_id}")).form(there)
        for phone in phones
    ]
    before = server.worker_pids()

    def kill() -> None:
        time.sleep(0.1)
        for pid in before:
            os.kill(pid, signal.SIGKILL)

    def press(at: int) -> Answer:
        return pressed_until_answered(phones[at], crowd.path(there), forms[at])

    answers = together([kill, *[lambda at=at: press(at) for at in range(PEOPLE)]])[1:]

    assert Counter(each.status for each in answers) == {303: PEOPLE}
    assert not set(before) & set(server.worker_pids())
    with Session(engine) as asking:
        kept = asking.execute(select(SignUp.member_id, func.count()).group_by(SignUp.member_id))
        assert {tuple(row) for row in kept} == {(each, 1) for each in crowd.member_ids[:PEOPLE]}
