"""Settings with a start day: what counted on a day, and a new value from a day on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules import audit
from core import clock, room
from core.errors import BadRequest
from core.room_settings import RoomSettings, Setting, Value, made_of
from teams.authority.act import Act
from teams.members.models import CommunitySetting
from teams.permissions import Permission

Kind = TypeVar("Kind", bound=RoomSettings)


class SettingUnknown(BadRequest):
    """No setting has this name."""

    message = "没有这一项设置。"


class SettingOutOfRange(BadRequest):
    """The value lies outside what the setting allows."""

    message = "这一项只能填 %(least)s 到 %(most)s。"


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """What one community had set by one day, by name; `of` reads it as a room's settings."""

    values: Mapping[str, Value]

    def of(self, kind: type[Kind]) -> Kind:
        """Return the settings of one room; what was never set has its default."""
        return made_of(kind, self.values)


def settings_of(session: Session, community_id: int, kind: type[Kind], on: date) -> Kind:
    """Return the settings of one room in force on `on` (a local day), in one query."""
    return as_of(session, community_id, on).of(kind)


def settings_now(act: Act, kind: type[Kind]) -> Kind:
    """Return the settings of one room in force on the community's local day of an act."""
    today = clock.local_day(act.now, act.community.zone)
    return settings_of(act.session, act.community.id, kind, today)


def as_of(session: Session, community_id: int, on: date) -> KeptSettings:
    """Return the settings of every room in force on `on` (a local day), in one query."""
    return on_days(session, community_id, {on})[on]


def on_days(
    session: Session, community_id: int, days: Collection[date]
) -> dict[date, KeptSettings]:
    """Return the settings in force on each of `days` (local), in one query; none asked for none.

    Of several versions the newest `starts_on` not after the day counts, then the newest row.
    """
    if not days:
        return {}
    setting = CommunitySetting
    rows = session.execute(
        select(setting.starts_on, setting.name, setting.value)
        .where(setting.community_id == community_id, setting.starts_on <= max(days))
        .order_by(setting.starts_on, setting.id)
    ).all()
    return {
        day: KeptSettings({name: value for starts_on, name, value in rows if starts_on <= day})
        for day in days
    }


def change(act: Act, version: CommunitySetting) -> None:
    """Let a new value count from its start day on; the past keeps what it had.

    Raises NotAllowed, SettingUnknown, SettingOutOfRange, in that order.
    """
    act.by.refuse_unless(Permission.COMMUNITY_SETTINGS)
    setting = room.settings().get(version.name)
    if setting is None:
        raise SettingUnknown
    _refuse_out_of_range(setting, version.value)
    version.community_id = act.community.id
    version.set_by_id, version.set_at = act.by.person_id, act.now
    act.session.add(version)
    act.session.flush()
    audit.record(
        act,
        "setting_changed",
        ("setting", version.id),
        actor_id=act.by.person_id,
        community_id=act.community.id,
        name=version.name,
        value=version.value,
        starts_on=version.starts_on.isoformat(),
    )


def _refuse_out_of_range(setting: Setting, value: Value) -> None:
    if setting.choices or setting.is_yes_or_no:
        if value not in (setting.choices or (True, False)):
            raise SettingUnknown
        return
    limits = setting.limits
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or not limits.least <= value <= limits.most
    ):
        raise SettingOutOfRange(least=limits.least, most=limits.most)
