"""The member's own passbook, and why a line has its figure."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.db import db, run
from core.permissions import Permission
from points.queries import balance_of, wallets
from points.queries.tills import waiting_for
from points.rules import identity
from points.views.routes import bp
from points.words import ENTRY_KIND_WORDS
from teams.gate import authority, community, current_member, requires

LARGEST_SEQ = 18


@bp.get("/points")
@requires(Permission.OWN_DATA)
def passbook() -> ResponseReturnValue:
    """Show how many points, until when, and every change."""
    session, now = db.session(), clock.now()
    member = current_member(session)
    lines = wallets.passbook_lines(session, community(), member.id, _before())
    shown = lines[: wallets.LINES_A_PAGE]
    return render_template(
        "points/passbook.html",
        balance=balance_of(session, community(), member.id, now),
        lines=shown,
        next_seq=shown[-1].seq if len(lines) > len(shown) else None,
        waiting=waiting_for(session, community(), member.id, now),
        kind_words=ENTRY_KIND_WORDS,
    )


def _before() -> int | None:
    text = request.args.get("before", "")
    is_seq = text.isascii() and text.isdigit() and len(text) <= LARGEST_SEQ
    return int(text) if is_seq else None


@bp.get("/points/print")
@requires(Permission.OWN_DATA)
def passbook_print() -> ResponseReturnValue:
    """Show the passbook for paper, a page of it."""
    session, now = db.session(), clock.now()
    member = current_member(session)
    return render_template(
        "points/passbook_print.html",
        member=member,
        balance=balance_of(session, community(), member.id, now),
        lines=wallets.passbook_lines(session, community(), member.id, _before()),
        kind_words=ENTRY_KIND_WORDS,
        printed_at=now,
    )


@bp.get("/points/entries/<id:seq>")
@requires(Permission.OWN_DATA)
def passbook_entry(seq: int) -> ResponseReturnValue:
    """Explain one line: formula, rule version, last day, and its reversal."""
    session = db.session()
    member = current_member(session)
    line = wallets.passbook_line(session, community(), member.id, seq)
    return render_template(
        "points/entry.html",
        line=line,
        correction=wallets.correction_of(session, community(), member.id, line),
        kind_words=ENTRY_KIND_WORDS,
    )


@bp.post("/points/counter-codes")
@requires(Permission.POINTS_REDEEM)
def new_counter_code() -> ResponseReturnValue:
    """Make a spoken code for the counter and show it once."""
    now, person_id = clock.now(), authority().person_id
    code = run(lambda session: identity.new_code(session, person_id, now))
    spaced = f"{code[:3]} {code[3:]}"
    flash(gettext("口令 %(code)s，60 秒内报给值班人员，用一次就作废。", code=spaced), "wait")
    return redirect(url_for(".passbook"), code=303)
