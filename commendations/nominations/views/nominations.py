"""Putting nominations into a round: applying, nominating, taking back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.blueprint import bp
from commendations.forms import NominationForm
from commendations.levels.models import StarLevel
from commendations.nominations.queries import candidates as candidate_queries
from commendations.nominations.queries import rounds as queries
from commendations.nominations.rules import nominations
from commendations.nominations.rules.refusals import WrongKind
from commendations.permissions import Permission
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from core.paging import row_number
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, can, community, in_community, requires
from teams.members.models import Community


@bp.post("/commendations/<id:round_id>/applications")
@requires(Permission.COMMENDATION_APPLY)
def apply(round_id: int) -> ResponseReturnValue:
    """Apply for a level for oneself, then show one's honours."""
    level_id = row_number(request.form.get("level_id", "")) or 0
    by, now = authority(), clock.now()

    def act(session: Session, where: Community) -> None:
        level = session.scalars(
            select(StarLevel).where(StarLevel.community_id == where.id, StarLevel.id == level_id)
        ).one_or_none()
        if level is None:
            raise WrongKind
        this_round = queries.round_in(session, where, round_id)
        nominations.apply(Act(session, now, by=by), this_round, level)

    run(in_community(act))
    flash(gettext("申请交上去了，先由社工核对时长。"), "success")
    return redirect(url_for(".my_honours"), code=303)


@bp.get("/commendations/<id:round_id>/nominations/new")
@requires(Permission.COMMENDATION_NOMINATE)
def new_nomination(round_id: int) -> ResponseReturnValue:
    """Ask who is put forward and for what."""
    form = NominationForm(formdata=None, volunteer_no=request.args.get("volunteer_no", ""))
    return _nomination_page(round_id, form, None)


def _nomination_page(
    round_id: int, form: NominationForm, refusal: RuleError | None
) -> ResponseReturnValue:
    session = db.session()
    this_round = queries.round_in(session, community(), round_id)
    is_staff = can(Permission.COMMENDATION_CHECK)
    page = render_template(
        "commendations/nominations/new_nomination.html",
        this_round=this_round,
        form=form,
        refused=refusal_text(refusal),
        teams=candidate_queries.by_team(session, community(), this_round, clock.now())
        if is_staff
        else [],
        is_staff=is_staff,
    )
    return page, status_of(form, refusal)


@bp.post("/commendations/<id:round_id>/nominations")
@requires(Permission.COMMENDATION_NOMINATE)
def nominate(round_id: int) -> ResponseReturnValue:
    """Put one volunteer forward, then say thanks."""
    form = NominationForm()
    if not form.validate():
        return _nomination_page(round_id, form, None)
    number, name, deeds = (str(f.data) for f in (form.volunteer_no, form.name, form.deeds))
    by, now = authority(), clock.now()

    def act(session: Session, where: Community) -> None:
        nominee = candidate_queries.nominee_of(session, where, number, name)
        this_round = queries.round_in(session, where, round_id)
        nominations.nominate(Act(session, now, by=by), this_round, nominee, deeds)

    try:
        run(in_community(act))
    except RuleError as refusal:
        return _nomination_page(round_id, form, refusal)
    flash(gettext("提名已经收到，谢谢您看见身边的好人。"), "success")
    return redirect(url_for(".my_honours"), code=303)


@bp.post("/nominations/<id:nomination_id>/withdrawal")
@requires(Permission.COMMUNITY_READ)
def withdraw(nomination_id: int) -> ResponseReturnValue:
    """Take a nomination back before the review."""
    by, now = authority(), clock.now()
    run(
        in_community(
            lambda session, where: nominations.withdraw(
                Act(session, now, by=by), queries.nomination_in(session, where, nomination_id)
            )
        )
    )
    flash(gettext("已经撤回。"), "success")
    return redirect(url_for(".my_honours"), code=303)
