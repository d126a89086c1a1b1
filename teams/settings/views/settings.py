"""设置: the list of thresholds, one with its versions, and a new version taken."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core import calendar, clock, room
from core.db import db, run
from core.errors import NotFound, RuleError
from core.fields import value_of
from core.masking import name_for_staff
from core.room_settings import Setting
from teams.authority.act import Act
from teams.blueprint import bp
from teams.gate import authority, community, local_today, requires
from teams.members.models import Community, CommunitySetting
from teams.permissions import Permission
from teams.settings.forms import SettingForm
from teams.settings.queries import settings as queries
from teams.settings.rules import settings as rules
from teams.settings.views.setting_values import YES_OR_NO, permitted, read_value, value_words


@bp.get("/settings")
@requires(Permission.COMMUNITY_SETTINGS)
def settings() -> ResponseReturnValue:
    """Show every threshold: its value, since when, who set it, and what comes next."""
    today = local_today()
    kept = queries.versions(db.session(), community())
    return render_template(
        "teams/settings/settings.html",
        settings=[
            (
                name,
                each.words,
                each.does,
                permitted(each),
                *_in_force(each, kept.get(name, []), today),
            )
            for name, each in room.settings().items()
        ],
        days=queries.calendar_days(db.session(), today.replace(month=1, day=1)),
        unknown_year=calendar.unknown_year(today),
    )


def _in_force(
    setting: Setting, kept: list[tuple[CommunitySetting, str]], today: date
) -> tuple[str, str, str]:
    """Return the value in force, since when and by whom, and the next version."""
    past = [each for each in kept if each[0].starts_on <= today]
    coming = [each for each in kept if each[0].starts_on > today]
    value = value_words(setting, past[-1][0].value if past else setting.default)
    since = _("一开始就是这样")
    if past:
        version, name = past[-1]
        since = _(
            "%(day)s起，%(who)s",
            day=version.starts_on.isoformat(),
            who=name_for_staff(name) if name else _("系统"),
        )
    following = ""
    if coming:
        following = _(
            "%(day)s起改为 %(value)s",
            day=coming[0][0].starts_on.isoformat(),
            value=value_words(setting, coming[0][0].value),
        )
    return value, since, following


@bp.get("/settings/<string:name>")
@requires(Permission.COMMUNITY_SETTINGS)
def setting(name: str) -> ResponseReturnValue:
    """Show one threshold with all its versions and the form for the next."""
    return _setting_page(name, SettingForm(formdata=None))


def _setting_page(name: str, form: SettingForm, refusal: RuleError | None = None) -> str:
    shown = room.settings().get(name)
    if shown is None:
        raise NotFound
    kept = queries.versions(db.session(), community()).get(name, [])
    return render_template(
        "teams/settings/setting.html",
        setting=shown,
        options=[_(each) for each in (YES_OR_NO if shown.is_yes_or_no else shown.choices.values())],
        versions=[(v, value_words(shown, v.value), name_for_staff(who or "—")) for v, who in kept],
        first=value_words(shown, shown.default),
        form=form,
        send_to=shown.changed_by or "teams.change_setting",
        refusal=refusal,
    )


@bp.post("/settings/<string:name>/versions")
@requires(Permission.COMMUNITY_SETTINGS)
def change_setting(name: str) -> ResponseReturnValue:
    """Let a new value count from its start day on."""
    known = room.settings().get(name)
    if known is not None and known.changed_by:
        raise NotFound
    by = authority()
    return change(
        name,
        lambda s, here, version: rules.change(
            Act(s, version.set_at, by=by, community=here), version
        ),
    )


def change(
    name: str, act: Callable[[Session, Community, CommunitySetting], object]
) -> ResponseReturnValue:
    """Read the new version of a setting and let `act` make it count, then list the settings.

    A room above, whose rows move with the setting, calls this from a route of its own.
    """
    form = SettingForm()
    known = room.settings().get(name)
    if known is None or not form.validate():
        return _setting_page(name, form), 400
    here_id = community().id
    version = CommunitySetting(
        name=name,
        value=read_value(known, form.value.data or ""),
        starts_on=value_of(form.starts_on),
        reason=value_of(form.reason),
        set_at=clock.now(),
    )
    try:
        run(lambda s: act(s, s.get_one(Community, here_id), version))
    except RuleError as refusal:
        return _setting_page(name, form, refusal), refusal.status
    flash(_("记下了，到那天开始算新的；以前的照旧。"))
    return redirect(url_for("teams.settings"), code=303)
