"""A member's own marks for not coming or cancelling late: which count, and until when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from teams.members.models import Community
from volunteer.activities.models import Activity, Shift
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpWarning, WarningKind
from volunteer.sign_ups.rules import late_marks


@dataclass(frozen=True, slots=True)
class OwnMark:
    """One mark that counts: for what, and the first day it counts no more."""

    title: str
    kind: WarningKind
    happened_on: date
    fades_on: date


def own_marks(
    session: Session,
    community: Community,
    member_id: int,
    settings: VolunteerSettings,
    now: datetime,
) -> list[OwnMark]:
    """Return the marks that count today, the newest first."""
    rows = session.execute(
        select(SignUpWarning.kind, SignUpWarning.happened_at, Activity.title)
        .join(SignUp, SignUp.id == SignUpWarning.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            SignUpWarning.community_id == community.id,
            SignUpWarning.member_id == member_id,
            SignUpWarning.removed_at.is_(None),
            SignUpWarning.happened_at >= late_marks.counts_since(settings, community.zone, now),
        )
        .order_by(SignUpWarning.happened_at.desc(), SignUpWarning.id.desc())
    )
    return [
        OwnMark(
            title,
            kind,
            clock.local_day(happened_at, community.zone),
            late_marks.fades_on(happened_at, settings, community.zone),
        )
        for kind, happened_at, title in rows
    ]
