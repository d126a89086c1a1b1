"""Codes for stalls as the pages of a team show them, with who came by each."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select, true
from sqlalchemy.orm import Session, contains_eager

from accounts.models import Person
from core.tenancy import row_in
from teams.members.models import Community, Member, Recruit, RecruitCode, Team

SHOWN = 30


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code, who opened it, how many registered by it, and how many of them are active now."""

    code: RecruitCode
    opened_by: str
    registered: int
    activated: int


def codes_of(
    session: Session, community: Community, team_ids: frozenset[int] | None
) -> list[ShownCode]:
    """Return the codes of these teams (None: every team), newest first, 30 at most."""
    in_reach = true() if team_ids is None else RecruitCode.team_id.in_(team_ids)
    asked = _counted(community).where(in_reach).order_by(RecruitCode.id.desc()).limit(SHOWN)
    return [ShownCode(*row) for row in session.execute(asked)]


def code_in(session: Session, community: Community, code_id: int) -> RecruitCode:
    """Return one code of a community. Raises NotFound."""
    return row_in(session, RecruitCode, community.id, code_id)


def shown_code(session: Session, community: Community, code_id: int) -> ShownCode:
    """Return one code with its figures. Raises NotFound."""
    code = code_in(session, community, code_id)
    return ShownCode(*session.execute(_counted(community).where(RecruitCode.id == code.id)).one())


def _counted(community: Community) -> Select[RecruitCode, str, int, int]:
    of_code = and_(
        Recruit.community_id == RecruitCode.community_id, Recruit.code_id == RecruitCode.id
    )
    return (
        select(
            RecruitCode, Person.name, func.count(Recruit.member_id), func.count(Member.activated_at)
        )
        .join(RecruitCode.team)
        .join(Person, Person.id == RecruitCode.opened_by_id)
        .outerjoin(Recruit, of_code)
        .outerjoin(Member, Member.id == Recruit.member_id)
        .where(RecruitCode.community_id == community.id)
        .options(contains_eager(RecruitCode.team))
        .group_by(RecruitCode.id, Team.id, Person.name)
    )
