"""补记时长 (contract 8): one person proposes hours nobody recorded, a second one approves them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts.act import Subject
from accounts.models import Person
from core import clock
from core.ages import known_age
from core.errors import AlreadyDone, BadRequest, NotFound, RuleError
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member, Team
from teams.members.rules.members import hold_member
from volunteer.activities.models import ActivityType
from volunteer.activities.rules.leaders import second_persons_of
from volunteer.hours.models import (
    PROPOSAL_LIFE,
    EvidenceGrade,
    HourProposal,
    ProposalMove,
    ProposalState,
    RecordState,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.rules import time_sheets
from volunteer.hours.rules.record_notices import post_public_notice
from volunteer.hours.rules.records import MoreThanPlanned, NotOverYet, NotWholeHalves
from volunteer.permissions import Permission
from volunteer.service_time.rules import policies
from volunteer.service_time.rules.service_time import (
    Allotment,
    Attendance,
    TimePolicy,
    allot,
    is_whole,
    suggest,
)
from volunteer.service_time.rules.spans import Span
from volunteer.settings import VolunteerSettings

LEAST_WORDS = 4
PROPOSED = "有人提出给一位志愿者补记《%(title)s》%(served)s，请核对。"
APPROVED = "您提出补记的《%(title)s》%(served)s已同意，正在公示。"
REFUSED = "您提出补记的《%(title)s》%(served)s没有同意：%(answer)s"


class EvidenceMissing(BadRequest):
    """Hours added by hand say why they were not recorded and what shows them."""

    message = "请写明为什么补记、有什么凭证，各至少 4 个字。"


class HoursOverlap(RuleError):
    """The same time counts once (T6); touching is no overlap."""

    code = "time_clash"
    message = "这段时间和已有的记录重叠 %(minutes)s 分钟，同一段时间只算一次。"


class AlreadyDecided(AlreadyDone):
    """A proposal is decided once."""

    message = "这一条已经有人办了，请刷新看看。"


@dataclass(frozen=True, slots=True)
class Hours:
    """What is proposed: whose service, for which team and kind, from when, how long, and why."""

    member_id: int
    team_id: int
    type_id: int
    title: str
    starts_at: datetime
    service_minutes: int
    words: tuple[str, str]
    """The reason and the evidence."""


def propose(act: Act, hours: Hours) -> HourProposal:
    """Propose hours for a member; nothing counts until a second person approves.

    Raises NotFound, NotAllowed, OwnCase, EvidenceMissing, NotOverYet, NotWholeHalves,
    HoursOverlap, MoreThanPlanned (the cap of the kind or of the day), in that order.
    """
    member = hold_member(act.session, act.community.id, hours.member_id)
    team = row_in(act.session, Team, act.community.id, hours.team_id)
    kind = row_in(act.session, ActivityType, act.community.id, hours.type_id)
    act.by.refuse_unless(Permission.RECORD_ADD, team.id)
    act.by.refuse_own_case(member.person_id)
    reason, evidence = (words.strip() for words in hours.words)
    if min(len(reason), len(evidence)) < LEAST_WORDS:
        raise EvidenceMissing
    ends_at = hours.starts_at + timedelta(minutes=hours.service_minutes)
    if act.now < ends_at:
        raise NotOverYet
    made = HourProposal(
        community_id=act.community.id,
        member_id=member.id,
        team_id=team.id,
        type_code=kind.code,
        title=hours.title.strip(),
        starts_at=hours.starts_at,
        ends_at=ends_at,
        service_minutes=hours.service_minutes,
        reason=reason,
        evidence=evidence,
        state=ProposalState.OPEN,
        proposed_by_id=act.by.person_id,
        proposed_at=act.now,
    )
    _laid(act, made)
    act.session.add(made)
    act.session.flush()
    _tell_second(act, made, member)
    act.note(
        "hours_proposed",
        Subject("member", made.member_id, made.community_id),
        minutes=made.service_minutes,
        reason=reason,
    )
    return made


def decide(act: Act, proposal_id: int, words: str, *, is_approved: bool) -> HourProposal:
    """Approve proposed hours into a made-up record on its notice, which earns no points, or refuse.

    Raises NotFound, NotAllowed, OwnCase (the member or who
    proposed), AlreadyDecided, EvidenceMissing (refusing without words), then HoursOverlap or
    MoreThanPlanned when other records came meanwhile.
    """
    proposal = row_in(act.session, HourProposal, act.community.id, proposal_id)
    act.by.refuse_unless(Permission.RECORD_APPROVE)
    member = hold_member(act.session, act.community.id, proposal.member_id)
    act.by.refuse_own_case(member.person_id)
    act.by.refuse_own_case(proposal.proposed_by_id)
    act.session.refresh(proposal, with_for_update=True)
    move = ProposalMove.APPROVE if is_approved else ProposalMove.REFUSE
    if not PROPOSAL_LIFE.allows(proposal, move):
        raise AlreadyDecided
    if not is_approved and len(words.strip()) < LEAST_WORDS:
        raise EvidenceMissing
    stamps = {"decided_by_id": act.by.person_id, "decided_at": act.now}
    PROPOSAL_LIFE.move(act.session, proposal, move, answer=words.strip(), **stamps)
    if is_approved:
        record = _record(act, proposal)
        proposal.record_id = record.id
        post_public_notice(act, proposal.title, [record])
    act.session.flush()
    _tell_proposer(act, proposal)
    act.note(
        "hours_decided",
        Subject("member", proposal.member_id, proposal.community_id),
        minutes=proposal.service_minutes,
        reason=proposal.answer,
    )
    return proposal


def _laid(act: Act, proposal: HourProposal) -> Allotment:
    """Lay the minutes on days. Raises NotWholeHalves, HoursOverlap, MoreThanPlanned."""
    policy = _policy(act, proposal)
    minutes = proposal.service_minutes
    if not is_whole(minutes, policy):
        raise NotWholeHalves(nearest=minutes - minutes % 30)
    span = Span.of(proposal.starts_at, proposal.ends_at)
    elsewhere = time_sheets.elsewhere_of(
        act.session, act.community.id, [proposal.member_id], span, policy
    )[proposal.member_id]
    attendance = Attendance(span, span.starts_at, span.ends_at, _cap(act, proposal))
    suggestion = suggest(attendance, elsewhere, policy)
    if suggestion.overlap_minutes:
        raise HoursOverlap(minutes=suggestion.overlap_minutes)
    if suggestion.capped_minutes:
        raise MoreThanPlanned(ceiling=suggestion.ceiling)
    return allot(minutes, attendance, elsewhere, policy)


def _policy(act: Act, proposal: HourProposal) -> TimePolicy:
    on = clock.local_day(proposal.ends_at, act.community.zone)
    settings = act.settings(VolunteerSettings, on)
    policy = policies.policy_of(settings, act.community)
    birth_on = act.session.scalar(
        select(Person.birth_on)
        .join(Member, Member.person_id == Person.id)
        .where(Member.id == proposal.member_id)
    )
    return policy.at_age(known_age(birth_on, on))


def _cap(act: Act, proposal: HourProposal) -> int:
    """Return the most minutes the kind counted on the last day (T10). Raises NotFound."""
    kind = act.session.scalars(
        select(ActivityType).where(
            ActivityType.community_id == proposal.community_id,
            ActivityType.code == proposal.type_code,
            ActivityType.counts_as_service,
        )
    ).one_or_none()
    if kind is None:
        raise NotFound
    return kind.cap_on(clock.local_day(proposal.ends_at, act.community.zone))


def _record(act: Act, proposal: HourProposal) -> ServiceRecord:
    laid = _laid(act, proposal)
    record = ServiceRecord(
        community_id=act.community.id,
        member_id=proposal.member_id,
        team_id=proposal.team_id,
        title=proposal.title,
        place=proposal.place,
        type_code=proposal.type_code,
        starts_at=laid.span.starts_at,
        ends_at=laid.span.ends_at,
        served_on=clock.local_day(laid.span.starts_at, act.community.zone),
        raw_minutes=proposal.service_minutes,
        service_minutes=proposal.service_minutes,
        night_minutes=laid.night_minutes,
        grade=EvidenceGrade.MAKEUP,
        state=RecordState.CONFIRMED,
        reason=proposal.reason,
        confirmed_by_id=proposal.proposed_by_id,
        second_person_id=proposal.decided_by_id,
        confirmed_at=act.now,
    )
    act.session.add(record)
    act.session.flush()
    act.session.add_all(
        ServiceDay(
            community_id=act.community.id,
            record_id=record.id,
            member_id=record.member_id,
            on_date=day,
            minutes=minutes,
        )
        for day, minutes in laid.minutes_on.items()
    )
    act.session.flush()
    return record


def _tell_second(act: Act, proposal: HourProposal, member: Member) -> None:
    link = f"/c/{act.community.slug}/hour-proposals"
    values = {"title": proposal.title, "minutes": proposal.service_minutes}
    for person_id in second_persons_of(act.session, act.community.id) - {
        member.person_id,
        act.by.person_id,
    }:
        act.tell(person_id, PROPOSED, link, **values)


def _tell_proposer(act: Act, proposal: HourProposal) -> None:
    sentence = APPROVED if proposal.state is ProposalState.APPROVED else REFUSED
    act.tell(
        proposal.proposed_by_id,
        sentence,
        f"/c/{act.community.slug}/hour-proposals",
        title=proposal.title,
        minutes=proposal.service_minutes,
        answer=proposal.answer,
    )
