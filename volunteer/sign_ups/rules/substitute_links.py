"""A place offered by a link: the first eligible member who follows it takes it over."""

import hmac

from sqlalchemy.orm import Session

from core import keyring
from core.errors import NotFound
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Community
from volunteer.activities.rules.refusals import NotForYou
from volunteer.sign_ups.models import SignUp, Substitution
from volunteer.sign_ups.rules.substitutes import NotAskedAnyMore, Put, taken_over

TOKEN_LENGTH = 24


class TakenAlready(NotAskedAnyMore):
    """Somebody else followed the link first, or it was taken back."""

    message = "这个名额已经有人接了，或者他收回了，谢谢您。可以看看别的活动。"


class OwnLink(NotForYou):
    """Who asks cannot take over the own place."""

    message = "这是您自己的名额。把链接转给别人，谁先点就给谁。"


def accept_by_link(act: Act, question_id: int, token: str, seen: str = "") -> SignUp:
    """Take over the place a link offers, by the rules of `accept`; the first who does has it.

    Raises NotFound (also for a wrong token), OwnLink, TakenAlready, then what `accept` raises.
    """
    put = behind_link(act.session, act.community, question_id, token)
    if act.by.member_id is None:
        raise NotFound
    if put.place.member_id == act.by.member_id:
        raise OwnLink
    return taken_over(act, put, TakenAlready, seen)


def behind_link(session: Session, community: Community, question_id: int, token: str) -> Put:
    """Return the question a link asks and the place it is about. Raises NotFound."""
    question = row_in(session, Substitution, community.id, question_id)
    if not proves(question, token):
        raise NotFound
    return Put(question, row_in(session, SignUp, community.id, question.sign_up_id))


def proves(question: Substitution, token: str) -> bool:
    """Say whether `token` came with the link of this question."""
    return hmac.compare_digest(link_token(question).encode(), token.encode())


def link_token(question: Substitution) -> str:
    """Return what makes the link of a question: nobody guesses it, and it is kept nowhere."""
    told = f"{question.community_id}/{question.id}"
    return keyring.sealer().index(told, "substitute")[:TOKEN_LENGTH]
