"""One sign-up under lock on the day, what is asked before it is marked: how filed, how soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core import wording
from core.errors import RuleError
from core.tenancy import row_in
from teams.authority.act import Act
from teams.files.rules import files
from volunteer.activities.models import Shift, ShiftState
from volunteer.activities.rules.windows import Window
from volunteer.permissions import Permission
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp

LEADER, CARD, LATER, PAPER, MAKEUP = "leader", "card", "later", "paper", "makeup"
"""How an arrival was attested; LATER: tapped by the leader without network, and sent afterwards."""
SHEET = "sheet_photo"
"""The kind of file that shows a signed sheet was handed in."""


class ShiftCalledOff(RuleError):
    """The occasion was cancelled; nobody comes and nobody is missing."""

    code = "wrong_shift"
    message = "这一场取消了，不用签到，也不算没来。"


class LeavingSoon(RuleError):
    """Leaving within minutes of arriving, or before the start: perhaps the same reading twice.

    Equal to the minutes of the setting, and to the start, is not soon. Saying so lets it through.
    """

    code = "already_done"
    message = "%(time)s 刚到岗。还在就不用再签，真要走再签退。"


class MakeupClosed(RuleError):
    """The window to add what was missed has closed; its last moment is in time."""

    code = "not_eligible"
    message = "结束超过 %(days)s 天，不能再补录。有凭证的请到服务台说明。"


@dataclass(frozen=True, slots=True)
class Case:
    """One sign-up under lock, with what is needed to decide about it.

    `tapped_at`: when it was tapped, where that was kept without network and sent later.
    """

    act: Act
    shift: Shift
    sign_up: SignUp
    settings: VolunteerSettings
    tapped_at: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it happened, as the server believes."""
        return self.tapped_at or self.act.now

    @property
    def is_sent_later(self) -> bool:
        """Say whether it was kept without network first."""
        return self.tapped_at is not None

    @property
    def window(self) -> Window:
        """When the shift takes arrivals and departures."""
        return Window.of(self.shift, self.settings)


def open_case(act: Act, sign_up: SignUp, shift: Shift) -> Case:
    """Lock `sign_up`, read it afresh and return the case. Raises ShiftCalledOff."""
    act.session.refresh(sign_up, with_for_update=True)
    return case_of(act, sign_up, shift)


def case_of(act: Act, sign_up: SignUp, shift: Shift) -> Case:
    """Return the case of a sign-up that is locked already. Raises ShiftCalledOff."""
    if shift.state is ShiftState.CANCELLED:
        raise ShiftCalledOff
    return Case(act, shift, sign_up, act.settings(VolunteerSettings))


def filed_how(case: Case) -> str:
    """Say how an arrival written now came to be: seen live, from paper in time, or made up.

    Up to the end of the shift it was seen. From then to `attendance_list_filed_hours` after
    the end (that moment included) it is the paper list, later a make-up; but for a sheet whose
    photo was handed in by then: it may be typed in later (T16).
    Raises MakeupClosed once the make-up window of days has passed.
    """
    since = case.at - case.shift.ends_at
    if since <= timedelta(0):
        return LEADER
    days = case.settings.manual_entry_days
    if since > timedelta(days=days):
        raise MakeupClosed(days=days)
    filed_within = timedelta(hours=case.settings.attendance_list_filed_hours)
    if since <= filed_within:
        return PAPER
    shift, last = case.shift, case.shift.ends_at + filed_within
    is_handed_in = files.was_there_by(case.act.within(shift.community_id), SHEET, shift.id, last)
    return PAPER if is_handed_in else MAKEUP


def refuse_soon(case: Case) -> None:
    """Raise LeavingSoon within minutes of the arrival, and before the start of the shift."""
    arrived_at = case.sign_up.arrived_at or case.shift.starts_at
    soon = arrived_at + timedelta(minutes=case.settings.leaving_asks_minutes)
    if case.at < max(soon, case.shift.starts_at):
        raise LeavingSoon(time=wording.clock_time(arrived_at, case.act.community.zone))


def shift_kept(act: Act, shift_id: int) -> Shift:
    """Return a shift whose list the actor keeps. Raises NotFound, NotAllowed, in that order."""
    shift = row_in(act.session, Shift, act.community.id, shift_id)
    act.by.refuse_unless(Permission.ATTENDANCE_MANAGE, shift.activity.team_id)
    return shift
