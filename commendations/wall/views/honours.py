"""The honour wall, and one's own honours."""

from flask import render_template
from flask.typing import ResponseReturnValue

from commendations.blueprint import bp
from commendations.certificates.queries import certificates
from commendations.nominations.models import Commendation, CommendationKind
from commendations.nominations.queries import rounds
from commendations.permissions import Permission
from commendations.wall.queries import own_honours
from commendations.wall.queries.wall import wall_of
from commendations.words import KIND_WORDS, NOMINATION_WORDS, RANK_WORDS
from core.db import db
from teams.gate import authority, community, current_member, local_today, requires


@bp.get("/honours", endpoint="honours")
@requires(Permission.ANYONE)
def wall() -> ResponseReturnValue:
    """Show whom we thank: stars of the newest month, tiers of levels."""
    today = local_today()
    return render_template(
        "commendations/wall/wall.html",
        wall=wall_of(db.session(), community(), today),
        ranks=RANK_WORDS,
    )


@bp.get("/my-honours")
@requires(Permission.OWN_DATA)
def my_honours() -> ResponseReturnValue:
    """Show how far it is to the next level, and what was granted or is under way."""
    session, today = db.session(), local_today()
    member = current_member(session)
    progress = own_honours.star_progress_of(session, community(), member.id, today)
    opened = rounds.open_rounds(session, community())
    return render_template(
        "commendations/wall/my_honours.html",
        member=member,
        progress=progress,
        levels_round=_first(opened, CommendationKind.STAR_LEVEL),
        month=_first(opened, CommendationKind.STAR_OF_MONTH),
        names=own_honours.own_nominations(session, community(), member.id),
        words=NOMINATION_WORDS,
        kinds=KIND_WORDS,
        may_apply=authority().may(Permission.COMMENDATION_APPLY),
    )


def _first(opened: list[Commendation], kind: CommendationKind) -> Commendation | None:
    return next((each for each in opened if each.kind is kind), None)


@bp.get("/members/<id:member_id>/honours")
@requires(Permission.MEMBER_READ)
def member_honours(member_id: int) -> ResponseReturnValue:
    """Show the honours of one member to staff (令67号, art. 4: what a record contains)."""
    session = db.session()
    member = certificates.member_in(session, community(), member_id)
    return render_template(
        "commendations/wall/member_honours.html",
        names=own_honours.own_nominations(session, community(), member.id),
        words=NOMINATION_WORDS,
        kinds=KIND_WORDS,
    )
