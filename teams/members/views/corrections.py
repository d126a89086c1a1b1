"""改资料 and 监护人 of a member, at the desk."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import refuse_unless_rechecked
from accounts.models import Guardian
from accounts.rules import consents
from accounts.rules import people as persons
from core import clock
from core.db import db, run
from core.errors import RuleError
from core.fields import SelectChoice
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.forms.correcting import CorrectionForm, GuardianForm, wishes_of
from teams.members.forms.desk import team_choices
from teams.members.models import Member
from teams.members.queries import people, teams
from teams.members.rules import corrections, guardians
from teams.members.rules.place_tree import own_places, tree_of
from teams.permissions import Permission


def _here(member_id: int) -> Member:
    """Return the member; nobody opens the own one here. Raises NotFound, OwnCase."""
    found = people.member_in(db.session(), community(), member_id)
    authority().refuse_own_case(found.person_id)
    return found


def _offer(form: CorrectionForm, found: Member) -> CorrectionForm:
    """Offer the teams, and the places that are open or are the member's own."""
    form.team.choices = team_choices(teams.teams_of(db.session(), community()), "没有主队")
    form.place.choices = [
        SelectChoice(0, "没有记"),
        *(
            SelectChoice(each.place.id, each.words)
            for each in tree_of(own_places(db.session(), community().id))
            if not each.place.is_closed or each.place.id == found.place_id
        ),
    ]
    return form


@bp.get("/members/<id:member_id>/facts")
@requires(Permission.MEMBER_REGISTER)
def edit_member(member_id: int) -> ResponseReturnValue:
    """Show what may be put right of a member; what is covered on the file stays covered here."""
    found = _here(member_id)
    form = CorrectionForm(
        formdata=None,
        data={
            "skills": found.skills,
            "available_times": found.available_times,
            "team": found.home_team_id or 0,
            "place": found.place_id or 0,
        },
    )
    return _member_page(found, _offer(form, found))


def _member_page(found: Member, form: CorrectionForm, refusal: RuleError | None = None) -> str:
    return render_template(
        "teams/members/edit_member.html", member=found, form=form, refusal=refusal
    )


@bp.post("/members/<id:member_id>/facts")
@requires(Permission.MEMBER_REGISTER)
def correct_member(member_id: int) -> ResponseReturnValue:
    """Put right what is noted of a member, with the reason."""
    found = _here(member_id)
    form = _offer(CorrectionForm(data={"place": found.place_id or 0}), found)
    if not form.validate():
        return _member_page(found, form), 400
    if form.changes_sign_in:
        refuse_unless_rechecked()
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> list[str]:
        member = people.member_in(session, here, member_id)
        wanted = form.correction(teams.teams_of(session, here))
        return corrections.correct(Act(session, now, by=by), member, wanted)

    try:
        changed = run(act)
    except RuleError as refusal:
        return _member_page(found, form, refusal), refusal.status
    flash(_("资料改好了，已告诉本人。") if changed else _("没有要改的。"))
    return redirect(url_for("teams.member", member_id=member_id), code=303)


@bp.get("/members/<id:member_id>/guardian")
@requires(Permission.MEMBER_REGISTER)
def member_guardian(member_id: int) -> ResponseReturnValue:
    """Show who answers for a minor and what was agreed to."""
    found = _here(member_id)
    kept = persons.guardian_of(db.session(), found.person_id)
    live = consents.live(db.session(), found.person_id)
    return _guardian_page(found, GuardianForm(formdata=None, data=_kept(kept) | wishes_of(live)))


def _kept(kept: Guardian | None) -> dict[str, object]:
    if kept is None:
        return {"kinship": "监护人"}
    known = people.number_of(db.session(), community(), kept.guardian_person_id)
    return {
        "kinship": kept.relation,
        "number": known or "",
        "agreed": kept.consented_at is not None,
    }


def _guardian_page(found: Member, form: GuardianForm, refusal: RuleError | None = None) -> str:
    return render_template(
        "teams/members/member_guardian.html",
        member=found,
        form=form,
        refusal=refusal,
        kept=persons.guardian_of(db.session(), found.person_id),
    )


@bp.post("/members/<id:member_id>/guardian")
@requires(Permission.MEMBER_REGISTER)
def keep_guardian(member_id: int) -> ResponseReturnValue:
    """Note who answers for a minor, and what that person agreed to."""
    found, form = _here(member_id), GuardianForm()
    if not form.validate():
        return _guardian_page(found, form), 400
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> None:
        member = people.member_in(session, here, member_id)
        guardians.keep(Act(session, now, by=by), member, form.fields())

    try:
        run(act)
    except RuleError as refusal:
        return _guardian_page(found, form, refusal), refusal.status
    flash(_("监护人记好了。"))
    return redirect(url_for("teams.member", member_id=member_id), code=303)
