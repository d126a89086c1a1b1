"""Handing a place to somebody one has asked: the place passes in one step (decision 0008)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import wording
from core.errors import AlreadyDone, RuleError
from core.masking import name_for_staff
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member, MemberState
from teams.members.rules import members, numbers
from volunteer.activities.models import Shift
from volunteer.activities.rules import refusals, shift_places
from volunteer.activities.rules.reader_records import reader_record_of
from volunteer.activities.rules.refusals import NotForYou
from volunteer.sign_ups.models import (
    SIGN_UP_LIFE,
    SUBSTITUTION_LIFE,
    SignUp,
    SignUpMove,
    SignUpState,
    Substitution,
    SubstitutionMove,
    SubstitutionState,
)
from volunteer.sign_ups.rules import cancelling, eligibility, risk_readings, sign_up_rows

ASKED_OF = (
    "%(name)s（尾号 %(tail)s）去不了《%(title)s》，想请您顶替：%(month)s月%(day)s日 %(time)s。"
    "请在“我的报名”里答复。"
)
TAKEN_OVER = "%(name)s（尾号 %(tail)s）答应顶替您去《%(title)s》，您这次不用去了，不记。"
TURNED_DOWN = "%(name)s（尾号 %(tail)s）去不了《%(title)s》，名额还是您的。可以再请别人，或者取消。"
PASSED_ON = "由别人顶替"


class SubstituteTooLate(NotForYou):
    """A place passes until sign-up closes; equal to the closing time is too late."""

    code = "sign_up_closed"
    message = "这场已经停止报名，不能再换人了。去不了请取消，或打电话给带队人。"


class QueueComesFirst(NotForYou):
    """Somebody waits for a place: it goes to the queue in order, not to an acquaintance."""

    message = "有 %(waiting)s 人在排候补，名额要按顺序给他们。去不了请直接取消，马上有人补上。"


class AskedAlready(AlreadyDone):
    """One person is asked at a time."""

    message = "已经请了一位，等他答复。想换人，先收回那一次。"


class NobodyElse(NotForYou):
    """One asks somebody else of the same community, by the number on the card."""

    message = "没有找到这个编号的志愿者，请看清卡上的编号，也不能填自己的。"


class NotAskedAnyMore(AlreadyDone):
    """The question was answered or taken back, or the place is gone."""

    message = "这次顶替已经办完或收回了，不用再答复。"


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it was put, and the place it is about."""

    question: Substitution
    place: SignUp


def ask(act: Act, sign_up_id: int, number: str) -> Substitution:
    """Ask the volunteer with this number to take over one's own place; they are told.

    Whether they may come is judged when they accept. Raises NotFound (also for the place of
    another), NotSignedUp, SubstituteTooLate, QueueComesFirst, NobodyElse or AskedAlready, in that
    order.
    """
    return _opened(act, sign_up_id, number)


def ask_anybody(act: Act, sign_up_id: int) -> Substitution:
    """Ask whoever follows the link first; nobody is told, the asker passes it on.

    Raises what `ask` raises, but for NobodyElse.
    """
    return _opened(act, sign_up_id, None)


def _opened(act: Act, sign_up_id: int, number: str | None) -> Substitution:
    own = SignUp.member_id == act.by.member_id
    found = row_in(act.session, SignUp, act.community.id, sign_up_id, own)
    shift = sign_up_rows.shift_in(act.session, act.community.id, found.shift_id)
    asker = members.hold_member(act.session, act.community.id, found.member_id)
    refuse_unfit(found, shift, act.now)
    other = None if number is None else _somebody_else(act, number, asker)
    if open_question(act.session, found) is not None:
        raise AskedAlready
    made = Substitution(
        community_id=act.community.id,
        sign_up_id=found.id,
        to_member_id=None if other is None else other.id,
        state=SubstitutionState.ASKED,
        asked_at=act.now,
    )
    act.session.add(made)
    act.session.flush()
    if other is None:
        act.note("substitute_link_made", made, sign_up_id=made.sign_up_id)
        return made
    tell_other(act, asker, other, shift, ASKED_OF)
    act.note("substitute_asked", made, sign_up_id=made.sign_up_id, to_member_id=made.to_member_id)
    return made


def open_question(session: Session, sign_up: SignUp) -> Substitution | None:
    """Return who is asked to take over this place and has not answered, or None."""
    return session.scalars(
        select(Substitution)
        .where(
            Substitution.community_id == sign_up.community_id,
            Substitution.sign_up_id == sign_up.id,
            Substitution.state == SubstitutionState.ASKED,
        )
        .options(joinedload(Substitution.to_member).joinedload(Member.person))
    ).one_or_none()


def accept(act: Act, question_id: int, seen: str = "") -> SignUp:
    """Take over the place one was asked for: the other's sign-up ends without a mark.

    The counters stand still, so nobody gets between. `seen` is the key of the risk notice shown
    with the press. Raises NotFound (also for a question to another), NotAskedAnyMore,
    SubstituteTooLate, QueueComesFirst, the refusal of the verdict, then RiskUnread.
    """
    return taken_over(act, question_to(act, question_id), NotAskedAnyMore, seen)


def taken_over(act: Act, put: Put, over: type[NotAskedAnyMore], seen: str) -> SignUp:
    """Pass the place of a question to who acts; raises `over` when it is answered or gone.

    Raises SubstituteTooLate and QueueComesFirst after that, the refusal of the verdict, then
    RiskUnread.
    """
    question, place, taker_id = put.question, put.place, act.by.member_id or 0
    held = {
        member_id: members.hold_member(act.session, act.community.id, member_id)
        for member_id in sorted({place.member_id, taker_id})
    }
    shift_places.hold(act.session, act.community.id, [place.shift_id])
    act.session.refresh(question, with_for_update=True)
    act.session.refresh(place, with_for_update=True)
    if question.state is not SubstitutionState.ASKED or place.state is not SignUpState.APPROVED:
        raise over
    shift = sign_up_rows.shift_in(act.session, act.community.id, place.shift_id)
    refuse_unfit(place, shift, act.now)
    taker = held[taker_id]
    refusal = unfit_to_take(act, taker, shift)
    if refusal is not None:
        raise refusal
    notice = risk_readings.refuse_unread(act, taker, shift.activity, seen)
    close_question(act, question, SubstitutionMove.ACCEPT, to_member_id=taker.id)
    made = pass_on(act, place, taker)
    risk_readings.keep(act, taker, made, notice)
    set_committed_value(made, "shift", shift)
    tell_other(act, taker, held[place.member_id], shift, TAKEN_OVER)
    act.note(
        "substitute_accepted",
        question,
        sign_up_id=question.sign_up_id,
        to_member_id=taker.id,
        sign_up_made=made.id,
    )
    return made


def pass_on(act: Act, place: SignUp, taker: Member) -> SignUp:
    """End one sign-up and make the other; the counters of the shift, held, do not move."""
    closed = {"closed_at": act.now, "close_reason": PASSED_ON}
    if not SIGN_UP_LIFE.move(act.session, place, SignUpMove.CANCEL, **closed):
        raise NotAskedAnyMore
    made = SignUp(
        community_id=place.community_id,
        shift_id=place.shift_id,
        member_id=taker.id,
        state=SignUpState.APPROVED,
        signed_up_at=act.now,
        signed_up_by_id=taker.person_id,
    )
    act.session.add(made)
    act.session.flush()
    return made


def decline(act: Act, question_id: int) -> Substitution:
    """Say one cannot take over; the place stays with who asked, who is told.

    Raises NotFound (also for a question to another) or NotAskedAnyMore.
    """
    put = question_to(act, question_id)
    close_question(act, put.question, SubstitutionMove.DECLINE)
    shift = sign_up_rows.shift_in(act.session, act.community.id, put.place.shift_id)
    asked = act.session.get_one(Member, act.by.member_id)
    asker = act.session.get_one(Member, put.place.member_id)
    tell_other(act, asked, asker, shift, TURNED_DOWN)
    whom = {"to_member_id": put.question.to_member_id}
    act.note("substitute_declined", put.question, sign_up_id=put.place.id, **whom)
    return put.question


def withdraw(act: Act, sign_up_id: int) -> Substitution:
    """Take back one's question about this place. Raises NotFound or NotAskedAnyMore."""
    own = SignUp.member_id == act.by.member_id
    question = open_question(
        act.session, row_in(act.session, SignUp, act.community.id, sign_up_id, own)
    )
    if question is None:
        raise NotAskedAnyMore
    close_question(act, question, SubstitutionMove.WITHDRAW)
    whom = {} if question.to_member_id is None else {"to_member_id": question.to_member_id}
    act.note("substitute_withdrawn", question, sign_up_id=question.sign_up_id, **whom)
    return question


def close_question(
    act: Act, question: Substitution, move: SubstitutionMove, **columns: int | None
) -> None:
    """Take the question along its table now. Raises NotAskedAnyMore when it cannot go."""
    if not SUBSTITUTION_LIFE.move(act.session, question, move, answered_at=act.now, **columns):
        raise NotAskedAnyMore


def question_to(act: Act, question_id: int) -> Put:
    """Return a question put to who acts, and the place it is about. Raises NotFound."""
    own = Substitution.to_member_id == act.by.member_id
    question = row_in(act.session, Substitution, act.community.id, question_id, own)
    return Put(question, row_in(act.session, SignUp, act.community.id, question.sign_up_id))


def unfit(place: SignUp, shift: Shift, now: datetime) -> RuleError | None:
    """Return why a place may not pass on: not held, too late, somebody waits; or None."""
    if place.state is not SignUpState.APPROVED:
        return cancelling.NotSignedUp()
    if now >= shift.sign_up_closes_at or not shift.places.is_open:
        return SubstituteTooLate()
    if shift.places.waiting:
        return QueueComesFirst(waiting=shift.places.waiting)
    return None


def refuse_unfit(place: SignUp, shift: Shift, now: datetime) -> None:
    """Raise NotSignedUp, SubstituteTooLate or QueueComesFirst where a place may not pass on."""
    refusal = unfit(place, shift, now)
    if refusal is not None:
        raise refusal


def _somebody_else(act: Act, number: str, asker: Member) -> Member:
    found = act.session.scalars(
        select(Member).where(
            Member.community_id == act.community.id,
            numbers.bears(act.community.id, number.strip().upper()),
            Member.id != asker.id,
            Member.state == MemberState.ACTIVE,
        )
    ).one_or_none()
    if found is None:
        raise NobodyElse
    return found


def unfit_to_take(act: Act, taker: Member, shift: Shift) -> RuleError | None:
    """Return what speaks against the taker, or None; that all places are taken does not."""
    reader = reader_record_of(act, taker, [shift])
    verdict = eligibility.verdict(shift, reader, act.now)
    if verdict.refusal is not None or not verdict.may_sign_up:
        return verdict.refusal or refusals.NotForYou()
    return refusals.AlreadySignedUp() if verdict.replaces is not None else None


def tell_other(act: Act, about: Member, whom: Member, shift: Shift, sentence: str) -> None:
    """Tell `whom` what `about` asked or answered about the shift."""
    act.tell(
        whom.person_id,
        sentence,
        link=f"/c/{act.community.slug}/my/sign-ups#shift-{shift.id}",
        name=name_for_staff(about.person.name),
        tail=about.volunteer_no[-4:],
        title=shift.activity.title,
        **wording.day_and_time(shift.starts_at, act.community.zone),
    )
