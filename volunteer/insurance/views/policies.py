"""保险: the policies of a community, each with whom it covers, its papers and what relies on it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.form import status_of
from core.paging import page_key
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.files.queries import files as file_queries
from teams.files.rules.incoming import Incoming
from teams.files.views.files import sent_file
from teams.gate import authority, community, in_community, requires
from teams.members.models import Community
from teams.members.queries import finding
from volunteer.blueprint import bp
from volunteer.insurance.forms import EndPolicyForm, PeopleForm, PolicyForm
from volunteer.insurance.models import InsurancePolicy
from volunteer.insurance.queries import policies as queries
from volunteer.insurance.rules import policies as rules
from volunteer.insurance.rules.policies import INSURANCE_PAPER
from volunteer.insurance.words import COVER_WORDS
from volunteer.permissions import Permission


@bp.get("/insurance")
@requires(Permission.ACTIVITY_MANAGE)
def insurance() -> ResponseReturnValue:
    """Show the policies, newest first, and the activities ahead that no policy covers."""
    found, next_id = queries.policies_of(db.session(), community(), page_key("before"))
    return render_template(
        "volunteer/insurance/insurance.html",
        policies=found,
        next_id=next_id,
        gaps=queries.uninsured(db.session(), community(), authority(), clock.now()),
        now=clock.now(),
        words=COVER_WORDS,
    )


@bp.route("/insurance/new", methods=["GET", "POST"])
@requires(Permission.INSURANCE_MANAGE)
def new_insurance() -> ResponseReturnValue:
    """Note a policy as it lies in the drawer, with a photo or PDF of it."""
    form = PolicyForm()
    refusal: RuleError | None = None
    if request.method == "POST" and form.validate() and form.facts is not None:
        try:
            return _record(form, form.facts)
        except RuleError as refused:
            form.form_errors.append(refusal_text(refused))
            refusal = refused
    page = render_template("volunteer/insurance/new_insurance.html", form=form)
    return page, status_of(form, refusal)


def _record(form: PolicyForm, facts: rules.PolicyFacts) -> ResponseReturnValue:
    now, by, paper = clock.now(), authority(), _sent_paper()

    def act(session: Session, where: Community) -> str:
        doing = Act(session, now, by=by, community=where)
        made = rules.record(doing, facts)
        if paper is not None:
            rules.keep_paper(doing, made, paper)
        return url_for(".insurance_policy", policy_id=made.id)

    go_to = run_once(form.request_key.data or "", in_community(act))
    flash(gettext("保险单登记好了，发活动时可以选它。"), "success")
    return redirect(go_to, code=303)


def _sent_paper() -> Incoming | None:
    """Return the photo or PDF that was sent, None where none was chosen."""
    sent = request.files.get("paper")
    if sent is None or not sent.filename:
        return None
    return sent_file(INSURANCE_PAPER, "paper")


@bp.get("/insurance/<id:policy_id>")
@requires(Permission.ACTIVITY_MANAGE)
def insurance_policy(policy_id: int) -> ResponseReturnValue:
    """Show one policy; names and papers only to who keeps them."""
    return _page(policy_id, PeopleForm(formdata=None), EndPolicyForm(formdata=None))


def _page(
    policy_id: int, people: PeopleForm, ending: EndPolicyForm, refusal: RuleError | None = None
) -> ResponseReturnValue:
    session, here = db.session(), community()
    policy = rules.policy_in(session, here.id, policy_id)
    may_manage = authority().may(Permission.INSURANCE_MANAGE)
    members, next_id = queries.listed(session, policy, page_key("after")) if may_manage else ([], 0)
    page = render_template(
        "volunteer/insurance/insurance_policy.html",
        policy=policy,
        members=members,
        next_id=next_id,
        count=queries.count_listed(session, policy),
        papers=file_queries.files_of(session, here, INSURANCE_PAPER, policy.id)
        if may_manage
        else [],
        relying=queries.relying_on(session, policy, clock.now()),
        may_manage=may_manage,
        people=people,
        ending=ending,
        refusal=refusal,
        now=clock.now(),
        words=COVER_WORDS,
    )
    return page, refusal.status if refusal else (400 if people.errors or ending.errors else 200)


@bp.post("/insurance/<id:policy_id>/people")
@requires(Permission.INSURANCE_MANAGE)
def add_insured(policy_id: int) -> ResponseReturnValue:
    """Put members on the list, a line each; one that nobody answers to stays on the page."""
    form = PeopleForm()
    if not form.validate():
        return _page(policy_id, form, EndPolicyForm(formdata=None))
    now, by, lines = clock.now(), authority(), form.lines
    added: list[int] = []

    def act(session: Session, where: Community) -> str:
        policy = rules.policy_in(session, where.id, policy_id)
        members = [finding.the_member(session, where, line) for line in lines]
        doing = Act(session, now, by=by, community=where)
        added[:] = [rules.add_people(doing, policy, members)]
        return url_for(".insurance_policy", policy_id=policy_id)

    try:
        go_to = run_once(form.request_key.data or "", in_community(act))
    except RuleError as refusal:
        return _page(policy_id, form, EndPolicyForm(formdata=None), refusal)
    for count in added:
        flash(ngettext("加了 %(num)s 人。", "加了 %(num)s 人。", count), "success")
    return redirect(go_to, code=303)


@bp.post("/insurance/<id:policy_id>/people/<id:member_id>/removal")
@requires(Permission.INSURANCE_MANAGE)
def remove_insured(policy_id: int, member_id: int) -> ResponseReturnValue:
    """Take a member off the list."""
    now, by = clock.now(), authority()

    def act(session: Session, where: Community) -> None:
        doing = Act(session, now, by=by, community=where)
        policy = rules.policy_in(session, where.id, policy_id)
        rules.remove_person(doing, policy, member_id)

    run(in_community(act))
    flash(gettext("从名单里去掉了。"), "success")
    return redirect(url_for(".insurance_policy", policy_id=policy_id), code=303)


@bp.post("/insurance/<id:policy_id>/papers")
@requires(Permission.INSURANCE_MANAGE)
def add_insurance_paper(policy_id: int) -> ResponseReturnValue:
    """Keep a photo or PDF of the policy."""
    now, by = clock.now(), authority()
    none = (PeopleForm(formdata=None), EndPolicyForm(formdata=None))

    def act(session: Session, where: Community) -> None:
        doing = Act(session, now, by=by, community=where)
        rules.keep_paper(doing, rules.policy_in(session, where.id, policy_id), paper)

    try:
        paper = sent_file(INSURANCE_PAPER, "paper")
        run(in_community(act))
    except RuleError as refusal:
        return _page(policy_id, *none, refusal)
    flash(gettext("原件放好了。"), "success")
    return redirect(url_for(".insurance_policy", policy_id=policy_id), code=303)


@bp.post("/insurance/<id:policy_id>/end")
@requires(Permission.INSURANCE_MANAGE)
def end_insurance(policy_id: int) -> ResponseReturnValue:
    """End a policy before its last day; leaders of what relied on it are told."""
    form = EndPolicyForm()
    if not form.validate():
        return _page(policy_id, PeopleForm(formdata=None), form)
    now, by, reason = clock.now(), authority(), form.reason.data or ""

    def act(session: Session, where: Community) -> None:
        policy: InsurancePolicy = rules.policy_in(session, where.id, policy_id)
        rules.end(Act(session, now, by=by, community=where), policy, reason)

    run(in_community(act))
    flash(gettext("终止了，已告诉受影响的带队人。"), "success")
    return redirect(url_for(".insurance_policy", policy_id=policy_id), code=303)
