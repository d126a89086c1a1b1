"""The words of the audit trail, as each room declares them for what it notes itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What a room notes in the audit trail, in Chinese.

    `events`: what was done; `objects`: what it was done to; `details`: what is told beside it.
    `codes`: detail → what is stored → its words; what is not there is shown as it was typed.
    `nameless`: events whose doer is never named. Of the details, `members` and `people` hold the
    id of a member or a person, `references` the number of a row nobody knows by another name.
    """

    events: Words = field(default_factory=dict)
    objects: Words = field(default_factory=dict)
    details: Words = field(default_factory=dict)
    codes: Mapping[str, Words] = field(default_factory=dict)
    nameless: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()


def merged(trails: Iterable[Trail]) -> Trail:
    """Return the words of all rooms in one. Raises ValueError when two rooms say one thing."""
    all_of = list(trails)
    codes: dict[str, list[Words]] = {}
    for each in all_of:
        for detail, words in each.codes.items():
            codes.setdefault(detail, []).append(words)
    return Trail(
        events=_joined(each.events for each in all_of),
        objects=_joined(each.objects for each in all_of),
        details=_joined(each.details for each in all_of),
        codes={detail: _joined(words) for detail, words in codes.items()},
        nameless=frozenset().union(*(each.nameless for each in all_of)),
        members=frozenset().union(*(each.members for each in all_of)),
        people=frozenset().union(*(each.people for each in all_of)),
        references=frozenset().union(*(each.references for each in all_of)),
    )


def _joined(parts: Iterable[Words]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for part in parts:
        twice = sorted(joined.keys() & part.keys())
        if twice:
            raise ValueError(f"two rooms have words for {', '.join(twice)}")
        joined |= part
    return joined
