"""A file on its way in: read, read again with a change or taught headings; its batch found."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Generic

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from core import keyring
from core.errors import AlreadyDone, BadRequest
from core.permissions import PermissionName
from core.tenancy import row_in
from core.workbook import Book
from core.workbook_apart import read_apart
from core.workbook_check import Checked, Place, Record
from core.workbook_headings import Heading, HeadingsUnsure, Layout, Taught, headings
from core.workbook_table import Mends
from teams.authority.act import Act
from teams.imports.models import KEPT, ImportBatch, ImportRow
from teams.imports.rules import import_headings, import_rows
from teams.imports.rules.import_rows import COME_IN, LEAVE_OUT
from teams.members.models import Community
from teams.permissions import Permission

LONGEST_TEXT = 500


class FileForgotten(AlreadyDone):
    """The file was wiped after its time, or the batch dropped: there is nothing to check again."""

    message = "这份文件已经清除，不能再改。请重新上传表格。"


class NoSuchDecision(BadRequest):
    """A decision is 进来 or 不进来, a mend is texts of at most 500 characters."""

    message = "这一处填得太长，或者没有选，请改好再交。"


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a workbook may ask: the community, today in its zone, and what people put in.

    `mends` are the cells they typed anew, `taught` what they said the headings mean.
    """

    community_id: int
    today: date
    mends: Mends
    taught: Taught = field(default_factory=dict)


@dataclass(frozen=True)
class ImportRules(Generic[Record]):
    """What one kind of workbook does at each step.

    `read` checks the rows by themselves; `settle` compares them with what is stored, moves known
    ones aside and obeys the decisions; `add` writes the accepted and returns how many.
    `run_permission` is what who brings it in must be allowed.
    """

    kind: str
    layout: Layout
    read: Callable[[Session, Reading, Book], Checked[Record]]
    settle: Callable[[Session, Reading, Checked[Record], Mapping[str, str]], Checked[Record]]
    add: Callable[[Session, "Running", Checked[Record]], int]
    run_permission: PermissionName = Permission.IMPORT_RUN
    needs_second_person: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """The run under way: whose it is, and who stands for it."""

    batch_id: int
    community_id: int
    file_name: str
    by_id: int | None
    second_id: int | None
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived."""

    file_name: str
    content: bytes

    @property
    def digest(self) -> str:
        """Return what the same file is known by."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """What a person did to one shown row: new texts by column, or a decision."""

    row_id: int
    texts: Mapping[str, str] = field(default_factory=dict)
    decision: str = ""


@dataclass(frozen=True)
class Draft(Generic[Record]):
    """A workbook read and checked, not yet stored; `batch_id` and `version` if it was before.

    `unsure` says why its headings alone do not tell the columns; then nothing was checked.
    """

    rules: ImportRules[Record]
    reading: Reading
    upload: Upload
    checked: Checked[Record]
    decisions: Mapping[str, str] = field(default_factory=dict)
    batch_id: int | None = None
    version: int = 0
    headings: tuple[Heading, ...] = ()
    unsure: HeadingsUnsure | None = None

    def counts(self) -> dict[str, int]:
        """Return the figures a page shows; `unsure` is 1 when the headings must be told first."""
        if self.unsure is None:
            return self.checked.figures()
        return {**self.checked.figures(), "minutes": 0, "unsure": 1}


def read(act: Act, rules: ImportRules[Record], upload: Upload) -> Draft[Record]:
    """Read an uploaded file; one that was checked before keeps its mends and decisions.

    What the community taught about headings holds. Stores nothing. Raises TooLarge, WrongKind or
    WorkbookRefused; headings that leave a column open are no refusal but `unsure` in the draft.
    """
    taught = import_headings.remembered(act.session, act.community.id, rules.kind)
    before = act.session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.community_id == act.community.id,
            ImportBatch.kind == rules.kind,
            ImportBatch.file_digest == upload.digest,
            ImportBatch.state.in_(KEPT),
        )
        .options(undefer(ImportBatch.mends_sealed))
    ).one_or_none()
    today = act.today
    if before is None:
        upload = replace(upload, file_name=import_rows.plain_file_name(upload.file_name))
        return _checked(act.session, rules, Reading(act.community.id, today, {}, taught), upload)
    reading = Reading(act.community.id, today, import_rows.opened_mends(before), taught)
    upload = replace(upload, file_name=before.file_name)
    return _checked(act.session, rules, reading, upload, _Before.of(before))


def read_again(
    act: Act, rules: ImportRules[Record], batch_id: int, change: Change | None = None
) -> Draft[Record]:
    """Read a kept file once more, with one change by a person if there is one.

    Headings mean what they meant when it was checked. Stores nothing. Raises NotFound,
    FileForgotten, NoSuchDecision, in that order.
    """
    batch, upload = _kept(act.session, rules, act.community, batch_id)
    mends, decisions = import_rows.opened_mends(batch), dict(batch.decisions)
    if change is not None:
        _apply(act.session, batch, change, mends, decisions)
    today = act.today
    reading = Reading(act.community.id, today, mends, batch.headings.get("taught", {}))
    before = _Before(batch.id, batch.version, decisions)
    return _checked(act.session, rules, reading, upload, before)


def read_taught(
    act: Act, rules: ImportRules[Record], batch_id: int, taught: Taught
) -> Draft[Record]:
    """Read a kept file once more with its headings meaning what a person just said.

    Stores nothing. Raises NotFound, FileForgotten, in that order.
    """
    batch, upload = _kept(act.session, rules, act.community, batch_id)
    today = act.today
    reading = Reading(act.community.id, today, import_rows.opened_mends(batch), taught)
    return _checked(act.session, rules, reading, upload, _Before.of(batch))


def headings_of(
    session: Session, rules: ImportRules[Record], community: Community, batch_id: int
) -> tuple[Heading, ...]:
    """Return the headings of a kept file and what they mean. Raises NotFound, FileForgotten."""
    batch, upload = _kept(session, rules, community, batch_id)
    book = read_apart(upload.content, upload.file_name)
    return headings(book, rules.layout, batch.headings.get("taught", {}))


def _kept(
    session: Session, rules: ImportRules[Record], community: Community, batch_id: int
) -> tuple[ImportBatch, Upload]:
    batch = batch_in(session, community.id, batch_id, rules.kind, with_file=True)
    if batch.file_sealed is None:
        raise FileForgotten
    content = base64.b64decode(
        keyring.sealer().open(batch.file_sealed, bound_to_file(batch.file_digest))
    )
    return batch, Upload(batch.file_name, content)


@dataclass(frozen=True, slots=True)
class _Before:
    """What is kept of a file that was checked before."""

    batch_id: int | None = None
    version: int = 0
    decisions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: ImportBatch) -> "_Before":
        return cls(batch.id, batch.version, dict(batch.decisions))


_FIRST_TIME = _Before()


def _checked(
    session: Session,
    rules: ImportRules[Record],
    reading: Reading,
    upload: Upload,
    before: _Before = _FIRST_TIME,
) -> Draft[Record]:
    book = read_apart(upload.content, upload.file_name)
    shown = headings(book, rules.layout, reading.taught)
    kept = (before.decisions, before.batch_id, before.version, shown)
    try:
        read_rows = rules.read(session, reading, book)
    except HeadingsUnsure as unsure:
        if not shown:
            raise
        return Draft(rules, reading, upload, Checked(), *kept, unsure)
    checked = rules.settle(session, reading, read_rows, before.decisions)
    return Draft(rules, reading, upload, checked, *kept)


def _apply(
    session: Session,
    batch: ImportBatch,
    change: Change,
    mends: dict[Place, dict[str, str]],
    decisions: dict[str, str],
) -> None:
    of_batch = ImportRow.batch_id == batch.id
    row = row_in(session, ImportRow, batch.community_id, change.row_id, of_batch)
    if change.decision:
        if change.decision not in {COME_IN, LEAVE_OUT} or not row.row_key:
            raise NoSuchDecision
        decisions[row.row_key] = change.decision
        return
    if any(len(text) > LONGEST_TEXT for text in change.texts.values()):
        raise NoSuchDecision
    shown = import_rows.opened(row)
    told = {cell.column: cell.text for cell in shown.cells}
    fresh = {column: text for column, text in change.texts.items() if told.get(column) != text}
    place = (shown.sheet, row.row_number)
    known = {column: text for column, text in fresh.items() if column in told}
    mends[place] = {**mends.get(place, {}), **known}


def batch_in(
    session: Session,
    community_id: int,
    batch_id: int,
    kind: str,
    *,
    with_file: bool = False,
) -> ImportBatch:
    """Return one batch of this kind in the community. Raises NotFound."""
    sealed = (undefer(ImportBatch.file_sealed), undefer(ImportBatch.mends_sealed))
    options = sealed if with_file else ()
    of_kind = ImportBatch.kind == kind
    return row_in(session, ImportBatch, community_id, batch_id, of_kind, options=options)


def bound_to_file(digest: str) -> str:
    """Return what a kept file is sealed to."""
    return f"import_file:{digest}"
