"""The kinds of file that rooms keep in the private store, merged."""

from collections.abc import Mapping

from core import room
from core.kept_files import FileKind


def file_kinds() -> Mapping[str, FileKind]:
    """Return the kinds of file of all rooms, by the name they are stored under."""
    return {kind.name: kind for each in room.rooms().values() for kind in each.files}
