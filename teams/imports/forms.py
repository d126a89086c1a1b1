"""What the import page sends: a file, the mended cells of a row, a decision about it."""

from flask import request

from core.errors import BadRequest
from core.workbook_headings import NOT_USED, Layout
from teams.imports.rules.imports import Change, Upload

CELL = "cell-"


class FileMissing(BadRequest):
    """No file was chosen."""

    message = "还没有选表格。请选一个 .xlsx 或 .csv 文件再查。"


def uploaded() -> Upload:
    """Return the workbook that was sent. Raises FileMissing."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise FileMissing
    return Upload(sent.filename, sent.read())


def change_sent(row_id: int) -> Change:
    """Return what was typed into the cells of a shown row, or the decision pressed."""
    texts = {
        name.removeprefix(CELL): text.strip()
        for name, text in request.form.items()
        if name.startswith(CELL)
    }
    return Change(row_id, texts, request.form.get("decision", ""))


class NoSuchColumn(BadRequest):
    """A heading was given no column of this kind of workbook."""

    message = "有一列没有选，或者选的不对。请回到这一页再选一次。"


def columns_sent(layout: Layout, count: int) -> list[str]:
    """Return what was chosen for each of `count` headings, in their order. Raises NoSuchColumn."""
    chosen = [request.form.get(f"column-{at}") for at in range(count)]
    columns = [column for column in chosen if column == NOT_USED or column in layout.columns]
    if len(columns) != count:
        raise NoSuchColumn
    return [str(column) for column in columns]
