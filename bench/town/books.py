"""The points book of a station, line by line: purses that earn and spend as the ledger does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bench.town.sheets import Sheets
from bench.town.station import Station
from core import clock
from points.ledger.models import EntryKind, Lot, LotUse, Transaction, Wallet
from points.ledger.rules import lots
from points.ledger.rules.postings import LineFacts, chained
from points.settings import Expiry


@dataclass(slots=True)
class Grown:
    """A lot of a purse as it stands."""

    id: int
    expires_on: date
    earned: int = 0
    remaining: int = 0


@dataclass(slots=True)
class Purse:
    """A wallet as it stands, with its lots by last day."""

    id: int
    owner_id: int
    posted: int = 0
    held: int = 0
    seq: int = 0
    head: str = ""
    lots: dict[date, Grown] = field(default_factory=dict)
    holds_end: list[datetime] = field(default_factory=list)


@dataclass(slots=True)
class Reason:
    """Why something is written."""

    kind: EntryKind
    source_kind: str
    source_id: int
    business_on: date
    recorded_at: datetime
    words: str = ""
    actor_id: int | None = None
    shop_id: int | None = None
    rule_id: int | None = None
    earned_on: date | None = None
    minutes: int | None = None


class Books:
    """Writes transactions, lines and uses of lots; wallets and lots at the end."""

    def __init__(self, sheets: Sheets, station: Station) -> None:
        self.sheets, self.station = sheets, station
        self.purses = [Purse(sheets.next(Wallet), member_id) for member_id in station.members]

    def earn(self, purse: Purse, points: int, why: Reason) -> None:
        """Credit points: the lot of their last day grows."""
        last_on = lots.last_day(Expiry.END_OF_NEXT_CALENDAR_YEAR, why.earned_on or why.business_on)
        lot = purse.lots.get(last_on)
        if lot is None:
            lot = purse.lots[last_on] = Grown(self.sheets.next(Lot), last_on)
        lot.earned += points
        lot.remaining += points
        self._append(purse, self._record(why), points, ("issued", why, lot.id))

    def pay(self, purse: Purse, points: int, why: Reason) -> int:
        """Debit points, earliest last day first; return the id of the transaction."""
        paid_by = self._record(why)
        self._eat(purse, points, paid_by)
        self._append(purse, paid_by, -points, (f"redeemed:{why.shop_id}", why, None))
        return paid_by

    def keep(self, purse: Purse, points: int, why: Reason, until: datetime) -> int:
        """Keep points for a reservation; return the id of the transaction. No line is written."""
        kept_by = self._record(why)
        self._eat(purse, points, kept_by)
        purse.held += points
        purse.holds_end.append(until)
        return kept_by

    def record(self, why: Reason) -> int:
        """Write a transaction that moves no points; return its id."""
        return self._record(why)

    def _record(self, why: Reason) -> int:
        row_id = self.sheets.next(Transaction)
        self.sheets.transactions.add(
            row_id,
            self.station.id,
            why.kind,
            why.source_kind,
            why.source_id,
            self.station.periods[why.business_on.replace(day=1)],
            why.business_on,
            why.recorded_at,
            why.actor_id,
            why.shop_id,
            why.rule_id,
            why.earned_on,
            why.minutes,
            None if why.minutes is None else 0,
            why.words,
        )
        return row_id

    def _eat(self, purse: Purse, points: int, transaction_id: int) -> None:
        for lot in sorted(purse.lots.values(), key=lambda each: each.expires_on):
            taken = min(points, lot.remaining)
            if taken:
                lot.remaining -= taken
                points -= taken
                row_id = self.sheets.next(LotUse)
                self.sheets.lot_uses.add(row_id, self.station.id, transaction_id, lot.id, taken)
        if points:
            raise ValueError(f"purse {purse.id} lacks {points} points")

    def _append(
        self, purse: Purse, transaction_id: int, delta: int, of: tuple[str, Reason, int | None]
    ) -> None:
        contra, why, lot_id = of
        purse.posted += delta
        purse.seq += 1
        line = LineFacts(
            self.station.id,
            purse.id,
            purse.seq,
            transaction_id,
            contra,
            delta,
            purse.posted,
            why.recorded_at,
            why.kind,
            why.source_kind,
            why.source_id,
            why.business_on,
        )
        purse.head = chained(purse.head, line)
        period_id = self.station.periods[why.business_on.replace(day=1)]
        self.sheets.entries.add(*line[:7], purse.head, why.recorded_at, period_id, lot_id)

    def close(self) -> None:
        """Write wallets and lots as they stand."""
        for purse in self.purses:
            due = self._due(purse)
            figures: tuple[Any, ...] = (purse.posted, purse.held, purse.seq, purse.head, due)
            self.sheets.wallets.add(purse.id, self.station.id, purse.owner_id, *figures)
            for lot in purse.lots.values():
                self.sheets.lots.add(
                    lot.id, self.station.id, purse.id, lot.expires_on, lot.earned, lot.remaining
                )

    def _due(self, purse: Purse) -> datetime | None:
        ends = [
            clock.day_start(lot.expires_on + timedelta(days=1), self.station.zone)
            for lot in purse.lots.values()
        ]
        return min([*ends, *purse.holds_end], default=None)
