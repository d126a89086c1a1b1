"""What becomes of sign-ups and hours when two files of one person become one (T35)."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import moving, wording
from core.pairs import Compared, Merging, Pair, SideBySide
from core.told import Told
from teams.authority.act import Act
from volunteer.activities.models import Activity, Qualification
from volunteer.hours.models import (
    CorrectionRequest,
    HourProposal,
    MemberHours,
    ServiceDay,
    ServiceRecord,
)
from volunteer.hours.rules import doubled_hours
from volunteer.insurance.models import InsuredMember
from volunteer.regulars.models import Regular
from volunteer.regulars.rules import upkeep as regular_upkeep
from volunteer.sign_ups.models import (
    CANCELLABLE,
    FirstWish,
    OpeningReminder,
    SignUp,
    SignUpWarning,
    Substitution,
)
from volunteer.sign_ups.rules import doubled_sign_ups

UNDECIDED = "《%(title)s》%(month)s月%(day)s日这一场两边都报了名，先由带队人核完时长或记没来。"
AT_ONCE = "《%(one)s》和《%(other)s》时间重叠，两边各占一个名额，先取消一个。"
ON_NOTICE = "《%(title)s》%(month)s月%(day)s日的时长两边都记了，还没入账，先等入账或走异议。"
ONE_PLACE = "《%(title)s》%(month)s月%(day)s日两边都报了名，只留一个名额，另一个让出来。"
COUNTED_ONCE = "同一段时间两边都记了 %(minutes)s 分钟，只算一次；多记的积分由第二个人更正。"


def _compare(session: Session, pair: Pair, now: datetime) -> Compared:
    """Read what both are in, and when, once for all that is said of it."""
    act = Act(session, now).within(pair.community_id)
    zone = act.community.zone
    twice = doubled_sign_ups.same_shift(session, pair)
    overlaps = doubled_hours.overlaps(session, pair)
    doubled = doubled_hours.minutes_of(overlaps)
    one_place = [Told(ONE_PLACE, _shift_words(each, zone)) for each in twice if each.is_ahead(now)]
    counted_once = [Told(COUNTED_ONCE, {"minutes": doubled})] if doubled else []
    undecided = [
        Told(UNDECIDED, _shift_words(each, zone)) for each in twice if each.is_undecided(now)
    ]
    at_once = [
        Told(AT_ONCE, {"one": one, "other": other})
        for one, other in doubled_sign_ups.at_the_same_time(act, pair)
    ]
    on_notice = [
        Told(ON_NOTICE, {"title": each.title, **wording.month_and_day(each.served_on)})
        for each in doubled_hours.unsettled(overlaps)
    ]
    return Compared(
        figures=_figures(session, pair, doubled, len(one_place)),
        clashes=[*undecided, *at_once, *on_notice],
        follows=[*one_place, *counted_once],
    )


def _figures(session: Session, pair: Pair, doubled: int, given_back: int) -> list[SideBySide]:
    both = (pair.kept_id, pair.gone_id)
    hours, services = dict.fromkeys(both, 0), dict.fromkeys(both, 0)
    rows = select(MemberHours).where(
        MemberHours.community_id == pair.community_id, MemberHours.member_id.in_(both)
    )
    for each in session.scalars(rows):
        hours[each.member_id] = each.posted_minutes + each.imported_minutes
        services[each.member_id] = each.services
    return [
        _side("服务时长", hours, pair, less=doubled, kind="minutes"),
        _side("服务次数", services, pair),
        _side("没办完的报名", _ahead(session, pair), pair, less=given_back),
    ]


def _side(
    words: str, of: dict[int, int], pair: Pair, *, less: int = 0, kind: str = ""
) -> SideBySide:
    kept, gone = of[pair.kept_id], of[pair.gone_id]
    return SideBySide(words, kept, gone, kept + gone - less, kind)


def _ahead(session: Session, pair: Pair) -> dict[int, int]:
    both = (pair.kept_id, pair.gone_id)
    rows = session.execute(
        select(SignUp.member_id, func.count())
        .where(
            SignUp.community_id == pair.community_id,
            SignUp.member_id.in_(both),
            SignUp.state.in_(CANCELLABLE),
        )
        .group_by(SignUp.member_id)
    )
    return dict.fromkeys(both, 0) | dict(rows.all())


def _shift_words(doubled: doubled_sign_ups.Doubled, zone: str) -> dict[str, object]:
    shift = doubled.shift
    return {"title": shift.activity.title, **wording.day_and_time(shift.starts_at, zone)}


def _merge(session: Session, pair: Pair, now: datetime) -> None:
    """Leave one sign-up a shift, count doubled minutes once, let all else follow."""
    act = Act(session, now).within(pair.community_id)
    confirmed_twice = doubled_sign_ups.settle(act, pair)
    doubled_hours.merge(act, pair, confirmed_twice)
    regular_upkeep.end_doubled(act, pair)
    for column in (
        Activity.leader_id,
        Regular.member_id,
        SignUp.member_id,
        SignUpWarning.member_id,
        Substitution.to_member_id,
        ServiceRecord.member_id,
        ServiceDay.member_id,
        CorrectionRequest.member_id,
        HourProposal.member_id,
        Qualification.member_id,
    ):
        moving.move(session, pair, column)
    moving.move_or_drop(session, pair, OpeningReminder.member_id, OpeningReminder.shift_id)
    moving.move_or_drop(session, pair, FirstWish.member_id)
    moving.move_or_drop(session, pair, InsuredMember.member_id, InsuredMember.policy_id)
    session.expire_all()
    doubled_sign_ups.count_marks_anew(act, pair)


MERGING = {
    "sign-ups, hours and qualifications": Merging(
        moved=(
            "activities.leader_id",
            "regulars.member_id",
            "sign_ups.member_id",
            "sign_up_warnings.member_id",
            "substitutions.to_member_id",
            "service_records.member_id",
            "service_days.member_id",
            "correction_requests.member_id",
            "hour_proposals.member_id",
            "insured_members.member_id",
            "qualifications.member_id",
            "opening_reminders.member_id",
            "first_wishes.member_id",
        ),
        left={
            "member_hours.member_id": "its totals are added to the other's, and emptied",
            "risk_readings.member_id": "append only: what was read is told once more",
        },
        compare=_compare,
        merge=_merge,
    )
}
