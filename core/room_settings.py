"""What a room lets each community set: one frozen dataclass whose fields say all about themselves.

A field's name ends in its unit; its default, Chinese words and limits stand beside it. What a
community has set is kept by the field's name, each value from a day on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TypeVar

Value = int | str
"""A whole number, yes or no, or the code of a choice."""

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
Kind = TypeVar("Kind", bound="RoomSettings")

DECLARED = "setting"


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that may be set, both counted in, and their unit in Chinese."""

    least: int
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as its page shows it. `choices`: code → Chinese, in the order offered.

    `earlier` is its name before units stood in names: the trail keeps what was written then.
    `changed_by` is the endpoint that changes it, where rows of its room move along with it.
    """

    default: Value
    words: str
    does: str
    limits: Limits = Limits(0, 0, "")
    choices: Mapping[str, str] = field(default_factory=dict)
    earlier: str = ""
    changed_by: str = ""
    name: str = ""

    @property
    def is_yes_or_no(self) -> bool:
        """Say whether it is answered by yes or no."""
        return isinstance(self.default, bool)

    def typed(self, value: Value) -> Value:
        """Return a kept value as the field has it: a choice as the member it is the code of."""
        return type(self.default)(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSettings:
    """The settings of one room as one community has them on one day."""


def whole(
    default: int, words: str, does: str, limits: Limits, *, earlier: str = "", changed_by: str = ""
) -> int:
    """Declare a setting that is a whole number within `limits`."""
    setting = Setting(default, words, does, limits, earlier=earlier, changed_by=changed_by)
    return _declared(default, setting)


def yes_or_no(words: str, does: str, *, default: bool) -> bool:
    """Declare a setting that is answered by yes or no."""
    return _declared(default, Setting(default, words, does))


def choice(default: Choice, words: str, does: str, choices: Mapping[Choice, str]) -> Choice:
    """Declare a setting chosen among the members of an enumeration, each in Chinese words."""
    return _declared(
        default,
        Setting(default, words, does, choices={code.value: each for code, each in choices.items()}),
    )


def _declared(default: T, setting: Setting) -> T:
    return field(default=default, metadata={DECLARED: setting})


def settings_in(kind: type[RoomSettings]) -> Mapping[str, Setting]:
    """Return what each field of a room's settings declares, by name, in the order of the class."""
    return {each.name: replace(each.metadata[DECLARED], name=each.name) for each in fields(kind)}


def made_of(kind: type[Kind], kept: Mapping[str, Value]) -> Kind:
    """Return a room's settings from what is kept by name; what was never set has its default."""
    known = ((each.name, each.metadata[DECLARED]) for each in fields(kind))
    return replace(kind(), **{name: own.typed(kept[name]) for name, own in known if name in kept})
