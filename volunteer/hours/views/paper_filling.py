"""Many lines of the paper sheet filled at one press, as the same hand filled them on paper."""

import re
from collections.abc import Collection
from datetime import time

from volunteer.hours.forms.records import PaperForm, PaperRow

ASKED = re.compile(r"all|(?:down|clear)-[0-9]{1,3}")


def is_asked(asked: str) -> bool:
    """Say whether a press of the form asks for lines to be filled, not to be written down."""
    return ASKED.fullmatch(asked) is not None


def fill(form: PaperForm, asked: str, still_to_come: Collection[int]) -> None:
    """Write times into empty lines of those nothing is known of: nobody's own time is changed.

    `all` takes the times above the list, `down-3` those of line 3 for the lines below it;
    `clear-3` empties line 3. still_to_come: the sign-ups that are neither here nor gone.
    """
    rows: list[PaperRow] = [each.form for each in form.rows]
    verb, _, number = asked.partition("-")
    index = int(number or 0)
    if index >= len(rows):
        return
    if verb == "clear":
        _write(rows[index], None, None)
        return
    is_all = verb == "all"
    arrived, left = form.all_arrived, form.all_left
    if not is_all:
        arrived, left = rows[index].arrived, rows[index].left
    for row in rows if is_all else rows[index + 1 :]:
        is_empty = row.arrived.data is None and row.left.data is None
        if is_empty and row.sign_up_id.data in still_to_come:
            _write(row, arrived.data, left.data)


def _write(row: PaperRow, arrived: time | None, left: time | None) -> None:
    """Set the times of a line; what was typed there is forgotten, since it would be shown again."""
    for field, at in ((row.arrived, arrived), (row.left, left)):
        field.data, field.raw_data = at, None
