"""Sign-ups two files of one person have for the same time, before and while they become one."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from core.pairs import Pair
from teams.authority.act import Act
from teams.members.rules.members import hold_member
from volunteer.activities.models import Activity, Shift
from volunteer.activities.rules import shift_places
from volunteer.sign_ups.models import (
    CANCELLABLE,
    LEFT,
    LIVE,
    MARKED,
    SIGN_UP_LIFE,
    SUBSTITUTION_LIFE,
    UNDECIDED,
    SignUp,
    SignUpMove,
    Substitution,
    SubstitutionMove,
    SubstitutionState,
)
from volunteer.sign_ups.rules import cancelling, late_marks, sign_up_rows

TWICE = "两份档案合并，同一场报了两次"


class Doubled(NamedTuple):
    """One shift both files are signed up for."""

    gone: SignUp
    kept: SignUp
    shift: Shift

    def is_ahead(self, now: datetime) -> bool:
        """Say whether one of both can simply be let go."""
        return self.shift.starts_at > now and {self.gone.state, self.kept.state} <= CANCELLABLE

    @property
    def is_settled(self) -> bool:
        """Say whether the minutes of both are confirmed."""
        return self.gone.is_confirmed and self.kept.is_confirmed

    def is_undecided(self, now: datetime) -> bool:
        """Say whether nobody can tell yet: begun, and not both confirmed."""
        return not self.is_settled and not self.is_ahead(now)


def same_shift(session: Session, pair: Pair) -> list[Doubled]:
    """Return the shifts both have a place in or wait for, by ascending shift."""
    gone, kept = aliased(SignUp), aliased(SignUp)
    asked = (
        select(gone, kept, Shift)
        .join(kept, (kept.community_id == gone.community_id) & (kept.shift_id == gone.shift_id))
        .join(Shift, Shift.id == gone.shift_id)
        .where(
            gone.community_id == pair.community_id,
            gone.member_id == pair.gone_id,
            gone.state.in_(LIVE),
            kept.member_id == pair.kept_id,
            kept.state.in_(LIVE),
        )
        .options(joinedload(Shift.activity))
        .order_by(Shift.id)
        .execution_options(populate_existing=True)
    )
    return [Doubled(*row) for row in session.execute(asked)]


def at_the_same_time(act: Act, pair: Pair) -> list[tuple[str, str]]:
    """Return the titles of two places at the same time to come, one of each file."""
    gone, kept = aliased(SignUp), aliased(SignUp)
    of_gone, of_kept = aliased(Shift), aliased(Shift)
    mine, other = aliased(Activity), aliased(Activity)
    rows = act.session.execute(
        select(mine.title, other.title)
        .select_from(gone)
        .join(of_gone, of_gone.id == gone.shift_id)
        .join(mine, mine.id == of_gone.activity_id)
        .join(kept, kept.community_id == gone.community_id)
        .join(of_kept, of_kept.id == kept.shift_id)
        .join(other, other.id == of_kept.activity_id)
        .where(
            gone.community_id == pair.community_id,
            gone.member_id == pair.gone_id,
            kept.member_id == pair.kept_id,
            gone.state.in_(UNDECIDED),
            kept.state.in_(UNDECIDED),
            gone.shift_id != kept.shift_id,
            of_gone.ends_at > act.now,
            of_gone.starts_at < of_kept.ends_at,
            of_kept.starts_at < of_gone.ends_at,
        )
        .order_by(of_gone.starts_at, gone.id)
    )
    return [(one, another) for one, another in rows]


def settle(act: Act, pair: Pair) -> list[int]:
    """Leave one sign-up of each shift both are in; return those that stand confirmed twice.

    Of what is to come the place goes before the wait, the kept file before the other; the place
    that is given back goes to who waits. The member rows are held by who calls.
    """
    _withdraw_between(act.session, pair)
    doubled = same_shift(act.session, pair)
    shift_places.hold(act.session, pair.community_id, [each.shift.id for each in doubled])
    confirmed = []
    for each in same_shift(act.session, pair):
        if each.is_settled:
            _take_off(act, each.gone)
            confirmed.append(each.gone.id)
        else:
            _give_up(act, each)
    return confirmed


def _give_up(act: Act, doubled: Doubled) -> None:
    kept_waits = doubled.kept.is_waiting
    is_gone_better = kept_waits and (
        not doubled.gone.is_waiting or (doubled.gone.queue_no or 0) < (doubled.kept.queue_no or 0)
    )
    extra = doubled.kept if is_gone_better else doubled.gone
    act.session.refresh(extra, with_for_update=True)
    shift = sign_up_rows.shift_in(act.session, act.community.id, doubled.shift.id)
    cancelling.give_up(act, extra, shift, cancelling.Consequence.FREE, TWICE)


def _take_off(act: Act, sign_up: SignUp) -> None:
    was, closed = sign_up.state, {"closed_at": act.now, "close_reason": TWICE}
    if SIGN_UP_LIFE.move(act.session, sign_up, SignUpMove.DOUBLED, **closed):
        shift_places.release(act.session, sign_up, was)


def _withdraw_between(session: Session, pair: Pair) -> None:
    """Take back what the one file asked the other: nobody is the own substitute."""
    both = (pair.gone_id, pair.kept_id)
    asked_by_both = select(SignUp.id).where(
        SignUp.community_id == pair.community_id, SignUp.member_id.in_(both)
    )
    SUBSTITUTION_LIFE.move_all(
        session,
        SubstitutionMove.WITHDRAW,
        Substitution.community_id == pair.community_id,
        Substitution.state == SubstitutionState.ASKED,
        Substitution.to_member_id.in_(both),
        Substitution.sign_up_id.in_(asked_by_both),
    )


def count_marks_anew(act: Act, pair: Pair) -> None:
    """Reckon the pause from the marks of both files (T19).

    A mark for not coming to a shift the person did come to, by the other number, is taken off.
    """
    marked, there = aliased(SignUp), aliased(SignUp)
    came = (
        select(marked)
        .join(there, (there.shift_id == marked.shift_id) & (there.id != marked.id))
        .where(
            marked.community_id == pair.community_id,
            marked.member_id == pair.kept_id,
            marked.state.in_(MARKED),
            there.member_id == pair.kept_id,
            there.state.in_(LEFT),
        )
        .order_by(marked.id)
    )
    for sign_up in act.session.scalars(came).unique().all():
        late_marks.unmark(act, sign_up, TWICE)
    late_marks.recompute(act, hold_member(act.session, pair.community_id, pair.kept_id))
