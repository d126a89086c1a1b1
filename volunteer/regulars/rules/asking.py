"""Becoming a regular: asked for by the member or offered by a leader, answered by the other."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import AlreadyDone, RuleError
from core.tenancy import row_in
from core.upsert import insert_new
from teams.authority.act import Act
from teams.members.models import Member, MemberState, Team, TeamMember, TeamMemberState
from teams.members.rules import children
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.permissions import Permission
from volunteer.regulars.models import (
    REGULAR_LIFE,
    UNANSWERED,
    Outcome,
    Regular,
    RegularMove,
    RegularState,
)
from volunteer.regulars.rules import seating, series
from volunteer.regulars.rules.series import Slot, slot_of

WANTS = "有人想固定来《%(title)s》，请您答复。"
OFFERED = "带队人请您固定来《%(title)s》，来不来请答一声。"
ACCEPTED = "您可以固定来《%(title)s》了，已经留好 %(count)s 场。去不了的那场，点一下就能让出来。"
REFUSED = "固定来《%(title)s》这次没有安排上，您还可以一场一场地报。"
AGREED = "您请的人答应固定来《%(title)s》了。"
DECLINED = "您请的人这次不固定来《%(title)s》。"


class AlreadyRegular(AlreadyDone):
    """The member keeps a place in this series, or one of the two has yet to answer."""

    message = "这个岗位已经固定了，或者正在等答复，不用再办。"


class NotInTheTeam(RuleError):
    """Only members of the team that holds the series keep places in it."""

    code = "not_eligible"
    message = "固定来的要是%(team)s的队员。先申请加入队伍，队长同意后再来。"


class ChildNotRegular(RuleError):
    """Who is under 14 comes with a guardian, occasion by occasion (T26)."""

    code = "not_eligible"
    message = "不满 14 岁的孩子由监护人陪着，一场一场地报。"


class NothingComing(RuleError):
    """The series has no coming shift of this kind."""

    code = "not_eligible"
    message = "这组活动后面还没有排场次，等排出来再办。"


class AnsweredBefore(AlreadyDone):
    """It was answered, taken back, or ended meanwhile."""

    message = "这条已经答复过了，或者收回了，请刷新看看。"


def ask(act: Act, slot: Slot) -> Regular:
    """Ask to keep a place in each coming shift of `slot`; the leader is told.

    Raises NotFound, ChildNotRegular, NotInTheTeam, NothingComing or AlreadyRegular, in that order.
    """
    member = hold_member(act.session, act.community.id, act.by.member_id or 0)
    shifts = _fitting(act, slot, member)
    made = _new(act, slot, member, RegularState.ASKED)
    act.note("regular_asked", made, member_id=member.id)
    leader = act.session.get_one(Member, shifts[0].activity.leader_id)
    act.tell(
        leader.person_id,
        WANTS,
        f"/c/{act.community.slug}/leading/activities/{shifts[0].activity_id}/regulars",
        title=shifts[0].activity.title,
    )
    return made


def offer(act: Act, slot: Slot, member_id: int) -> Regular:
    """Offer a member of the team a place in each coming shift of `slot`; the member answers.

    Raises NotFound, NotAllowed, ChildNotRegular, NotInTheTeam, NothingComing, SeriesFull or
    AlreadyRegular, in that order.
    """
    team = series.team_of(act.session, act.community.id, slot.series_id)
    act.by.refuse_unless(Permission.ACTIVITY_MANAGE, team.id)
    member = hold_member(act.session, act.community.id, member_id)
    shifts = _fitting(act, slot, member)
    series.refuse_full(act, slot)
    made = _new(act, slot, member, RegularState.OFFERED)
    act.note("regular_offered", made, member_id=member.id)
    link = f"/c/{act.community.slug}/my/regulars"
    act.tell(member.person_id, OFFERED, link, title=shifts[0].activity.title)
    return made


def accept(act: Act, regular_id: int) -> int:
    """Say yes: the leader to who asked, the member to what was offered. Return places kept now.

    The coming shifts are decided at once, as far as there is room. Nobody says yes to oneself for
    the team. Raises NotFound, NotAllowed, OwnCase, AnsweredBefore, NotInTheTeam or SeriesFull, in
    that order.
    """
    regular, team = _answering(act, regular_id)
    member = act.session.get_one(Member, regular.member_id)
    _refuse_outsider(act.session, member, team)
    series.refuse_full(act, slot_of(regular))
    was_asked = regular.is_asked
    if not REGULAR_LIFE.move(act.session, regular, RegularMove.ACCEPT, since_at=act.now):
        raise AnsweredBefore
    act.note("regular_accepted", regular, member_id=regular.member_id)
    kept = [each for each in seating.seat(act, regular) if each.outcome is Outcome.KEPT]
    _tell_answer(act, regular, ACCEPTED if was_asked else AGREED, len(kept), is_to_member=was_asked)
    return len(kept)


def refuse(act: Act, regular_id: int) -> Regular:
    """Say no: the leader to who asked, the member to what was offered; the other is told.

    Raises NotFound, NotAllowed, OwnCase or AnsweredBefore, in that order.
    """
    regular, _team = _answering(act, regular_id)
    was_asked = regular.is_asked
    if not REGULAR_LIFE.move(act.session, regular, RegularMove.REFUSE):
        raise AnsweredBefore
    act.note("regular_refused", regular, member_id=regular.member_id)
    _tell_answer(act, regular, REFUSED if was_asked else DECLINED, 0, is_to_member=was_asked)
    return regular


def _answering(act: Act, regular_id: int) -> tuple[Regular, Team]:
    """Take a question of the team or the reader, with the regulars beside it."""
    regular = row_in(act.session, Regular, act.community.id, regular_id)
    team = series.team_of(act.session, act.community.id, regular.series_id)
    series.hold(act.session, act.community.id, slot_of(regular))
    is_own = regular.member_id == act.by.member_id
    if regular.is_asked or not is_own:
        act.by.refuse_unless(Permission.ACTIVITY_MANAGE, team.id)
        act.by.refuse_own_case(act.session.get_one(Member, regular.member_id).person_id)
    is_theirs = regular.is_offered if is_own else regular.is_asked
    if not is_theirs or regular.state not in UNANSWERED:
        raise AnsweredBefore
    return regular, team


def _fitting(act: Act, slot: Slot, member: Member) -> list[Shift]:
    """Return the coming shifts of a slot a member may keep."""
    team = series.team_of(act.session, act.community.id, slot.series_id)
    if children.is_child_now(act, member.person):
        raise ChildNotRegular
    _refuse_outsider(act.session, member, team)
    shifts = series.coming(act, slot)
    if not shifts:
        raise NothingComing
    return shifts


def _refuse_outsider(session: Session, member: Member, team: Team) -> None:
    belongs = session.scalar(
        select(TeamMember.id).where(
            TeamMember.community_id == member.community_id,
            TeamMember.team_id == team.id,
            TeamMember.member_id == member.id,
            TeamMember.state == TeamMemberState.ACCEPTED,
        )
    )
    if belongs is None or member.state is not MemberState.ACTIVE:
        raise NotInTheTeam(team=team.short_name)


def _new(act: Act, slot: Slot, member: Member, state: RegularState) -> Regular:
    columns = {
        "community_id": act.community.id,
        "series_id": slot.series_id,
        "post_name": slot.post_name,
        "weekday": slot.weekday,
        "member_id": member.id,
        "state": state,
        "asked_at": act.now,
    }
    made = insert_new(act.session, Regular, columns)
    if made is None:
        raise AlreadyRegular
    return made


def _tell_answer(
    act: Act, regular: Regular, sentence: str, count: int, *, is_to_member: bool
) -> None:
    """Tell the other of the two; whoever leads the series now stands for the team."""
    activity = series.newest(act.session, act.community.id, regular.series_id)
    told_id = regular.member_id if is_to_member else activity.leader_id
    member = act.session.get_one(Member, told_id)
    path = "my/regulars" if is_to_member else f"leading/activities/{activity.id}/regulars"
    values = {"title": activity.title, "count": count}
    act.tell(member.person_id, sentence, f"/c/{act.community.slug}/{path}", **values)
