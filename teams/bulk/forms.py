"""Whom a press on many is for, as ticked or as found, and what is chosen for all of them."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, SelectField

from core.form import OnceForm
from core.paging import row_number
from teams.bulk.models import BulkKind

LONGEST_LIST = 12_000


def numbers_in(typed: Iterable[str]) -> list[int]:
    """Return the numbers of rows among what was sent, each once; what is none is left aside."""
    found = [row_number(each) for each in typed]
    return list(dict.fromkeys(number for number in found if number is not None))


class ChosenForm(OnceForm):
    """Whom it is for: the numbers of members, in one field, so that none is lost on the way."""

    people = HiddenField()

    def ids(self) -> list[int]:
        """Return the numbers of the members that were shown when the button was pressed."""
        return numbers_in(str(self.people.data or "")[:LONGEST_LIST].split(","))


class BulkForm(ChosenForm):
    """What is done to them, and with which team."""

    kind = HiddenField()
    team = SelectField("队伍", coerce=int)

    def wanted(self) -> BulkKind | None:
        """Return the kind of act, None for what is none."""
        return next((each for each in BulkKind if each.value == self.kind.data), None)


class CardsForm(ChosenForm):
    """Whose cards are printed, and whether those with a secret get a new PIN."""

    renew = BooleanField(
        "已经有密码或 PIN 码的，也发新 PIN 码",
        description="旧的 PIN 码马上作废，所有设备要重新登录。不勾就只印卡片，条上没有 PIN 码。",
    )
