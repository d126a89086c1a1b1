"""Reads of questions to substitutes: what became of one's own, and the one behind a link."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from core.errors import NotFound
from teams.members.models import Community, Member
from volunteer.activities.models import Activity, Shift
from volunteer.sign_ups.models import ASKED_OR_TAKEN, SignUp, Substitution


def own_questions(session: Session, sign_ups: list[SignUp]) -> dict[int, Substitution]:
    """Return who is asked to come instead, or does, by the sign-up it was asked for."""
    if not sign_ups:
        return {}
    found = session.scalars(
        select(Substitution)
        .where(
            Substitution.community_id == sign_ups[0].community_id,
            Substitution.sign_up_id.in_([each.id for each in sign_ups]),
            Substitution.state.in_(ASKED_OR_TAKEN),
        )
        .options(joinedload(Substitution.to_member).joinedload(Member.person))
        .order_by(Substitution.id)
    )
    return {each.sign_up_id: each for each in found}


def question_in(session: Session, community: Community, question_id: int) -> Substitution:
    """Return a question with its place, shift and who asks. Raises NotFound."""
    found = session.scalars(
        select(Substitution)
        .join(Substitution.sign_up)
        .join(SignUp.shift)
        .join(Shift.activity)
        .join(Activity.team)
        .join(Shift.places)
        .join(Shift.post)
        .join(SignUp.member)
        .join(Member.person)
        .options(
            contains_eager(Substitution.sign_up).options(
                contains_eager(SignUp.member).contains_eager(Member.person),
                contains_eager(SignUp.shift).options(
                    contains_eager(Shift.activity).contains_eager(Activity.team),
                    contains_eager(Shift.places),
                    contains_eager(Shift.post),
                ),
            )
        )
        .where(Substitution.community_id == community.id, Substitution.id == question_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found
