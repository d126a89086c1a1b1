"""The shape of what the supermarket's pages send."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import Length, Optional

from core.barcodes import barcode as read_barcode
from core.fields import Required
from core.form import Form, OnceForm
from core.inputs import BadInput, folded, of_card, on_date, whole_number
from points.models import LimitWindow, ReceiptSource
from points.rules.identity import Witness
from points.rules.proxies import Proxy
from points.rules.receipts import Arrival
from points.rules.signatures import Paper
from points.rules.slips import MOST_LINES, MOST_OF_ONE, Wish
from points.words import LIMIT_WINDOW_WORDS, PICTURE_WORDS, RECEIPT_SOURCE_WORDS

BLANK_ROWS = 5
MOST_ROWS = 40
NEEDED = lazy_gettext("请填上这一项")
LINE = re.compile(r"([1-9][0-9]{0,17}):([1-9][0-9]?)(?::([1-9][0-9]{0,6}))?")
CHOSEN = re.compile(r"p([1-9][0-9]{0,17})")


def _choices(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(str(value), lazy_gettext(said)) for value, said in words.items()]


class Read(StringField):
    """A text field read by one of the parsers of core.inputs; its value is what was meant."""

    def __init__(self, label: Any, parse: Callable[[str], Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.parse = parse
        self.value: Any = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, and what it means; words that cannot be read become an error."""
        super().process_formdata(valuelist or [""])
        self.value = None
        if self.data and self.data.strip():
            try:
                self.value = self.parse(self.data)
            except BadInput as wrong:
                raise ValueError(gettext(str(wrong))) from wrong


def basket_of(arguments: MultiDict[str, str]) -> dict[int, int]:
    """Return what an address says was chosen: `p12=1` is one piece of product 12."""
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


def fen_of(text: str) -> int:
    """Read a price in yuan with at most two decimals as whole fen."""
    found = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?", folded(text))
    if found is None:
        raise BadInput("单价请写成 2.5 这样的元数，最多两位小数。")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


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

    def paper(self) -> Paper:
        """Return what the clerk noted of the signed paper slip."""
        return Paper(self.is_signed.data, _plain(self.paper_no.data))

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
    """Handing over a reservation: by its code, or by the slip and the member's own proof."""

    code = StringField(lazy_gettext("领取码"), [Optional(), Length(max=64)])
    slip_id = StringField(validators=[Optional(), Length(max=20)])
    proof = PasswordField(lazy_gettext("本人 PIN 码或口令"), [Optional(), Length(max=64)])

    def secret(self) -> str:
        """Return the PIN or code as digits, however it was typed."""
        return _secret(self.proof.data)


class SellForm(_AtCounter):
    """Selling at the counter: the lines stand in repeated fields called `line`."""

    member_id = StringField(validators=[Required(NEEDED), Length(max=20)])
    proof = PasswordField(lazy_gettext("本人 PIN 码或口令"), [Required(NEEDED), Length(max=64)])

    def secret(self) -> str:
        """Return the PIN or code as digits, however it was typed."""
        return _secret(self.proof.data)


class ProductForm(Form):
    """What a product is."""

    code = StringField(lazy_gettext("编号"), [Required(NEEDED), Length(max=32)])
    name = StringField(lazy_gettext("名称"), [Required(NEEDED), Length(max=60)])
    specification = StringField(lazy_gettext("规格"), [Optional(), Length(max=60)])
    unit = StringField(lazy_gettext("单位"), [Required(NEEDED), Length(max=10)])
    category = StringField(
        lazy_gettext("分类"), [Optional(), Length(max=20)],
        description=lazy_gettext("例如 日用、粮油、服务券"),
    )  # fmt: skip
    picture = SelectField(lazy_gettext("图样"), choices=_choices(PICTURE_WORDS), default="box")
    barcode = Read(lazy_gettext("条形码"), read_barcode, [Optional(), Length(max=32)])
    limit_quantity = Read(
        lazy_gettext("每人限兑"), whole_number(0, MOST_OF_ONE), [Optional(), Length(max=4)],
        description=lazy_gettext("不限就空着"),
    )  # fmt: skip
    limit_window = SelectField(
        lazy_gettext("限兑按"), choices=_choices(LIMIT_WINDOW_WORDS),
        default=LimitWindow.NONE.value,
    )  # fmt: skip
    needs_best_before = BooleanField(lazy_gettext("食品，入库要填保质期"))


class PriceForm(OnceForm):
    """A new price from now on."""

    price_points = Read(lazy_gettext("新的积分价"), whole_number(1, 1_000_000), [Required(NEEDED)])
    reason = StringField(lazy_gettext("为什么改"), [Required(NEEDED), Length(max=200)])


class ReceiptRow(Form):
    """One line of goods coming in; a row in which nothing is typed is no line."""

    class Meta(Form.Meta):
        """The token stands in the whole form, once."""

        csrf = False

    product_id = SelectField(lazy_gettext("商品"), [Required(lazy_gettext("请选商品"))])
    quantity = Read(lazy_gettext("数量"), whole_number(1, 100_000), [Required(NEEDED)])
    unit_cost = Read(lazy_gettext("单价（元）"), fen_of, [Optional(), Length(max=12)])
    expires_on = Read(lazy_gettext("保质期到"), on_date, [Optional(), Length(max=20)])

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was chosen or typed."""
        return not any((field.data or "").strip() for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the row unless it is blank."""
        if self.is_blank:
            return True
        fits: bool = super().validate(extra_validators)
        return fits

    def arrival(self) -> Arrival:
        """Return what came in."""
        return Arrival(
            product_id=int(self.product_id.data), quantity=self.quantity.value,
            expires_on=self.expires_on.value, unit_cost_fen=self.unit_cost.value or 0,
        )  # fmt: skip


class ReceiptForm(OnceForm):
    """One delivery: where it came from, and a line for each kind of goods."""

    rows = FieldList(FormField(ReceiptRow), min_entries=BLANK_ROWS, max_entries=MOST_ROWS)
    source = SelectField(
        lazy_gettext("来源"),
        choices=_choices(RECEIPT_SOURCE_WORDS),
    )
    donor = StringField(lazy_gettext("捐赠人或单位"), [Optional(), Length(max=120)])
    note = TextAreaField(
        lazy_gettext("备注"), [Optional(), Length(max=500)],
        description=lazy_gettext("捐赠人不愿留名时，在这里写一句"),
    )  # fmt: skip

    def offer(self, products: list[tuple[int, str]]) -> None:
        """Let each row choose among these products."""
        options = [SelectChoice("", lazy_gettext("请选商品"))]
        options += [SelectChoice(str(key), words) for key, words in products]
        for row in self.rows:
            row.form.product_id.choices = options

    def add_rows(self, products: list[tuple[int, str]]) -> None:
        """Add some blank rows, as many as fit."""
        for _ in range(min(BLANK_ROWS, MOST_ROWS - len(self.rows))):
            self.rows.append_entry()
        self.offer(products)

    def arrivals(self) -> list[Arrival]:
        """Return the lines that are not blank."""
        return [row.form.arrival() for row in self.rows if not row.form.is_blank]

    def receipt_source(self) -> ReceiptSource:
        """Return where the goods came from."""
        return ReceiptSource(self.source.data)


class WriteOffForm(OnceForm):
    """Spoilt pieces of one batch."""

    quantity = Read(lazy_gettext("数量"), whole_number(1, 100_000), [Required(NEEDED)])
    reason = StringField(lazy_gettext("为什么报损"), [Required(NEEDED), Length(max=200)])


def _secret(typed: str | None) -> str:
    return "".join(_plain(typed).split())


def _plain(text: str | None) -> str:
    """Return typed digits and letters in their plain form; unreadable ones as they are."""
    try:
        return folded(text or "").replace(" ", "")
    except BadInput:
        return (text or "").strip()
