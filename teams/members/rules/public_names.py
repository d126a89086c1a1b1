"""How a member is named where everybody may read: covered, and only with the own consent."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from accounts.models import Consent, ConsentScope, Person, unchosen_face
from core.ages import is_minor
from core.masking import name_in_public
from teams.members.models import Member, Team

NO_TEAM = "志愿服务"
"""What stands for the team of a member no leader has accepted yet: 志愿服务队 尾号 0387."""


@dataclass(frozen=True, slots=True)
class PublicName:
    """What may be printed of one member. `is_minor`: neither name nor number, the team alone.

    So too of who was erased. `face`: the chosen one of who is named; of all others one by the
    number, since a chosen face tells age and sex.
    """

    name: str
    number_tail: str
    team: str
    is_minor: bool
    face: int


class _Row(NamedTuple):
    """What a name in public is decided by."""

    number: str
    person_id: int
    chosen_face: int | None
    name: str
    birth_on: date | None
    erased_at: datetime | None
    team: str | None
    consent: int | None


def _named(row: _Row, on: date) -> PublicName:
    is_young = is_minor(row.birth_on, on)
    name = name_in_public(row.name) if row.consent and not is_young else ""
    is_nameless = is_young or row.erased_at is not None
    return PublicName(
        name=name,
        number_tail="" if is_nameless else row.number[-4:],
        team=row.team or NO_TEAM,
        is_minor=is_nameless,
        face=(row.chosen_face if name else None) or unchosen_face(row.person_id),
    )


def public_names(
    session: Session, community_id: int, member_ids: list[int], on: date
) -> dict[int, PublicName]:
    """Return member id → what may be printed on `on`, in one query (contract 9, domain 5.2).

    张** with the last four of the number; without consent `name` is empty and the team stands with
    the number's tail; minors (by the age on `on`) by the team alone.
    """
    rows = session.execute(
        select(
            Member.id,
            Member.volunteer_no,
            Person.id,
            Person.chosen_face,
            Person.name,
            Person.birth_on,
            Person.anonymised_at,
            Team.short_name,
            Consent.id,
        )
        .join(Person, Person.id == Member.person_id)
        .join(Team, Team.id == Member.home_team_id, isouter=True)
        .join(
            Consent,
            and_(
                Consent.person_id == Person.id,
                Consent.scope == ConsentScope.PUBLIC_NAME,
                Consent.withdrawn_at.is_(None),
            ),
            isouter=True,
        )
        .where(Member.community_id == community_id, Member.id.in_(member_ids))
    )
    return {row[0]: _named(_Row(*row[1:]), on) for row in rows}
