"""A checked list of goods beside the shelf: what is known, what is new, what must be asked."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.workbook_check import Asked, Checked
from points.goods.models import Product
from points.goods.rules.goods_sheet import GOODS_LIST, GoodsRow
from teams.imports.rules.import_rows import COME_IN, LEAVE_OUT, sealed_key
from teams.imports.rules.imports import Reading


def settle(
    session: Session,
    reading: Reading,
    checked: Checked[GoodsRow],
    decisions: Mapping[str, str],
) -> Checked[GoodsRow]:
    """Move what was imported before aside; refuse a code or barcode that the shelf already has.

    Goods of the same name, specification and unit are asked: more of them is a delivery, entered
    as one. Nothing on the shelf is changed by a list.
    """
    known = _KnownGoods(session, reading.community_id)
    candidates, checked.accepted = checked.accepted, []
    for goods in candidates:
        key = sealed_key(GOODS_LIST, goods.row_key)
        known.meet(goods, key, decisions.get(key, ""), checked)
    return checked


class _KnownGoods:
    def __init__(self, session: Session, community_id: int) -> None:
        products = session.scalars(select(Product).where(Product.community_id == community_id))
        self._keys: set[str] = set()
        self._codes: dict[str, str] = {}
        self._barcodes: dict[str, str] = {}
        self._kinds: set[tuple[str, str, str]] = set()
        for product in products:
            self._keys.add(product.row_key or "")
            self._codes[product.code] = product.name
            self._barcodes[product.barcode or ""] = product.name
            self._kinds.add((product.name, product.specification, product.unit))

    def meet(self, goods: GoodsRow, key: str, decision: str, checked: Checked[GoodsRow]) -> None:
        """Put `goods` where they belong: known, refused, asked, or among those to add."""
        line = checked.lines[goods.sheet, goods.row]
        if key in self._keys:
            checked.known.append(goods)
        elif goods.code and goods.code in self._codes:
            why = f"货架上的{self._codes[goods.code]}已用这个编号。再进货请到“入库”登记。"
            checked.refuse((goods.sheet, goods.row), "code", why)
        elif goods.barcode and goods.barcode in self._barcodes:
            why = f"货架上的{self._barcodes[goods.barcode]}已用这个条形码。再进货请到“入库”登记。"
            checked.refuse((goods.sheet, goods.row), "barcode", why)
        elif decision == LEAVE_OUT:
            checked.aside.append((Asked(line.sheet, line.row, _TWICE, line.shown()), goods))
        elif decision != COME_IN and self._looks_alike(goods):
            checked.ask(line, _TWICE, goods)
        else:
            checked.accepted.append(goods)

    def _looks_alike(self, goods: GoodsRow) -> bool:
        return (goods.name, goods.specification, goods.unit) in self._kinds


_TWICE = "货架上已有同名、同规格的商品。要另立一样请选导入；再进货请到“入库”登记。"
