"""Reads of awards: the wall, one certificate, one's own honours."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import func

from accounts.models import Person
from commendations.levels.rules import counted_hours, levels
from commendations.models import (
    Award,
    Commendation,
    CommendationKind,
    Nomination,
    NominationState,
    StarLevel,
)
from commendations.nominations.queries.batches import FACES
from commendations.nominations.rules.refusals import AwardUnknown
from commendations.settings import CommendationSettings
from core import ages
from core.masking import name_in_public
from core.tenancy import row_in
from teams.authority.kept_settings import settings_of
from teams.members.models import Community, Member, Team
from teams.members.rules.public_names import PublicName, public_names
from teams.notices.models import Notice

NAMES_A_TIER = 24


def award_in(session: Session, community: Community, award_id: int) -> Award:
    """Return one award of `community`. Raises AwardUnknown."""
    found = session.scalars(
        select(Award).where(Award.community_id == community.id, Award.id == award_id)
    ).one_or_none()
    if found is None:
        raise AwardUnknown
    return found


def member_in(session: Session, community: Community, member_id: int) -> Member:
    """Return one member of `community`. Raises NotFound."""
    return row_in(session, Member, community.id, member_id)


@dataclass(frozen=True, slots=True)
class WallStar:
    """One star of the month: how it may be named, for what, in which team."""

    name: PublicName
    team: Team | None
    deeds: str
    minutes: int
    face: int


@dataclass(frozen=True, slots=True)
class Tier:
    """One level on the wall: how many hold it, and those who agreed to be named."""

    rank: int
    title: str
    names: list[PublicName]
    count: int


@dataclass(frozen=True, slots=True)
class Wall:
    """The honour wall: stars of the newest month, and tiers from the highest level down."""

    month: Commendation | None
    notice: Notice | None
    stars: list[WallStar]
    tiers: list[Tier]
    scheme_hours: list[int]
    holders: int


def wall_of(session: Session, community: Community, today: date) -> Wall:
    """Return what the wall shows: revoked awards never, minors and silent people unnamed."""
    newest = session.execute(
        select(Commendation, Notice)
        .join(Nomination, Nomination.commendation_id == Commendation.id)
        .join(Award, Award.nomination_id == Nomination.id)
        .outerjoin(Notice, Notice.id == Commendation.notice_id)
        .where(
            Award.community_id == community.id,
            Award.kind == CommendationKind.STAR_OF_MONTH,
            Award.revoked_at.is_(None),
        )
        .order_by(Commendation.month_on.desc())
        .limit(1)
    ).one_or_none()
    month, notice = newest or (None, None)
    stars = _stars(session, community, month, today) if month is not None else []
    holders = _holders(session, community)
    scheme = levels.scheme_of(session, community.id)
    titles = {level.rank: level.title for level in scheme}
    tiers = _tiers(public_names(session, community.id, list(holders), today), titles, holders)
    hours = [level.min_minutes // 60 for level in scheme]
    return Wall(month, notice, stars, tiers, hours, len(holders))


def _stars(
    session: Session, community: Community, month: Commendation, today: date
) -> list[WallStar]:
    rows = session.execute(
        select(Award, Nomination, Team)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .outerjoin(Team, Team.id == Nomination.team_id)
        .where(
            Award.community_id == community.id,
            Nomination.commendation_id == month.id,
            Award.revoked_at.is_(None),
        )
        .order_by(Team.id)
    ).all()
    names = public_names(session, community.id, [award.member_id for award, *_ in rows], today)
    return [
        WallStar(names[a.member_id], team, n.deeds, a.minutes, a.member_id % FACES + 1)
        for a, n, team in rows
    ]


def _holders(session: Session, community: Community) -> dict[int, int]:
    """Return member → the highest live level."""
    rows = session.execute(
        select(Award.member_id, func.max(Award.rank))
        .where(
            Award.community_id == community.id,
            Award.kind == CommendationKind.STAR_LEVEL,
            Award.revoked_at.is_(None),
        )
        .group_by(Award.member_id)
    )
    return {member_id: rank for member_id, rank in rows}  # noqa: C416 - rows are not pairs to mypy


def _tiers(
    names: dict[int, PublicName], titles: dict[int, str], holders: dict[int, int]
) -> list[Tier]:
    by_rank: dict[int, list[PublicName]] = defaultdict(list)
    for member_id, rank in sorted(holders.items()):
        by_rank[rank].append(names[member_id])
    return [
        Tier(rank, titles.get(rank, ""), [n for n in found if n.name][:NAMES_A_TIER], len(found))
        for rank, found in sorted(by_rank.items(), reverse=True)
    ]


@dataclass(frozen=True, slots=True)
class Certificate:
    """One award with what a certificate prints."""

    award: Award
    person_name: str
    person_id: int
    number_tail: str
    community: Community
    batch: Commendation
    notice: Notice | None
    anonymised: bool
    birth_on: date | None
    team: str

    def is_minor(self, on: date) -> bool:
        """Say whether the holder is under 18 on `on`: never named to strangers (domain 5.2)."""
        return ages.is_minor(self.birth_on, on)

    @property
    def covered_name(self) -> str:
        """The name as strangers read it."""
        return name_in_public(self.person_name)

    @property
    def grouped_code(self) -> str:
        """The code in groups of four: K7F2-M9QX-4T."""
        code = self.award.verification_code
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def certificate_of(session: Session, code: str) -> Certificate | None:
    """Return the certificate of a verification code (dashes, blanks and case aside), or None."""
    plain = "".join(each for each in code.upper() if each.isalnum())[:32]
    return _certificate(session, Award.verification_code == plain)


def certificate_by_id(session: Session, community: Community, award_id: int) -> Certificate:
    """Return the certificate of one award of `community`. Raises AwardUnknown."""
    found = _certificate(session, (Award.id == award_id) & (Award.community_id == community.id))
    if found is None:
        raise AwardUnknown
    return found


def _certificate(session: Session, where: ColumnElement[bool]) -> Certificate | None:
    row = session.execute(
        select(Award, Person, Member.volunteer_no, Community, Commendation, Notice, Team.short_name)
        .join(Member, Member.id == Award.member_id)
        .join(Person, Person.id == Member.person_id)
        .join(Community, Community.id == Award.community_id)
        .join(Nomination, Nomination.id == Award.nomination_id)
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .outerjoin(Notice, Notice.id == Commendation.notice_id)
        .outerjoin(Team, Team.id == Member.home_team_id)
        .where(where)
    ).one_or_none()
    if row is None:
        return None
    award, person, number, community, batch, notice, team = row
    return Certificate(
        award=award,
        person_name=person.name,
        person_id=person.id,
        number_tail=number[-4:],
        community=community,
        batch=batch,
        notice=notice,
        anonymised=person.anonymised_at is not None,
        birth_on=person.birth_on,
        team=team or "",
    )


@dataclass(frozen=True, slots=True)
class StarProgress:
    """How far a member has come on the way to the next level.

    `counted_hours` is what counts: posted here, and `imported` where the setting counts those.
    """

    minutes: int
    imported: int
    held: int
    next_level: StarLevel | None
    next_to_seek: StarLevel | None
    counts_imported: bool = True

    @property
    def posted(self) -> int:
        """The minutes that count and were served here, when imported ones count as well."""
        return self.minutes - self.imported

    @property
    def hours(self) -> float:
        """The time served in hours to one decimal, whole ones without it."""
        return self.minutes // 60 if self.minutes % 60 == 0 else round(self.minutes / 60, 1)

    @property
    def to_next(self) -> int:
        """The minutes still missing for the next level, never below zero."""
        if self.next_level is None:
            return 0
        return max(0, self.next_level.min_minutes - self.minutes)

    @property
    def missing(self) -> int:
        """The minutes still missing for the next level to apply for, never below zero."""
        if self.next_to_seek is None:
            return 0
        return max(0, self.next_to_seek.min_minutes - self.minutes)


def star_progress_of(
    session: Session, community: Community, member_id: int, today: date
) -> StarProgress:
    """Return where a member stands today, by the stored totals."""
    values = settings_of(session, community.id, CommendationSettings, today)
    ranks = levels.ranks_of(session, community.id, member_id)
    by_rank = {level.rank: level for level in levels.scheme_of(session, community.id)}
    posted, imported = counted_hours.stored(session, community.id, member_id)
    counts_imported = bool(values.imported_counts_for_levels)
    return StarProgress(
        minutes=posted + (imported if counts_imported else 0),
        imported=imported,
        counts_imported=counts_imported,
        held=ranks.held,
        next_level=by_rank.get(ranks.held + 1),
        next_to_seek=by_rank.get(ranks.next_rank),
    )


@dataclass(frozen=True, slots=True)
class OwnName:
    """One's own name in a batch: what for, how far, and the certificate when there is one."""

    name: Nomination
    batch: Commendation
    level_title: str
    award: Award | None
    notice: Notice | None


def own_names(session: Session, community: Community, member_id: int) -> list[OwnName]:
    """Return a member's newest names, withdrawn ones aside."""
    rows = session.execute(
        select(Nomination, Commendation, StarLevel.title, Award, Notice)
        .join(Commendation, Commendation.id == Nomination.commendation_id)
        .outerjoin(StarLevel, StarLevel.id == Nomination.level_id)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .outerjoin(Notice, Notice.id == Commendation.notice_id)
        .where(
            Nomination.community_id == community.id,
            Nomination.member_id == member_id,
            Nomination.state != NominationState.WITHDRAWN,
        )
        .order_by(Nomination.id.desc())
        .limit(40)
    )
    return [OwnName(n, b, title or b.title, award, notice) for n, b, title, award, notice in rows]
