"""Words from who leads a shift: to its list, to the whole team, or to who has not come."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import request_keys
from core.errors import AlreadyDone, BadRequest, RuleError
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member, MemberState, TeamMember, TeamMemberState
from volunteer.activities.models import Shift, ShiftState
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff, shift_kept
from volunteer.permissions import Permission
from volunteer.sign_ups.models import SIGN_UP_LIFE, SignUp, SignUpMove, SignUpState

CLIENT = "duty:missing-reminder"
SHORTEST, LONGEST = 2, 200
NOTE = "《%(title)s》的带队人说：%(words)s"
WAITED_FOR = "《%(title)s》开始了，大家在%(place)s等您。来不了请打电话给带队人。"


class Audience(StrEnum):
    """Whom a note goes to: who is on the list or waits for a place, or everybody of the team."""

    LISTED = "listed"
    TEAM = "team"


class WordsOutOfRange(BadRequest):
    """A note holds 2 to 200 characters."""

    message = "请写 2 到 200 个字，大家会照原样收到。"


class NobodyToTell(RuleError):
    """Nobody is on the list, or in the team, besides who writes."""

    code = "not_eligible"
    message = "现在没有要通知的人。"


class NothingMissing(RuleError):
    """Nobody is missing before the shift begins (its start is in time), nor once it is over."""

    code = "not_eligible"
    message = "活动进行的时候才能提醒没到的人。"


class AllReminded(AlreadyDone):
    """Who has not come is reminded once a shift."""

    message = "没到的人都提醒过了，急的话请打电话。"


def send(act: Act, shift_id: int, audience: Audience, words: str) -> int:
    """Leave `words` for everybody of the audience but who writes; return how many were told.

    Raises NotFound, NotAllowed, ShiftCalledOff, WordsOutOfRange, NobodyToTell, in that order.
    """
    shift = row_in(act.session, Shift, act.community.id, shift_id)
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, shift.activity.team_id)
    _refuse_called_off(shift)
    told = words.strip()
    if not SHORTEST <= len(told) <= LONGEST:
        raise WordsOutOfRange
    asked = _listed if audience is Audience.LISTED else _of_team
    people = [each for each in asked(act.session, shift) if each != act.by.person_id]
    if not people:
        raise NobodyToTell
    link = f"/c/{act.community.slug}/activities/{shift.activity_id}"
    with act.together():
        for person_id in people:
            act.tell(person_id, NOTE, link, title=shift.activity.title, words=told)
    act.note("note_sent", shift, note=told, count=len(people))
    return len(people)


def remind_missing(act: Act, shift_id: int) -> int:
    """Tell who has a place and has not come that they are waited for, once a shift.

    Returns how many were told. Raises NotFound, NotAllowed, ShiftCalledOff, NothingMissing,
    AllReminded, in that order.
    """
    shift = shift_kept(act, shift_id)
    _refuse_called_off(shift)
    if not shift.starts_at <= act.now < shift.ends_at:
        raise NothingMissing
    link = f"/c/{act.community.slug}/shifts/{shift.id}/arrival"
    values = {"title": shift.activity.title, "place": shift.meeting_point}
    told = 0
    for sign_up_id, person_id in _missing(act.session, shift):
        if request_keys.claim(act, CLIENT, str(sign_up_id), "") is None:
            act.tell(person_id, WAITED_FOR, link, **values)
            told += 1
    if not told:
        raise AllReminded
    act.note("missing_reminded", shift, count=told)
    return told


def _refuse_called_off(shift: Shift) -> None:
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff


def _listed(session: Session, shift: Shift) -> Sequence[int]:
    return session.scalars(
        select(Member.person_id)
        .join(SignUp, SignUp.member_id == Member.id)
        .where(
            SignUp.community_id == shift.community_id,
            SignUp.shift_id == shift.id,
            SignUp.state.in_(SIGN_UP_LIFE.begins(SignUpMove.CALL_OFF)),
        )
        .order_by(SignUp.id)
    ).all()


def _of_team(session: Session, shift: Shift) -> Sequence[int]:
    return session.scalars(
        select(Member.person_id)
        .join(TeamMember, TeamMember.member_id == Member.id)
        .where(
            TeamMember.community_id == shift.community_id,
            TeamMember.team_id == shift.activity.team_id,
            TeamMember.state == TeamMemberState.ACCEPTED,
            Member.state == MemberState.ACTIVE,
        )
        .order_by(Member.id)
    ).all()


def _missing(session: Session, shift: Shift) -> list[tuple[int, int]]:
    rows = session.execute(
        select(SignUp.id, Member.person_id)
        .join(Member, Member.id == SignUp.member_id)
        .where(
            SignUp.community_id == shift.community_id,
            SignUp.shift_id == shift.id,
            SignUp.state == SignUpState.APPROVED,
        )
        .order_by(SignUp.id)
    )
    return [(sign_up_id, person_id) for sign_up_id, person_id in rows]
