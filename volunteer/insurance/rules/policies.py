"""Policies of accident insurance: recorded as they lie in the drawer, ended, their list kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import clock
from core.errors import AlreadyDone, BadRequest, NotFound, RuleError
from core.kept_files import PHOTOS_AND_PDFS, FileKind
from core.menu import Holder
from core.tenancy import row_in
from core.upsert import insert_new
from teams.authority.act import Act
from teams.files.rules import files
from teams.files.rules.incoming import Incoming
from teams.members.models import Community, Member
from volunteer.insurance.models import (
    POLICY_LIFE,
    Cover,
    InsurancePolicy,
    InsuredMember,
    PolicyMove,
    PolicyState,
)
from volunteer.insurance.rules import relying
from volunteer.permissions import Permission

REMINDED_BEFORE = timedelta(days=30)
PAPER_KEPT = timedelta(days=730)
"""A claim from accident insurance is barred two years after it arose (保险法 26)."""

MOST_PAPERS = 6


class PolicyOver(BadRequest):
    """The last day comes before the first, or has passed: nothing would be covered."""

    message = "这张保险单的日期不对：要先起保后到期，而且还没有到期。"


class AgesUpsideDown(BadRequest):
    """The least age is above the greatest."""

    message = "承保年龄不对：最小的不能大于最大的。"


class PolicyKnown(RuleError):
    """A policy of this number runs already."""

    code = "already_done"
    message = "这个保险单号已经登记过了，请到保险页里找。"


class EndReasonMissing(BadRequest):
    """Who ends a policy says why."""

    message = "请写为什么终止。"


class NobodyToAdd(BadRequest):
    """No member was named."""

    message = "请写名单：一行一个，写编号或姓名。"


class NoList(RuleError):
    """Only a policy that covers those it lists has a list."""

    code = "already_done"
    message = "这张保险单不是按名单承保的，不用加人。"


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What is written on a policy; ages in whole years on the day of the occasion."""

    insurer: str
    policy_no: str
    starts_on: date
    ends_on: date
    cover: Cover
    min_age: int | None = None
    max_age: int | None = None


def _may_see_papers(_session: Session, _community_id: int, _policy_id: int, reader: Holder) -> bool:
    return reader.may(Permission.INSURANCE_MANAGE)


def _papers_kept_until(
    session: Session, community_id: int, policy_id: int, now: datetime
) -> datetime:
    policy = row_in(session, InsurancePolicy, community_id, policy_id)
    zone = session.get_one(Community, community_id).zone
    over_at = _midnight_after(policy.ends_on, zone)
    return max(over_at, now) + PAPER_KEPT


INSURANCE_PAPER = FileKind(
    name="insurance_paper",
    words="保险单原件",
    owner=InsurancePolicy,
    sorts=PHOTOS_AND_PDFS,
    most=MOST_PAPERS,
    may_see=_may_see_papers,
    kept_until=_papers_kept_until,
)


def record(act: Act, facts: PolicyFacts) -> InsurancePolicy:
    """Note a policy; it covers from the first to the last moment of the days written on it.

    Raises NotAllowed, PolicyOver, AgesUpsideDown, PolicyKnown, in that order.
    """
    act.by.refuse_unless(Permission.INSURANCE_MANAGE)
    if facts.ends_on < max(facts.starts_on, act.today):
        raise PolicyOver
    if None not in {facts.min_age, facts.max_age} and (facts.min_age or 0) > (facts.max_age or 0):
        raise AgesUpsideDown
    zone = act.community.zone
    over_at = _midnight_after(facts.ends_on, zone)
    policy = InsurancePolicy(
        community_id=act.community.id,
        state=PolicyState.RUNNING,
        begins_at=clock.at_local(facts.starts_on, time(0), zone),
        over_at=over_at,
        remind_at=over_at - REMINDED_BEFORE,
        made_by_id=act.by.person_id,
        made_at=act.now,
        **asdict(facts),
    )
    _refuse_known(act, facts.policy_no)
    act.session.add(policy)
    act.session.flush()
    act.note("insurance_recorded", policy, policy_no=policy.policy_no)
    return policy


def _midnight_after(day: date, zone: str) -> datetime:
    return clock.at_local(day + timedelta(days=1), time(0), zone)


def _refuse_known(act: Act, policy_no: str) -> None:
    known = act.session.scalar(
        select(InsurancePolicy.id).where(
            InsurancePolicy.community_id == act.community.id,
            InsurancePolicy.policy_no == policy_no,
            InsurancePolicy.state == PolicyState.RUNNING,
        )
    )
    if known is not None:
        raise PolicyKnown


def policy_in(session: Session, community_id: int, policy_id: int) -> InsurancePolicy:
    """Return a policy of the community. Raises NotFound."""
    return row_in(session, InsurancePolicy, community_id, policy_id)


def end(act: Act, policy: InsurancePolicy, reason: str) -> None:
    """End a policy before its last day; from now on it covers nothing.

    Leaders of what relied on it are told. Raises NotAllowed, EndReasonMissing, AlreadyDone, in
    that order.
    """
    act.by.refuse_unless(Permission.INSURANCE_MANAGE)
    if not reason.strip():
        raise EndReasonMissing
    ended = {
        "over_at": min(policy.over_at, act.now),
        "remind_at": min(policy.over_at, act.now),
        "reminded_at": act.now,
        "ended_by_id": act.by.person_id,
        "end_reason": reason.strip(),
    }
    if not POLICY_LIFE.move(act.session, policy, PolicyMove.END, **ended):
        raise AlreadyDone
    act.note("insurance_ended", policy, policy_no=policy.policy_no, reason=reason.strip())
    relying.tell_leaders(act, policy)


def add_people(act: Act, policy: InsurancePolicy, members: Sequence[Member]) -> int:
    """Put members on the list of a policy; who is there stays there. Return how many are new.

    Raises NotAllowed, NoList, AlreadyDone (ended), NobodyToAdd, in that order.
    """
    _refuse_unlisted(act, policy)
    if not members:
        raise NobodyToAdd
    rows = [
        {
            "community_id": policy.community_id,
            "policy_id": policy.id,
            "member_id": member_id,
            "added_at": act.now,
        }
        for member_id in sorted({each.id for each in members})
    ]
    new = sum(insert_new(act.session, InsuredMember.added_at, row) is not None for row in rows)
    act.note("insured_added", policy, count=new)
    return new


def remove_person(act: Act, policy: InsurancePolicy, member_id: int) -> None:
    """Take a member off the list of a policy. Raises NotAllowed, NoList, AlreadyDone, NotFound."""
    _refuse_unlisted(act, policy)
    gone = act.session.scalars(
        delete(InsuredMember)
        .where(
            InsuredMember.community_id == policy.community_id,
            InsuredMember.policy_id == policy.id,
            InsuredMember.member_id == member_id,
        )
        .returning(InsuredMember.member_id)
    ).all()
    if not gone:
        raise NotFound
    act.note("insured_removed", policy, member_id=member_id)


def _refuse_unlisted(act: Act, policy: InsurancePolicy) -> None:
    act.by.refuse_unless(Permission.INSURANCE_MANAGE)
    if not policy.is_listed:
        raise NoList
    if policy.is_ended:
        raise AlreadyDone


def keep_paper(act: Act, policy: InsurancePolicy, paper: Incoming) -> None:
    """Keep the policy itself, as a photo or PDF. Raises NotAllowed, EnoughFiles."""
    act.by.refuse_unless(Permission.INSURANCE_MANAGE)
    files.put_in(act, INSURANCE_PAPER, policy.id, paper)


def forget_member(session: Session, community_id: int, member_id: int) -> None:
    """Take a member who is erased off every list."""
    session.execute(
        delete(InsuredMember).where(
            InsuredMember.community_id == community_id, InsuredMember.member_id == member_id
        )
    )
