"""Many at once: whom and what, done in one press, told person by person, taken back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db, run
from core.errors import NotFound, RuleError
from teams.authority.act import Act
from teams.blueprint import bp
from teams.bulk.forms import BulkForm
from teams.bulk.models import WITH_TEAM, BulkKind
from teams.bulk.queries import chosen as queries
from teams.bulk.rules import bulk_acts as rules
from teams.bulk.views.chosen import chosen, packed
from teams.bulk.words import BULK_CONSEQUENCES, BULK_KIND_WORDS
from teams.gate import authority, community, requires
from teams.members.forms.desk import team_choices
from teams.members.models import Community, Member
from teams.members.queries import teams
from teams.permissions import Permission


@bp.get("/members/acts/new")
@requires(Permission.MEMBER_REGISTER)
def new_bulk_act() -> ResponseReturnValue:
    """Say whom it is for and what follows, and ask for the team where there is one."""
    members = chosen()
    rules.refuse_unless_some(members)
    form = BulkForm(formdata=None, data={"kind": request.args.get("act"), "team": 0})
    form.people.data = packed(members)
    return _page(form, members)


def _page(form: BulkForm, members: list[Member], refusal: RuleError | None = None) -> str:
    kind = form.wanted()
    if kind is None or kind not in BULK_CONSEQUENCES:
        raise NotFound
    return render_template(
        "teams/bulk/new_bulk_act.html",
        form=_offered(form),
        members=members,
        verb=BULK_KIND_WORDS[kind],
        consequence=BULK_CONSEQUENCES[kind],
        has_team=kind in WITH_TEAM,
        refusal=refusal,
    )


def _offered(form: BulkForm) -> BulkForm:
    form.team.choices = team_choices(teams.teams_of(db.session(), community()), "请选")
    return form


@bp.post("/members/acts")
@requires(Permission.MEMBER_REGISTER)
def do_bulk_act() -> ResponseReturnValue:
    """Do it to each of those who were shown, and say what became of each."""
    form, here_id, by, now = BulkForm(), community().id, authority(), clock.now()
    kind = form.wanted()
    if kind is None or kind not in BULK_CONSEQUENCES:
        raise NotFound

    def act(session: Session) -> str:
        here = session.get_one(Community, here_id)
        members = queries.ticked(session, here, form.ids())
        team = teams.team_in(session, here, form.team.data) if form.team.data else None
        made = rules.do(Act(session, now, by=by, community=here), kind, members, team)
        return url_for("teams.bulk_act", act_id=made.id)

    if not _offered(form).validate():
        return _page(form, queries.ticked(db.session(), community(), form.ids())), 400
    try:
        go_to = run_once(form.request_key.data or "", act)
    except rules.TeamToChoose as refusal:
        members = queries.ticked(db.session(), community(), form.ids())
        return _page(form, members, refusal), refusal.status
    return redirect(go_to, code=303)


@bp.get("/members/acts/<id:act_id>")
@requires(Permission.MEMBER_REGISTER)
def bulk_act(act_id: int) -> ResponseReturnValue:
    """Say of each whom it was for what was done, and why not."""
    made = queries.act_in(db.session(), community(), act_id)
    return render_template(
        "teams/bulk/bulk_act.html",
        made=made,
        verb=BULK_KIND_WORDS[BulkKind(made.kind)],
        team=teams.team_in(db.session(), community(), made.team_id) if made.team_id else None,
        people=queries.named(db.session(), community(), made),
        again="&".join(f"m={note['member']}" for note in made.done),
    )


@bp.post("/members/acts/<id:act_id>/undoing")
@requires(Permission.MEMBER_REGISTER)
def undo_bulk_act(act_id: int) -> ResponseReturnValue:
    """Take it back from all on whom nothing rests yet."""
    here, by, now = community(), authority(), clock.now()

    def act(session: Session) -> tuple[int, int]:
        made = queries.act_in(session, here, act_id)
        rules.undo(Act(session, now, by=by), made)
        return len(made.done) - len(made.kept), len(made.kept)

    undone, kept = run(act)
    flash(ngettext("撤销了 %(num)s 位。", "撤销了 %(num)s 位。", undone))
    if kept:
        flash(_("有 %(count)s 位撤不了，原因在下面。", count=kept), "wait")
    return redirect(url_for("teams.bulk_act", act_id=act_id), code=303)
