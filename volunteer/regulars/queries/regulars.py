"""Regulars as pages show them: one's own with their coming shifts, and those of a series."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, contains_eager

from teams.authority.act import Act
from teams.members.models import Community, Member
from volunteer.activities.models import Activity, Shift, ShiftState
from volunteer.regulars.models import ASKED_OR_KEPT, Outcome, Regular, RegularTurn
from volunteer.regulars.words import OUTCOME_WORDS
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import HOLDING_PLACE, SignUp

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """One coming shift of a regular: what it came to, and whether the place is still held.

    `number`: the sign-up that holds it, or None. `is_free`: giving it back costs nothing yet.
    """

    shift: Shift
    outcome: Outcome
    number: int | None
    is_free: bool

    @property
    def is_kept(self) -> bool:
        """Say whether the place was kept, and not signed up to by hand."""
        return self.outcome is Outcome.KEPT

    @property
    def is_unread(self) -> bool:
        """Say whether the risk notice of the kind has yet to be read."""
        return self.outcome is Outcome.UNREAD and not self.is_held

    @property
    def words(self) -> str:
        """Say what it came to, untranslated."""
        return OUTCOME_WORDS[self.outcome]

    @property
    def is_held(self) -> bool:
        """Say whether the place is held now."""
        return self.number is not None

    @property
    def is_left_out(self) -> bool:
        """Say whether a place was kept and then given back."""
        return self.is_kept and not self.is_held


def own(session: Session, member: Member) -> list[Regular]:
    """Return the member's own standings and open questions, the oldest first."""
    asked = _loaded().where(
        Regular.community_id == member.community_id,
        Regular.member_id == member.id,
        Regular.state.in_(ASKED_OR_KEPT),
    )
    return list(session.scalars(asked))


def turns_of(act: Act, member: Member) -> Mapping[int, list[Turn]]:
    """Return the coming shifts decided for a member, by the id of the regular."""
    holds = and_(
        SignUp.community_id == RegularTurn.community_id,
        SignUp.shift_id == RegularTurn.shift_id,
        SignUp.member_id == member.id,
        SignUp.state.in_(HOLDING_PLACE),
    )
    rows = act.session.execute(
        select(RegularTurn.regular_id, RegularTurn.outcome, Shift, SignUp.id)
        .join(Regular, Regular.id == RegularTurn.regular_id)
        .join(Shift, Shift.id == RegularTurn.shift_id)
        .join(Shift.activity)
        .outerjoin(SignUp, holds)
        .where(
            RegularTurn.community_id == act.community.id,
            Regular.member_id == member.id,
            Regular.state.in_(ASKED_OR_KEPT),
            Shift.starts_at > act.now,
            Shift.state == ShiftState.OPEN,
        )
        .options(contains_eager(Shift.activity))
        .order_by(Shift.starts_at, Shift.id)
        .limit(MOST_SHOWN)
    )
    free_after = act.now + timedelta(hours=act.settings(VolunteerSettings).free_cancel_hours)
    found: dict[int, list[Turn]] = defaultdict(list)
    for regular_id, outcome, shift, number in rows:
        found[regular_id].append(Turn(shift, outcome, number, shift.starts_at > free_after))
    return found


def of_series(session: Session, community: Community, series_id: int) -> list[Regular]:
    """Return who keeps places in a series and who is asked or asks, by post and by time."""
    asked = _loaded().where(
        Regular.community_id == community.id,
        Regular.series_id == series_id,
        Regular.state.in_(ASKED_OR_KEPT),
    )
    return list(session.scalars(asked))


def _loaded() -> Select[Regular]:
    return (
        select(Regular)
        .join(Regular.series)
        .join(Activity.team)
        .join(Regular.member)
        .join(Member.person)
        .options(
            contains_eager(Regular.series).contains_eager(Activity.team),
            contains_eager(Regular.member).contains_eager(Member.person),
        )
        .order_by(Regular.post_name, Regular.since_at, Regular.id)
        .limit(MOST_SHOWN)
    )
