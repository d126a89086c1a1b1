"""服务情况 of a member's file (look 43): hours by year, records, sign-ups and marks, for staff."""

from flask import render_template
from flask.typing import ResponseReturnValue

from core import clock
from core.db import db
from core.paging import turn
from teams.gate import community, requires
from volunteer.blueprint import bp
from volunteer.hours.queries import member_records as queries
from volunteer.hours.queries import records as record_queries
from volunteer.hours.queries.hours import hours_of
from volunteer.hours.words import GRADE_WORDS, PART_WORDS, RECORD_WORDS
from volunteer.permissions import Permission
from volunteer.sign_ups.words import MARK_WORDS, SIGN_UP_WORDS


@bp.get("/members/<id:member_id>/records")
@requires(Permission.MEMBER_READ)
def member_records(member_id: int) -> ResponseReturnValue:
    """Show what one member did, signed up for and was marked for; older records by key."""
    session, now = db.session(), clock.now()
    member = queries.member_in(session, community(), member_id)
    page = record_queries.own_page(session, member, None, turn())
    ids = [each.id for each in page.rows]
    return render_template(
        "volunteer/hours/member_records.html",
        member=member,
        lines=record_queries.explained(session, member.community_id, ids, has_extra=False),
        beside=page.urls(".member_records", {"member_id": member_id}),
        hours=hours_of(session, member),
        years=queries.hours_by_year(session, member),
        sign_ups=queries.newest_sign_ups(session, member),
        marks=queries.newest_marks(session, member),
        is_paused=member.paused_until is not None and now < member.paused_until,
        words=(RECORD_WORDS, GRADE_WORDS, SIGN_UP_WORDS, MARK_WORDS, PART_WORDS),
    )
