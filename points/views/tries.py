"""Tries at the counter: counted before a secret is looked at, and what is answered when too many.

The answer stays on the counter, so that the next person is served while one has to wait.
"""

from datetime import datetime, timedelta

from flask import Response
from flask.typing import ResponseReturnValue

from accounts.gate import note_refusal
from core import clock
from core.db import run
from core.errors import RuleError
from points.rules import identity
from points.rules.refusals import TriesUsedUp
from points.views.till import Till, till_page
from teams.gate import community


def spend_tries(person_ids: list[int | None], now: datetime) -> None:
    """Count a try for everybody whose secret is about to be looked at. Raises TriesUsedUp."""
    for person_id in person_ids:
        if person_id is not None:
            wait = run(lambda session, each=person_id: identity.spend_try(session, each, now))  # type: ignore[misc]
            _refuse_waiting(wait, now)


def spend_scan(person_id: int, at_shop: int, now: datetime) -> None:
    """Count one pick-up code typed or scanned by a clerk at a shop. Raises TriesUsedUp."""
    wait = run(lambda session: identity.spend_scan(session, person_id, at_shop, now))
    _refuse_waiting(wait, now)


def _refuse_waiting(wait: int, now: datetime) -> None:
    if wait:
        until = clock.local(now + timedelta(seconds=wait + 59), community().zone)
        raise TriesUsedUp(wait, until=f"{until:%H:%M}")


def refused(till: Till, refusal: RuleError) -> ResponseReturnValue:
    """Show the counter with a refusal on it; what was chosen stays, and a wait is in the trail."""
    answer = Response(till_page(till), refusal.status)
    if isinstance(refusal, TriesUsedUp):
        answer.headers["Retry-After"] = str(refusal.wait_seconds)
        note_refusal(refusal)
    return answer
