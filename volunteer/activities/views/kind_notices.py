"""The notice of a kind of activity: its versions, who knew how many, and writing the next."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from accounts.gate import run_once
from core import clock
from core.db import db
from core.errors import RuleError
from core.paging import row_number
from core.template_filters import refusal_text
from teams.authority.act import Act
from teams.gate import authority, community, requires
from volunteer.activities.forms.kind_notices import KindNoticeForm
from volunteer.activities.models import ActivityType
from volunteer.activities.queries import kind_notices as queries
from volunteer.activities.rules import kind_notices
from volunteer.activities.rules.kind_notices import NoticeWords
from volunteer.blueprint import bp
from volunteer.permissions import Permission


@bp.get("/leading/kinds/<id:kind_id>/notice")
@requires(Permission.ACTIVITY_MANAGE)
def kind_notice(kind_id: int) -> ResponseReturnValue:
    """Show what is told before coming to this kind, all versions of it, and the form."""
    kind = queries.kind_in(db.session(), community(), kind_id)
    return _page(kind, KindNoticeForm(formdata=None), is_fresh=True)


def _page(kind: ActivityType, form: KindNoticeForm, *, is_fresh: bool = False) -> str:
    versions = queries.versions_of(db.session(), kind)
    last = versions[0].notice if versions else None
    if is_fresh and last is not None:
        form.risk.data, form.bring.data = last.risk, last.bring
        form.seen_number.data = str(last.number)
    return render_template(
        "volunteer/activities/kind_notice.html", kind=kind, versions=versions, form=form
    )


@bp.post("/leading/kinds/<id:kind_id>/notice")
@requires(Permission.COMMUNITY_SETTINGS)
def write_kind_notice(kind_id: int) -> ResponseReturnValue:
    """Write the next version; everybody reads it before the next sign-up."""
    here, by, now, form = community(), authority(), clock.now(), KindNoticeForm()
    kind = queries.kind_in(db.session(), here, kind_id)
    if not form.validate():
        return _page(kind, form), 400
    words = NoticeWords(form.risk.data or "", form.bring.data or "")
    seen = row_number(form.seen_number.data or "") or 0

    def act(session: Session) -> str:
        kind_notices.write(Act(session, now, by=by, community=here), kind_id, words, seen)
        return url_for(".kind_notice", kind_id=kind_id)

    try:
        go_to = run_once(form.request_key.data or "", act)
    except RuleError as refusal:
        form.form_errors.append(refusal_text(refusal))
        return _page(kind, form), refusal.status
    flash(gettext("新的一版存好了，大家下次报这类活动时先看到它。"), "success")
    return redirect(go_to, code=303)
