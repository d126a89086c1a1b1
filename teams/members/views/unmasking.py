"""One field of a member in full, for a reason."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from accounts.gate import rechecked
from accounts.models import Guardian
from core import clock
from core.db import db, run
from core.fields import SelectChoice, value_of
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, can, community, requires
from teams.members.forms.desk import ReadingForm
from teams.members.models import Member
from teams.members.queries import people
from teams.members.rules import unmasking
from teams.members.rules.unmasking import Field, Reading
from teams.members.words import UNMASKED_FIELD_WORDS
from teams.permissions import Permission


def kept_fields(member: Member, guardian: Guardian | None, *, is_minor: bool) -> list[str]:
    """Return the names of the fields the reader may open: what is kept, less of a minor."""
    person = member.person
    own = {
        Field.PHONE: person.phone_tail,
        Field.RESIDENT_NUMBER: person.resident_number_tail,
        Field.ADDRESS: person.address,
        Field.BIRTHDAY: person.birth_on,
        Field.CONTACTS: member.contacts_sealed,
    }
    if is_minor and not can(Permission.MINOR_READ):
        own = {}
    guardians = {Field.GUARDIAN_PHONE: guardian.phone_tail if guardian else None}
    return [field.value for field, kept in (own | guardians).items() if kept]


def reading_form(names: list[str]) -> ReadingForm:
    """Return the form that asks which field to read in full, of `names`, and what for."""
    form = ReadingForm()
    form.field.choices = [SelectChoice(name, UNMASKED_FIELD_WORDS[name]) for name in names]
    return form


@bp.post("/members/<id:member_id>/full-fields")
@requires(Permission.MEMBER_REGISTER)
@rechecked
def unmask_field(member_id: int) -> ResponseReturnValue:
    """Show one field in full, once."""
    form, here, now, by = (
        reading_form(list(UNMASKED_FIELD_WORDS)),
        community(),
        clock.now(),
        authority(),
    )
    if not form.validate():
        flash(_("请选一项，写明原因。"), "bad")
        return redirect(url_for("teams.member", member_id=member_id), code=303)
    wanted = Reading(Field(form.field.data), value_of(form.reason))

    def act(session: Session) -> str | None:
        return unmasking.read(
            Act(session, now, by=by), people.member_in(session, here, member_id), wanted
        )

    shown = run(act)
    return render_template(
        "teams/members/revealed.html",
        member=people.member_in(db.session(), here, member_id),
        label=UNMASKED_FIELD_WORDS[wanted.field],
        shown=shown,
    )
