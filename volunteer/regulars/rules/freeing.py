"""Places of a regular given back when a standing is paused or ends, where that costs nothing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, delete, select

from core import clock
from teams.authority.act import Act
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.regulars.models import Outcome, Regular, RegularTurn
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import CANCELLABLE, SignUp
from volunteer.sign_ups.rules import cancelling, sign_up_rows
from volunteer.sign_ups.rules.cancelling import IS_LATE


@dataclass(frozen=True, slots=True)
class Freed:
    """How many places were given back, and how many stay since going back on them would count."""

    count: int
    near: int


def free(act: Act, regular: Regular, until: date | None = None) -> Freed:
    """Give back the coming places kept for a regular, up to and with `until`, None for all.

    What is so near that cancelling would count stays: a pause is no way round the late marks
    (T19). Of what is given back before an `until` the turn is forgotten, so that who comes back
    earlier is thought of again. Takes the member, then the counters, in order.
    """
    hold_member(act.session, act.community.id, regular.member_id)
    ids = _held(act, regular, until)
    shift_places.hold(act.session, act.community.id, ids)
    freed = [each for each in ids if _give_back(act, regular, each)]
    if until is not None:
        act.session.execute(
            delete(RegularTurn).where(
                RegularTurn.community_id == act.community.id,
                RegularTurn.regular_id == regular.id,
                RegularTurn.shift_id.in_(freed),
            )
        )
    return Freed(len(freed), len(ids) - len(freed))


def _held(act: Act, regular: Regular, until: date | None) -> list[int]:
    """Return the coming shifts in which a place is kept, ascending."""
    rows = act.session.execute(
        select(Shift.id, Shift.starts_at)
        .join(RegularTurn, RegularTurn.shift_id == Shift.id)
        .join(SignUp, and_(SignUp.shift_id == Shift.id, SignUp.member_id == regular.member_id))
        .where(
            RegularTurn.community_id == act.community.id,
            RegularTurn.regular_id == regular.id,
            RegularTurn.outcome == Outcome.KEPT,
            SignUp.state.in_(CANCELLABLE),
            Shift.starts_at > act.now,
        )
        .order_by(Shift.id)
    )
    zone = act.community.zone
    return [
        shift_id
        for shift_id, starts_at in rows
        if until is None or clock.local_day(starts_at, zone) <= until
    ]


def _give_back(act: Act, regular: Regular, shift_id: int) -> bool:
    held = act.session.scalars(
        select(SignUp)
        .where(
            SignUp.community_id == act.community.id,
            SignUp.shift_id == shift_id,
            SignUp.member_id == regular.member_id,
            SignUp.state.in_(CANCELLABLE),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        return False
    shift = sign_up_rows.shift_in(act.session, act.community.id, shift_id)
    settings = act.settings(VolunteerSettings)
    cost = cancelling.consequence(held, shift, settings, act.now)
    if cost in IS_LATE:
        return False
    cancelling.give_up(act, held, shift, cost)
    act.note(
        "sign_up_cancelled",
        held,
        member_id=held.member_id,
        shift_id=shift_id,
        consequence=cost.value,
    )
    return True
