"""The private store: files put in with the act they belong to, opened, removed, forgotten."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core import keyring, room_files
from core.errors import AlreadyDone, NotFound, RuleError
from core.kept_files import FileKind
from core.sealing import SealBroken
from core.tenancy import row_in
from teams.authority.act import Act
from teams.files.models import FileContent, StoredFile
from teams.files.rules.incoming import Incoming

AT_ONCE = 20
LIVE = StoredFile.removed_at.is_(None)


class EnoughFiles(RuleError):
    """A row has as many files as it may have."""

    code = "limit_reached"
    message = "这里最多放 %(most)s 个文件，已经放满了。请先删掉不要的。"


class FileSpoiled(RuleError):
    """What is kept is not what was put in; nobody is shown it."""

    status = 503
    code = "unavailable"
    message = "这份文件读不出来了，请告诉系统管理员。"


def put_in(act: Act, kind: FileKind, owner_id: int, incoming: Incoming) -> StoredFile:
    """Keep a file with a row of its owner; the same content twice is once.

    Whether the actor may is asked by the owner before. The row of the owner is held until the
    end, so that two who press at once are counted. Raises NotFound (no such row), EnoughFiles.
    """
    _hold_owner(act, kind, owner_id)
    of_row = _of(act.community.id, kind.name, owner_id)
    same = act.session.scalars(
        select(StoredFile).where(*of_row, LIVE, StoredFile.digest == incoming.digest)
    ).one_or_none()
    if same is not None:
        return same
    held = act.session.scalar(select(func.count(StoredFile.id)).where(*of_row, LIVE)) or 0
    if held >= kind.most:
        raise EnoughFiles(most=kind.most)
    kept = StoredFile(
        community_id=act.community.id,
        kind=kind.name,
        owner_id=owner_id,
        sort=incoming.sort,
        byte_count=len(incoming.content),
        digest=incoming.digest,
        made_by_id=act.by.person_id,
        made_at=act.now,
        keep_until=kind.kept_until(act.session, act.community.id, owner_id, act.now),
    )
    act.session.add(kept)
    act.session.flush()
    sealed = keyring.sealer().seal_bytes(incoming.content, _bound_to(kept))
    act.session.add(FileContent(community_id=kept.community_id, file_id=kept.id, sealed=sealed))
    act.note("file_put_in", kept, file_kind=kind.name, owner=owner_id)
    return kept


def _hold_owner(act: Act, kind: FileKind, owner_id: int) -> None:
    columns = kind.owner.__table__.c
    held = act.session.scalar(
        select(columns.id)
        .where(columns.community_id == act.community.id, columns.id == owner_id)
        .with_for_update()
    )
    if held is None:
        raise NotFound


def _of(
    community_id: int, kind: str, owner_id: int
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    return (
        StoredFile.community_id == community_id,
        StoredFile.kind == kind,
        StoredFile.owner_id == owner_id,
    )


def _bound_to(kept: StoredFile) -> str:
    return f"file:{kept.community_id}:{kept.id}"


def opened(session: Session, kept: StoredFile) -> bytes:
    """Return the bytes of a file as they were put in. Raises FileSpoiled."""
    sealed = session.scalar(
        select(FileContent.sealed).where(
            FileContent.community_id == kept.community_id, FileContent.file_id == kept.id
        )
    )
    content = None if sealed is None else _unsealed(kept, sealed)
    if content is None:
        raise FileSpoiled
    return content


def _unsealed(kept: StoredFile, sealed: bytes) -> bytes | None:
    """Return the bytes, None where they are not those that were put in."""
    try:
        content = keyring.sealer().open_bytes(sealed, _bound_to(kept))
    except SealBroken:
        return None
    return content if hashlib.sha256(content).hexdigest() == kept.digest else None


def is_sound(kept: StoredFile, sealed: bytes) -> bool:
    """Say whether the sealed bytes are what was put in."""
    return _unsealed(kept, sealed) is not None


def file_of(
    session: Session, community_id: int, kind: FileKind, file_id: int, owner_id: int
) -> StoredFile:
    """Return a live file of this kind that belongs to this row. Raises NotFound."""
    is_of_row = (StoredFile.kind == kind.name, StoredFile.owner_id == owner_id)
    return row_in(session, StoredFile, community_id, file_id, LIVE, *is_of_row)


def was_there_by(act: Act, kind: str, owner_id: int, moment: datetime) -> bool:
    """Say whether a file of this kind was put in with a row by `moment`, and still is there."""
    of_row = _of(act.community.id, kind, owner_id)
    is_there = exists().where(*of_row, LIVE, StoredFile.made_at <= moment)
    return bool(act.session.scalar(select(is_there)))


def remove(act: Act, kept: StoredFile) -> None:
    """Wipe the bytes of a file for good. Whether the actor may is asked by its owner before.

    Raises AlreadyDone for one that is gone.
    """
    if not _wipe(act, [kept.id]):
        raise AlreadyDone
    act.note("file_removed", kept, file_kind=kept.kind, owner=kept.owner_id)


def forget_of(act: Act, kind: FileKind, owner_ids: Collection[int]) -> int:
    """Wipe every file of these rows, as erasing somebody asks for; return how many."""
    ids = act.session.scalars(
        select(StoredFile.id).where(
            StoredFile.community_id == act.community.id,
            StoredFile.kind == kind.name,
            StoredFile.owner_id.in_(owner_ids),
            LIVE,
        )
    ).all()
    return _wipe(act, ids)


def _wipe(act: Act, ids: Sequence[int]) -> int:
    if not ids:
        return 0
    gone = act.session.scalars(
        update(StoredFile)
        .where(StoredFile.id.in_(ids), LIVE)
        .values(removed_at=act.now, removed_by_id=act.actor_id)
        .returning(StoredFile.id)
    ).all()
    act.session.execute(delete(FileContent).where(FileContent.file_id.in_(gone)))
    return len(gone)


def forget_due(session: Session, now: datetime) -> int:
    """Wipe 20 files whose time is over, or whose row is gone; return how many."""
    kinds = room_files.file_kinds()
    reasons = [StoredFile.keep_until <= now, StoredFile.kind.not_in(list(kinds))]
    for name, kind in kinds.items():
        owner = kind.owner.__table__.c
        is_there = exists().where(
            owner.community_id == StoredFile.community_id, owner.id == StoredFile.owner_id
        )
        reasons.append((StoredFile.kind == name) & ~is_there)
    due = select(StoredFile).where(LIVE, or_(*reasons)).order_by(StoredFile.id).limit(AT_ONCE)
    found = session.scalars(due).all()
    act = Act(session, now)
    gone = _wipe(act, [each.id for each in found])
    for each in found:
        act.note("file_forgotten", each, file_kind=each.kind, owner=each.owner_id)
    return gone
