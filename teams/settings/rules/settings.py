"""Settings with a start day: what counted on a day, and a new value from a day on."""

from accounts.act import Subject
from core import room
from core.errors import BadRequest
from core.room_settings import Setting, Value
from teams.authority.act import Act
from teams.members.models import CommunitySetting
from teams.permissions import Permission


class SettingUnknown(BadRequest):
    """No setting has this name."""

    message = "没有这一项设置。"


class SettingOutOfRange(BadRequest):
    """The value lies outside what the setting allows."""

    message = "这一项只能填 %(least)s 到 %(most)s。"


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
    act.note(
        "setting_changed",
        Subject("setting", version.id, act.community.id),
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
