"""What one has to know before the first sign-up of a kind, and that it was known (条例 12, 15)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from accounts.models import Guardian
from core.ages import is_minor
from core.errors import RuleError
from teams.authority.act import Act
from teams.members.models import Member
from teams.members.rules import children
from volunteer.activities.models import Activity, KindNotice
from volunteer.sign_ups.models import ReadingWay, RiskReading, SignUp


class RiskUnread(RuleError):
    """The notice of this kind was not read yet, or says something else since."""

    code = "not_eligible"
    message = "这类活动的风险提示您还没看过。看一眼，再点一次就报上。"


class RiskNotTold(RuleError):
    """Who signs somebody up on the telephone reads the notice out first."""

    code = "not_eligible"
    message = "这位志愿者还没听过这类活动的风险提示。请念给他听，勾上“念过了”，再替他报名。"


@dataclass(frozen=True, slots=True)
class RiskNotice:
    """What is told before a sign-up: the kind's version, and what this activity says besides.

    `own_words` is empty where the activity says no more than its kind. `is_known`: the member knew
    exactly this before; `knows_version` the version, with or without those words; `knows_kind`
    that version or an earlier one.
    """

    notice: KindNotice
    own_words: str
    is_known: bool
    knows_version: bool
    knows_kind: bool

    @property
    def key(self) -> str:
        """Return what stands for exactly these words, sent along by who has read them."""
        words = f"{self.notice.id}\n{self.own_words}"
        return hashlib.sha256(words.encode()).hexdigest()[:20]


def notice_for(session: Session, activity: Activity, member_id: int | None) -> RiskNotice | None:
    """Return what is told before signing up to `activity`; None where its kind has no notice.

    With a member, whether it is known. A version known with the own words of another activity is
    known where this one has none.
    """
    of_member = (
        RiskReading.community_id == activity.community_id,
        RiskReading.member_id == member_id,
    )
    words = activity.risk_notice
    knows_words = or_(KindNotice.risk == words, RiskReading.own_words == words)
    of_kind = select(KindNotice.id).where(
        KindNotice.community_id == activity.community_id, KindNotice.type_id == activity.type_id
    )
    row = session.execute(
        select(
            KindNotice,
            exists().where(*of_member, RiskReading.notice_id == KindNotice.id, knows_words),
            exists().where(*of_member, RiskReading.notice_id == KindNotice.id),
            exists().where(*of_member, RiskReading.notice_id.in_(of_kind)),
        )
        .where(
            KindNotice.community_id == activity.community_id,
            KindNotice.type_id == activity.type_id,
        )
        .order_by(KindNotice.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    own_words = "" if words == row[0].risk else words
    return RiskNotice(row[0], own_words, row[1], row[2], row[3])


def way_of(act: Act, member: Member) -> ReadingWay:
    """Say by which act the reader makes a notice known to `member`."""
    if act.by.member_id == member.id:
        return ReadingWay.OWN
    is_guardian = children.speaks_for(act, member)
    return ReadingWay.GUARDIAN if is_guardian else ReadingWay.TOLD


def refuse_unread(act: Act, member: Member, activity: Activity, seen: str) -> RiskNotice | None:
    """Return the notice to be kept as read, or None where it is known already.

    `seen` is the key of what was shown with the press. Raises RiskUnread, or RiskNotTold where
    somebody else signs the member up.
    """
    notice = notice_for(act.session, activity, member.id)
    if notice is None or notice.is_known:
        return None
    if seen == notice.key:
        return notice
    raise RiskNotTold if way_of(act, member) is ReadingWay.TOLD else RiskUnread


def keep(act: Act, member: Member, sign_up: SignUp, notice: RiskNotice | None) -> None:
    """Keep that the member knew `notice` when this sign-up was made; None is passed over.

    The word of a member of 14 to 17 rests on the consent of the guardian on file (domain 5.3).
    """
    if notice is None:
        return
    way = way_of(act, member)
    made = RiskReading(
        community_id=sign_up.community_id,
        member_id=member.id,
        notice_id=notice.notice.id,
        own_words=notice.own_words,
        sign_up_id=sign_up.id,
        way=way,
        read_at=act.now,
        read_by_id=act.by.person_id,
        guardian_agreed_at=_guardian_agreed_at(act, member),
    )
    act.session.add(made)
    act.session.flush()
    act.note(
        "risk_read", sign_up, member_id=member.id, notice_no=notice.notice.number, way=way.value
    )


def _guardian_agreed_at(act: Act, member: Member) -> datetime | None:
    if not is_minor(member.person.birth_on, act.today):
        return None
    return act.session.scalar(
        select(Guardian.consented_at).where(Guardian.person_id == member.person_id)
    )
