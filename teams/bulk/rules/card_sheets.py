"""Cards ten to a sheet, each with the slip of its PIN: drawn first, given together, shown once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.rules import own_secret
from accounts.rules.own_secret import DrawnPin
from core.errors import BadRequest
from teams.authority.act import Act
from teams.bulk.models import BulkAct, BulkKind
from teams.bulk.rules import bulk_acts
from teams.bulk.rules.bulk_acts import Note
from teams.members.models import SIGNS_IN_BY_PIN, Member
from teams.members.rules import children, members
from teams.permissions import Permission

MOST_CARDS = 100
"""Ten sheets: what is hashed for them takes some three seconds of a processor."""

KEEPS_SECRET = "原来的密码（PIN 码）照用。忘了的，请到服务台重发。"  # noqa: S105 - a sentence
HAS_NO_SECRET = "不满 14 岁，没有 PIN 码：报名、换东西由监护人来办。"  # noqa: S105 - a sentence


class TooManyCards(BadRequest):
    """More than 100 cards are printed in parts."""

    message = "一次最多打印 100 张，请分几次。"


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a sheet: the member, and the PIN of its slip, or why there is none."""

    member: Member
    pin: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is kept of a print, and its cards with their PINs, which are not."""

    kept: BulkAct
    cards: list[Card]


def needs_pin(act: Act, member: Member, *, renew: bool) -> bool:
    """Say whether the slip of this member's card shall hold a new PIN.

    Not for a child under 14, nor for who waits, nor for oneself; for who has a secret when renewed.
    """
    person = member.person
    if member.state not in SIGNS_IN_BY_PIN or person.id == act.by.person_id:
        return False
    has_one = person.pin_hash is not None or person.password_hash is not None
    return (renew or not has_one) and not children.is_child_now(act, person)


def draw(act: Act, chosen: Sequence[Member], *, renew: bool) -> dict[int, DrawnPin]:
    """Draw a PIN by member id for each who shall get one. Slow: nothing may be held meanwhile.

    Raises NotAllowed, NobodyChosen, TooManyCards, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    bulk_acts.refuse_unless_some(chosen)
    if len(chosen) > MOST_CARDS:
        raise TooManyCards
    return {
        member.id: own_secret.draw_pin(act.session, member.person)
        for member in chosen
        if needs_pin(act, member, renew=renew)
    }


def give(act: Act, chosen: Sequence[Member], drawn: Mapping[int, DrawnPin]) -> Printed:
    """Give the drawn PINs and return the cards, once; who gets none is noted with the reason.

    Each person leaves a line in the trail. Raises NotAllowed, NobodyChosen, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    bulk_acts.refuse_unless_some(chosen)
    cards: list[Card] = []

    def step(act: Act, member: Member) -> Note:
        card = _card(act, member, drawn.get(member.id))
        cards.append(card)
        return {"pin": bool(card.pin)}

    made = BulkAct(
        community_id=act.community.id,
        kind=BulkKind.CARDS,
        made_by_id=act.by.person_id,
        made_at=act.now,
    )
    made.done, made.refused = bulk_acts.each_alone(act, chosen, step)
    return Printed(bulk_acts.keep(act, made), cards)


def _card(act: Act, member: Member, drawn: DrawnPin | None) -> Card:
    act.by.refuse_own_case(member.person_id)
    members.refuse_unless_activated(member)
    act.note("member_card_printed", member)
    if drawn is not None:
        return Card(member, members.give_pin(act, member, drawn))
    is_child = children.is_child_now(act, member.person)
    return Card(member, instead=HAS_NO_SECRET if is_child else KEEPS_SECRET)
