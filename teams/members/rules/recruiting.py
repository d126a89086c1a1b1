"""Recruiting at a stall: a code for one team, valid for some hours, opened, used and stopped."""

import hmac
import re
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import keyring, wording
from core.errors import BadRequest, NotFound, RuleError
from teams.authority.act import Act
from teams.members.models import (
    RECRUIT_CODE_LIFE,
    Member,
    Recruit,
    RecruitCode,
    RecruitCodeMove,
    RecruitCodeState,
    Team,
)
from teams.permissions import Permission
from teams.settings import TeamsSettings

GRACE = timedelta(minutes=30)
"""Who scanned in time and is still typing is let in so long."""

TOKEN = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{16})")
MAC_LETTERS = 16


class HoursOutOfRange(BadRequest):
    """A code is opened for one hour at least, and no longer than the community permits."""

    message = "招募码可以开 1 到 %(most)s 小时，请改一下。"


class AlreadyRevoked(RuleError):
    """The code was stopped before."""

    code = "already_done"
    message = "这个招募码已经停用了，不用再停。"


class RecruitCodeOver(RuleError):
    """The code registers nobody any more; one may register without it."""

    code = "code_expired"
    message = "这个招募码用不了了。不用码也能登记，队伍自己选；或者请摊位上的人换一个新码。"


class RecruitCodeExpired(RecruitCodeOver):
    """Its time is over."""

    message = (
        "这个招募码到%(month)s月%(day)s日 %(time)s 为止，已经过了。"
        "不用码也能登记，队伍自己选；或者请摊位上的人换一个新码。"
    )


class RecruitCodeRevoked(RecruitCodeOver):
    """Who leads the team has stopped it."""

    message = "这个招募码已经停用。不用码也能登记，队伍自己选；或者请摊位上的人换一个新码。"


class RecruitCodeFull(RecruitCodeOver):
    """As many have registered by it as the community permits."""

    code = "limit_reached"
    message = (
        "这个招募码已经登记满 %(most)s 人。不用码也能登记，队伍自己选；或者请摊位上的人换一个新码。"
    )


def open_code(act: Act, team: Team, hours: int) -> RecruitCode:
    """Open a code of a team for so many hours from now.

    Raises NotAllowed (another team's), NotFound (a team that is no more), HoursOutOfRange.
    """
    act.by.refuse_unless(Permission.RECRUIT_OPEN, team.id)
    if not team.is_active:
        raise NotFound
    most = act.settings(TeamsSettings).recruit_code_hours
    if not 1 <= hours <= most:
        raise HoursOutOfRange(most=most)
    code = RecruitCode(
        community_id=team.community_id,
        team_id=team.id,
        state=RecruitCodeState.OPEN,
        valid_until=act.now + timedelta(hours=hours),
        opened_at=act.now,
        opened_by_id=act.by.person_id,
    )
    act.session.add(code)
    act.session.flush()
    act.note("recruit_code_opened", code, team=team.id)
    return code


def revoke(act: Act, code: RecruitCode) -> None:
    """Stop a code at once. Raises NotAllowed (another team's), AlreadyRevoked."""
    act.by.refuse_unless(Permission.RECRUIT_OPEN, code.team_id)
    stopped = {"revoked_at": act.now, "revoked_by_id": act.by.person_id}
    if not RECRUIT_CODE_LIFE.move(act.session, code, RecruitCodeMove.REVOKE, **stopped):
        raise AlreadyRevoked
    act.note("recruit_code_revoked", code, team=code.team_id)


def token_of(code: RecruitCode) -> str:
    """Return what the picture of a code holds: its number, and what only we can make of it."""
    return f"{code.id}-{_mac(code.community_id, code.id)}"


def usable(act: Act, token: str, *, is_late: bool = False) -> RecruitCode:
    """Return the code a token stands for; `is_late`: also within GRACE after its time.

    Raises NotFound (no token of this community), RecruitCodeRevoked, RecruitCodeExpired,
    RecruitCodeFull, in that order.
    """
    code = _code_of(act, token)
    _refuse_over(act, code, GRACE if is_late else timedelta(0))
    return code


def _refuse_over(act: Act, code: RecruitCode, grace: timedelta) -> None:
    if code.is_revoked:
        raise RecruitCodeRevoked
    if act.now >= code.valid_until + grace:
        raise RecruitCodeExpired(**wording.day_and_time(code.valid_until, act.community.zone))
    most = act.settings(TeamsSettings).recruit_code_people
    if recruited(act.session, code) >= most:
        raise RecruitCodeFull(most=most)


def hold(act: Act, token: str) -> RecruitCode:
    """Take the code's row first, so that of two at the last place one gets it.

    Raises what `usable` raises, late ones let in.
    """
    code = _code_of(act, token)
    act.session.refresh(code, with_for_update=True)
    _refuse_over(act, code, GRACE)
    return code


def note_recruit(act: Act, code: RecruitCode, member: Member) -> None:
    """Keep that a member registered by a code."""
    row = Recruit(
        community_id=code.community_id,
        member_id=member.id,
        code_id=code.id,
        registered_at=act.now,
    )
    act.session.add(row)
    act.session.flush()


def recruited(session: Session, code: RecruitCode) -> int:
    """Count who registered by a code."""
    counted = select(func.count()).where(
        Recruit.community_id == code.community_id, Recruit.code_id == code.id
    )
    return session.scalar(counted) or 0


def _code_of(act: Act, token: str) -> RecruitCode:
    """Return the code a token stands for; a number nobody signed opens nothing. Raises NotFound."""
    read = TOKEN.fullmatch(token)
    if read is None or not hmac.compare_digest(read[2], _mac(act.community.id, int(read[1]))):
        raise NotFound
    found = select(RecruitCode).where(
        RecruitCode.community_id == act.community.id, RecruitCode.id == int(read[1])
    )
    code = act.session.scalars(found).one_or_none()
    if code is None:
        raise NotFound
    return code


def _mac(community_id: int, code_id: int) -> str:
    return keyring.sealer().index(f"{community_id}.{code_id}", "recruit code")[:MAC_LETTERS]
