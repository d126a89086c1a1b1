"""The photo of a signed paper sheet: kept with its shift as evidence, seen by who confirms it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core import clock
from core.errors import RuleError
from core.kept_files import ONLY_PHOTOS, FileKind
from core.menu import Holder
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.files.models import StoredFile
from teams.files.rules import files
from teams.files.rules.incoming import Incoming
from teams.members.models import Community
from volunteer.activities.models import Activity, Shift, ShiftState
from volunteer.attendance.rules import attendance_cases
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpState

MOST = 6
"""Pages of one sheet, front and back."""

DECIDES = (Permission.RECORD_APPROVE, Permission.OBJECTION_DECIDE)
"""Second persons: who decides about minutes sees what they were written from."""


class KeptAsEvidence(RuleError):
    """Minutes were counted from the sheet, so its photo stays until its time is over."""

    code = "already_done"
    message = "时长已经核对过，照片作为凭据留着，不能删。"


def _may_see(session: Session, community_id: int, shift_id: int, reader: Holder) -> bool:
    if any(reader.may(each) for each in DECIDES):
        return True
    team_id = session.scalar(
        select(Activity.team_id)
        .join(Shift, Shift.activity_id == Activity.id)
        .where(Shift.community_id == community_id, Shift.id == shift_id)
    )
    return team_id is not None and reader.may(Permission.ATTENDANCE_MANAGE, team_id)


def _kept_until(session: Session, community_id: int, shift_id: int, now: datetime) -> datetime:
    zone = session.get_one(Community, community_id).zone
    today = clock.local_day(now, zone)
    days = settings_of(session, community_id, VolunteerSettings, today).sheet_photo_kept_days
    ends_at = session.scalar(select(Shift.ends_at).where(Shift.id == shift_id))
    return max(ends_at or now, now) + timedelta(days=days)


SHEET_PHOTO = FileKind(
    name=attendance_cases.SHEET,
    words="签到表照片",
    owner=Shift,
    sorts=ONLY_PHOTOS,
    most=MOST,
    may_see=_may_see,
    kept_until=_kept_until,
)


def put_in(act: Act, shift_id: int, photo: Incoming) -> StoredFile:
    """Keep a photo of the sheet of a shift whose list the actor keeps; the same one twice is once.

    Raises NotFound, NotAllowed, ShiftCalledOff, EnoughFiles, in that order.
    """
    shift = attendance_cases.shift_kept(act, shift_id)
    if shift.state is ShiftState.CANCELLED:
        raise attendance_cases.ShiftCalledOff
    return files.put_in(act, SHEET_PHOTO, shift.id, photo)


def remove(act: Act, shift_id: int, file_id: int) -> None:
    """Wipe a photo that shows the wrong thing, before any minutes of the shift are settled.

    Raises NotFound, NotAllowed, KeptAsEvidence, in that order.
    """
    shift = attendance_cases.shift_kept(act, shift_id)
    kept = files.file_of(act.session, act.community.id, SHEET_PHOTO, file_id, shift.id)
    if shift.state is ShiftState.CONFIRMED or _has_settled(act.session, shift):
        raise KeptAsEvidence
    files.remove(act, kept)


def _has_settled(session: Session, shift: Shift) -> bool:
    return bool(
        session.scalar(
            select(
                exists().where(
                    SignUp.community_id == shift.community_id,
                    SignUp.shift_id == shift.id,
                    SignUp.state == SignUpState.CONFIRMED,
                )
            )
        )
    )


def forget_of_member(act: Act, member_id: int) -> None:
    """Wipe the sheets a member may stand on, whose hours are settled when they are erased."""
    shifts: Collection[int] = act.session.scalars(
        select(SignUp.shift_id).where(
            SignUp.community_id == act.community.id, SignUp.member_id == member_id
        )
    ).all()
    files.forget_of(act, SHEET_PHOTO, shifts)
