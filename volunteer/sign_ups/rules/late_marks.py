"""Late marks for not coming or cancelling late: put, taken off, counted, faded; the pause (T19)."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.masking import name_for_staff
from teams.authority.act import Act
from teams.authority.models import Role, RoleBinding
from teams.members.models import Community, Member
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpWarning, WarningKind

MARKED = (
    "《%(title)s》记了 1 次：%(days)s 天里共 %(count)s 次，"
    "满 %(limit)s 次停报 %(pause)s 天。有特殊情况请 %(excuse)s 天内说明。"
)
REVIEW = "%(name)s（尾号 %(tail)s）今年已有 %(count)s 次没来，请看看要不要谈一谈。"


def mark(act: Act, sign_up: SignUp, kind: WarningKind) -> SignUpWarning:
    """Put one mark for the member of `sign_up` and pause them when it is the third.

    A no-show happened when the shift began, a late cancellation now. Takes the member's row. A
    mark of the same sign-up that was taken off counts anew: there is one a sign-up.
    Five no-shows within one calendar year are told to the administrators.
    """
    member = hold_member(act.session, act.community.id, sign_up.member_id)
    shift = act.session.get_one(Shift, sign_up.shift_id)
    happened_at = shift.starts_at if kind is WarningKind.NO_SHOW else act.now
    made = _taken_off(act.session, sign_up) or SignUpWarning(
        community_id=act.community.id, member_id=sign_up.member_id, sign_up_id=sign_up.id
    )
    made.kind, made.happened_at = kind, happened_at
    made.removed_at, made.removed_reason = None, ""
    act.session.add(made)
    act.session.flush()
    recompute(act, member)
    _tell_marked(act, member, shift)
    if kind is WarningKind.NO_SHOW:
        _tell_review(act, member)
    return made


def _taken_off(session: Session, sign_up: SignUp) -> SignUpWarning | None:
    return session.scalars(
        select(SignUpWarning).where(
            SignUpWarning.community_id == sign_up.community_id,
            SignUpWarning.sign_up_id == sign_up.id,
            SignUpWarning.removed_at.is_not(None),
        )
    ).one_or_none()


def unmark(act: Act, sign_up: SignUp, reason: str) -> None:
    """Take the mark of `sign_up` off again and compute the pause anew; no mark is no harm."""
    member = hold_member(act.session, act.community.id, sign_up.member_id)
    found = act.session.scalars(
        select(SignUpWarning).where(
            SignUpWarning.community_id == act.community.id,
            SignUpWarning.sign_up_id == sign_up.id,
            SignUpWarning.removed_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return
    found.removed_at, found.removed_reason = act.now, reason
    act.session.flush()
    recompute(act, member)


def recompute(act: Act, member: Member) -> datetime | None:
    """Set the pause of `member` from the live marks: the end of the latest one, or none."""
    marks = act.session.scalars(
        select(SignUpWarning.happened_at)
        .where(
            SignUpWarning.community_id == act.community.id,
            SignUpWarning.member_id == member.id,
            SignUpWarning.removed_at.is_(None),
        )
        .order_by(SignUpWarning.happened_at)
    ).all()
    settings = act.settings(VolunteerSettings)
    member.paused_until = pause_end(list(marks), settings, act.community.zone)
    act.session.flush()
    return member.paused_until


def pause_end(marks: list[datetime], settings: VolunteerSettings, zone: str) -> datetime | None:
    """Return when the pause that ascending `marks` bring ends, or None when they are too few.

    Three marks whose local days lie less than 90 days apart (exactly 90 is outside) pause for 30
    whole days from the third; equal to the end is free again (contract 9).
    """
    limit, window = settings.pause_after_marks, settings.marks_window_days
    pause = timedelta(days=settings.pause_days)
    ends = [
        last + pause
        for first, last in zip(marks, marks[limit - 1 :], strict=False)
        if (clock.local_day(last, zone) - clock.local_day(first, zone)).days < window
    ]
    return max(ends, default=None)


def live_marks(act: Act, member_id: int) -> int:
    """Return how many marks of the member lie within the window that ends today."""
    settings = act.settings(VolunteerSettings)
    return _count(act.session, member_id, counts_since(settings, act.community.zone, act.now), None)


def counts_since(settings: VolunteerSettings, zone: str, now: datetime) -> datetime:
    """Return the first moment whose marks lie within the window that ends today."""
    window = settings.marks_window_days
    return clock.day_start(clock.local_day(now, zone) - timedelta(days=window - 1), zone)


def fades_on(happened_at: datetime, settings: VolunteerSettings, zone: str) -> date:
    """Return the first local day on which a mark counts no more: exactly 90 days is outside."""
    return clock.local_day(happened_at, zone) + timedelta(days=settings.marks_window_days)


def no_shows_in_year(session: Session, community: Community, member_id: int, year: int) -> int:
    """Return the live marks for not coming in the local calendar `year`; five ask for a review."""
    begins = clock.day_start(date(year, 1, 1), community.zone)
    ends = clock.day_start(date(year + 1, 1, 1), community.zone)
    return _count(session, member_id, begins, ends, WarningKind.NO_SHOW)


def _count(
    session: Session,
    member_id: int,
    since: datetime,
    before: datetime | None,
    kind: WarningKind | None = None,
) -> int:
    asked = (
        select(func.count())
        .select_from(SignUpWarning)
        .where(
            SignUpWarning.member_id == member_id,
            SignUpWarning.removed_at.is_(None),
            SignUpWarning.happened_at >= since,
            SignUpWarning.happened_at < (before or datetime.max.replace(tzinfo=UTC)),
        )
    )
    if kind is not None:
        asked = asked.where(SignUpWarning.kind == kind)
    return session.scalar(asked) or 0


def _tell_marked(act: Act, member: Member, shift: Shift) -> None:
    settings = act.settings(VolunteerSettings)
    act.tell(
        member.person_id,
        MARKED,
        link=f"/c/{act.community.slug}/my/sign-ups#marks",
        title=shift.activity.title,
        days=settings.marks_window_days,
        count=live_marks(act, member.id),
        limit=settings.pause_after_marks,
        pause=settings.pause_days,
        excuse=settings.excuse_days,
    )


def _tell_review(act: Act, member: Member) -> None:
    year = act.today.year
    count = no_shows_in_year(act.session, act.community, member.id, year)
    if count != act.settings(VolunteerSettings).review_after_no_shows:
        return
    admins = act.session.scalars(
        select(RoleBinding.person_id).where(
            RoleBinding.community_id == act.community.id,
            RoleBinding.role == Role.COMMUNITY_ADMIN,
            RoleBinding.ended_at.is_(None),
        )
    )
    for person_id in admins:
        act.tell(
            person_id,
            REVIEW,
            name=name_for_staff(member.person.name),
            tail=member.volunteer_no[-4:],
            count=count,
        )
    act.made_by(None).note("no_show_review_due", member, year=year, count=count)
