"""A file on its way in, looked at before any transaction: what it is, and what of it is kept."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from accounts.rules import throttle
from core import pdf_guard, photo_apart
from core.errors import BadRequest, TooManyTries
from core.kept_files import FileSort
from teams.authority.act import Act

PACE = throttle.Limit(40, timedelta(hours=1))
"""Files one person may put in; each is looked at by a process of its own."""


class FileMissing(BadRequest):
    """No file was chosen."""

    message = "还没有选照片。请先拍一张，或从相册里选一张。"


class WrongSort(photo_apart.PhotoRefused):
    """A PDF where only a photo is taken."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is kept of a file: its sort, its bytes as they are kept."""

    sort: FileSort
    content: bytes

    @property
    def digest(self) -> str:
        """Return what the same content is known by."""
        return hashlib.sha256(self.content).hexdigest()


def spend_one(act: Act) -> None:
    """Count one file of who makes the act, in a transaction of its own. Raises TooManyTries."""
    counted = throttle.counter("file", act.by.person_id, PACE)
    if wait := throttle.spend(act, counted):
        raise TooManyTries(wait)


def looked_at(content: bytes, sorts: tuple[FileSort, ...]) -> Incoming:
    """Return what is kept of a file: a photo drawn anew, a PDF that is only a document as it is.

    Raises FileMissing, WrongSort, what `pdf_guard.refuse_bad_pdf` and `photo_apart.drawn_apart`
    raise, in that order.
    """
    if not content:
        raise FileMissing
    if not pdf_guard.looks_like_pdf(content):
        return Incoming(FileSort.PHOTO, photo_apart.drawn_apart(content).content)
    if FileSort.PDF not in sorts:
        raise WrongSort(photo_apart.WRONG_KIND)
    pdf_guard.refuse_bad_pdf(content)
    return Incoming(FileSort.PDF, content)
