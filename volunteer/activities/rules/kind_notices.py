"""What is told before coming to a kind of activity: written in versions, none of them changed."""

from dataclasses import dataclass

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from core.errors import AlreadyDone, Stale
from core.tenancy import row_in
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import (
    CHANGEABLE,
    Activity,
    ActivityType,
    KindNotice,
    Shift,
)
from volunteer.activities.rules.activities import RiskUntold
from volunteer.permissions import Permission
from volunteer.sign_ups.models import LIVE, SignUp

CHANGED = "“%(kind)s”的风险提示改过了，您报了这类活动，来以前请看一看：%(risk)s"


class SameWords(AlreadyDone):
    """A version says something else than the one before it."""

    message = "和现在的一样，不用再存。要大家重看一遍，请先改文字。"


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a version says: what may happen, and what one brings."""

    risk: str
    bring: str = ""


def write(act: Act, kind_id: int, words: NoticeWords, seen_number: int) -> KindNotice:
    """Write the next version; who has read the one before reads again before the next sign-up.

    Activities still to come that said what the last version said now say this; an activity with
    words of its own keeps them. Who has a place in one of those is told. `seen_number` is the
    version the form was opened with, 0 for none. Raises NotAllowed, NotFound, RiskUntold, Stale,
    SameWords, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    kind = row_in(act.session, ActivityType, act.community.id, kind_id)
    act.session.refresh(kind, with_for_update=True)
    said = NoticeWords(words.risk.strip(), words.bring.strip())
    if not said.risk:
        raise RiskUntold
    last = current(act.session, kind)
    if (last.number if last else 0) != seen_number:
        raise Stale
    if last is not None and said == NoticeWords(last.risk, last.bring):
        raise SameWords
    made = KindNotice(
        community_id=kind.community_id,
        type_id=kind.id,
        number=seen_number + 1,
        risk=said.risk,
        bring=said.bring,
        written_at=act.now,
        written_by_id=act.by.person_id,
    )
    act.session.add(made)
    act.session.flush()
    told = 0 if last is None or last.risk == made.risk else _carry_on(act, kind, last, made)
    act.note("kind_notice_written", made, notice_no=made.number, told=told)
    return made


def current(session: Session, kind: ActivityType) -> KindNotice | None:
    """Return the version of the kind that counts, or None where nobody wrote one yet."""
    return session.scalars(
        select(KindNotice)
        .where(KindNotice.community_id == kind.community_id, KindNotice.type_id == kind.id)
        .order_by(KindNotice.number.desc())
        .limit(1)
    ).one_or_none()


def _carry_on(act: Act, kind: ActivityType, last: KindNotice, made: KindNotice) -> int:
    """Let activities that said the last version say the new one; return how many were told."""
    said_it = (
        Activity.community_id == kind.community_id,
        Activity.type_id == kind.id,
        Activity.risk_notice == last.risk,
        Activity.state.in_(CHANGEABLE),
    )
    is_ahead = Shift.starts_at > act.now
    people = act.session.scalars(
        select(Member.person_id)
        .join(SignUp, SignUp.member_id == Member.id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .join(Activity, Activity.id == Shift.activity_id)
        .where(*said_it, is_ahead, SignUp.state.in_(LIVE))
        .distinct()
        .order_by(Member.person_id)
    ).all()
    act.session.execute(
        update(Activity)
        .where(*said_it, exists().where(Shift.activity_id == Activity.id, is_ahead))
        .values(risk_notice=made.risk, version=Activity.version + 1)
        .execution_options(synchronize_session=False)
    )
    link = f"/c/{act.community.slug}/my/sign-ups"
    for person_id in people:
        act.tell(person_id, CHANGED, link=link, kind=kind.name, risk=made.risk)
    return len(people)
