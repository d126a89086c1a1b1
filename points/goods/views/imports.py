"""A list of goods on its way in: checked, headings taught, rows mended, put on the shelf."""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from points.blueprint import bp
from points.goods.rules.goods_import import GOODS
from points.permissions import Permission
from teams.gate import requires
from teams.imports.views import import_desk, import_headings


def will_do(counts: Mapping[str, int]) -> str:
    """Say what bringing the list in will do."""
    told: str = ngettext(
        "上架 %(num)s 样商品，价格马上起算，库存按来源入库。",
        "上架 %(num)s 样商品，价格马上起算，库存按来源入库。",
        counts["new"],
    )
    return told


@bp.post("/imports/goods")
@requires(Permission.IMPORT_RUN)
def check_goods() -> ResponseReturnValue:
    """Check a list of goods."""
    return import_desk.check(GOODS)


@bp.post("/imports/goods/<id:batch_id>/checks")
@requires(Permission.IMPORT_RUN)
def recheck_goods(batch_id: int) -> ResponseReturnValue:
    """Check a kept list again, without the file."""
    return import_desk.check_again(GOODS, batch_id)


@bp.get("/imports/goods/<id:batch_id>/headings")
@requires(Permission.IMPORT_RUN)
def headings_goods(batch_id: int) -> ResponseReturnValue:
    """Ask what the headings of a list of goods mean."""
    return import_headings.ask(GOODS, batch_id)


@bp.post("/imports/goods/<id:batch_id>/headings")
@requires(Permission.IMPORT_RUN)
def teach_goods(batch_id: int) -> ResponseReturnValue:
    """Take what the headings of a list of goods mean, and check it again."""
    return import_headings.teach(GOODS, batch_id)


@bp.post("/imports/goods/<id:batch_id>/rows/<id:row_id>")
@requires(Permission.IMPORT_RUN)
def mend_goods(batch_id: int, row_id: int) -> ResponseReturnValue:
    """Mend or decide one row of a list of goods."""
    return import_desk.mend(GOODS, batch_id, row_id)


@bp.post("/imports/goods/<id:batch_id>/submission")
@requires(Permission.IMPORT_RUN)
def submit_goods(batch_id: int) -> ResponseReturnValue:
    """Hand a list of goods in to the administrator, who sets the prices."""
    return import_desk.submit(GOODS, batch_id, gettext("交给社区管理员了，核对过价格就上架。"))


@bp.post("/imports/goods/<id:batch_id>/return")
@requires(Permission.PRICE_SET)
def return_goods(batch_id: int) -> ResponseReturnValue:
    """Send a list of goods back to who handed it in."""
    return import_desk.send_back(GOODS, batch_id)


@bp.post("/imports/goods/<id:batch_id>/run")
@requires(Permission.PRICE_SET)
def run_goods(batch_id: int) -> ResponseReturnValue:
    """Put the goods on the shelf with their prices."""
    return import_desk.run_batch(GOODS, batch_id)
