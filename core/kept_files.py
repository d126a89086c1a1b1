"""What a room declares of the files it keeps in the private store: whose, which, for how long."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from core.base import Base
from core.menu import Holder


class FileSort(StrEnum):
    """What a kept file is: a photo drawn anew, or a PDF as it came."""

    PHOTO = "photo"
    PDF = "pdf"


ONLY_PHOTOS = (FileSort.PHOTO,)
PHOTOS_AND_PDFS = (FileSort.PHOTO, FileSort.PDF)

MaySee = Callable[[Session, int, int, Holder], bool]
"""Says who may see the files of a row; asked with community, the row's id, and who reads."""

KeptUntil = Callable[[Session, int, int, datetime], datetime]
"""Says until when a file put in now is kept; asked with community, the row's id, the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind of file in the private store, as the feature that owns it declares it.

    `name`: as it is stored. `words`: what people call it. `owner`: the table each file belongs to
    a row of; files of a row that is gone go too. `sorts`: what may be put in, `most` for one row.
    """

    name: str
    words: str
    owner: type[Base]
    sorts: tuple[FileSort, ...]
    most: int
    may_see: MaySee
    kept_until: KeptUntil
