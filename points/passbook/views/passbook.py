"""The own passbook and that of a member, on paper too, and why a line has its figure."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core import clock
from core.addresses import own_address
from core.db import db
from core.paging import page_key, page_of
from points.blueprint import bp
from points.ledger.queries import balances
from points.ledger.queries.balances import balance_of
from points.ledger.rules.on_the_way import on_the_way
from points.ledger.words import ENTRY_KIND_WORDS
from points.passbook.queries import passbook_lines, passbook_years
from points.permissions import Permission
from points.redemptions.queries import counter_lists
from teams.authority.act import Act
from teams.gate import community, current_member, requires


@bp.get("/points")
@requires(Permission.OWN_DATA)
def passbook() -> ResponseReturnValue:
    """Show how many points, until when, and every change."""
    session, now = db.session(), clock.now()
    member = current_member(session)
    lines = passbook_lines.passbook_lines(session, community(), member.id, page_key("before"))
    shown, following = page_of(lines, passbook_lines.LINES_A_PAGE, lambda line: line.seq)
    return render_template(
        "points/passbook/passbook.html",
        balance=balance_of(session, community(), member.id, now),
        on_the_way=on_the_way(Act(session, now, community=community()), member.id),
        lines=shown,
        next_seq=following,
        waiting=counter_lists.waiting_for(session, community(), member.id, now),
        kind_words=ENTRY_KIND_WORDS,
    )


@bp.get("/points/print")
@requires(Permission.OWN_DATA)
def passbook_print() -> ResponseReturnValue:
    """Show one year of the passbook for paper, sheet by sheet."""
    session, now = db.session(), clock.now()
    member, this_year = current_member(session), clock.local_day(now, community().zone).year
    years = passbook_years.years_of(session, community(), member.id, this_year)
    asked = request.args.get("year", "")
    year = next((each for each in years if str(each) == asked), this_year)
    return render_template(
        "points/passbook/passbook_print.html",
        member=member,
        balance=balance_of(session, community(), member.id, now),
        on_the_way=on_the_way(Act(session, now, community=community()), member.id),
        sheets=passbook_years.sheets_of(session, community(), member.id, year),
        year=year,
        years=years,
        kind_words=ENTRY_KIND_WORDS,
        printed_at=now,
    )


@bp.get("/members/<id:member_id>/points")
@requires(Permission.MEMBER_READ)
def member_passbook(member_id: int) -> ResponseReturnValue:
    """Show a volunteer's points to the desk: balance, twelve months, every change."""
    session, now = db.session(), clock.now()
    member, wallet = counter_lists.served_in(session, community(), member_id)
    lines = passbook_lines.passbook_lines(session, community(), member_id, page_key("before"))
    shown, following = page_of(lines, passbook_lines.LINES_A_PAGE, lambda line: line.seq)
    today = clock.local_day(now, community().zone)
    return render_template(
        "points/passbook/member_passbook.html",
        member=member,
        balance=balances.balance_in(session, community(), wallet, now),
        on_the_way=on_the_way(Act(session, now, community=community()), member_id),
        months=passbook_years.months_of(session, community(), member_id, today),
        lines=shown,
        next_seq=following,
        kind_words=ENTRY_KIND_WORDS,
    )


@bp.get("/points/entries/<id:seq>")
@requires(Permission.OWN_DATA)
def passbook_entry(seq: int) -> ResponseReturnValue:
    """Explain one line: formula, rule version, last day, and its reversal."""
    session = db.session()
    member = current_member(session)
    line = passbook_lines.passbook_line(session, community(), member.id, seq)
    return render_template(
        "points/passbook/entry.html",
        line=line,
        source_url=own_address(line.source_kind, line.source_id),
        correction=passbook_lines.correction_of(session, community(), member.id, line),
        kind_words=ENTRY_KIND_WORDS,
    )
