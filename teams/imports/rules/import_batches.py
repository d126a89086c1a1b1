"""Checked workbooks, kept from the check to the run: one batch for a file, all of it sealed."""

import base64
from dataclasses import replace

from sqlalchemy.orm import Session

from core import keyring
from core.errors import Stale
from core.workbook_check import Record
from teams.authority.act import Act
from teams.imports.models import IMPORT_LIFE, ImportBatch, ImportMove, ImportState
from teams.imports.rules import import_headings, import_rows
from teams.imports.rules.imports import Draft, bound_to_file
from teams.permissions import Permission


def keep(act: Act, draft: Draft[Record]) -> int:
    """Store what the check found and return the id of its batch; the same file has one batch.

    A batch that waited for a second person is taken back, since it is no longer what was handed
    in; one that was run is open again only when something new can come in.
    Nobody makes the act when the command line asks. Raises NotAllowed, Stale, in that order.
    """
    if act.actor_id is not None:
        act.by.refuse_unless(Permission.IMPORT_RUN)
    batch = _new(act, draft) if draft.batch_id is None else _again(act, draft)
    import_rows.write(act.session, batch, draft.checked)
    act.note("import_checked", batch, kind=batch.kind, counts=batch.counts)
    return batch.id


def kept_draft(session: Session, draft: Draft[Record], batch_id: int) -> Draft[Record]:
    """Return `draft` as that of the batch just kept, so that it can be run at once."""
    batch = session.get_one(ImportBatch, batch_id)
    return replace(draft, batch_id=batch.id, version=batch.version)


def _new(act: Act, draft: Draft[Record]) -> ImportBatch:
    upload, digest = draft.upload, draft.upload.digest
    text = base64.b64encode(upload.content).decode()
    batch = ImportBatch(
        community_id=draft.reading.community_id,
        kind=draft.rules.kind,
        state=ImportState.CHECKED,
        file_name=upload.file_name,
        file_digest=digest,
        file_sealed=keyring.sealer().seal(text, bound_to_file(digest)),
        made_by_id=act.actor_id,
        hands=sorted(_hands(act)),
        made_at=act.now,
        counts=draft.counts(),
        headings=import_headings.as_kept(draft.rules.layout, draft.headings),
    )
    act.session.add(batch)
    act.session.flush()
    return batch


def _hands(act: Act) -> set[int]:
    return set() if act.actor_id is None else {act.actor_id}


def _again(act: Act, draft: Draft[Record]) -> ImportBatch:
    batch = act.session.get_one(ImportBatch, draft.batch_id)
    counts = draft.counts()
    is_done = batch.state is ImportState.RUN and not counts["new"] + counts.get("withdrawn", 0)
    sealed = import_rows.sealed_mends(batch, draft.reading.mends)
    moved = IMPORT_LIFE.move(
        act.session,
        batch,
        ImportMove.KEEP if is_done else ImportMove.CHECK,
        ImportBatch.version == draft.version,
        counts=counts,
        headings=import_headings.as_kept(draft.rules.layout, draft.headings),
        decisions=dict(draft.decisions),
        mends_sealed=sealed,
        hands=sorted({*batch.hands, *_hands(act)}),
        started_at=None,
    )
    if not moved:
        raise Stale
    return batch
