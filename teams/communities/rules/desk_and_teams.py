"""What a community says of itself and of its teams: changed by its administrator, with a trail."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.act import Subject
from core.base import Base
from core.errors import RuleError
from teams.authority.act import Act
from teams.members.models import Community, Team
from teams.permissions import Permission


class LastTeam(RuleError):
    """A community keeps one team at least."""

    code = "not_eligible"
    message = "至少要留一支队伍。请先启用另一支，再停用这一支。"


@dataclass(frozen=True, slots=True)
class DeskFields:
    """Where the desk is, when it is open, how to call it."""

    station: str
    address: str
    desk_phone: str
    desk_hours: str


@dataclass(frozen=True, slots=True)
class TeamFields:
    """How a team is called, on which day it serves, what it does, whether it takes part."""

    name: str
    short_name: str
    fixed_day: str
    scope: str
    is_active: bool


def change_desk(act: Act, fields: DeskFields) -> list[str]:
    """Change what pages and posters say of the desk; return the fields that differ.

    Raises NotAllowed.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    changed = _take_over(act.community, asdict(fields))
    act.session.flush()
    if changed:
        here = act.community.id
        act.note("desk_facts_changed", Subject("community", here, here), **changed)
    return list(changed)


def change_team(act: Act, team: Team, fields: TeamFields) -> list[str]:
    """Change what is said of a team; return the fields that differ.

    A team no longer active is not joined nor chosen any more; its members, hours and activities
    stay. Raises NotAllowed, LastTeam, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    if team.is_active and not fields.is_active:
        _refuse_last(act.session, team)
    changed = _take_over(team, asdict(fields))
    act.session.flush()
    if changed:
        act.note("team_changed", team, **changed)
    return list(changed)


def _take_over(row: Base, fields: dict[str, object]) -> dict[str, object]:
    """Set on `row` what differs and return it; words that are empty and were missing are alike."""
    changed = {name: value for name, value in fields.items() if (getattr(row, name) or "") != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


def _refuse_last(session: Session, team: Team) -> None:
    session.execute(select(Community.id).where(Community.id == team.community_id).with_for_update())
    others = session.scalar(
        select(func.count())
        .select_from(Team)
        .where(Team.community_id == team.community_id, Team.id != team.id, Team.is_active.is_(True))
    )
    if not others:
        raise LastTeam
