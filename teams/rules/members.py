"""Members: registered by themselves or at the desk, activated, paused, withdrawn."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.models import ConsentScope, Person, VolunteerNumber
from accounts.rules import audit, consents, inbox, own_secret, passwords, people, secrets
from accounts.rules.people import ADULT_AT, NewPerson
from core import clock
from core.ages import age_on
from core.errors import NotAllowed, RuleError
from core.permissions import Permission
from teams.models import Community, Member, MemberState, Team, TeamMember, TeamMemberState
from teams.roles import Authority


class ConsentMissing(RuleError):
    """Without agreeing to the record of service nobody can be registered (条例 7, 19)."""

    code = "not_eligible"
    message = "要同意登记和记录志愿服务，才能登记。其余几项可以不选。"


class GuardianToAgree(RuleError):
    """A minor is activated only after the guardian agreed, checked by the desk (PIPL 31)."""

    code = "not_eligible"
    message = "未满 18 岁，要先联系监护人，勾上“监护人已同意”再激活。"


class NotWaiting(RuleError):
    """The member is not in the state this step begins from."""

    code = "already_done"
    message = "这位志愿者的状态刚变过，请刷新看看。"


class AlreadyMember(RuleError):
    """The person has a membership in this community."""

    code = "already_done"
    message = "已经是本社区的志愿者，不用再登记。"


@dataclass(frozen=True, slots=True)
class Registration:
    """What is said at registration; `wishes` are the optional consents that were ticked."""

    person: NewPerson
    team_id: int | None = None
    wishes: frozenset[ConsentScope] = frozenset()
    agrees_to_record: bool = True
    skills: str = ""
    available_times: str = ""
    place_id: int | None = None
    has_guardian_agreed: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """The password somebody chooses at registration, and the profile it must satisfy."""

    text: str
    profile: str = "default"


def register_self(
    session: Session,
    community: Community,
    wanted: Registration,
    password: FirstPassword,
    now: datetime,
) -> Member:
    """Register somebody who asks himself: PENDING until a coordinator activates.

    A weak password is refused, and a good one hashed, before it shows whether the number is known.
    Raises the refusals of `passwords`, ConsentMissing, those of `people.register`, in that order.
    """
    born = wanted.person.birth_on.strftime("%Y%m%d")
    owner = passwords.Owner(wanted.person.name, wanted.person.phone, born, (community.slug,))
    passwords.refuse_weak_password(password.text, owner, password.profile)
    hashed = secrets.hashed(password.text)
    person = _new_person(session, community, wanted, now)
    person.password_hash = hashed
    return _enrol(session, community, person, wanted, now)


def register_at_desk(
    session: Session, community: Community, wanted: Registration, by: Authority, now: datetime
) -> tuple[Member, str]:
    """Register somebody at the desk: ACTIVE at once, and the first PIN for the tear-off slip.

    Raises NotAllowed, ConsentMissing, the refusals of `people.register`, GuardianToAgree.
    """
    by.refuse_unless(Permission.MEMBER_REGISTER)
    person = _new_person(session, community, wanted, now)
    member = _enrol(session, community, person, wanted, now, by.person_id)
    if wanted.has_guardian_agreed:
        _note_guardian(session, member, by.person_id, now)
    activate(session, member, by, now)
    return member, own_secret.give_pin(session, person, by.person_id, now)


def _new_person(
    session: Session, community: Community, wanted: Registration, now: datetime
) -> Person:
    if not wanted.agrees_to_record:
        raise ConsentMissing
    today = clock.local_day(now, community.zone)
    return people.register(session, wanted.person, now, today)


def enrol_known(
    session: Session, community: Community, person: Person, wanted: Registration, now: datetime
) -> Member:
    """Make a person known from another community a pending member here. Raises AlreadyMember."""
    held = select(Member.id).where(
        Member.community_id == community.id, Member.person_id == person.id
    )
    if session.scalar(held) is not None:
        raise AlreadyMember
    return _enrol(session, community, person, wanted, now)


def _enrol(
    session: Session,
    community: Community,
    person: Person,
    wanted: Registration,
    now: datetime,
    by_id: int | None = None,
) -> Member:
    number = next_number(session, community)
    session.add(VolunteerNumber(number=number, person_id=person.id))
    member = Member(
        community_id=community.id,
        person_id=person.id,
        volunteer_no=number,
        state=MemberState.PENDING,
        home_team_id=_team_here(session, community, wanted.team_id),
        place_id=wanted.place_id,
        skills=wanted.skills,
        available_times=wanted.available_times,
        joined_on=clock.local_day(now, community.zone),
        registered_by_id=by_id,
    )
    session.add(member)
    session.flush()
    _ask_home_team(session, member, now)
    _keep_consents(session, member, wanted, by_id or person.id, now)
    _note(session, "member_registered", member, by_id or person.id, now)
    return member


def next_number(session: Session, community: Community) -> str:
    """Take the next volunteer number of the community: DJ0001, DJ0002, … by one guarded UPDATE."""
    taken = session.scalar(
        update(Community)
        .where(Community.id == community.id)
        .values(last_number=Community.last_number + 1)
        .returning(Community.last_number)
    )
    return f"{community.prefix}{taken:04d}"


def _team_here(session: Session, community: Community, team_id: int | None) -> int | None:
    if team_id is None:
        return None
    return session.scalars(
        select(Team.id).where(Team.community_id == community.id, Team.id == team_id)
    ).one_or_none()


def _ask_home_team(session: Session, member: Member, now: datetime) -> None:
    if member.home_team_id is None:
        return
    session.add(
        TeamMember(
            community_id=member.community_id,
            team_id=member.home_team_id,
            member_id=member.id,
            state=TeamMemberState.REQUESTED,
            asked_at=now,
        )
    )
    session.flush()


def _keep_consents(
    session: Session, member: Member, wanted: Registration, by_id: int, now: datetime
) -> None:
    consents.give(session, member.person_id, ConsentScope.SERVICE_RECORD, by_id, now)
    if is_minor(session.get_one(Person, member.person_id), now):
        return
    for scope in sorted(wanted.wishes & set(consents.OPTIONAL)):
        consents.give(session, member.person_id, scope, by_id, now)


def is_minor(person: Person, now: datetime) -> bool:
    """Say whether a person is under 18 today; an unknown birthday is an adult's."""
    if person.birth_on is None:
        return False
    return age_on(person.birth_on, clock.local_day(now)) < ADULT_AT


def guardian_agreed(session: Session, member: Member, by: Authority, now: datetime) -> None:
    """Note that the desk reached the guardian of a minor, who agreed. Raises NotAllowed."""
    by.refuse_unless(Permission.MEMBER_REGISTER)
    _note_guardian(session, member, by.person_id, now)


def _note_guardian(session: Session, member: Member, by_id: int, now: datetime) -> None:
    guardian = people.guardian_of(session, member.person_id)
    if guardian is not None:
        consents.guardian_agrees(session, guardian, by_id, now)


def activate(session: Session, member: Member, by: Authority, now: datetime) -> None:
    """Let a pending member take part. Raises NotAllowed, OwnCase, GuardianToAgree, NotWaiting."""
    by.refuse_unless(Permission.MEMBER_REGISTER)
    by.refuse_own_case(member.person_id)
    person = session.get_one(Person, member.person_id)
    guardian = people.guardian_of(session, person.id)
    if is_minor(person, now) and (guardian is None or guardian.consented_at is None):
        raise GuardianToAgree
    _move(session, member, {MemberState.PENDING}, MemberState.ACTIVE, activated_at=now)
    inbox.tell(
        session,
        person.id,
        "您的登记已激活，编号是 %(number)s。现在可以报名了。",
        now,
        number=member.volunteer_no,
    )
    _note(session, "member_activated", member, by.person_id, now)


def suspend(session: Session, member: Member, reason: str, by: Authority, now: datetime) -> None:
    """Pause a member until resumed. Raises NotAllowed, OwnCase, NotWaiting."""
    _change(session, member, by, now, ("member_suspended", MemberState.SUSPENDED, reason))
    inbox.tell(session, member.person_id, "您的志愿者身份已暂停：%(why)s。", now, why=reason)


def resume(session: Session, member: Member, by: Authority, now: datetime) -> None:
    """Let a paused member take part again. Raises NotAllowed, OwnCase, NotWaiting."""
    _change(session, member, by, now, ("member_resumed", MemberState.ACTIVE, ""))
    inbox.tell(session, member.person_id, "您的志愿者身份已恢复，可以报名了。", now)


def withdraw(session: Session, member: Member, reason: str, by: Authority, now: datetime) -> None:
    """End a membership: by oneself, or by the desk. Hours and points stay in the books.

    Raises NotAllowed, NotWaiting.
    """
    if member.person_id != by.person_id and not by.may(Permission.MEMBER_REGISTER):
        raise NotAllowed
    _move(
        session,
        member,
        {MemberState.PENDING, MemberState.ACTIVE, MemberState.SUSPENDED},
        MemberState.WITHDRAWN,
        withdrawn_on=clock.local_day(now),
    )
    _note(session, "member_withdrawn", member, by.person_id, now, reason=reason)


def _change(
    session: Session,
    member: Member,
    by: Authority,
    now: datetime,
    change: tuple[str, MemberState, str],
) -> None:
    event, after, reason = change
    by.refuse_unless(Permission.MEMBER_REGISTER)
    by.refuse_own_case(member.person_id)
    before = MemberState.ACTIVE if after is MemberState.SUSPENDED else MemberState.SUSPENDED
    _move(session, member, {before}, after)
    _note(session, event, member, by.person_id, now, reason=reason)


def _move(
    session: Session,
    member: Member,
    before: set[MemberState],
    after: MemberState,
    **values: object,
) -> None:
    moved = session.scalar(
        update(Member)
        .where(Member.id == member.id, Member.state.in_(before))
        .values(state=after, version=Member.version + 1, **values)
        .returning(Member.id)
    )
    if moved is None:
        raise NotWaiting
    session.refresh(member)


def give_pin(session: Session, member: Member, by: Authority, now: datetime) -> str:
    """Give a member a new PIN for the slip. Raises NotAllowed, OwnCase."""
    by.refuse_unless(Permission.MEMBER_REGISTER)
    by.refuse_own_case(member.person_id)
    pin = own_secret.give_pin(session, session.get_one(Person, member.person_id), by.person_id, now)
    _note(session, "member_pin_given", member, by.person_id, now)
    return pin


def _note(
    session: Session,
    event: str,
    member: Member,
    actor_id: int | None,
    now: datetime,
    **details: object,
) -> None:
    audit.record(
        session,
        event,
        ("member", member.id),
        actor_id=actor_id,
        community_id=member.community_id,
        now=now,
        **details,
    )
