"""What becomes of teams and public notices when two files of one person become one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import moving
from core.pairs import Compared, Merging, Pair, SideBySide
from teams.members.models import (
    IN_TEAM,
    TEAM_MEMBER_LIFE,
    TeamMember,
    TeamMemberMove,
)
from teams.notices.models import NoticeLine


def _teams(session: Session, pair: Pair, member_id: int) -> dict[int, TeamMember]:
    asked = select(TeamMember).where(
        TeamMember.community_id == pair.community_id,
        TeamMember.member_id == member_id,
        TeamMember.state.in_(IN_TEAM),
    )
    return {each.team_id: each for each in session.scalars(asked)}


def _compare(session: Session, pair: Pair, _now: datetime) -> Compared:
    kept, gone = _teams(session, pair, pair.kept_id), _teams(session, pair, pair.gone_id)
    return Compared([SideBySide("队伍", len(kept), len(gone), len(kept | gone))])


def _merge(session: Session, pair: Pair, now: datetime) -> None:
    """Belong to each team once: who was accepted goes before who asked."""
    kept = _teams(session, pair, pair.kept_id)
    for team_id, gone in _teams(session, pair, pair.gone_id).items():
        other = kept.get(team_id)
        if other is not None:
            extra = other if gone.is_accepted and not other.is_accepted else gone
            TEAM_MEMBER_LIFE.move(session, extra, TeamMemberMove.LEAVE, decided_at=now)
    moving.move(session, pair, TeamMember.member_id)
    moving.move(session, pair, NoticeLine.member_id)


MERGING = {
    "teams and notices": Merging(
        moved=("team_members.member_id", "notice_lines.member_id"),
        left={
            "member_words.member_id": "triggers keep it: an old name and number are still found",
            "imported_members.member_id": "tells which sheet brought the file",
            "recruits.member_id": "tells which code the file came by",
            "erasures.member_id": "what was asked and refused of the old file",
            "merges.kept_id": "tells what became of what",
            "merges.gone_id": "tells what became of what",
        },
        compare=_compare,
        merge=_merge,
    )
}
