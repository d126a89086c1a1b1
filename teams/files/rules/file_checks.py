"""What must always hold of the private store; `verify` asks."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from teams.files.models import FileContent, StoredFile
from teams.files.rules import files

BATCH = 20


def files_have_bytes(session: Session) -> list[str]:
    """Every file that is kept has its bytes, and no bytes are kept of one that is gone."""
    has_bytes = exists().where(FileContent.file_id == StoredFile.id)
    lost = session.scalars(
        select(StoredFile.id)
        .where(StoredFile.removed_at.is_(None), ~has_bytes)
        .order_by(StoredFile.id)
    )
    left = session.scalars(
        select(FileContent.file_id)
        .join(StoredFile, StoredFile.id == FileContent.file_id)
        .where(StoredFile.removed_at.is_not(None))
        .order_by(FileContent.file_id)
    )
    return [
        *(f"file {file_id} has lost its bytes" for file_id in lost),
        *(f"file {file_id} was removed and its bytes are still there" for file_id in left),
    ]


def files_are_as_put_in(session: Session) -> list[str]:
    """Every kept file opens, and is byte for byte what was put in."""
    kept = (
        select(StoredFile, FileContent.sealed)
        .join(FileContent, FileContent.file_id == StoredFile.id)
        .where(StoredFile.removed_at.is_(None))
        .order_by(StoredFile.id)
        .execution_options(yield_per=BATCH)
    )
    return [
        f"file {each.id} is not what was put in"
        for each, sealed in session.execute(kept)
        if not files.is_sound(each, sealed)
    ]


CHECKS = {
    "files have their bytes": files_have_bytes,
    "files are as they were put in": files_are_as_put_in,
}
