"""The shape of what the supermarket's pages send."""

import re

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import Length, Optional

from core.fields import Required
from core.form import Form, OnceForm
from core.inputs import BadInput, folded, of_card
from points.goods.forms.goods import NEEDED
from points.goods.rules.goods import MOST_OF_ONE
from points.redemptions.rules.counter_credentials import Witness
from points.redemptions.rules.exchanges import MOST_LINES
from points.redemptions.rules.orders import Wish
from points.redemptions.rules.proxies import Proxy
from points.redemptions.rules.signatures import Paper

LINE = re.compile(r"([1-9][0-9]{0,17}):([1-9][0-9]?)(?::([1-9][0-9]{0,6}))?")
CHOSEN = re.compile(r"p([1-9][0-9]{0,17})")


def basket_of(arguments: MultiDict[str, str]) -> dict[int, int]:
    """Read off an address what was chosen: `p12=1` is one piece of product 12."""
    basket: dict[int, int] = {}
    for name, value in arguments.items():
        found = CHOSEN.fullmatch(name)
        if found and value.isascii() and value.isdigit() and 0 < int(value[:3]) <= MOST_OF_ONE:
            basket[int(found[1])] = int(value[:3])
    return dict(list(basket.items())[:MOST_LINES])


def wishes_of(lines: list[str]) -> list[Wish]:
    """Read `product:quantity:price seen`, a line a product. Raises BadInput."""
    wishes = []
    for line in lines:
        found = LINE.fullmatch(line)
        if found is None:
            raise BadInput("选好的东西读不出来，请回货架重新选。")
        seen = int(found[3]) if found[3] else None
        wishes.append(Wish(product_id=int(found[1]), quantity=int(found[2]), price_points=seen))
    return wishes


class ReserveForm(OnceForm):
    """A basket on its way to be kept; the lines stand in repeated fields called `line`."""


class CancelForm(OnceForm):
    """Letting a reservation go."""


class SearchForm(Form):
    """What was typed or scanned at the counter; members and goods chosen stand beside it."""

    q = StringField(lazy_gettext("扫码或输入"), [Optional(), Length(max=120)], filters=[of_card])


class _AtCounter(OnceForm):
    proxy_known_by = StringField(
        lazy_gettext("代领人的编号或手机号"), [Optional(), Length(max=120)], filters=[of_card]
    )
    proxy_relation = StringField(lazy_gettext("和本人的关系"), [Optional(), Length(max=30)])
    witness_no = StringField(lazy_gettext("第二位值班人员编号"), [Optional(), Length(max=32)])
    witness_pin = PasswordField(lazy_gettext("第二位值班人员 PIN 码"), [Optional(), Length(max=64)])
    is_signed = BooleanField(lazy_gettext("纸质已签"))
    paper_no = StringField(lazy_gettext("纸质单号"), [Optional(), Length(max=32)])
    off_hours_reason = StringField(lazy_gettext("为什么这时发"), [Optional(), Length(max=120)])

    def paper(self) -> Paper | None:
        """Return what the clerk noted of the signed paper slip, None when nothing was noted."""
        is_signed, number = self.is_signed.data, _plain(self.paper_no.data)
        return Paper(is_signed, number) if is_signed or number else None

    def reason(self) -> str:
        """Return why goods go out while the shop is closed, empty when nothing was said."""
        return (self.off_hours_reason.data or "").strip()

    def proxy(self) -> Proxy | None:
        """Return who collects for the member, None when they came themselves."""
        known_by, relation = _plain(self.proxy_known_by.data), _plain(self.proxy_relation.data)
        return Proxy(known_by=known_by, relation=relation) if known_by or relation else None

    def witness(self) -> Witness | None:
        """Return the second person at the counter, None when nobody is named."""
        number = _plain(self.witness_no.data).upper()
        return Witness(volunteer_no=number, pin=_plain(self.witness_pin.data)) if number else None


class CollectForm(_AtCounter):
    """Handing over a reservation: by its code, or by redemption and the member's own credential."""

    code = StringField(lazy_gettext("领取码"), [Optional(), Length(max=64)])
    redemption_id = StringField(validators=[Optional(), Length(max=20)])
    credential = PasswordField(lazy_gettext("本人 PIN 码或口令"), [Optional(), Length(max=64)])

    def secret(self) -> str:
        """Return the PIN or code as digits, however it was typed."""
        return _secret(self.credential.data)


class SellForm(_AtCounter):
    """Selling at the counter: the lines stand in repeated fields called `line`."""

    member_id = StringField(validators=[Required(NEEDED), Length(max=20)])
    credential = PasswordField(
        lazy_gettext("本人 PIN 码或口令"), [Required(NEEDED), Length(max=64)]
    )

    def secret(self) -> str:
        """Return the PIN or code as digits, however it was typed."""
        return _secret(self.credential.data)


def _secret(typed: str | None) -> str:
    return "".join(_plain(typed).split())


def _plain(text: str | None) -> str:
    """Return typed digits and letters in their plain form; unreadable ones as they are."""
    try:
        return folded(text or "").replace(" ", "")
    except BadInput:
        return (text or "").strip()
