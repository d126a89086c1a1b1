"""招募码: opened for a stall by who leads a team, shown large, stopped; where a scan leads."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from core.public_address import absolute
from core.qr import qr
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, may_enter, requires
from teams.members.forms.recruiting import RecruitForm
from teams.members.models import Community
from teams.members.queries import recruiting as queries
from teams.members.queries.teams import team_in, teams_of
from teams.members.rules import recruiting
from teams.members.rules.recruiting import RecruitCodeOver
from teams.permissions import Permission
from teams.settings import TeamsSettings


@bp.get("/recruit-codes")
@requires(Permission.RECRUIT_OPEN)
def recruit_codes() -> ResponseReturnValue:
    """List the codes of the reader's teams, and open one."""
    form = RecruitForm(formdata=None)
    _offer(form)
    return _list(form)


def _offer(form: RecruitForm) -> None:
    reach = authority().teams_with(Permission.RECRUIT_OPEN)
    teams = teams_of(db.session(), community())
    act = Act(db.session(), clock.now(), community=community())
    most_hours = act.settings(TeamsSettings).recruit_code_hours
    form.offer([each for each in teams if reach is None or each.id in reach], most_hours)


def _list(form: RecruitForm) -> str:
    reach = authority().teams_with(Permission.RECRUIT_OPEN)
    return render_template(
        "teams/members/recruit_codes.html",
        form=form,
        codes=queries.codes_of(db.session(), community(), reach),
        now=clock.now(),
    )


@bp.post("/recruit-codes")
@requires(Permission.RECRUIT_OPEN)
def open_recruit_code() -> ResponseReturnValue:
    """Open a code, and show it."""
    form = RecruitForm()
    _offer(form)
    if not form.validate():
        return _list(form), 400
    here, by, now = community().id, authority(), clock.now()
    team_id, hours = form.team.data, form.hours.data

    def act(session: Session) -> int:
        place = session.get_one(Community, here)
        team = team_in(session, place, team_id)
        return recruiting.open_code(Act(session, now, by=by, community=place), team, hours).id

    return redirect(url_for(".recruit_code", code_id=run(act)), code=303)


@bp.get("/recruit-codes/<id:code_id>")
@requires(Permission.RECRUIT_OPEN)
def recruit_code(code_id: int) -> ResponseReturnValue:
    """Show one code large, with until when it holds and who came by it."""
    shown = queries.shown_code(db.session(), community(), code_id)
    authority().refuse_unless(Permission.RECRUIT_OPEN, shown.code.team_id)
    way_in = absolute(url_for(".join", token=recruiting.token_of(shown.code)))
    return render_template(
        "teams/members/recruit_code.html",
        shown=shown,
        way_in=way_in,
        picture=qr(way_in, _("招募码，用手机相机扫")),
        now=clock.now(),
    )


@bp.post("/recruit-codes/<id:code_id>/revocation")
@requires(Permission.RECRUIT_OPEN)
def revoke_recruit_code(code_id: int) -> ResponseReturnValue:
    """Stop a code at once."""
    here, by, now = community(), authority(), clock.now()
    run(
        lambda session: recruiting.revoke(
            Act(session, now, by=by), queries.code_in(session, here, code_id)
        )
    )
    flash(_("停用了，再扫的人会看到说明。"), "success")
    return redirect(url_for(".recruit_codes"), code=303)


@bp.get("/join/<string:token>")
@requires(Permission.ANYONE)
def join(token: str) -> ResponseReturnValue:
    """Lead who scans a code to registering for its team; one that is over says so."""
    if may_enter() and authority().member_id is not None:
        flash(_("您已经登记过。想进这支队伍，在这里申请。"))
        return redirect(url_for(".teams"), code=303)
    act = Act(db.session(), clock.now(), community=community())
    try:
        recruiting.usable(act, token)
    except RecruitCodeOver as over:
        return render_template("teams/members/recruit_over.html", refusal=over), over.status
    return redirect(url_for(".register", code=token), code=303)
