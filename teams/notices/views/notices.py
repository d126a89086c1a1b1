"""公示: what hangs until when, whom it names, how to object; the poster for the wall."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.gate import signed_in
from core import room
from core.addresses import own_address
from core.db import db
from core.paging import turn
from teams.blueprint import bp
from teams.gate import authority, can, community, local_today, may_enter, requires
from teams.members.rules.public_names import public_names
from teams.notices.models import Notice, NoticeLine, NoticeState
from teams.notices.queries import notices as queries
from teams.notices.queries.announced import line_words, name_words
from teams.notices.queries.notices import day_box
from teams.permissions import Permission


@bp.get("/notices")
@requires(Permission.ANYONE)
def notices() -> ResponseReturnValue:
    """List what hangs and what hung, newest first."""
    return notice_list("teams/notices/notices.html", "teams.notices")


def notice_list(template: str, endpoint: str) -> str:
    """Draw the page of notices that is asked for, narrowed to the words that were typed."""
    words = request.args.get("q", "")[:60]
    page, count = queries.notices_page(db.session(), community(), words, turn())
    return render_template(
        template,
        notices=page.rows,
        words=words,
        count=count,
        beside=page.urls(endpoint, {"q": words} if words else {}),
    )


@bp.get("/notices/<id:notice_id>")
@requires(Permission.ANYONE)
def notice(notice_id: int) -> ResponseReturnValue:
    """Show one notice: its days, its covered lines, where to object."""
    return render_template("teams/notices/notice.html", **_shown(notice_id, is_paper=False))


@bp.get("/notices/<id:notice_id>/poster")
@requires(Permission.ANYONE)
def poster(notice_id: int) -> ResponseReturnValue:
    """Print one notice in big type for the wall."""
    return render_template("teams/notices/poster.html", **_shown(notice_id, is_paper=True))


def _shown(notice_id: int, *, is_paper: bool) -> dict[str, object]:
    found = queries.notice_in(db.session(), community(), notice_id)
    today = local_today()
    days = queries.days_of(db.session(), found)
    lines = queries.lines_of(db.session(), found)
    names = public_names(db.session(), community().id, [line.member_id for line in lines], today)
    left = queries.days_left(days, today)
    return {
        "notice": found,
        "strip": [day_box(each, today) for each in days],
        "title": _left_words(found, left),
        "unknown_year": queries.unknown_year_of(found),
        "lines": [
            (
                name_words(names[line.member_id]),
                line_words(line),
                line.state.value,
                None if is_paper else _object_url(found, line),
                None if is_paper else _own_url(found, line),
            )
            for line in lines
        ],
        "can_object": can(Permission.OBJECTION_MAKE),
        "is_signed_in": signed_in() is not None,
    }


def _left_words(found: Notice, left: int) -> str:
    if found.state is NoticeState.ENDED:
        return str(_("公示已结束"))
    return str(ngettext("还剩 %(num)s 个工作日", "还剩 %(num)s 个工作日", left))


def _own_url(found: Notice, line: NoticeLine) -> str | None:
    """Return where the reader sees the own row a line announces, None for a line of another."""
    is_own = may_enter() and line.member_id == authority().member_id
    return own_address(found.kind, line.subject_id) if is_own else None


def _object_url(found: Notice, line: NoticeLine) -> str | None:
    if found.state is not NoticeState.OPEN:
        return None
    return url_for(room.notice_sort(found.kind).object_at, line_id=line.id)
