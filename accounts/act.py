"""One change in hand, and what it leaves behind: lines in the audit trail, words for people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Self, cast

from sqlalchemy import Table, insert, inspect
from sqlalchemy.orm import Session

from accounts.models import AuditEvent, Notification
from core import bulk, request_id
from core.base import Base

_LINE = insert(cast("Table", AuditEvent.__table__))
_WORDS = insert(cast("Table", Notification.__table__))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line of the trail is about where no row says it: its kind, number and community."""

    kind: str
    id: int | None = None
    community_id: int | None = None

    @classmethod
    def of(cls, row: Base) -> "Subject":
        """Return what the trail calls a row that is in the database: its class, its number."""
        (row_id,) = inspect(row).identity or (None,)
        return cls(_kind_of(type(row)), row_id, getattr(row, "community_id", None))


@cache
def _kind_of(model: type[Base]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Rows that wait to be written together."""

    lines: list[dict[str, object]] = field(default_factory=list)
    words: list[dict[str, object]] = field(default_factory=list)


class Act:
    """One change: the session of its transaction, and the moment of everything it writes (aware).

    actor_id: whose act the trail says it is; None for what the program does by itself.

    Upkeep jobs take session and moment apart, since nobody makes what they do; each makes an act
    of the change it finds due.
    """

    __slots__ = ("_waiting", "actor_id", "now", "session")

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.actor_id: int | None = None
        self._waiting: _Waiting | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write what is noted and told inside at its end, in a statement each for all people."""
        self._waiting = kept = _Waiting()
        try:
            yield
        finally:
            self._waiting = None
        bulk.write(self.session, _LINE, kept.lines)
        bulk.write(self.session, _WORDS, kept.words)

    def made_by(self, person_id: int | None) -> Self:
        """Return the same act as the trail shall tell of it: done by this person, or by nobody."""
        other = copy(self)
        other.actor_id = person_id
        return other

    def note(self, event: str, about: Base | Subject, **details: object) -> None:
        """Write in the audit trail that this was done to `about`.

        event: words of the OWASP vocabulary where one fits, as `authn_login_success`. `details`
        holds plain values, never a secret nor a full phone or identity number.
        """
        subject = about if isinstance(about, Subject) else Subject.of(about)
        line: dict[str, object] = {
            "community_id": subject.community_id,
            "actor_id": self.actor_id,
            "event": event,
            "object_kind": subject.kind,
            "object_id": subject.id,
            "details": details,
            "request_id": request_id.current(),
            "recorded_at": self.now,
        }
        if self._waiting is None:
            self.session.execute(_LINE, line)
        else:
            self._waiting.lines.append(line)

    def tell(self, person_id: int, sentence: str, link: str = "", **values: object) -> None:
        """Leave `sentence` (a msgid with %(name)s placeholders) for a person; `link` leads on."""
        words: dict[str, object] = {
            "person_id": person_id,
            "sentence": sentence,
            "values": values,
            "link": link,
            "made_at": self.now,
        }
        if self._waiting is None:
            self.session.add(Notification(**words))
        else:
            self._waiting.words.append(words)
