"""资料与同意: what is held of me, switches, consents, devices, my data as a file."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from accounts import queries as own_queries
from accounts.gate import reader_id, rechecked, signed_in
from accounts.models import OPTIONAL_SCOPES, ConsentScope, Person, TextSize
from accounts.rules import consents, login_sessions, people, reading
from accounts.rules.device_words import of_agent
from accounts.rules.notice_versions import in_force
from accounts.words import CONSENT_WORDS
from core import clock
from core.ages import is_minor
from core.db import db, run
from core.fields import value_of
from core.masking import phone_for_staff
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, current_member, local_today, requires
from teams.members.forms.desk import ContactForm, SwitchForm
from teams.members.models import Member
from teams.members.rules import members
from teams.permissions import Permission


@bp.get("/me/data")
@requires(Permission.OWN_DATA)
def own_data() -> ResponseReturnValue:
    """Show what is held of me and what I agreed to."""
    return _page(None)


def _page(contact: ContactForm | None) -> str:
    person = db.session().get_one(Person, reader_id())
    member = current_member(db.session()) if authority().member_id is not None else None
    notice = consents.word_of(db.session(), person.id, ConsentScope.SERVICE_RECORD)
    newest = in_force(clock.now())
    switches = SwitchForm(
        formdata=None,
        data={
            "elder": person.is_elder_mode,
            "large": person.text_size is TextSize.LARGE,
            "contrast": person.has_high_contrast,
            "language": person.language,
        },
    )
    return render_template(
        "teams/members/own_data.html",
        person=person,
        member=member,
        phone=phone_for_staff(people.phone_of(person) or "") if person.phone_tail else None,
        contact=contact or ContactForm(formdata=None, data=_contact_of(person, member)),
        switches=switches,
        consents=_consent_lines(person.id),
        notice=notice,
        is_newest=notice is not None and notice.text_version == newest.name,
        is_minor=is_minor(person.birth_on, local_today()),
        devices=[
            (each, of_agent(each.device))
            for each in own_queries.live_devices(db.session(), person.id, clock.now())
        ],
        this_device=getattr(signed_in(), "login_session_id", 0),
    )


def _contact_of(person: Person, member: Member | None) -> dict[str, str | None]:
    return {
        "name": person.name,
        "address": person.address or "",
        "skills": member.skills if member else "",
        "available_times": member.available_times if member else "",
    }


def _consent_lines(person_id: int) -> list[tuple[str, str, bool]]:
    live = consents.live(db.session(), person_id)
    return [(scope.value, CONSENT_WORDS[scope], scope in live) for scope in OPTIONAL_SCOPES]


@bp.post("/me/data")
@requires(Permission.OWN_DATA)
def change_own_data() -> ResponseReturnValue:
    """Change my own name, address, skills and times."""
    form = ContactForm()
    if not form.validate():
        return _page(form), 400
    now, person_id, member_id = clock.now(), reader_id(), authority().member_id
    fields = people.OwnFields(value_of(form.name), value_of(form.address))

    def act(session: Session) -> None:
        people.change_own(Act(session, now), person_id, fields)
        if member_id is not None:
            member = session.get_one(Member, member_id)
            member.skills = value_of(form.skills) or ""
            member.available_times = value_of(form.available_times) or ""

    run(act)
    flash(_("资料改好了。"))
    return redirect(url_for("teams.own_data"), code=303)


@bp.post("/me/switches")
@requires(Permission.OWN_DATA)
def switch() -> ResponseReturnValue:
    """Keep how I read: elder mode, large words, contrast, language."""
    form, person_id = SwitchForm(), reader_id()
    if not form.validate():
        return _page(None), 400
    wanted = reading.Switches(
        is_elder_mode=bool(form.elder.data),
        text_size=TextSize.LARGE if form.large.data else TextSize.NORMAL,
        has_high_contrast=bool(form.contrast.data),
        language=form.language.data or "zh",
    )
    run(lambda session: reading.switch(session, person_id, wanted))
    return redirect(url_for("teams.own_data"), code=303)


@bp.post("/me/consents")
@requires(Permission.OWN_DATA)
def choose_consents() -> ResponseReturnValue:
    """Agree to just what is ticked; what is not ticked is withdrawn at once.

    A minor's publication is the guardian's to agree to, at the desk.
    """
    ticked = {scope for scope in OPTIONAL_SCOPES if scope.value in request.form.getlist("scope")}
    person_id, now = reader_id(), clock.now()
    today = clock.local_day(now, community().zone)
    run(lambda session: members.choose_consents(Act(session, now), person_id, ticked, today))
    flash(_("按您选的记下了，马上生效。"))
    return redirect(url_for("teams.own_data"), code=303)


@bp.post("/me/devices/<id:device_id>/ending")
@requires(Permission.OWN_DATA)
def end_device(device_id: int) -> ResponseReturnValue:
    """Sign one of my devices out."""
    person_id, now = reader_id(), clock.now()
    run(lambda session: login_sessions.end(Act(session, now), device_id, person_id))
    flash(_("那台设备已退出登录。"))
    return redirect(url_for("teams.own_data"), code=303)


@bp.post("/me/devices/others/ending")
@requires(Permission.OWN_DATA)
@rechecked
def end_other_devices() -> ResponseReturnValue:
    """Sign every device out but the one in hand."""
    person_id, now = reader_id(), clock.now()
    own = getattr(signed_in(), "login_session_id", 0)
    ended = run(lambda session: login_sessions.end_others(Act(session, now), person_id, own))
    flash(ngettext("别的 %(num)s 台设备都退出了。", "别的 %(num)s 台设备都退出了。", ended))
    return redirect(url_for("teams.own_data"), code=303)
