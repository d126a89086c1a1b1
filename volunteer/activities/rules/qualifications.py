"""What members are trained and licensed for, as the desk has seen it (条例 16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from accounts.act import Subject
from core import wording
from core.errors import AlreadyDone, BadRequest
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import Activity, ActivityType, Qualification, QualificationKind
from volunteer.activities.rules.reader_background import ReaderBackground
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings

RECORDED = "服务台登记了您的证件，用到 %(year)s年%(month)s月%(day)s日，要求这种证件的岗位可以报了。"


class QualificationOver(BadRequest):
    """A certificate whose last day is behind us opens nothing; today is in time."""

    message = "证件的最后一天已经过了，请看清日期，过期的不用登记。"


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody showed at the desk; `last_on` is the last day it is good."""

    member_id: int
    kind: QualificationKind
    last_on: date


def record(act: Act, shown: Shown) -> Qualification:
    """Note a certificate seen at the desk; the member is told.

    Raises NotAllowed, NotFound, OwnCase or QualificationOver, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    member = row_in(act.session, Member, act.community.id, shown.member_id)
    act.by.refuse_own_case(member.person_id)
    if shown.last_on < act.today:
        raise QualificationOver
    made = Qualification(
        community_id=act.community.id,
        member_id=member.id,
        kind=shown.kind,
        last_on=shown.last_on,
        recorded_at=act.now,
        recorded_by_id=act.by.person_id,
    )
    act.session.add(made)
    act.session.flush()
    last_on = wording.year_month_day(made.last_on)
    act.tell(member.person_id, RECORDED, "", **last_on)
    act.note(
        "qualification_recorded",
        Subject("member", made.member_id, made.community_id),
        kind=made.kind.value,
        last_on=made.last_on.isoformat(),
    )
    return made


def end(act: Act, qualification_id: int) -> Qualification:
    """Take back a certificate noted in error or withdrawn; places held already stay.

    Raises NotAllowed, NotFound, OwnCase or AlreadyDone, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    found = row_in(act.session, Qualification, act.community.id, qualification_id)
    act.by.refuse_own_case(act.session.get_one(Member, found.member_id).person_id)
    act.session.refresh(found, with_for_update=True)
    if found.ended_at is not None:
        raise AlreadyDone
    found.ended_at, found.ended_by_id = act.now, act.by.person_id
    act.session.flush()
    act.note(
        "qualification_ended",
        Subject("member", found.member_id, found.community_id),
        kind=found.kind.value,
        last_on=found.last_on.isoformat(),
    )
    return found


def good_until(background: ReaderBackground, settings: VolunteerSettings) -> Mapping[str, date]:
    """Return, by kind, the last day a member's newest qualification is good.

    Training counts as well, for as many days after a confirmed one as the setting says.
    """
    days = dict(background.certificates)
    if background.trained_on is not None:
        trained = QualificationKind.TRAINED.value
        last_on = background.trained_on + timedelta(days=settings.training_lasts_days)
        days[trained] = max(last_on, days.get(trained, last_on))
    return days


def usual_for(session: Session, activity: Activity) -> str:
    """Return the kind of qualification an activity's kind takes; empty for none."""
    kind = session.get_one(ActivityType, activity.type_id)
    return kind.required_qualification
