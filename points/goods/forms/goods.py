"""The shape of a product, its price in yuan read as fen, a delivery and a write-off."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.barcodes import barcode as read_barcode
from core.fields import Required, SelectChoice
from core.form import Form, OnceForm
from core.inputs import BadInput, folded, on_date, whole_number
from points.goods.models import DeliverySource, LimitWindow
from points.goods.rules.deliveries import DeliveryLine
from points.goods.rules.goods import MOST_OF_ONE
from points.goods.words import DELIVERY_SOURCE_WORDS, LIMIT_WINDOW_WORDS, PICTURE_WORDS

BLANK_ROWS = 5
MOST_ROWS = 40
NEEDED = lazy_gettext("请填上这一项")


def _choices(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(str(value), lazy_gettext(label)) for value, label in words.items()]


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


def fen_of(text: str) -> int:
    """Read a price in yuan with at most two decimals as whole fen."""
    found = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?", folded(text))
    if found is None:
        raise BadInput("单价请写成 2.5 这样的元数，最多两位小数。")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


class ProductForm(Form):
    """What a product is."""

    code = StringField(lazy_gettext("编号"), [Required(NEEDED), Length(max=32)])
    name = StringField(lazy_gettext("名称"), [Required(NEEDED), Length(max=60)])
    specification = StringField(lazy_gettext("规格"), [Optional(), Length(max=60)])
    unit = StringField(lazy_gettext("单位"), [Required(NEEDED), Length(max=10)])
    category = StringField(
        lazy_gettext("分类"),
        [Optional(), Length(max=20)],
        description=lazy_gettext("例如 日用、粮油、服务券"),
    )
    picture = SelectField(lazy_gettext("图样"), choices=_choices(PICTURE_WORDS), default="box")
    barcode = Read(lazy_gettext("条形码"), read_barcode, [Optional(), Length(max=32)])
    limit_quantity = Read(
        lazy_gettext("每人限兑"),
        whole_number(0, MOST_OF_ONE),
        [Optional(), Length(max=4)],
        description=lazy_gettext("不限就空着"),
    )
    limit_window = SelectField(
        lazy_gettext("限兑按"),
        choices=_choices(LIMIT_WINDOW_WORDS),
        default=LimitWindow.NONE.value,
    )
    needs_best_before = BooleanField(lazy_gettext("食品，入库要填保质期"))


class PriceForm(OnceForm):
    """A new price from now on."""

    price_points = Read(lazy_gettext("新的积分价"), whole_number(1, 1_000_000), [Required(NEEDED)])
    reason = StringField(lazy_gettext("为什么改"), [Required(NEEDED), Length(max=200)])


class DeliveryRow(Form):
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

    def delivery_line(self) -> DeliveryLine:
        """Return what came in."""
        return DeliveryLine(
            product_id=int(self.product_id.data),
            quantity=self.quantity.value,
            expires_on=self.expires_on.value,
            unit_cost_fen=self.unit_cost.value or 0,
        )


class DeliveryForm(OnceForm):
    """One delivery: where it came from, and a line for each kind of goods."""

    rows = FieldList(FormField(DeliveryRow), min_entries=BLANK_ROWS, max_entries=MOST_ROWS)
    source = SelectField(
        lazy_gettext("来源"),
        choices=_choices(DELIVERY_SOURCE_WORDS),
    )
    donor = StringField(lazy_gettext("捐赠人或单位"), [Optional(), Length(max=120)])
    note = TextAreaField(
        lazy_gettext("备注"),
        [Optional(), Length(max=500)],
        description=lazy_gettext("捐赠人不愿留名时，在这里写一句"),
    )

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

    def delivery_lines(self) -> list[DeliveryLine]:
        """Return the lines that are not blank."""
        return [row.form.delivery_line() for row in self.rows if not row.form.is_blank]

    def delivery_source(self) -> DeliverySource:
        """Return where the goods came from."""
        return DeliverySource(self.source.data)


class WriteOffForm(OnceForm):
    """Spoilt pieces of one batch."""

    quantity = Read(lazy_gettext("数量"), whole_number(1, 100_000), [Required(NEEDED)])
    reason = StringField(lazy_gettext("为什么报损"), [Required(NEEDED), Length(max=200)])
