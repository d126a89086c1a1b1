"""Finding goods by name, code or barcode: the one search of counter, shelf and stockroom.

A barcode in any of its forms, the shop's own code, a part of the name, its initials or pinyin; full
width and blanks are no matter.
"""

from sqlalchemy import ColumnElement, or_

from core import name_keys
from core.barcodes import forms_of
from core.folding import plain
from points.goods.models import Product

LONGEST_TYPED = 120


def has_code(typed: str) -> ColumnElement[bool]:
    """Return the condition of goods with exactly this barcode or shop code."""
    code = "".join(plain(typed[:LONGEST_TYPED]).split())
    if not code or not code.isprintable():
        return Product.id < 0
    return or_(Product.barcode.in_(forms_of(code.replace("-", ""))), Product.code == code)


def is_found_by(typed: str) -> ColumnElement[bool]:
    """Return the condition of goods found by what was typed; nothing typed finds nothing."""
    words = typed[:LONGEST_TYPED]
    return or_(has_code(words), name_keys.matching(Product.name, Product.name_keys, words))
