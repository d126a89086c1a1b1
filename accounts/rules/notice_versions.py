"""The versions of the privacy notice, and which is in force (PIPL 17)."""

from dataclasses import dataclass
from datetime import date, datetime

from core import clock


@dataclass(frozen=True, slots=True)
class NoticeVersion:
    """One version: in force from its day on; what changed is told to whom it asks again."""

    name: str
    since: date
    changes: tuple[str, ...]
    asks_again: bool = True


VERSIONS = (
    NoticeVersion("2026-01", date(2026, 1, 1), ("登记表上的短说明。",), asks_again=False),
    NoticeVersion(
        "2026-11",
        date(2026, 11, 20),
        (
            "第一次写成完整的一页：谁在处理、为了什么、用到哪些、存多久。",
            "您的权利写清楚了：看、改、带走一份、撤回同意、要求删除，各找谁办。",
            "给家长另写了一份短的。用到的资料没有增加。",
        ),
    ),
)
"""Oldest first. A text that changes gets a line here: nobody agreed to what was not there."""


def in_force(now: datetime) -> NoticeVersion:
    """Return the version in force at a moment; before the first there is the first.

    A text is the program's, not a community's: its day is that of the house's own zone.
    """
    begun = [each for each in VERSIONS if each.since <= clock.local_day(now)]
    return begun[-1] if begun else VERSIONS[0]
