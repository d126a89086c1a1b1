"""One event of the audit trail in words: what it is about, and its details."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from accounts.models import AuditEvent
from core import clock, room, wording
from core.template_filters import tongue, zone
from teams.audit_trail.queries.audit import Numbers
from teams.settings.views.setting_values import value_words


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says events in the reader's language; `numbers` and `teams` name who and what they mean."""

    numbers: Numbers
    teams: dict[int, str]

    def subject(self, event: AuditEvent) -> str:
        """Write what an event is about: 志愿者 DJ0012, 报名 12 号."""
        kind = str(_(room.trail().objects.get(event.object_kind, event.object_kind or "—")))
        if event.object_id is None:
            return kind
        named = {"member": self.numbers.of_member, "person": self.numbers.of_person}
        number = named.get(event.object_kind, {}).get(event.object_id)
        if number is not None:
            return str(_("%(kind)s %(number)s", kind=kind, number=number))
        return str(_("%(kind)s %(number)s 号", kind=kind, number=event.object_id))

    def details(self, event: AuditEvent) -> str:
        """Write the details one after another: 岗位：队长；队伍：绿色生态文明."""
        return str(_("；")).join(
            str(_("%(label)s：%(value)s", label=_(label), value=value))
            for label, value in self._told(event)
            if value
        )

    def _told(self, event: AuditEvent) -> Iterator[tuple[str, str]]:
        if event.event == "setting_changed":
            yield from _of_setting(event.details)
            return
        for name, value in event.details.items():
            yield room.trail().details.get(name, name), self._value(name, value)

    def _value(self, name: str, value: Any) -> str:
        trail = room.trail()
        if value is None or value == "":
            return ""
        if name in trail.references:
            return str(_("%(number)s 号", number=value))
        if name == "team":
            return self.teams.get(value, str(value))
        if name in trail.members:
            return self.numbers.of_member.get(value, str(value))
        if name in trail.people:
            return self.numbers.of_person.get(value, str(_("本社区以外的人")))
        return _plain(name, value)


def _plain(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_plain(name, each) for each in value)
    if isinstance(value, dict):
        return "、".join(str(each) for each in value.values())
    known = room.trail().codes.get(name, {}).get(str(value))
    return str(_(known)) if known is not None else _moment(str(value))


def _moment(text: str) -> str:
    """Set a stored moment on the community's clock; other words stay as they are."""
    if len(text) < 19 or text[10:11] != "T":
        return text
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    return wording.moment(read, zone(), clock.now(), tongue())


def _of_setting(details: dict[str, Any]) -> Iterator[tuple[str, str]]:
    setting = room.setting_once_named(str(details.get("name")))
    if setting is not None:
        yield setting.words, value_words(setting, details.get("value", ""))
    yield room.trail().details["starts_on"], str(details.get("starts_on", ""))
