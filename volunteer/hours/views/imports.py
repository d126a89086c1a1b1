"""Past hours on their way in: the acts of page 44, and the second person's.

The page itself is `teams.import_batch`.
"""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import wording
from core.template_filters import tongue
from teams.gate import requires
from teams.imports.views import import_desk, import_headings
from volunteer.blueprint import bp
from volunteer.hours.rules.hours_import import HOURS
from volunteer.permissions import Permission


def will_do(counts: Mapping[str, int]) -> str:
    """Say what bringing the register in will do."""
    told: str = gettext(
        "记入 %(records)s 条以往服务，共 %(hours)s，不加积分。",
        records=wording.thousands(counts["new"]),
        hours=wording.hours(counts["minutes"], tongue()),
    )
    return told


@bp.post("/imports/hours")
@requires(Permission.IMPORT_RUN)
def check_hours() -> ResponseReturnValue:
    """Check a register of past hours."""
    return import_desk.check(HOURS)


@bp.post("/imports/hours/<id:batch_id>/checks")
@requires(Permission.IMPORT_RUN)
def recheck_hours(batch_id: int) -> ResponseReturnValue:
    """Check a kept register again, without the file."""
    return import_desk.check_again(HOURS, batch_id)


@bp.get("/imports/hours/<id:batch_id>/headings")
@requires(Permission.IMPORT_RUN)
def headings_hours(batch_id: int) -> ResponseReturnValue:
    """Ask what the headings of a register of past hours mean."""
    return import_headings.ask(HOURS, batch_id)


@bp.post("/imports/hours/<id:batch_id>/headings")
@requires(Permission.IMPORT_RUN)
def teach_hours(batch_id: int) -> ResponseReturnValue:
    """Take what the headings of a register of past hours mean, and check it again."""
    return import_headings.teach(HOURS, batch_id)


@bp.post("/imports/hours/<id:batch_id>/rows/<id:row_id>")
@requires(Permission.IMPORT_RUN)
def mend_hours(batch_id: int, row_id: int) -> ResponseReturnValue:
    """Mend or decide one row of a register."""
    return import_desk.mend(HOURS, batch_id, row_id)


@bp.post("/imports/hours/<id:batch_id>/submission")
@requires(Permission.IMPORT_RUN)
def submit_hours(batch_id: int) -> ResponseReturnValue:
    """Hand a register in for a second person."""
    return import_desk.submit(
        HOURS, batch_id, gettext("交给第二个人审核了。批准以后这些时长才算数。")
    )


@bp.post("/imports/hours/<id:batch_id>/approval")
@requires(Permission.IMPORT_APPROVE)
def run_hours(batch_id: int) -> ResponseReturnValue:
    """Approve a register as the second person, which posts it."""
    return import_desk.run_batch(HOURS, batch_id)


@bp.post("/imports/hours/<id:batch_id>/return")
@requires(Permission.IMPORT_APPROVE)
def return_hours(batch_id: int) -> ResponseReturnValue:
    """Send a register back to who handed it in."""
    return import_desk.send_back(HOURS, batch_id)
