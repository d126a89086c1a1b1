"""Making one file of two (T35): proposed, taken back or refused, done by another for good."""

from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError

from accounts.models import Person
from accounts.rules import merging
from core import room_members
from core.errors import OwnCase
from core.pairs import Pair
from teams.authority.act import Act
from teams.members.models import MEMBER_LIFE, Member, MemberMove
from teams.members.rules import contacts
from teams.members.rules.members import hold_member
from teams.merging.models import MERGE_LIFE, Merge, MergeMove, MergeState
from teams.merging.rules import pairs
from teams.merging.rules.refusals import (
    DecidedBefore,
    NotConfirmed,
    NotMergeable,
    ProposedBefore,
    ToSettle,
)
from teams.permissions import Permission

MERGED = (
    "您的两份档案合并成一份了：编号 %(gone)s 并到 %(kept)s。时长、积分、荣誉都在，"
    "以后两个编号都认得您，登录用原来 %(kept)s 的密码或 PIN 码。"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the desk saw: that it is one person, how it knows, and whose phone is right."""

    is_confirmed: bool
    reason: str = ""
    takes_phone: bool = False


def propose(act: Act, one: Member, other: Member, said: Proposal) -> Merge:
    """Propose to make two files one; the one in use, then the older number stays (T35).

    Raises NotAllowed, NotFound for a file and itself, OwnCase, NotConfirmed, what
    `pairs.refuse_unfit` refuses, ToSettle, ProposedBefore, in that order.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    kept, gone = pairs.chosen(act.session, one, other)
    _refuse_own(act, kept, gone)
    if not said.is_confirmed:
        raise NotConfirmed
    pairs.refuse_unfit(act.session, kept, gone)
    _refuse_clash(act, pairs.pair_of(kept, gone))
    made = _written(act, kept, gone, MergeState.PROPOSED)
    made.reason, made.takes_phone = said.reason.strip()[:120], said.takes_phone
    try:
        with act.session.begin_nested():
            act.session.add(made)
            act.session.flush()
    except IntegrityError as raced:
        raise ProposedBefore from raced
    act.note("member_merge_proposed", made, kept=kept.id, gone=gone.id, reason=made.reason)
    return made


def keep_apart(act: Act, one: Member, other: Member) -> None:
    """Remember that two files were looked at and are two people, so that nobody asks again.

    Raises NotAllowed, NotFound for a file and itself.
    """
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    kept, gone = pairs.chosen(act.session, one, other)
    made = _written(act, kept, gone, MergeState.APART)
    act.session.add(made)
    act.session.flush()
    act.note("member_files_apart", made, kept=kept.id, gone=gone.id)


def _written(act: Act, kept: Member, gone: Member, state: MergeState) -> Merge:
    return Merge(
        community_id=kept.community_id,
        kept_id=kept.id,
        gone_id=gone.id,
        state=state,
        proposed_by_id=act.by.person_id,
        proposed_at=act.now,
    )


def take_back(act: Act, proposed: Merge) -> None:
    """Take a proposal back before it is decided. Raises NotAllowed, DecidedBefore."""
    act.by.refuse_unless(Permission.MEMBER_REGISTER)
    _move(act, proposed, MergeMove.TAKE_BACK)
    act.note("member_merge_taken_back", proposed, kept=proposed.kept_id, gone=proposed.gone_id)


def refuse(act: Act, proposed: Merge, reason: str) -> None:
    """Refuse a proposal; who made it is told why. Raises NotAllowed, OwnCase, DecidedBefore."""
    _deciding(act, proposed)
    _move(act, proposed, MergeMove.REFUSE, decided_by_id=act.by.person_id, answer=reason[:120])
    sentence = "您提议的合并没有办：%(why)s。"
    link = f"/c/{act.community.slug}/merges/{proposed.id}"
    act.tell(proposed.proposed_by_id, sentence, link, why=reason[:120])
    act.note(
        "member_merge_refused",
        proposed,
        kept=proposed.kept_id,
        gone=proposed.gone_id,
        reason=reason[:120],
    )


def merge(act: Act, proposed: Merge) -> None:
    """Make one file of two, for good: every room brings what it keeps to the one that stays.

    The old number leads there from now on and is given to nobody. Raises NotAllowed, OwnCase,
    DecidedBefore, NotMergeable and its kin of `pairs.refuse_unfit`, ToSettle, and what a room has
    to settle first.
    """
    _deciding(act, proposed)
    held = {
        each: hold_member(act.session, proposed.community_id, each)
        for each in sorted((proposed.kept_id, proposed.gone_id))
    }
    kept, gone = held[proposed.kept_id], held[proposed.gone_id]
    _move(act, proposed, MergeMove.DO, decided_by_id=act.by.person_id)
    pairs.refuse_unfit(act.session, kept, gone)
    pair = replace(
        pairs.pair_of(kept, gone),
        proposed_by_id=proposed.proposed_by_id,
        approved_by_id=act.by.person_id,
    )
    _refuse_clash(act, pair)
    _bring_facts(kept, gone)
    act.session.flush()
    if not MEMBER_LIFE.move(act.session, gone, MemberMove.MERGE):
        raise NotMergeable
    room_members.merge(act.session, pair, act.now)
    act.session.flush()
    people = [act.session.get_one(Person, each.person_id) for each in (gone, kept)]
    merging.merge(act, *people, takes_phone=proposed.takes_phone)
    act.note("member_merged", proposed, kept=kept.id, gone=gone.id, reason=proposed.reason)
    act.tell(kept.person_id, MERGED, kept=kept.volunteer_no, gone=gone.volunteer_no)


def _bring_facts(kept: Member, gone: Member) -> None:
    """Fill what the file that stays does not know with what the other does."""
    kept.joined_on = min(kept.joined_on, gone.joined_on)
    for fact in ("skills", "available_times", "remarks", "place_id", "home_team_id"):
        if not getattr(kept, fact):
            setattr(kept, fact, getattr(gone, fact))
    told = [contacts.opened_contacts(each) for each in (kept, gone)]
    known = list(dict.fromkeys(each for line in told if line for each in line.split("；")))
    kept.contacts_sealed = contacts.sealed_contacts(kept.volunteer_no, known)
    gone.contacts_sealed = None


def _refuse_clash(act: Act, pair: Pair) -> None:
    clashes = room_members.compared(act.session, pair, act.now).clashes
    if clashes:
        raise ToSettle(count=len(clashes))


def _deciding(act: Act, proposed: Merge) -> None:
    act.by.refuse_unless(Permission.MEMBER_MERGE)
    _refuse_own(act, proposed.kept, proposed.gone)
    if proposed.proposed_by_id == act.by.person_id:
        raise OwnCase


def _refuse_own(act: Act, *members: Member) -> None:
    for each in members:
        act.by.refuse_own_case(each.person_id)


def _move(act: Act, proposed: Merge, move: MergeMove, **values: object) -> None:
    if not MERGE_LIFE.move(act.session, proposed, move, decided_at=act.now, **values):
        raise DecidedBefore
