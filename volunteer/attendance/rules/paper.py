"""The list on paper, and what is typed in from it afterwards (T16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from core import clock
from core.errors import BadRequest
from teams.authority.act import Act
from volunteer.activities.models import Shift
from volunteer.attendance.rules import attendance
from volunteer.sign_ups.models import SignUpMove, SignUpState
from volunteer.sign_ups.rules import attendance_lists


class NothingWritten(BadRequest):
    """A paper sheet on which nobody has a time says nothing."""

    message = "还没有填。来过的人填几点到，没来的空着。"


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody came and left, as the clock times written on the sheet."""

    arrived: time | None
    left: time | None

    def moments(self, shift: Shift, zone: str) -> tuple[datetime | None, datetime | None]:
        """Return the moments they mean on the day of `shift`."""
        return moment_on(shift, self.arrived, zone), moment_on(shift, self.left, zone)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line that was printed: whose sign-up, as it was read, and the times written beside it."""

    sign_up_id: int
    version: int
    times: Times


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line somebody wrote below the printed ones: a volunteer's number, and the times."""

    volunteer_no: str
    times: Times


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says of those who came to one shift."""

    shift: Shift
    printed: Sequence[PrintedLine]
    added: Sequence[AddedLine]


def came_by(shift: Shift, printed: Sequence[PrintedLine], added: Sequence[AddedLine]) -> Sheet:
    """Return the sheet without the lines of those who did not come.

    A printed line without a time of arrival, and one below without a number, say nothing.
    Raises NothingWritten when all do.
    """
    sheet = Sheet(
        shift,
        [line for line in printed if line.times.arrived is not None],
        [line for line in added if line.volunteer_no.strip()],
    )
    if not sheet.printed and not sheet.added:
        raise NothingWritten
    return sheet


def moment_on(shift: Shift, written: time | None, zone: str) -> datetime | None:
    """Return the moment a time on the paper list means; past midnight the day after `shift`."""
    if written is None:
        return None
    first = clock.local_day(shift.starts_at, zone)
    last: date = clock.local_day(shift.ends_at, zone)
    crosses = last > first and written < time(12)
    return clock.at_local(last if crosses else first, written, zone)


def write_printed(act: Act, sheet: Sheet) -> None:
    """Write the times of the printed lines of the paper list, from above; known ones put right.

    Raises what `attendance.mark` raises for the first line it refuses; then nothing is written.
    """
    for line in sheet.printed:
        sign_up, _shift, _team = attendance_lists.on_attendance_list(
            act.session, act.community.id, line.sign_up_id
        )
        move = SignUpMove.ARRIVE if sign_up.state is SignUpState.APPROVED else SignUpMove.CORRECT
        arrived_at, left_at = line.times.moments(sheet.shift, act.community.zone)
        wanted = attendance.Mark(move, line.version, arrived_at, left_at)
        attendance.mark(act, line.sign_up_id, wanted)
