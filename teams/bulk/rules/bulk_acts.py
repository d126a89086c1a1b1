"""Activating, taking in, changing team of many at once: each alone, the rest goes on; undone."""

from collections.abc import Callable, Sequence

from sqlalchemy import update

from core import room_members
from core.errors import AlreadyDone, BadRequest, RuleError
from teams.authority.act import Act
from teams.bulk.models import UNDOABLE, WITH_TEAM, BulkAct, BulkKind
from teams.members.models import Member, MemberState, Team, TeamMember
from teams.members.rules import joining, members
from teams.permissions import Permission

Note = dict[str, object]
Step = Callable[[Act, Member], Note]
MOST_AT_ONCE = 500


class TooMany(BadRequest):
    """More than 500 are done in parts."""

    message = "一次最多办 500 位，请按队伍或状态分几次。"


class NobodyChosen(BadRequest):
    """Nobody was ticked."""

    message = "还没有选人。请在名单里打勾，或者选“找到的全部”。"


class TeamToChoose(BadRequest):
    """These acts need a team."""

    message = "请选一支队伍。"


class AlreadyHome(RuleError):
    """The team is the member's home team."""

    code = "already_done"
    message = "主队本来就是这一支。"


class UsedSince(RuleError):
    """Something was done since that rests on it."""

    code = "already_done"
    message = "后来已经报名、记账或换过队伍，撤不了，请到档案里单独办。"


class NotUndone(AlreadyDone):
    """Cards do not come back, and what was undone is."""

    message = "这一次已经撤销过，或者不能撤销。"


def do(act: Act, kind: BulkKind, chosen: Sequence[Member], team: Team | None) -> BulkAct:
    """Do one thing to each of the chosen, by itself: who is refused is noted, the others go on.

    Raises NotAllowed, NobodyChosen, TooMany, TeamToChoose, in that order; NotAllowed of the team.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    refuse_unless_some(chosen)
    if kind in WITH_TEAM and team is None:
        raise TeamToChoose
    if team is not None:
        act.by.refuse_unless(Permission.TEAM_ACCEPT, team.id)
    made = BulkAct(
        community_id=act.community.id,
        kind=kind,
        team_id=team.id if team is not None and kind in WITH_TEAM else None,
        made_by_id=act.by.person_id,
        made_at=act.now,
    )
    made.done, made.refused = each_alone(act, chosen, _step_of(kind, team))
    return keep(act, made)


def refuse_unless_some(chosen: Sequence[Member]) -> None:
    """Refuse a press for nobody, or for more than 500. Raises NobodyChosen, TooMany."""
    if not chosen:
        raise NobodyChosen
    if len(chosen) > MOST_AT_ONCE:
        raise TooMany


def keep(act: Act, made: BulkAct) -> BulkAct:
    """Write down what was done to whom, and leave a line in the trail beside those of each."""
    act.session.add(made)
    act.session.flush()
    act.note(
        "members_acted_on", made, kind=made.kind.value, added=len(made.done), team=made.team_id
    )
    return made


def each_alone(act: Act, chosen: Sequence[Member], step: Step) -> tuple[list[Note], list[Note]]:
    """Do `step` for each, a savepoint each; return what it noted, and who was refused and why."""
    done: list[Note] = []
    refused: list[Note] = []
    for member_id in [member.id for member in chosen]:
        try:
            with act.session.begin_nested():
                note = step(act, act.session.get_one(Member, member_id))
        except RuleError as refusal:
            refused.append({"member": member_id, "why": refusal.message})
        else:
            done.append({"member": member_id, **note})
    return done, refused


def _step_of(kind: BulkKind, team: Team | None) -> Step:
    if kind is BulkKind.ACTIVATE or team is None:
        return _activate
    into = {BulkKind.ACCEPT: _take_in, BulkKind.CHANGE_TEAM: _change_team}[kind]
    return lambda act, member: into(act, member, team)


def _activate(act: Act, member: Member) -> Note:
    members.activate(act, member)
    return {}


def _take_in(act: Act, member: Member, team: Team) -> Note:
    before = member.home_team_id
    return {"home": before, "joined": joining.take_in(act, member, team).id}


def _change_team(act: Act, member: Member, team: Team) -> Note:
    before = member.home_team_id
    if member.state is not MemberState.ACTIVE:
        raise joining.NotActiveYet
    if before == team.id:
        raise AlreadyHome
    is_in = team.id in joining.accepted_teams(act.session, member)
    joined = None if is_in else joining.take_in(act, member, team).id
    joining.place(act, member, team)
    return {"home": before, "joined": joined}


def undo(act: Act, made: BulkAct) -> None:
    """Take an act back from each on whom nothing rests yet; who keeps it is noted with the reason.

    Raises NotAllowed, NotUndone, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    _claim(act, made)
    ids = {int(str(note["member"])): note for note in made.done}
    used = room_members.used_since(act.session, made.community_id, frozenset(ids), made.made_at)
    chosen = [act.session.get_one(Member, member_id) for member_id in ids]

    def step(act: Act, member: Member) -> Note:
        if member.id in used:
            raise UsedSince
        _undo_one(act, made, member, ids[member.id])
        return {}

    _, made.kept = each_alone(act, chosen, step)
    act.note("members_act_undone", made, kind=made.kind.value, added=len(ids) - len(made.kept))


def _claim(act: Act, made: BulkAct) -> None:
    """Mark it undone if nobody did before. Raises NotUndone."""
    mine = act.session.scalar(
        update(BulkAct)
        .where(BulkAct.id == made.id, BulkAct.kind.in_(UNDOABLE), BulkAct.undone_at.is_(None))
        .values(undone_at=act.now)
        .returning(BulkAct.id)
    )
    if mine is None:
        raise NotUndone
    act.session.refresh(made)


def _undo_one(act: Act, made: BulkAct, member: Member, note: Note) -> None:
    if made.kind is BulkKind.ACTIVATE:
        members.take_back(act, member)
        return
    if member.home_team_id != made.team_id and note["home"] != member.home_team_id:
        raise UsedSince
    home = int(str(note["home"])) if note["home"] else None
    if note["joined"] is not None:
        joined = act.session.get_one(TeamMember, note["joined"])
        joining.take_back(act, joined, home)
    else:
        joining.put_home_back(act, member, home)
