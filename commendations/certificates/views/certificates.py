"""Certificates: on paper, looked up by anybody, revoked with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.gate import note_guess, refuse_guessing, run_once
from commendations.blueprint import bp, open_bp
from commendations.certificates.queries import certificates
from commendations.certificates.queries.certificates import Certificate
from commendations.certificates.rules import revoking
from commendations.certificates.rules.revoking import Revocation
from commendations.forms import ReasonForm, RevocationForm, VerifyForm
from commendations.nominations.rules.refusals import AwardUnknown
from commendations.permissions import Permission
from commendations.words import CERTIFICATE_WORDS, KIND_WORDS
from core import clock
from core.db import db
from core.errors import RuleError
from core.form import status_of
from core.public_address import absolute
from core.qr import qr
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, can, community, in_community, requires
from teams.notices.queries import announced


@open_bp.get("/verify")
@requires(Permission.ANYONE)
def ask() -> ResponseReturnValue:
    """Ask for the code of a certificate; one typed into the form leads to its page."""
    code = request.args.get("code", "").strip()
    if code:
        plain = "".join(each for each in code if each.isalnum())
        return redirect(url_for("verify.show", code=plain or "-"), code=303)
    return render_template(
        "commendations/certificates/verify_ask.html", form=VerifyForm(formdata=None)
    )


@open_bp.get("/verify/<string:code>")
@requires(Permission.ANYONE)
def show(code: str) -> ResponseReturnValue:
    """Say whether a certificate is real: in force, revoked, or unknown; the name covered."""
    refuse_guessing("verify")
    found = certificates.certificate_of(db.session(), code)
    if found is None:
        note_guess("verify")
    page = render_template(
        "commendations/certificates/verify.html",
        found=found,
        holder=_holder(found) if found is not None else "",
        form=VerifyForm(formdata=None, code=code[:32]),
        kinds=KIND_WORDS,
    )
    return page, 200 if found is not None else 404


def _holder(found: Certificate) -> str:
    """Write who holds it, for strangers: covered, and a minor by the team alone (contract 9)."""
    if found.anonymised:
        return str(gettext("志愿者已注销"))
    if found.is_minor(clock.local_day(clock.now(), found.community.zone)):
        return announced.minor_words(found.team)
    return f"{found.covered_name} {found.number_tail}"


@bp.get("/awards/<id:award_id>")
@requires(Permission.COMMUNITY_READ)
def certificate(award_id: int) -> ResponseReturnValue:
    """Lay out one certificate, A4 across: for its holder and for staff who read members."""
    found = certificates.certificate_by_id(db.session(), community(), award_id)
    if found.person_id != authority().person_id and not can(Permission.MEMBER_READ):
        raise AwardUnknown
    return render_template(
        "commendations/certificates/certificate.html",
        found=found,
        title=gettext(CERTIFICATE_WORDS[found.award.kind]),
        code_picture=qr(
            absolute(url_for("verify.show", code=found.award.verification_code)), border=0, css=None
        ),
    )


@bp.get("/awards/<id:award_id>/revocation")
@requires(Permission.COMMENDATION_ISSUE)
def new_revocation(award_id: int) -> ResponseReturnValue:
    """Ask why a certificate is revoked, or why a level short of hours is kept."""
    return _revocation_page(award_id, RevocationForm(formdata=None), None)


def _revocation_page(
    award_id: int, form: RevocationForm, refusal: RuleError | None
) -> ResponseReturnValue:
    found = certificates.certificate_by_id(db.session(), community(), award_id)
    page = render_template(
        "commendations/certificates/revocation.html",
        found=found,
        form=form,
        keep_form=ReasonForm(formdata=None, prefix="keep"),
        refused=refusal_text(refusal),
    )
    return page, status_of(form, refusal)


@bp.post("/awards/<id:award_id>/revocation")
@requires(Permission.COMMENDATION_ISSUE)
def revoke(award_id: int) -> ResponseReturnValue:
    """Revoke a certificate and take its points back, once."""
    form = RevocationForm()
    if not form.validate():
        return _revocation_page(award_id, form, None)
    what = Revocation(str(form.reason.data), keeps_level=bool(form.keeps_level.data))
    by, now = authority(), clock.now()
    act = in_community(
        lambda session, where: revoking.revoke(
            Act(session, now, by=by), certificates.award_in(session, where, award_id), what
        )
    )
    back = url_for(".certificate", award_id=award_id)
    try:
        go_to = run_once(str(form.request_key.data), lambda session: (act(session), back)[1])
    except RuleError as refusal:
        return _revocation_page(award_id, form, refusal)
    flash(gettext("证书已撤销，荣誉墙上已经取下，奖励积分已经扣回。"), "success")
    return redirect(go_to, code=303)


@bp.post("/awards/<id:award_id>/keeping")
@requires(Permission.COMMENDATION_ISSUE)
def keep(award_id: int) -> ResponseReturnValue:
    """Keep a level whose hours fell short."""
    reason, by, now = request.form.get("keep-reason", ""), authority(), clock.now()
    act = in_community(
        lambda session, where: revoking.keep_level(
            Act(session, now, by=by), certificates.award_in(session, where, award_id), reason
        )
    )
    try:
        run_once(request.form.get("keep-request_key", ""), lambda s: (act(s), "")[1])
    except RuleError as refusal:
        return _revocation_page(award_id, RevocationForm(formdata=None), refusal)
    flash(gettext("已保留这一级，理由记下了。"), "success")
    return redirect(url_for(".certificate", award_id=award_id), code=303)
