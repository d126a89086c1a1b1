"""The points of a member as a sum: what service gave, what came besides, what went. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from points.ledger.models import EARNED, EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsMadeOf:
    """`service` + `besides` + what each other kind came to = `balance`; kinds of nothing are out.

    `besides`: awarded for something else, such as an honour, less what was taken back of it.
    """

    service: int
    besides: int
    others: tuple[tuple[EntryKind, int], ...]

    @property
    def balance(self) -> int:
        """Return the points held now."""
        return self.service + self.besides + sum(points for _kind, points in self.others)


def made_of(service: int, by_kind: Mapping[EntryKind, int]) -> PointsMadeOf:
    """Say what a balance is the sum of, when `service` of it are points of service records."""
    awarded = sum(by_kind.get(kind, 0) for kind in (*EARNED, EntryKind.REVERSE))
    others = tuple(
        (kind, by_kind[kind])
        for kind in EntryKind
        if kind not in EARNED and kind is not EntryKind.REVERSE and by_kind.get(kind)
    )
    return PointsMadeOf(service=service, besides=awarded - service, others=others)
