"""A checked workbook submitted, sent back, dropped, run once; its progress; files forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import lease, processes
from core.errors import AlreadyDone, NotFound, OwnCase
from core.workbook_check import Record
from teams.authority.act import Act
from teams.imports.models import (
    IMPORT_LIFE,
    NOT_RUN,
    ImportBatch,
    ImportMove,
    ImportRow,
    ImportState,
)
from teams.imports.rules.imports import Draft, Running
from teams.permissions import Permission

BEAT = timedelta(seconds=15)
DEAD_AFTER = timedelta(minutes=1)
"""A run that gave no sign for so long has died; nothing of it was kept, it may be begun again."""

KEPT_FOR = timedelta(days=30)
AT_ONCE = 20

OPERATOR = "operator of the command line"


class ImportRun(AlreadyDone):
    """Somebody was quicker: the batch was run, mended or dropped meanwhile."""

    message = "这份表刚刚办过或改过了，没有重复导入。请刷新看结果。"


class ImportUnderway(AlreadyDone):
    """The same batch is being run at this moment."""

    message = "这份表正在导入，请等一会儿再看结果，不用再按。"


class NothingToAdd(AlreadyDone):
    """No row of the batch can come in."""

    message = "没有可以导入的行。请先把有问题的行改好。"


def run_draft(act: Act, draft: Draft[Record], *, is_vouched: bool = False) -> int:
    """Write everything the check accepted and return how many records came in.

    All or nothing: whatever is raised takes every row back. Of two who press at once the second
    is told. Nobody makes the act when the command line asks; `is_vouched` says that its operator
    stands for the second person of past hours (decision 0007).
    Raises NotAllowed, OwnCase, NothingToAdd, ImportRun, in that order.
    """
    batch = act.session.get_one(ImportBatch, draft.batch_id)
    if act.actor_id is not None:
        _refuse(act, batch, draft)
    if not draft.checked.figures()["new"] + draft.checked.figures().get("withdrawn", 0):
        raise NothingToAdd
    running = _claim(act, batch, draft, is_vouched=is_vouched)
    added = draft.rules.add(act.session, running, draft.checked)
    _finish(act.session, batch, draft, added)
    vouched = {"vouched_by": OPERATOR} if is_vouched else {}
    act.note("import_run", batch, kind=batch.kind, added=added, **vouched)
    return added


def _refuse(act: Act, batch: ImportBatch, draft: Draft[Record]) -> None:
    act.by.refuse_unless(draft.rules.run_permission)
    if draft.rules.needs_second_person and act.by.person_id in batch.hands:
        raise OwnCase


def _claim(act: Act, batch: ImportBatch, draft: Draft[Record], *, is_vouched: bool) -> Running:
    """Turn the batch to RUN if it still is what was checked; this row is locked to the end."""
    is_double = draft.rules.needs_second_person and not is_vouched
    second_id = act.actor_id if is_double else None
    is_handed_in = is_double or batch.state is ImportState.SUBMITTED
    move = ImportMove.APPROVE if is_handed_in else ImportMove.RUN
    is_what_was_checked = ImportBatch.version == draft.version
    stamps = {"run_at": act.now, "approved_by_id": second_id, "started_at": None}
    if not IMPORT_LIFE.move(act.session, batch, move, is_what_was_checked, **stamps):
        raise ImportRun
    return Running(
        batch_id=batch.id,
        community_id=batch.community_id,
        file_name=batch.file_name,
        by_id=batch.submitted_by_id if is_double else act.actor_id,
        second_id=second_id,
        today=draft.reading.today,
        now=act.now,
    )


def _finish(session: Session, batch: ImportBatch, draft: Draft[Record], added: int) -> None:
    figures = draft.checked.figures()
    counts = {
        **figures,
        "new": 0,
        "withdrawn": 0,
        "known": figures["known"] + figures["new"],
        "added": added,
        "left": figures.get("withdrawn", 0),
        "added_minutes": figures.get("minutes", 0),
    }
    session.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch.id)
        .values(counts=counts, rows_added=ImportBatch.rows_added + added, rows_done=figures["rows"])
    )
    session.refresh(batch)


def submit(act: Act, batch: ImportBatch) -> None:
    """Hand a checked batch in to who may bring it in.

    Raises NotAllowed, NothingToAdd, ImportRun, in that order.
    """
    act.by.refuse_unless(Permission.IMPORT_RUN)
    if not batch.counts.get("new"):
        raise NothingToAdd
    hands = sorted({*batch.hands, act.by.person_id})
    _turn(act.session, batch, ImportMove.SUBMIT, submitted_by_id=act.by.person_id, hands=hands)
    act.note("import_submitted", batch, kind=batch.kind)


def send_back(act: Act, batch: ImportBatch) -> None:
    """Give a submitted batch back to who handed it in, to be mended.

    Raises NotAllowed, OwnCase, ImportRun, in that order.
    """
    act.by.refuse_unless(Permission.IMPORT_APPROVE)
    if act.by.person_id in batch.hands:
        raise OwnCase
    _turn(act.session, batch, ImportMove.SEND_BACK)
    if batch.submitted_by_id is not None:
        words = "《%(file)s》的导入退回来了，请核对后再提交。"
        act.tell(batch.submitted_by_id, words, file=batch.file_name)
    act.note("import_sent_back", batch, kind=batch.kind)


def drop(act: Act, batch: ImportBatch) -> None:
    """Leave a batch that was never run, and wipe its file. Raises NotAllowed, ImportRun."""
    act.by.refuse_unless(Permission.IMPORT_RUN)
    wiped: dict[str, object] = {"file_sealed": None, "mends_sealed": None, "decisions": {}}
    _turn(act.session, batch, ImportMove.DROP, **wiped)
    act.note("import_dropped", batch, kind=batch.kind)


def start(act: Act, batch: ImportBatch) -> None:
    """Mark that a long run begins, so that the page says so and a second press is told.

    Raises ImportUnderway, ImportRun.
    """
    if is_alive(act, batch):
        raise ImportUnderway
    begun = act.session.scalar(
        update(ImportBatch)
        .where(
            ImportBatch.id == batch.id,
            ImportBatch.state.in_(NOT_RUN),
            ImportBatch.started_at.is_not_distinct_from(batch.started_at),
        )
        .values(started_at=act.now, alive_at=act.now, rows_done=0)
        .returning(ImportBatch.id)
    )
    if begun is None:
        raise ImportRun
    lease.give_back(
        act.session, _work(batch.id), lease.holder_of(act.session, _work(batch.id), act.now) or ""
    )
    lease.take(act.session, _work(batch.id), processes.own_name(), act.now, KEPT_FOR)


def _work(batch_id: int) -> str:
    return f"import:{batch_id}"


def is_alive(act: Act, batch: ImportBatch) -> bool:
    """Tell whether a run of the batch is under way.

    It is not when its process is gone from this machine, or gave no sign for a minute.
    """
    last_sign = batch.alive_at or batch.started_at
    if batch.started_at is None or last_sign is None or last_sign <= act.now - DEAD_AFTER:
        return False
    holder = lease.holder_of(act.session, _work(batch.id), act.now)
    return holder is None or not processes.is_gone(holder)


def beat(act: Act, batch_id: int) -> None:
    """Note that the run of an import is still alive."""
    act.session.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch_id, ImportBatch.started_at.is_not(None))
        .values(alive_at=act.now)
    )


def note_progress(session: Session, batch_id: int, rows_done: int) -> None:
    """Note how many rows of a long run were read; nothing of them is kept before the end."""
    session.execute(
        update(ImportBatch).where(ImportBatch.id == batch_id).values(rows_done=rows_done)
    )


def note_end(act: Act, batch_id: int, person_id: int, link: str) -> None:
    """Tell who pressed how a long run ended; one that did not come through may be pressed again."""
    batch = act.session.scalars(select(ImportBatch).where(ImportBatch.id == batch_id)).one_or_none()
    if batch is None:
        raise NotFound
    words = "《%(file)s》没有导入成，一行也没有写进去。请打开看一看再按一次。"
    if batch.state is ImportState.RUN:
        words = "《%(file)s》导入好了，新增 %(added)s 条。"
    batch.started_at = None
    lease.give_back(act.session, _work(batch_id), processes.own_name())
    added = batch.counts.get("added", 0)
    act.tell(person_id, words, link, file=batch.file_name, added=added)


def forget_files(session: Session, now: datetime) -> int:
    """Wipe files, mends and shown rows of 20 imports older than 30 days; return how many.

    What came in stays; a batch that was never run is dropped and must be sent again.
    """
    old = select(ImportBatch.id).where(
        ImportBatch.made_at <= now - KEPT_FOR, ImportBatch.file_sealed.is_not(None)
    )
    ids = list(session.scalars(old.order_by(ImportBatch.made_at).limit(AT_ONCE)))
    session.execute(delete(ImportRow).where(ImportRow.batch_id.in_(ids)))
    wiped = {"file_sealed": None, "mends_sealed": None}
    IMPORT_LIFE.move_all(session, ImportMove.FORGET, ImportBatch.id.in_(ids), **wiped)
    return len(ids)


def _turn(session: Session, batch: ImportBatch, move: ImportMove, **values: object) -> None:
    is_as_read = ImportBatch.version == batch.version
    if not IMPORT_LIFE.move(session, batch, move, is_as_read, **values):
        raise ImportRun
