"""Builders of attendance and service records; a test states only the fact that matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from points.ledger.models import Wallet
from points.ledger.rules import earning
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Community, Member
from teams.notices.models import NoticeLine
from teams.notices.rules import notices
from tests.activity_builders import a_kind, a_shift, a_sign_up, an_activity, the_leader
from tests.builders import NOW, a_community, a_member, staff
from volunteer.activities.models import Shift
from volunteer.hours.models import MemberHours, ServiceRecord
from volunteer.hours.rules import record_posting, records
from volunteer.hours.rules.records import Row
from volunteer.sign_ups.models import SignUp, SignUpState

MINUTE = timedelta(minutes=1)


def a_station(session: Session, slug: str = "dongjie") -> Community:
    """A community with the earn rules of the catalogue."""
    community = a_community(session, slug)
    earning.install_defaults(Act(session, NOW, community=community))
    return community


def a_run_shift(
    session: Session, community: Community, minutes: int = 120, **columns: Any
) -> Shift:
    """A shift of the green team on Saturday 9:00, two hours long, for the kind given."""
    kind = a_kind(session, community, columns.pop("kind", "CLEANUP"))
    activity = columns.pop("activity", None)
    if activity is None:
        given = {name: columns.pop(name) for name in ("title", "leader", "team") if name in columns}
        activity = an_activity(session, community, kind=kind, **given)
    columns.setdefault("places", 20)
    return a_shift(session, activity, minutes=minutes, **columns)


def present(
    session: Session,
    community: Community,
    shift: Shift,
    member: Member | str = "王兰",
    **columns: Any,
) -> SignUp:
    """Somebody who was there from start to end, or as `arrived_at`, `left_at`, `how` say."""
    if isinstance(member, str):
        member = a_member(session, community, member)
    sign_up = a_sign_up(session, community, shift, member, shift.starts_at - timedelta(days=1))
    sign_up.arrived_at = columns.pop("arrived_at", shift.starts_at)
    sign_up.arrived_by = columns.pop("how", "qr")
    sign_up.left_at = columns.pop("left_at", shift.ends_at)
    left = sign_up.left_at is not None
    sign_up.state = SignUpState.CHECKED_OUT if left else SignUpState.CHECKED_IN
    session.flush()
    return sign_up


def confirmed(
    session: Session, community: Community, sign_up: SignUp, minutes: int = 120, **columns: Any
) -> ServiceRecord:
    """One record as its leader confirmed it at the end of the shift."""
    shift = session.get_one(Shift, sign_up.shift_id)
    by = columns.pop("by", None) or the_leader(session, shift.activity)
    now = columns.pop("now", shift.ends_at)
    row = Row(sign_up.id, minutes, sign_up.version, columns.pop("reason", ""))
    return records.confirm(Act(session, now, by=by, community=community), shift.id, [row])[0]


def sweep(session: Session, now: datetime) -> int:
    """End what is due and post what passed, as `flask sweep` does."""
    notices.end_due(Act(session, now))
    return record_posting.post_passed(session, now)


def posted(
    session: Session, community: Community, minutes: int = 120, **columns: Any
) -> ServiceRecord:
    """One record that was there, confirmed, hung and posted."""
    shift = columns.pop("shift", None) or a_run_shift(session, community, **columns.pop("of", {}))
    record = confirmed(session, community, present(session, community, shift, **columns), minutes)
    sweep(session, shift.ends_at + timedelta(days=30))
    session.refresh(record)
    return record


def line_of(session: Session, record: ServiceRecord) -> NoticeLine:
    """The line of the newest notice that names the record."""
    found = session.scalars(
        select(NoticeLine).filter_by(subject_id=record.id).order_by(NoticeLine.id.desc()).limit(1)
    ).one()
    session.refresh(found)
    return found


def hours_of(session: Session, member_id: int) -> tuple[int, int]:
    """Posted minutes and services of a member as stored."""
    found = session.scalars(select(MemberHours).filter_by(member_id=member_id)).one_or_none()
    if found is None:
        return 0, 0
    session.refresh(found)
    return found.posted_minutes, found.services


def points_of(session: Session, member_id: int) -> int:
    """The posted balance of a member."""
    found = session.scalars(select(Wallet).filter_by(owner_id=member_id)).one_or_none()
    if found is None:
        return 0
    session.refresh(found)
    return found.posted


def a_supervisor(session: Session, community: Community):
    return staff(session, community, Role.SUPERVISOR, "监督员")
