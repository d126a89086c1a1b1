"""Two files of one person, as every room is asked about them, and their figures side by side."""

from dataclasses import dataclass


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
