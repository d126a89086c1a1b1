"""Taps made at the place without network and sent later: when they were made, and what to believe.

A tap carries the moment the board says it was made, by the server's clock as the board last knew
it. Only what lies back further than a message takes is told apart from any other tap (decision
0039).
"""

from datetime import datetime, timedelta

from core import wording
from core.errors import RuleError, Stale
from volunteer.attendance.rules.attendance_cases import Case
from volunteer.sign_ups.words import SIGN_UP_WORDS

AT_ONCE = timedelta(minutes=1)
"""A tap no older than this came over the network as it was made; this much itself is at once."""


class TapTooOld(RuleError):
    """A kept tap is believed for some hours; the last moment of them is in time."""

    code = "not_eligible"
    message = "%(time)s 点的，过了 %(hours)s 小时才传上来，不能照点的时间记。请点“改”写明时间。"


class Overtaken(Stale):
    """Somebody else, or the person, wrote about the sign-up between the tap and its arrival."""

    message = "%(time)s 点的这一下没有记：没网的时候有人记过了，现在是“%(state)s”。"


def made_at(case: Case, tapped_at: datetime | None) -> datetime:
    """Return when a tap was made: now, or the moment it says when it was kept and sent later.

    A moment ahead of the server is now: a tap is never later than its arrival. Raises TapTooOld.
    """
    now = case.act.now
    if tapped_at is None or now - tapped_at <= AT_ONCE:
        return now
    hours = case.settings.kept_taps_hours
    if now - tapped_at > timedelta(hours=hours):
        raise TapTooOld(time=_time(case, tapped_at), hours=hours)
    return tapped_at


def overtaken(case: Case) -> Stale:
    """Return the refusal of a tap on a sign-up that has changed since it was seen."""
    if not case.is_sent_later:
        return Stale()
    state = SIGN_UP_WORDS[case.sign_up.state]
    return Overtaken(time=_time(case, case.at), state=state)


def _time(case: Case, moment: datetime) -> str:
    return wording.clock_time(moment, case.act.community.zone)
