"""What falls due by itself: standings that end by a rule, and word of the places that were kept."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Exists, Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from core import wording
from core.pairs import Pair
from core.told import Told
from teams.authority.act import Act
from teams.members.models import Community, Member, TeamMember, TeamMemberState
from volunteer.activities.models import IS_COPY, SERIES_ID, Activity, ActivityCopy, Shift
from volunteer.regulars.models import (
    ASKED_OR_KEPT,
    REGULAR_LIFE,
    EndReason,
    Regular,
    RegularMove,
    RegularState,
    RegularTurn,
)
from volunteer.regulars.rules import keeping
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpWarning
from volunteer.sign_ups.rules import late_marks

AT_ONCE = 100
ENDED_BY_MARKS = (
    "《%(title)s》在 %(days)s 天里记了 %(count)s 次没来或临时取消，您的固定名额结束了。"
    "还可以一场一场地报，以后也能再申请固定。"
)
ENDED_WITH_TEAM = "您不在队里了，固定来《%(title)s》的名额跟着结束。还可以一场一场地报。"
ALL_KEPT = (
    "《%(title)s》排好了，按固定名额给您留了 %(count)s 场，最近一场 "
    "%(month)s月%(day)s日 %(time)s。去不了的那场，点一下就能让出来。"
)
SOME_KEPT = (
    "《%(title)s》排好了，按固定名额给您留了 %(count)s 场，另有 %(missed)s 场没留上，点开看原因。"
)
NONE_KEPT = "《%(title)s》排好了 %(missed)s 场，这次没能按固定名额给您留上，点开看原因。"
LET_GO = "固定来的 %(count)s 组活动也跟着结束了。"


def end_unfit(session: Session, now: datetime) -> int:
    """End one standing of who left the team, or missed too often, and tell it; return 1, else 0.

    One a batch, since it takes a member, then counters. Counted are the marks that
    stand within the window, of shifts of the series, since both sides said yes.
    """
    for community in session.scalars(select(Community).order_by(Community.id)).all():
        act = Act(session, now, community=community)
        left = session.scalars(_left_their_team(act)).first()
        if left is not None:
            keeping.close(act, left, EndReason.LEFT_TEAM)
            keeping.tell_ended(act, left, ENDED_WITH_TEAM)
            return 1
        settings = act.settings(VolunteerSettings)
        missed = session.execute(_missed_often(act, settings)).first()
        if missed is not None:
            regular, count = missed
            keeping.close(act, regular, EndReason.MARKS)
            days = settings.marks_window_days
            keeping.tell_ended(act, regular, ENDED_BY_MARKS, days=days, count=count)
            return 1
    return 0


def _left_their_team(act: Act) -> Select[Regular]:
    return (
        select(Regular)
        .where(Regular.community_id == act.community.id, Regular.state.in_(ASKED_OR_KEPT))
        .where(~_is_in_team())
        .order_by(Regular.id)
        .limit(1)
        .with_for_update(of=Regular, key_share=True, skip_locked=True)
    )


def _is_in_team() -> Exists:
    newest = (
        select(func.max(Activity.id))
        .outerjoin(ActivityCopy, IS_COPY)
        .where(Activity.community_id == Regular.community_id, Regular.series_id == SERIES_ID)
        .correlate(Regular)
        .scalar_subquery()
    )
    return exists().where(
        Activity.id == newest,
        TeamMember.community_id == Regular.community_id,
        TeamMember.team_id == Activity.team_id,
        TeamMember.member_id == Regular.member_id,
        TeamMember.state == TeamMemberState.ACCEPTED,
    )


def _missed_often(act: Act, settings: VolunteerSettings) -> Select[Regular, int]:
    since = late_marks.counts_since(settings, act.community.zone, act.now)
    marked = (
        select(Regular.id, func.count().label("marks"))
        .join(
            SignUpWarning,
            and_(
                SignUpWarning.community_id == Regular.community_id,
                SignUpWarning.member_id == Regular.member_id,
            ),
        )
        .join(SignUp, SignUp.id == SignUpWarning.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .outerjoin(ActivityCopy, IS_COPY)
        .where(
            Regular.community_id == act.community.id,
            Regular.state == RegularState.ACTIVE,
            Regular.series_id == SERIES_ID,
            SignUpWarning.removed_at.is_(None),
            SignUpWarning.happened_at >= since,
            SignUpWarning.happened_at >= Regular.since_at,
        )
        .group_by(Regular.id)
        .having(func.count() >= settings.regular_ends_after_marks)
        .subquery()
    )
    return (
        select(Regular, marked.c.marks)
        .join(marked, marked.c.id == Regular.id)
        .order_by(Regular.id)
        .limit(1)
        .with_for_update(of=Regular, key_share=True, skip_locked=True)
    )


def tell_kept(session: Session, now: datetime) -> int:
    """Tell some regulars which places were kept, once for each activity; return how many turns."""
    rows = session.execute(
        select(RegularTurn, Shift, Activity, Member, Community)
        .join(Regular, Regular.id == RegularTurn.regular_id)
        .join(Member, Member.id == Regular.member_id)
        .join(Shift, Shift.id == RegularTurn.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .join(Community, Community.id == RegularTurn.community_id)
        .where(RegularTurn.told_at.is_(None))
        .order_by(RegularTurn.regular_id, Activity.id, Shift.starts_at)
        .limit(AT_ONCE)
        .with_for_update(of=RegularTurn, skip_locked=True)
    ).all()
    for _key, group in groupby(rows, key=lambda row: (row[0].regular_id, row[2].id)):
        told = list(group)
        _say_kept(Act(session, now, community=told[0][4]), told)
    session.flush()
    return len(rows)


def _say_kept(
    act: Act, rows: Sequence[Row[RegularTurn, Shift, Activity, Member, Community]]
) -> None:
    _turn, _shift, activity, member, _community = rows[0]
    kept = [shift for turn, shift, *_ in rows if turn.is_kept]
    for turn, *_ in rows:
        turn.told_at = act.now
    values: dict[str, object] = {"title": activity.title, "count": len(kept)}
    values["missed"] = len(rows) - len(kept)
    sentence = NONE_KEPT
    if kept:
        sentence = SOME_KEPT if values["missed"] else ALL_KEPT
        values |= wording.day_and_time(kept[0].starts_at, act.community.zone)
    link = f"/c/{act.community.slug}/my/regulars"
    act.tell(member.person_id, sentence, link, **values)


def end_all(session: Session, community_id: int, member_id: int, now: datetime) -> Told | None:
    """End every standing and question of a member who is paused or leaves; say how many.

    The places themselves are let go of with all others the member holds.
    """
    ended = REGULAR_LIFE.move_all(
        session,
        RegularMove.END,
        Regular.community_id == community_id,
        Regular.member_id == member_id,
        ended_at=now,
        end_reason=EndReason.LEFT,
    )
    return Told(LET_GO, {"count": len(ended)}) if ended else None


def end_doubled(act: Act, pair: Pair) -> None:
    """End what the file that goes keeps, or asks for, where the one that stays does so as well."""
    kept = aliased(Regular)
    REGULAR_LIFE.move_all(
        act.session,
        RegularMove.END,
        Regular.community_id == pair.community_id,
        Regular.member_id == pair.gone_id,
        exists().where(
            kept.community_id == pair.community_id,
            kept.member_id == pair.kept_id,
            kept.series_id == Regular.series_id,
            kept.post_name == Regular.post_name,
            kept.state.in_(ASKED_OR_KEPT),
        ),
        ended_at=act.now,
        end_reason=EndReason.LEFT,
    )
