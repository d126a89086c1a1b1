"""Two files of one person, as every room is asked about them, and their figures side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.told import Told


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files of one person in one community: what stands in that of `gone_id` goes to `kept_id`.

    `proposed_by_id`, `approved_by_id`: the two people who say so, while it is done.
    """

    community_id: int
    gone_id: int
    kept_id: int
    proposed_by_id: int | None = None
    approved_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One figure of two files beside each other, and what the one file will have.

    `kind`: how it is written: `minutes`, `points`, or nothing for a plain number.
    """

    words: str
    kept: int
    gone: int
    after: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two files as a room sees them: figures, what to settle first, what happens by itself."""

    figures: Sequence[SideBySide] = ()
    clashes: Sequence[Told] = ()
    follows: Sequence[Told] = ()


@dataclass(frozen=True, slots=True)
class Merging:
    """What a room does when two files of one person become one.

    `moved`: columns (`table.column`) of members whose rows follow; `left`: those that stay with the
    old file, each with the reason. `compare`: what stands beside each other. `merge`: does it,
    asked only while nothing clashes and both members are held.
    """

    moved: tuple[str, ...]
    left: Mapping[str, str]
    compare: Callable[[Session, Pair, datetime], Compared]
    merge: Callable[[Session, Pair, datetime], None]
