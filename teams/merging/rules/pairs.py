"""Two files beside each other: which one stays, and what speaks against making them one."""

from collections.abc import Collection, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import Person
from core.errors import NotFound, RuleError
from core.folding import plain
from core.pairs import Pair
from teams.authority.models import RoleBinding
from teams.erasure.models import Erasure, ErasureState
from teams.members.models import BELONGING, MERGEABLE, Member, MemberState
from teams.merging.rules import refusals


def in_order(
    one: Member, other: Member, known_elsewhere: Collection[int] = ()
) -> tuple[Member, Member]:
    """Return which file stays and which goes: the one in use, then the older number (T35).

    known_elsewhere: persons other communities know too, whose file stays before an older one.
    Raises NotFound for a file and itself.
    """
    if one.id == other.id:
        raise NotFound
    kept, gone = sorted(
        (one, other),
        key=lambda each: (_rank(each), each.person_id not in known_elsewhere, each.id),
    )
    return kept, gone


def _rank(member: Member) -> int:
    if member.state is MemberState.PENDING:
        return 1
    return 0 if member.state in BELONGING else 2


def chosen(session: Session, one: Member, other: Member) -> tuple[Member, Member]:
    """Return both as `in_order` does, having asked who of them is known elsewhere."""
    asked = (
        select(Member.person_id)
        .where(Member.person_id.in_((one.person_id, other.person_id)))
        .group_by(Member.person_id)
        .having(func.count() > 1)
    )
    return in_order(one, other, set(session.scalars(asked)))


def pair_of(kept: Member, gone: Member) -> Pair:
    """Return the two as the rooms are asked about them."""
    return Pair(kept.community_id, gone_id=gone.id, kept_id=kept.id)


def refuse_unfit(session: Session, kept: Member, gone: Member) -> None:
    """Refuse two files that cannot become one, whatever the rooms say.

    Raises NotMergeable, NotTheSamePerson, RoleFirst, BelongsElsewhere, ErasureWaits, PausedFirst,
    in that order.
    """
    for refusal in against(session, kept, gone):
        raise refusal


def against(session: Session, kept: Member, gone: Member) -> Iterator[RuleError]:
    """Yield all that speaks against making two files one, in the order it is refused."""
    if kept.state not in BELONGING or gone.state not in MERGEABLE:
        yield refusals.NotMergeable()
        return
    if is_contradicted(kept.person, gone.person):
        yield refusals.NotTheSamePerson()
    yield from _bound(session, gone)
    asked = select(Erasure.id).where(
        Erasure.community_id == kept.community_id,
        Erasure.member_id.in_((kept.id, gone.id)),
        Erasure.state == ErasureState.REQUESTED,
    )
    if session.scalar(asked.limit(1)) is not None:
        yield refusals.ErasureWaits()
    if gone.state in BELONGING and kept.is_suspended is not gone.is_suspended:
        yield refusals.PausedFirst()


def _bound(session: Session, gone: Member) -> Iterator[RuleError]:
    """Yield what the person under the old number holds that never comes along."""
    held = select(RoleBinding.id).where(
        RoleBinding.person_id == gone.person_id, RoleBinding.ended_at.is_(None)
    )
    if session.scalar(held.limit(1)) is not None:
        yield refusals.RoleFirst()
    elsewhere = select(Member.id).where(Member.person_id == gone.person_id, Member.id != gone.id)
    if session.scalar(elsewhere.limit(1)) is not None:
        yield refusals.BelongsElsewhere()


def is_contradicted(one: Person, other: Person) -> bool:
    """Say whether name, birthday or resident number tell two people apart."""
    have_numbers = one.resident_number_index is not None and other.resident_number_index is not None
    have_birthdays = one.birth_on is not None and other.birth_on is not None
    return (
        have_numbers
        or plain(one.name) != plain(other.name)
        or (have_birthdays and one.birth_on != other.birth_on)
    )
