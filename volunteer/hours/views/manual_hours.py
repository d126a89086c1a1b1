"""补记时长: hours proposed for a member, and decided by a second person (contract 8)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError
from core.fields import SelectChoice
from core.form import status_of
from core.paging import page_key
from core.template_filters import zone
from teams.authority.act import Act
from teams.gate import authority, community, in_community, requires
from teams.members.models import Community
from teams.members.queries import people, teams
from volunteer.blueprint import bp
from volunteer.hours.forms.manual_hours import DecideHoursForm, HoursForm
from volunteer.hours.models import ProposalState
from volunteer.hours.queries import manual_hours as queries
from volunteer.hours.rules import manual_hours as rules
from volunteer.hours.words import PROPOSAL_WORDS
from volunteer.permissions import Permission


@bp.get("/members/<id:member_id>/new-hours")
@requires(Permission.RECORD_ADD)
def new_hours(member_id: int) -> ResponseReturnValue:
    """Ask what a member did that nobody recorded."""
    return _hours_page(member_id, _form(), None)


def _form() -> HoursForm:
    form = HoursForm()
    form.team_id.choices = [
        SelectChoice(team.id, team.name) for team in teams.teams_of(db.session(), community())
    ]
    form.type_id.choices = [
        SelectChoice(kind.id, kind.name)
        for kind in queries.kinds_of_service(db.session(), community())
    ]
    return form


def _hours_page(member_id: int, form: HoursForm, refusal: RuleError | None) -> ResponseReturnValue:
    page = render_template(
        "volunteer/hours/new_hours.html",
        member=people.member_in(db.session(), community(), member_id),
        form=form,
        refusal=refusal,
    )
    return page, status_of(form, refusal)


@bp.post("/members/<id:member_id>/new-hours")
@requires(Permission.RECORD_ADD)
def propose_hours(member_id: int) -> ResponseReturnValue:
    """Propose the hours, then show what waits for the second person."""
    form, now, by = _form(), clock.now(), authority()
    if not form.validate():
        return _hours_page(member_id, form, None)
    hours = _wanted(member_id, form)
    there = url_for(".hour_proposals")

    def act(session: Session, where: Community) -> str:
        rules.propose(Act(session, now, by=by, community=where), hours)
        return there

    try:
        go_to = run_once(form.request_key.data or "", in_community(act))
    except RuleError as refusal:
        return _hours_page(member_id, form, refusal)
    flash(gettext("提出来了，等监督员核对。"), "success")
    return redirect(go_to, code=303)


def _wanted(member_id: int, form: HoursForm) -> rules.Hours:
    on, begins = form.on_date.data, form.begins.data
    assert on is not None  # noqa: S101 - the form has asked for it
    assert begins is not None  # noqa: S101 - the form has asked for it
    return rules.Hours(
        member_id=member_id,
        team_id=form.team_id.data,
        type_id=form.type_id.data,
        title=form.title.data or "",
        starts_at=clock.at_local(on, begins, zone()),
        service_minutes=form.minutes.data or 0,
        words=(form.reason.data or "", form.evidence.data or ""),
    )


@bp.get("/hour-proposals")
@requires(Permission.MEMBER_READ)
def hour_proposals() -> ResponseReturnValue:
    """Show the proposed hours that wait, or those decided."""
    asked, after = request.args.get("state", "open"), page_key()
    state = next((each for each in ProposalState if each.value == asked), ProposalState.OPEN)
    rows, following = queries.proposals_page(db.session(), community(), state, after)
    later = url_for(".hour_proposals", state=state, after=following) if following else None
    return render_template(
        "volunteer/hours/hour_proposals.html",
        rows=rows,
        state=state.value,
        later_url=later,
        words=PROPOSAL_WORDS,
    )


@bp.get("/hour-proposals/<id:proposal_id>")
@requires(Permission.MEMBER_READ)
def hour_proposal(proposal_id: int) -> ResponseReturnValue:
    """Show one proposal with its evidence, to the second person with two outcomes."""
    return _decision_page(proposal_id, DecideHoursForm(formdata=None), None)


def _decision_page(
    proposal_id: int, form: DecideHoursForm, refusal: RuleError | None
) -> ResponseReturnValue:
    proposal = queries.proposal_in(db.session(), community(), proposal_id)
    involved = {proposal.proposed_by_id, proposal.member.person_id}
    page = render_template(
        "volunteer/hours/hour_proposal.html",
        proposal=proposal,
        form=form,
        refusal=refusal,
        may_decide=authority().may(Permission.RECORD_APPROVE)
        and authority().person_id not in involved,
        words=PROPOSAL_WORDS,
    )
    return page, status_of(form, refusal)


@bp.post("/hour-proposals/<id:proposal_id>/decision")
@requires(Permission.RECORD_APPROVE)
def decide_hours(proposal_id: int) -> ResponseReturnValue:
    """Approve the hours onto a notice, or refuse them with words."""
    form, now, by = DecideHoursForm(), clock.now(), authority()
    if not form.validate():
        return _decision_page(proposal_id, form, None)
    is_approved, words = form.outcome.data == "approved", form.words.data or ""
    there = url_for(".hour_proposals")

    def act(session: Session, where: Community) -> str:
        deciding = Act(session, now, by=by, community=where)
        rules.decide(deciding, proposal_id, words, is_approved=is_approved)
        return there

    try:
        go_to = run_once(form.request_key.data or "", in_community(act))
    except RuleError as refusal:
        return _decision_page(proposal_id, form, refusal)
    flash(gettext("办好了，提出的人会收到。"), "success")
    return redirect(go_to, code=303)
