"""What must always hold of belonging and notices: numbers, teams, lines that hang, disputes."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from core import room
from teams.members.models import OWN_KINDS, Community, Member, Place, Team, TeamMember
from teams.members.models.found_by import words_of_members
from teams.notices.models import (
    Notice,
    NoticeLine,
    NoticeLineState,
    NoticeState,
    Objection,
    ObjectionState,
)

MOST_SHOWN = 20


def numbers_bear_letters(session: Session) -> list[str]:
    """Every volunteer number begins with the letters of its community."""
    odd = session.scalars(
        select(Member.volunteer_no)
        .join(Community, Community.id == Member.community_id)
        .where(~Member.volunteer_no.startswith(Community.prefix))
        .order_by(Member.id)
    )
    return [f"volunteer number {number} has another community's letters" for number in odd]


def members_are_found(session: Session) -> list[str]:
    """Every member is found by the words of the own name and numbers, and by no others."""
    told = words_of_members(session.get_bind().dialect.name, "m.id > 0")
    kept = "SELECT community_id, kind, word, member_id FROM member_words"
    too_many = f"{kept} EXCEPT SELECT * FROM ({told}) AS told"  # noqa: S608 - our own words
    odd = [
        row
        for asked in (too_many, f"{told} EXCEPT {kept}")
        for row in session.execute(text(f"{asked} LIMIT {MOST_SHOWN}"))
    ]
    return [f"member {member_id} is found by other words" for *_, member_id in odd]


def teams_stay_in_community(session: Session) -> list[str]:
    """Nobody is in a team of another community."""
    odd = session.scalars(
        select(TeamMember.id)
        .join(Team, Team.id == TeamMember.team_id)
        .where(Team.community_id != TeamMember.community_id)
        .order_by(TeamMember.id)
    )
    return [f"team membership {row_id} crosses communities" for row_id in odd]


def places_stand_in_community(session: Session) -> list[str]:
    """Every grid, estate and building stands below its community, and its members are its own."""
    above = aliased(Place)
    astray = session.scalars(
        select(Place.id)
        .outerjoin(above, above.id == Place.parent_id)
        .where(
            Place.kind.in_(OWN_KINDS),
            Place.community_id.is_(None)
            | above.community_id.is_(None)
            | (above.community_id != Place.community_id),
        )
        .order_by(Place.id)
    )
    elsewhere = session.scalars(
        select(Member.id)
        .join(Place, Place.id == Member.place_id)
        .where(
            Place.community_id.is_(None) | (Place.community_id != Member.community_id),
        )
        .order_by(Member.id)
    )
    return [
        *(f"place {place_id} stands outside its community" for place_id in astray),
        *(f"member {member_id} is registered at a place elsewhere" for member_id in elsewhere),
    ]


def notices_are_of_a_sort(session: Session) -> list[str]:
    """Every notice is of a sort that a room posts, so that somebody acts on its end."""
    odd = session.execute(
        select(Notice.id, Notice.kind)
        .where(Notice.kind.not_in(room.notice_sorts()))
        .order_by(Notice.id)
    )
    return [
        f"notice {notice_id} is of the sort {kind}, which nobody posts" for notice_id, kind in odd
    ]


def nothing_hangs_after_the_end(session: Session) -> list[str]:
    """No line hangs on a notice that has ended."""
    hanging = session.scalars(
        select(NoticeLine.id)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .where(NoticeLine.state == NoticeLineState.HANGING, Notice.state == NoticeState.ENDED)
        .order_by(NoticeLine.id)
    )
    return [f"notice line {line_id} hangs on a notice that has ended" for line_id in hanging]


def disputes_have_objections(session: Session) -> list[str]:
    """Every disputed line has an objection that waits for its answer."""
    answered = ~(
        select(Objection.id)
        .where(Objection.line_id == NoticeLine.id, Objection.state == ObjectionState.OPEN)
        .exists()
    )
    lost = session.scalars(
        select(NoticeLine.id)
        .where(NoticeLine.state == NoticeLineState.DISPUTED, answered)
        .order_by(NoticeLine.id)
    )
    return [f"notice line {line_id} is disputed by nobody" for line_id in lost]
