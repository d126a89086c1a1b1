"""Joining a team: asked, wished, decided, left; a home team chosen or placed; leaders told.

A team counts from the moment its leader accepts: until then one may look, not sign up as of the
team (contract 9), and it is nobody's home team.
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.errors import NotAllowed, RuleError
from teams.authority.act import Act
from teams.authority.models import TEAM_ROLES, RoleBinding
from teams.members.models import (
    IN_TEAM,
    TEAM_MEMBER_LIFE,
    Community,
    Member,
    MemberState,
    Team,
    TeamMember,
    TeamMemberMove,
    TeamMemberState,
)
from teams.permissions import Permission


class AlreadyInTeam(RuleError):
    """A request is waiting or the member belongs to the team."""

    code = "already_done"
    message = "已经在这支队伍里，或者正等队长答复，不用再申请。"


class NotActiveYet(RuleError):
    """Only an active member joins a team."""

    code = "not_eligible"
    message = "要等社工激活登记后，才能加入队伍。"


class RequestDecided(RuleError):
    """The request was answered before, by somebody else."""

    code = "already_done"
    message = "这个申请别人已经答复过了。"


class NotInTeam(RuleError):
    """The member does not belong to the team."""

    code = "already_done"
    message = "现在不在这支队伍里，不用办退出。"


def ask(act: Act, member: Member, team: Team) -> TeamMember:
    """Ask to join a team; those who lead it are told. Raises NotActiveYet, AlreadyInTeam."""
    if member.state is not MemberState.ACTIVE:
        raise NotActiveYet
    live = exists().where(
        TeamMember.community_id == team.community_id,
        TeamMember.team_id == team.id,
        TeamMember.member_id == member.id,
        TeamMember.state.in_(IN_TEAM),
    )
    if act.session.scalar(select(live)):
        raise AlreadyInTeam
    request = wish(act, member, team.id)
    act.made_by(member.person_id).note(
        "team_join_asked", request, team=request.team_id, member=request.member_id
    )
    tell_leaders(act, member, team.id)
    return request


def wish(act: Act, member: Member, team_id: int) -> TeamMember:
    """Keep that a member would like to join a team; nothing follows until it is accepted."""
    request = TeamMember(
        community_id=member.community_id,
        team_id=team_id,
        member_id=member.id,
        state=TeamMemberState.REQUESTED,
        asked_at=act.now,
    )
    act.session.add(request)
    act.session.flush()
    return request


def tell_leaders(act: Act, member: Member, team_id: int | None = None) -> None:
    """Tell leader and deputy of the team a member waits for; `team_id` None: of every such team.

    The message names the team alone; who asks stands on the page only they may open.
    """
    asked = (
        select(RoleBinding.person_id, Team.short_name, Community.slug)
        .join(TeamMember, TeamMember.team_id == RoleBinding.team_id)
        .join(Team, Team.id == TeamMember.team_id)
        .join(Community, Community.id == TeamMember.community_id)
        .where(
            TeamMember.community_id == member.community_id,
            TeamMember.member_id == member.id,
            TeamMember.state == TeamMemberState.REQUESTED,
            RoleBinding.role.in_(TEAM_ROLES),
            RoleBinding.ended_at.is_(None),
            RoleBinding.person_id != member.person_id,
        )
        .distinct()
    )
    if team_id is not None:
        asked = asked.where(Team.id == team_id)
    for person_id, team, slug in act.session.execute(asked).all():
        act.tell(
            person_id,
            "有人申请加入%(team)s队，请看看收不收。",
            link=f"/c/{slug}/join-requests",
            team=team,
        )


def decide(act: Act, request: TeamMember, *, is_accepted: bool, reason: str = "") -> None:
    """Accept or refuse a request; an accepted member without a home team gets this one.

    Raises NotAllowed (another team's), OwnCase, RequestDecided, in that order.
    """
    act.by.refuse_unless(Permission.TEAM_ACCEPT, request.team_id)
    member = act.session.get_one(Member, request.member_id)
    act.by.refuse_own_case(member.person_id)
    move = TeamMemberMove.ACCEPT if is_accepted else TeamMemberMove.REFUSE
    decision = {
        "decided_at": act.now,
        "decided_by_id": act.by.person_id,
        "reason": reason[:120],
    }
    if not TEAM_MEMBER_LIFE.move(act.session, request, move, **decision):
        raise RequestDecided
    if is_accepted and member.home_team_id is None:
        member.home_team_id = request.team_id
    team = act.session.get_one(Team, request.team_id)
    if is_accepted:
        act.tell(member.person_id, "%(team)s收下您了。", team=team.name)
    else:
        sentence = "%(team)s这次没有收下您：%(why)s。可以看看别的队伍。"
        act.tell(member.person_id, sentence, team=team.name, why=reason)
    event = "team_join_accepted" if is_accepted else "team_join_refused"
    act.note(event, request, team=request.team_id, member=request.member_id)


def leave(act: Act, member: Member, team: Team) -> None:
    """Leave a team or take a request back; the home team falls to another or none.

    Raises NotAllowed (neither the member nor who leads the team), NotInTeam.
    """
    if member.person_id != act.by.person_id and not act.by.may(Permission.TEAM_ACCEPT, team.id):
        raise NotAllowed
    left = TEAM_MEMBER_LIFE.move_all(
        act.session,
        TeamMemberMove.LEAVE,
        TeamMember.community_id == team.community_id,
        TeamMember.team_id == team.id,
        TeamMember.member_id == member.id,
        decided_at=act.now,
        decided_by_id=act.by.person_id,
    )
    if not left:
        raise NotInTeam
    if member.home_team_id == team.id:
        member.home_team_id = _another_team(act.session, member)
    act.note("team_left", left[0], team=left[0].team_id, member=left[0].member_id)


def choose_home(act: Act, member: Member, team: Team) -> None:
    """Make one of the own teams the home team. Raises NotInTeam."""
    if team.id not in accepted_teams(act.session, member):
        raise NotInTeam
    _make_home(act, member, team, member.person_id)


def place(act: Act, member: Member, team: Team) -> None:
    """Make a team a member's home team at the desk, accepting the member there first when need be.

    Raises NotAllowed (`by` may not accept for the team), OwnCase.
    """
    act.by.refuse_unless(Permission.TEAM_ACCEPT, team.id)
    act.by.refuse_own_case(member.person_id)
    if team.id not in accepted_teams(act.session, member):
        asked = _waiting(act.session, member, team) or wish(act, member, team.id)
        decide(act, asked, is_accepted=True)
    _make_home(act, member, team, act.by.person_id)


def take_in(act: Act, member: Member, team: Team) -> TeamMember:
    """Take an active member into a team at the desk: a request that waits is accepted, else made.

    Raises NotAllowed, OwnCase, NotActiveYet, AlreadyInTeam, in that order.
    """
    act.by.refuse_unless(Permission.TEAM_ACCEPT, team.id)
    act.by.refuse_own_case(member.person_id)
    if member.state is not MemberState.ACTIVE:
        raise NotActiveYet
    if team.id in accepted_teams(act.session, member):
        raise AlreadyInTeam
    asked = _waiting(act.session, member, team) or wish(act, member, team.id)
    decide(act, asked, is_accepted=True)
    return asked


def take_back(act: Act, request: TeamMember, home_before: int | None) -> None:
    """Undo that a member was taken in: an earlier request waits again, and so does the home team.

    One that was made along with it is left. Raises NotAllowed, OwnCase, NotInTeam.
    """
    act.by.refuse_unless(Permission.TEAM_ACCEPT, request.team_id)
    member = act.session.get_one(Member, request.member_id)
    act.by.refuse_own_case(member.person_id)
    was_asked = request.decided_at is not None and request.asked_at < request.decided_at
    move = TeamMemberMove.TAKE_BACK if was_asked else TeamMemberMove.LEAVE
    decision = {"decided_at": None if was_asked else act.now, "decided_by_id": act.by.person_id}
    if not TEAM_MEMBER_LIFE.move(act.session, request, move, **decision):
        raise NotInTeam
    if member.home_team_id == request.team_id:
        member.home_team_id = home_before
    act.note("team_join_taken_back", request, team=request.team_id, member=request.member_id)


def _waiting(session: Session, member: Member, team: Team) -> TeamMember | None:
    return session.scalars(
        select(TeamMember).where(
            TeamMember.community_id == member.community_id,
            TeamMember.team_id == team.id,
            TeamMember.member_id == member.id,
            TeamMember.state == TeamMemberState.REQUESTED,
        )
    ).one_or_none()


def put_home_back(act: Act, member: Member, team_id: int | None) -> None:
    """Give a member the home team back that an act at the desk changed. Raises OwnCase."""
    act.by.refuse_own_case(member.person_id)
    member.home_team_id = team_id
    act.note("home_team_chosen", member, team=team_id)


def _make_home(act: Act, member: Member, team: Team, by_id: int) -> None:
    member.home_team_id = team.id
    act.made_by(by_id).note("home_team_chosen", member, team=team.id)


def accepted_teams(session: Session, member: Member) -> list[int]:
    """Return the ids of the teams a member belongs to, oldest first."""
    return list(
        session.scalars(
            select(TeamMember.team_id)
            .where(
                TeamMember.community_id == member.community_id,
                TeamMember.member_id == member.id,
                TeamMember.state == TeamMemberState.ACCEPTED,
            )
            .order_by(TeamMember.id)
        )
    )


def _another_team(session: Session, member: Member) -> int | None:
    return next(iter(accepted_teams(session, member)), None)
