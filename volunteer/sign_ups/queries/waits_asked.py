"""The one question for all that waits for a reader: a part for each kind, with the same columns."""

from functools import cache

from sqlalchemy import (
    CompoundSelect,
    bindparam,
    func,
    select,
    true,
    union_all,
)

from accounts.models import Notification, Person
from core.mixed_rows import MixedRow
from points.goods.models import OpeningHours, Shop
from points.redemptions.models import Redemption, RedemptionState
from teams.members.models import Member
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState
from volunteer.activities.models import ANNOUNCED, Activity, Shift, ShiftPlaces, ShiftState
from volunteer.hours.models import SERVICE_RECORDS, ServiceRecord
from volunteer.sign_ups.models import (
    LEFT,
    SignUp,
    SignUpState,
    SignUpWarning,
    Substitution,
    SubstitutionState,
)
from volunteer.sign_ups.queries.wait_rows import WAIT, WHERE, What
from volunteer.sign_ups.queries.waits_of_regulars import kept, offered

MESSAGES = 3
"""How many messages the first page shows; all of them stand under 通知."""

ONLY_TOLD = ("/my", "/me/", "/points", "/redemptions", "/notices")
"""Where messages lead that have a card of their own, or only tell what became of something."""


@cache
def waits_asked(*, leads: bool, has_teams: bool) -> CompoundSelect[*tuple[object, ...]]:
    """Return the question, built once for members and once for those who lead."""
    parts = [
        _asked(),
        kept(),
        offered(),
        _to_collect(),
        _marks(),
        _messages(),
        _on_notice(),
    ]
    return union_all(*parts, *([_led(has_teams=has_teams)] if leads else []))


def _asked() -> MixedRow:
    """Return the questions of substitutes that are open, of a place still held."""
    asked = WAIT.of(
        What.ASKED,
        number=Substitution.id,
        activity_id=Shift.activity_id,
        title=Activity.title,
        place=WHERE,
        name=Person.name,
        volunteer_no=Member.volunteer_no,
        starts_at=Shift.starts_at,
        ends_at=Shift.ends_at,
        until=Shift.sign_up_closes_at,
    )
    return (
        asked.join(SignUp, SignUp.id == Substitution.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .join(Member, Member.id == SignUp.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            Substitution.community_id == bindparam("the_community"),
            Substitution.to_member_id == bindparam("the_member"),
            Substitution.state == SubstitutionState.ASKED,
            SignUp.state == SignUpState.APPROVED,
            Shift.sign_up_closes_at > bindparam("now"),
        )
    )


def _to_collect() -> MixedRow:
    """Return the reservations that wait at the counter, once for each span of opening hours."""
    waits = WAIT.of(
        What.CODE,
        number=Redemption.id,
        title=Shop.name,
        place=Shop.address,
        name=Shop.opening_note,
        until=Redemption.collect_by,
        weekday=OpeningHours.weekday,
        month_day=OpeningHours.month_day,
        on_date=OpeningHours.on_date,
        opens_minute=OpeningHours.opens_minute,
        closes_minute=OpeningHours.closes_minute,
        reason=func.coalesce(OpeningHours.reason, ""),
    )
    return (
        waits.join(Shop, Shop.id == Redemption.shop_id)
        .outerjoin(
            OpeningHours,
            (OpeningHours.community_id == Shop.community_id) & (OpeningHours.shop_id == Shop.id),
        )
        .where(
            Redemption.community_id == bindparam("the_community"),
            Redemption.member_id == bindparam("the_member"),
            Redemption.state == RedemptionState.RESERVED,
            Redemption.collect_by > bindparam("now"),
        )
    )


def _marks() -> MixedRow:
    marked = WAIT.of(
        What.MARK,
        number=SignUp.id,
        title=Activity.title,
        kind=SignUpWarning.kind,
        happened_at=SignUpWarning.happened_at,
    )
    return (
        marked.join(SignUp, SignUp.id == SignUpWarning.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(
            SignUpWarning.community_id == bindparam("the_community"),
            SignUpWarning.member_id == bindparam("the_member"),
            SignUpWarning.removed_at.is_(None),
            SignUpWarning.happened_at >= bindparam("marks_since"),
        )
    )


def _messages() -> MixedRow:
    """Return the newest unread messages that lead to something the reader is to see to."""
    newest = (
        select(Notification.id, Notification.sentence, Notification.values)
        .where(
            Notification.person_id == bindparam("the_person"),
            Notification.read_at.is_(None),
            Notification.made_at >= bindparam("new_since"),
            Notification.link.like(bindparam("own_link")),
            *(Notification.link.not_like(bindparam(f"told_{at}")) for at in range(len(ONLY_TOLD))),
        )
        .order_by(Notification.id.desc())
        .limit(MESSAGES)
        .subquery("newest")
    )
    return WAIT.of(
        What.MESSAGE, number=newest.c.id, title=newest.c.sentence, values=newest.c["values"]
    )


def _on_notice() -> MixedRow:
    hangs = WAIT.of(
        What.ON_NOTICE,
        number=NoticeLine.id,
        title=ServiceRecord.title,
        amount=ServiceRecord.service_minutes,
        day=ServiceRecord.served_on,
        last_on=Notice.last_on,
    )
    return (
        hangs.join(Notice, Notice.id == NoticeLine.notice_id)
        .join(ServiceRecord, ServiceRecord.id == NoticeLine.subject_id)
        .where(
            NoticeLine.community_id == bindparam("the_community"),
            NoticeLine.member_id == bindparam("the_member"),
            NoticeLine.state == NoticeLineState.HANGING,
            Notice.kind == SERVICE_RECORDS,
            Notice.state == NoticeState.OPEN,
            Notice.ends_at > bindparam("now"),
            ServiceRecord.community_id == bindparam("the_community"),
        )
    )


def _led(*, has_teams: bool) -> MixedRow:
    """Return the shifts of these teams whose people come and go now."""
    there = (
        select(func.count(SignUp.id))
        .where(
            SignUp.community_id == Shift.community_id,
            SignUp.shift_id == Shift.id,
            SignUp.state.in_((SignUpState.CHECKED_IN, *LEFT)),
        )
        .scalar_subquery()
    )
    runs = WAIT.of(
        What.LED,
        number=Shift.id,
        title=Activity.title,
        place=WHERE,
        starts_at=Shift.starts_at,
        ends_at=Shift.ends_at,
        amount=there,
        count=ShiftPlaces.taken,
    )
    return (
        runs.join(Activity, Activity.id == Shift.activity_id)
        .join(ShiftPlaces, ShiftPlaces.shift_id == Shift.id)
        .where(
            Shift.community_id == bindparam("the_community"),
            Shift.state == ShiftState.OPEN,
            Shift.starts_at <= bindparam("led_before"),
            Shift.ends_at >= bindparam("led_since"),
            Activity.state.in_(ANNOUNCED),
            Activity.team_id.in_(bindparam("the_teams", expanding=True)) if has_teams else true(),
        )
    )
