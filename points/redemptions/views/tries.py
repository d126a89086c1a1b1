"""Tries at the counter: counted before a secret is looked at, and what is answered when too many.

The answer stays on the counter, so that the next person is served while one has to wait.
"""

from datetime import datetime, timedelta

from flask import Response
from flask.typing import ResponseReturnValue

from accounts.gate import note_refusal
from core import clock
from core.db import db, run
from core.errors import RuleError
from points.ledger.rules.refusals import (
    CredentialNotSixDigits,
    CredentialWrong,
    CredentialWrongLast,
    CredentialWrongStill,
    TriesUsedUp,
)
from points.redemptions.rules import counter_credentials
from points.redemptions.views.counter_view import CounterView, counter_page
from teams.authority.act import Act
from teams.gate import community


def spend_tries(person_ids: list[int | None], now: datetime) -> None:
    """Count a try for everybody whose secret is about to be looked at. Raises TriesUsedUp."""
    for person_id in person_ids:
        if person_id is not None:
            _spend_try(person_id, now)


def _spend_try(person_id: int, now: datetime) -> None:
    _refuse_waiting(
        run(lambda session: counter_credentials.spend_try(Act(session, now), person_id)), now
    )


def spend_scan(person_id: int, at_shop: int, now: datetime) -> None:
    """Count one pick-up code typed or scanned by a clerk at a shop. Raises TriesUsedUp."""
    wait = run(
        lambda session: counter_credentials.spend_scan(Act(session, now), person_id, at_shop)
    )
    _refuse_waiting(wait, now)


def _refuse_waiting(wait: int, now: datetime) -> None:
    if wait:
        raise TriesUsedUp(wait, until=_clock_after(wait, now))


def _clock_after(wait: int, now: datetime) -> str:
    """Return the local time of day when a wait is over, the minute begun counted whole."""
    until = clock.minute_after(now + timedelta(seconds=wait))
    return f"{clock.local(until, community().zone):%H:%M}"


def refuse_no_secrets(secrets: list[str | None]) -> None:
    """Refuse what cannot be a PIN before a try is spent on it. Raises CredentialNotSixDigits."""
    if not all(counter_credentials.is_secret(each) for each in secrets if each is not None):
        raise CredentialNotSixDigits


def with_tries_left(refusal: RuleError, person_ids: list[int | None], now: datetime) -> RuleError:
    """Return a wrong credential with the tries that are left, or until when none is."""
    tried = [each for each in person_ids if each is not None]
    if type(refusal) is not CredentialWrong or not tried:
        return refusal
    left = min(counter_credentials.tries_left(Act(db.session(), now), each) for each in tried)
    if left:
        return CredentialWrongStill(left=left)
    wait = max(counter_credentials.wait_of(Act(db.session(), now), each) for each in tried)
    return CredentialWrongLast(until=_clock_after(wait, now))


def refused(counter: CounterView, refusal: RuleError) -> ResponseReturnValue:
    """Show the counter with a refusal on it; what was chosen stays, and a wait is in the trail."""
    answer = Response(counter_page(counter), refusal.status)
    if isinstance(refusal, TriesUsedUp):
        answer.headers["Retry-After"] = str(refusal.wait_seconds)
        note_refusal(refusal)
    return answer
