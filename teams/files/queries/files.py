"""Reads of the private store: a file for who may see it, the files of a row, those of a person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import room_files
from core.errors import NotFound
from core.kept_files import FileKind
from core.menu import Holder
from core.tenancy import row_in
from teams.files.models import StoredFile
from teams.members.models import Community


def file_shown(session: Session, here: Community, file_id: int, reader: Holder) -> StoredFile:
    """Return a file to who may see it, as the feature says that owns its kind.

    Raises NotFound, in the same words for one that is absent, gone, and not the reader's to see.
    """
    found = row_in(session, StoredFile, here.id, file_id, StoredFile.removed_at.is_(None))
    kind = room_files.file_kinds().get(found.kind)
    if kind is None or not kind.may_see(session, here.id, found.owner_id, reader):
        raise NotFound
    return found


def files_of(
    session: Session, here: Community, kind: FileKind, owner_id: int
) -> Sequence[StoredFile]:
    """Return what is kept with one row, in the order it was put in."""
    return session.scalars(
        select(StoredFile)
        .where(
            StoredFile.community_id == here.id,
            StoredFile.kind == kind.name,
            StoredFile.owner_id == owner_id,
            StoredFile.removed_at.is_(None),
        )
        .order_by(StoredFile.id)
        .limit(kind.most)
    ).all()
