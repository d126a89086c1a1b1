"""Signing in as the page does it, on a bare session."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.rules import sign_in
from accounts.rules.guessing import Origin
from accounts.rules.sign_in import CheckedSecret, Claim, Entry
from core import ages
from core.errors import RuleError
from teams.authority.act import Act
from teams.sign_in.rules import sign_in_alarms
from tests.builders import NOW

PASSWORD = "wuse-demo-2026"
PIN = "246810"
TODAY = date(2026, 5, 15)


def enter(
    session: Session,
    login: str,
    secret: str,
    now: datetime = NOW,
    origin: Origin | None = None,
    **known: Any,
) -> Entry:
    """Try to sign in; `known` is `is_staff` and `today` of the person."""
    claimed = sign_in.claim(login, secret, origin)
    found = sign_in.find(session, claimed)
    is_staff = bool(known.get("is_staff"))
    is_right = sign_in.is_right(found, claimed, is_staff=is_staff)
    return _settle(session, claimed, is_right, now, **known)


def attempt(
    session: Session, login: str, secret: str, now: datetime = NOW, origin: Origin | None = None
) -> Entry:
    """Do what `enter` does without the slow hash: PIN and PASSWORD are right."""
    claimed = sign_in.claim(login, secret, origin)
    return _settle(session, claimed, secret in {PIN, PASSWORD}, now)


def _settle(session: Session, claimed: Claim, is_right: bool, now: datetime, **known: Any) -> Entry:
    found = sign_in.find(session, claimed)
    person_id = found.id if found else None
    try:
        counted = sign_in.refuse_waiting(Act(session, now), claimed, person_id)
    except RuleError as waiting:
        return Entry(refusal=waiting)
    is_child = found is not None and ages.is_child(found.birth_on, known.get("today", TODAY))
    is_staff = bool(known.get("is_staff"))
    checked = CheckedSecret(person_id, is_right and found is not None, is_staff, is_child, counted)
    return sign_in_alarms.settle(Act(session, now), claimed, checked)
