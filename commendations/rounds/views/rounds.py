"""Rounds: what is running, one started, checked, reviewed, published and issued, step by step."""

from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.gate import run_once
from commendations.blueprint import bp
from commendations.forms import OnlyOnceForm, RoundForm
from commendations.nominations.models import Commendation, CommendationKind, CommendationState
from commendations.nominations.queries import rounds as queries
from commendations.nominations.rules import nominations
from commendations.nominations.rules.nominations import Plan
from commendations.nominations.views.acts import on_round
from commendations.permissions import Permission
from commendations.rounds.rules import awards, reviewing
from commendations.words import NOMINATION_WORDS, STATE_WORDS
from core import calendar, clock, wording
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from core.paging import page_key, page_of
from core.template_filters import refusal_text, tongue
from teams.authority.act import Act
from teams.gate import authority, community, in_community, local_today, requires
from teams.notices.queries.notices import day_box

ORDER = list(CommendationState)


@bp.get("/commendations")
@requires(Permission.DESK_READ)
def commendations() -> ResponseReturnValue:
    """Show what is running, newest first."""
    found = queries.rounds_page(db.session(), community(), page_key("before"))
    shown, following = page_of(found, queries.PAGE, lambda row: row[0].id)
    return render_template(
        "commendations/rounds/rounds.html",
        rounds=shown,
        next_url=following and url_for(".commendations", before=following),
        states=STATE_WORDS,
    )


@bp.get("/commendations/new")
@requires(Permission.COMMENDATION_CHECK)
def new_commendation() -> ResponseReturnValue:
    """Ask what a new round is to recognise, and up to which day."""
    return _start_page(RoundForm(formdata=None), None)


def _start_page(form: RoundForm, refusal: RuleError | None) -> ResponseReturnValue:
    page = render_template(
        "commendations/rounds/new_round.html", form=form, refused=refusal_text(refusal)
    )
    return page, status_of(form, refusal)


@bp.post("/commendations")
@requires(Permission.COMMENDATION_CHECK)
def start_commendation() -> ResponseReturnValue:
    """Start a round, then show it."""
    form = RoundForm()
    if not form.validate():
        return _start_page(form, None)
    kind, title, day = str(form.kind.data), str(form.title.data), form.day.data or date.min
    plan = Plan(CommendationKind(kind), title.strip(), day)
    by, now = authority(), clock.now()
    try:
        round_id = run(
            in_community(
                lambda session, where: (
                    nominations.start(Act(session, now, by=by, community=where), plan).id
                )
            )
        )
    except RuleError as refusal:
        return _start_page(form, refusal)
    flash(gettext("开始了，可以申请和提名。"), "success")
    return redirect(url_for(".commendation", round_id=round_id), code=303)


@bp.get("/commendations/<id:round_id>")
@requires(Permission.DESK_READ)
def commendation(round_id: int) -> ResponseReturnValue:
    """Show one round: where it stands, who is in it, what comes next."""
    return round_page(round_id, None)


def round_page(round_id: int, refusal: RuleError | None) -> ResponseReturnValue:
    """Show the round, with a refusal on top when a typed form was refused."""
    session, today = db.session(), local_today()
    this_round = queries.round_in(session, community(), round_id)
    rows = queries.nominations_in(session, this_round)
    strip = queries.strip_of(session, this_round.notice, today) if this_round.notice else None
    page = render_template(
        "commendations/rounds/round.html",
        this_round=this_round,
        rows=rows,
        strip=strip,
        days=[day_box(each, today) for each in strip.days] if strip else [],
        steps=_steps(this_round, len(rows), strip),
        words=NOMINATION_WORDS,
        typed=request.form,
        refused=refusal_text(refusal),
        issue_form=OnlyOnceForm(formdata=None),
        unknown_year=calendar.unknown_year_ahead(local_today(), this_round.working_days),
        ready=sum(1 for row in rows if row.nomination.is_confirmed and not row.award),
        disputed=[row for row in rows if row.objection is not None],
    )
    return page, refusal.status if refusal else 200


def _steps(
    this_round: Commendation, names: int, strip: queries.NoticeStrip | None
) -> list[tuple[str, str, str]]:
    who = queries.people_of(db.session(), this_round.checked_by_id, this_round.reviewed_by_id)
    checker, reviewer = (
        who.get(this_round.checked_by_id or 0, gettext("社工核对")),
        who.get(this_round.reviewed_by_id or 0, gettext("另一位同事评审")),
    )
    details = [
        gettext("%(count)s 人", count=names),
        _dated(this_round.checked_at, checker),
        _dated(this_round.reviewed_at, reviewer),
        _hung(this_round, strip),
        gettext("公示结束后"),
    ]
    at = ORDER.index(this_round.state)
    is_done = this_round.state is CommendationState.ISSUED
    titles = ("提名", "核对时长", "评审", "公示", "颁发")
    now_at = 5 if is_done else 3 if this_round.state is CommendationState.PUBLICITY else at
    return [
        (gettext(title), details[index], _step_state(index, now_at))
        for index, title in enumerate(titles)
    ]


def _dated(at: datetime | None, who: str) -> str:
    if at is None:
        return who
    now = clock.now()
    zone = community().zone
    day = wording.plain_date(clock.local_day(at, zone), clock.local_day(now, zone), tongue())
    return str(gettext("%(day)s，%(who)s", day=day, who=who))


def _hung(this_round: Commendation, strip: queries.NoticeStrip | None) -> str:
    every = this_round.working_days
    if strip is None:
        return str(gettext("%(all)s 个工作日", all=every))
    if not strip.current:
        return str(gettext("从下一个工作日算起，共 %(all)s 个工作日", all=every))
    return str(gettext("第 %(day)s 天，共 %(all)s 个工作日", day=strip.current, all=every))


def _step_state(index: int, now_at: int) -> str:
    return "done" if index < now_at else "now" if index == now_at else "todo"


@bp.post("/commendations/<id:round_id>/check")
@requires(Permission.COMMENDATION_CHECK)
def check(round_id: int) -> ResponseReturnValue:
    """Close the round to nominations and count everybody's minutes."""
    by, now = authority(), clock.now()
    run(
        on_round(
            round_id,
            lambda session, this_round: reviewing.check(Act(session, now, by=by), this_round),
        )
    )
    flash(gettext("已核对时长，等另一位同事评审。"), "success")
    return redirect(url_for(".commendation", round_id=round_id), code=303)


@bp.post("/commendations/<id:round_id>/review")
@requires(Permission.COMMENDATION_REVIEW)
def review(round_id: int) -> ResponseReturnValue:
    """Accept the nominations, but those with a reason against them."""
    refused = {
        int(field[7:]): words.strip()
        for field, words in request.form.items()
        if field.startswith("refuse-") and field[7:].isdigit() and words.strip()
    }
    by, now = authority(), clock.now()
    try:
        run(
            on_round(
                round_id,
                lambda session, this_round: reviewing.review(
                    Act(session, now, by=by), this_round, refused
                ),
            )
        )
    except RuleError as refusal:
        return round_page(round_id, refusal)
    flash(gettext("评审已记下，可以公示了。"), "success")
    return redirect(url_for(".commendation", round_id=round_id), code=303)


@bp.post("/commendations/<id:round_id>/notice")
@requires(Permission.NOTICE_MANAGE)
def publish(round_id: int) -> ResponseReturnValue:
    """Hang the accepted nominations."""
    by, now = authority(), clock.now()
    run(
        on_round(
            round_id,
            lambda session, this_round: reviewing.publish(Act(session, now, by=by), this_round).id,
        )
    )
    flash(gettext("公示已经张贴，从下一个工作日算起。"), "success")
    return redirect(url_for(".commendation", round_id=round_id), code=303)


@bp.post("/commendations/<id:round_id>/awards")
@requires(Permission.COMMENDATION_ISSUE)
def issue(round_id: int) -> ResponseReturnValue:
    """Issue the certificates that are ready, with their bonus points, once."""
    by, now = authority(), clock.now()
    back = url_for(".commendation", round_id=round_id)

    act = on_round(
        round_id, lambda session, this_round: awards.issue(Act(session, now, by=by), this_round)
    )
    go_to = run_once(request.form.get("request_key", ""), lambda session: (act(session), back)[1])
    flash(gettext("已颁发，证书编号和积分都记好了。"), "success")
    return redirect(go_to, code=303)
