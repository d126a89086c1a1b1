"""An answer to somebody who asks for a substitute taken back within minutes (decision 0024)."""

from datetime import timedelta

from sqlalchemy import select

from core.errors import AlreadyDone
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules.members import hold_member
from volunteer.activities.models import Shift
from volunteer.activities.rules import shift_places
from volunteer.sign_ups.models import (
    LIVE,
    SUBSTITUTION_LIFE,
    SignUp,
    SignUpState,
    Substitution,
    SubstitutionMove,
    SubstitutionState,
)
from volunteer.sign_ups.rules import sign_up_rows
from volunteer.sign_ups.rules.substitutes import (
    AskedAlready,
    NotAskedAnyMore,
    close_question,
    open_question,
    pass_on,
    question_to,
    refuse_unfit,
    tell_other,
    unfit_to_take,
)

HANDED_BACK = (
    "%(name)s（尾号 %(tail)s）又去不了《%(title)s》，名额回到您名下，请您照常去，或再请别人。"
)
ASKED_AGAIN = "%(name)s（尾号 %(tail)s）再想想要不要替您去《%(title)s》，还没答复。"
TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""How long after it an answer may be taken back; that moment itself is too late."""


class AnswerStands(AlreadyDone):
    """An answer is taken back within minutes; afterwards it stands."""

    message = "答复过了一会儿，不能撤回了。去不了请在“我的报名”里取消。"


def take_back(act: Act, question_id: int) -> Substitution:
    """Take one's own answer back, ten minutes at most after it; who asked is told.

    A no opens the question again. A yes hands the place back: the asker gets it without a mark on
    either side, as long as nobody waits and nothing speaks against the asker. Raises NotFound (also
    for a question to another), AnswerStands, NotAskedAnyMore, SubstituteTooLate, QueueComesFirst,
    AskedAlready, then the refusal of the verdict.
    """
    put = question_to(act, question_id)
    question, place = put.question, put.place
    members = {
        member_id: hold_member(act.session, act.community.id, member_id)
        for member_id in sorted({place.member_id, act.by.member_id or 0})
    }
    shift_places.hold(act.session, act.community.id, [place.shift_id])
    act.session.refresh(question, with_for_update=True)
    if question.answered_at is None or act.now >= question.answered_at + TAKEN_BACK_WITHIN:
        raise AnswerStands
    asker, answered = members[place.member_id], members[act.by.member_id or 0]
    shift = sign_up_rows.shift_in(act.session, act.community.id, place.shift_id)
    if question.state is SubstitutionState.ACCEPTED:
        _hand_back(act, question, asker, shift)
    else:
        _ask_again(act, question, place, shift)
    is_back = question.state is SubstitutionState.DECLINED
    tell_other(act, answered, asker, shift, HANDED_BACK if is_back else ASKED_AGAIN)
    act.note("substitute_answer_taken_back", question, sign_up_id=question.sign_up_id)
    return question


def _hand_back(act: Act, question: Substitution, asker: Member, shift: Shift) -> None:
    mine = act.session.scalars(
        select(SignUp)
        .where(
            SignUp.community_id == act.community.id,
            SignUp.shift_id == shift.id,
            SignUp.member_id == act.by.member_id,
            SignUp.state.in_(LIVE),
        )
        .with_for_update()
    ).one_or_none()
    if mine is None:
        raise NotAskedAnyMore
    refuse_unfit(mine, shift, act.now)
    refusal = unfit_to_take(act, asker, shift)
    if refusal is not None:
        raise refusal
    close_question(act, question, SubstitutionMove.HAND_BACK)
    pass_on(act, mine, asker)


def _ask_again(act: Act, question: Substitution, place: SignUp, shift: Shift) -> None:
    act.session.refresh(place, with_for_update=True)
    if place.state is not SignUpState.APPROVED:
        raise NotAskedAnyMore
    refuse_unfit(place, shift, act.now)
    if open_question(act.session, place) is not None:
        raise AskedAlready
    if not SUBSTITUTION_LIFE.move(act.session, question, SubstitutionMove.REOPEN, answered_at=None):
        raise NotAskedAnyMore
