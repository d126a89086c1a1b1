"""What staff read of one member's service: hours by year, newest sign-ups and marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, cast, extract, func, select
from sqlalchemy.orm import Session, joinedload

from core.tenancy import row_in
from teams.members.models import Community, Member
from volunteer.activities.models import Activity, Shift
from volunteer.hours.models import RecordState, ServiceDay, ServiceRecord
from volunteer.sign_ups.models import SignUp, SignUpWarning

SHOWN = 10


@dataclass(frozen=True, slots=True)
class YearOfHours:
    """The posted minutes that fall on days of one year (T8), and how many records they are of."""

    year: int
    minutes: int
    records: int


def member_in(session: Session, community: Community, member_id: int) -> Member:
    """Return the member with the person. Raises NotFound."""
    return row_in(session, Member, community.id, member_id, options=(joinedload(Member.person),))


def hours_by_year(session: Session, member: Member) -> list[YearOfHours]:
    """Return the years with posted minutes, the newest first."""
    year = cast(extract("year", ServiceDay.on_date), Integer)
    rows = session.execute(
        select(year, func.sum(ServiceDay.minutes), func.count(func.distinct(ServiceDay.record_id)))
        .join(ServiceRecord, ServiceRecord.id == ServiceDay.record_id)
        .where(
            ServiceDay.community_id == member.community_id,
            ServiceDay.member_id == member.id,
            ServiceRecord.state == RecordState.POSTED,
        )
        .group_by(year)
        .order_by(year.desc())
    )
    return [YearOfHours(*row) for row in rows]


def newest_sign_ups(session: Session, member: Member) -> Sequence[SignUp]:
    """Return the newest sign-ups of the member with shift, activity and team, at most ten."""
    return session.scalars(
        select(SignUp)
        .where(SignUp.community_id == member.community_id, SignUp.member_id == member.id)
        .options(joinedload(SignUp.shift).joinedload(Shift.activity).joinedload(Activity.team))
        .order_by(SignUp.id.desc())
        .limit(SHOWN)
    ).all()


def newest_marks(session: Session, member: Member) -> list[tuple[SignUpWarning, str]]:
    """Return the newest marks, removed ones too, each with the activity's title."""
    rows = session.execute(
        select(SignUpWarning, Activity.title)
        .join(SignUp, SignUp.id == SignUpWarning.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            SignUpWarning.community_id == member.community_id,
            SignUpWarning.member_id == member.id,
        )
        .order_by(SignUpWarning.happened_at.desc(), SignUpWarning.id.desc())
        .limit(SHOWN)
    )
    return [(mark, title) for mark, title in rows]
