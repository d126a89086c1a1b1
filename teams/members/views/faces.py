"""头像: the drawn face a person is shown by, chosen with one press."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.gate import reader_id
from accounts.models import Person
from accounts.rules import faces
from accounts.words import FACE_WORDS
from core import clock
from core.db import db, run
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, current_member, requires
from teams.members.forms.faces import FaceForm
from teams.permissions import Permission


@bp.get("/me/face")
@requires(Permission.OWN_DATA)
def own_face() -> ResponseReturnValue:
    """Show every face in the vest of the own team; each is chosen with one press."""
    session = db.session()
    member = current_member(session) if authority().member_id is not None else None
    return render_template(
        "teams/members/face.html",
        faces=FACE_WORDS,
        now_shown=session.get_one(Person, reader_id()).face,
        colour=member.home_team.colour.value if member and member.home_team else "",
    )


@bp.post("/me/face")
@requires(Permission.OWN_DATA)
def choose_face() -> ResponseReturnValue:
    """Show the reader by this face everywhere."""
    form, person_id, now = FaceForm(), reader_id(), clock.now()
    face = form.face.data or 0
    run(lambda session: faces.choose(Act(session, now), person_id, face))
    flash(_("换好了，哪里都是这一张。"), "success")
    return redirect(url_for("teams.me"), code=303)
