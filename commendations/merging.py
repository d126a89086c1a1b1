"""What becomes of honours when two files of one person become one; certificates stay as issued."""

from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from commendations.certificates.models import Award
from commendations.nominations.models import (
    UNDER_WAY,
    Commendation,
    CommendationKind,
    Nomination,
)
from core import moving
from core.pairs import Compared, Merging, Pair, SideBySide
from core.told import Told

SAME_LEVEL = "两边都有“%(title)s”，同一级只能留一张证书，先撤销一张。"
SAME_ROUND = "《%(title)s》里两边都报了名，先撤回一个；已经颁发的，先撤销一张。"
CERTIFICATES_STAY = "证书 %(count)s 张归到保留的档案，编号和查验码不变，旧的照样能查。"


def _compare(session: Session, pair: Pair, _now: datetime) -> Compared:
    rows = session.execute(
        select(Award.member_id, func.count())
        .where(
            Award.community_id == pair.community_id,
            Award.member_id.in_((pair.kept_id, pair.gone_id)),
            Award.revoked_at.is_(None),
        )
        .group_by(Award.member_id)
    )
    held = dict(rows.all())
    kept, gone = held.get(pair.kept_id, 0), held.get(pair.gone_id, 0)
    follows = [Told(CERTIFICATES_STAY, {"count": gone})] if gone else []
    figures = [SideBySide("证书", kept, gone, kept + gone)]
    return Compared(figures, _clashes(session, pair), follows)


def _clashes(session: Session, pair: Pair) -> list[Told]:
    mine, other = aliased(Award), aliased(Award)
    levels = session.scalars(
        select(mine.title)
        .join(other, (other.community_id == mine.community_id) & (other.rank == mine.rank))
        .where(
            mine.community_id == pair.community_id,
            mine.member_id == pair.gone_id,
            other.member_id == pair.kept_id,
            *(each.kind == CommendationKind.STAR_LEVEL for each in (mine, other)),
            *(each.revoked_at.is_(None) for each in (mine, other)),
        )
        .order_by(mine.rank)
    )
    told = [Told(SAME_LEVEL, {"title": title}) for title in levels]
    twice = _same_rounds(pair).subquery()
    rounds = session.scalars(
        select(Commendation.title)
        .join(twice, twice.c.commendation_id == Commendation.id)
        .outerjoin(Award, Award.nomination_id == twice.c.id)
        .where(Award.revoked_at.is_(None))
        .order_by(Commendation.id)
    )
    return told + [Told(SAME_ROUND, {"title": title}) for title in rounds]


def _same_rounds(pair: Pair) -> Select[int, int]:
    """Return the nominations of the file that goes the other has its like of, and their rounds."""
    mine, other = aliased(Nomination), aliased(Nomination)
    same = and_(
        other.community_id == mine.community_id,
        other.commendation_id == mine.commendation_id,
        or_(
            other.level_id == mine.level_id, and_(other.level_id.is_(None), mine.level_id.is_(None))
        ),
    )
    return (
        select(mine.id, mine.commendation_id)
        .join(other, same)
        .where(
            mine.community_id == pair.community_id,
            mine.member_id == pair.gone_id,
            other.member_id == pair.kept_id,
            *(each.state.in_(UNDER_WAY) for each in (mine, other)),
        )
    )


def _merge(session: Session, pair: Pair, _now: datetime) -> None:
    """Let names and certificates follow; one revoked for the other's sake stays with its name."""
    twice = _same_rounds(pair).subquery()
    stays = select(twice.c.id)
    moving.move(session, pair, Award.member_id, Award.nomination_id.not_in(stays))
    moving.move(session, pair, Nomination.member_id, Nomination.id.not_in(stays))


MERGING = {
    "nominations and certificates": Merging(
        moved=("nominations.member_id", "awards.member_id"),
        left={},
        compare=_compare,
        merge=_merge,
    )
}
