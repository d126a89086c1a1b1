"""Lists taken out of the program: for a reason, of so many rows, and kept in the trail."""

from dataclasses import dataclass

from accounts.act import Subject
from core.errors import RuleError
from core.masking import numbers_covered
from teams.authority.act import Act
from teams.permissions import Permission

MOST_ROWS = 20_000
"""As many rows as one file may hold (bar 64)."""


class TooManyRows(RuleError):
    """The list is longer than one file may be."""

    code = "limit_reached"
    message = "一次最多导出 %(most)s 行，请先按状态或队伍缩小范围，分几次导出。"


@dataclass(frozen=True, slots=True)
class MemberExport:
    """What is taken out: which filter, how many rows, what for."""

    words: str
    state: str
    team_id: int | None
    rows: int
    reason: str


def note_members(act: Act, taken: MemberExport) -> None:
    """Keep in the trail who takes the list of members, by which filter, how long and what for.

    Exactly `MOST_ROWS` rows are allowed. Raises NotAllowed, TooManyRows, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_EXPORT)
    if taken.rows > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    act.note(
        "members_exported",
        Subject("community", act.community.id, act.community.id),
        words=numbers_covered(taken.words),
        state=taken.state,
        team=taken.team_id,
        rows=taken.rows,
        reason=taken.reason,
    )
