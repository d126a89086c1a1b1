"""What a station's people did with their points: earned by service, spent in the shop."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from accounts.models import RequestKey
from bench.town.books import Books, Purse, Reason
from bench.town.service import MINUTES, Served
from bench.town.sheets import Sheets
from bench.town.station import CLERK, SUPERVISOR, Station
from core import clock, keyring
from points import upkeep_jobs
from points.goods.models import MoveReason, StockMove
from points.ledger.models import EntryKind, Hold
from points.redemptions.models import Redemption, RedemptionLine, RedemptionState
from points.redemptions.rules import limits, pick_up_codes
from points.redemptions.rules.exchanges import SOURCE
from points.settings import PointsSettings
from volunteer.hours.rules import record_awards

PURSE_OF_A_LEG = 50_000
"""Points those have in whose name the legs spend."""

RESERVES_EVERY = 40
COLLECT_DAYS = 7
UNTOLD_EVERY = 100
"""Of so many whose points expire soon one was not told yet: the upkeep's share of a night."""


class Passbooks:
    """Fills the passbooks turn by turn, and counts what left the shop."""

    def __init__(self, sheets: Sheets, station: Station) -> None:
        self.sheets, self.station = sheets, station
        self.books = Books(sheets, station)
        self.left: Counter[int] = Counter()
        self.kept: Counter[int] = Counter()
        self.used: Counter[tuple[int, str, date]] = Counter()
        self.given = 0

    def of_turn(self, turn: int, served: list[Served]) -> None:
        """Credit what was earned in a turn; every second person takes something home."""
        for each in served:
            purse = self.books.purses[each.at]
            self._award(purse, each)
            for nth in range(self._bonuses_in(turn)):
                self._bonus(purse, each, is_first=turn == nth == 0)
            if (turn + each.at) % 2 == 0:
                self._sell(purse, each, turn)

    def _bonuses_in(self, turn: int) -> int:
        """Spread what the passbook lacks over the turns, the first service's among them."""
        scale = self.station.scale
        lacking = max(1, scale.lines - scale.services - scale.services // 2)
        return lacking // scale.services + (1 if turn < lacking % scale.services else 0)

    def _award(self, purse: Purse, each: Served) -> None:
        why = Reason(
            EntryKind.EARN,
            record_awards.SERVICE,
            each.record_id,
            clock.local_day(each.posted_at, self.station.zone),
            each.posted_at,
            record_awards.AWARD_WORDS % {"title": each.title},
            rule_id=each.kind.rule.id,
            earned_on=each.day,
            minutes=MINUTES,
        )
        self.books.earn(purse, each.points, why)

    def _bonus(self, purse: Purse, each: Served, *, is_first: bool) -> None:
        self.given += 1
        source = record_awards.FIRST_SERVICE if is_first else record_awards.SHIFT_LEADER
        words = record_awards.LEADER_WORDS % {"title": each.title}
        why = Reason(
            EntryKind.BONUS,
            source,
            each.record_id if is_first else self.given,
            clock.local_day(each.posted_at, self.station.zone),
            each.posted_at,
            record_awards.FIRST_WORDS if is_first else words,
            earned_on=each.day,
        )
        self.books.earn(purse, 10 if is_first else 5, why)

    def _sell(self, purse: Purse, each: Served, turn: int) -> None:
        day = each.day + timedelta(days=8)
        at = self.station.at(day, 10, each.at % 60)
        product_id, batch_id, price, words = self._chosen(each.at + 13 * turn)
        redemption_id, line_id = self.sheets.next(Redemption), self.sheets.next(RedemptionLine)
        clerk = self.station.people[CLERK if each.at != CLERK else SUPERVISOR]
        self._write_down((redemption_id, line_id, product_id, price, words))
        self.sheets.redemptions.add(
            redemption_id,
            self.station.id,
            self.station.shop_id,
            purse.owner_id,
            f"{day:%y%m%d}-{redemption_id}",
            RedemptionState.COLLECTED,
            price,
            None,
            None,
            at,
            clerk,
            None,
            at,
            clerk,
            "pin",
        )
        shop_id = self.station.shop_id
        why = Reason(
            EntryKind.REDEEM, SOURCE, redemption_id, day, at, actor_id=clerk, shop_id=shop_id
        )
        paid_by = self.books.pay(purse, price, why)
        self.left[batch_id] += 1
        moved = (batch_id, paid_by, -1, 0, MoveReason.HAND_OVER, line_id, clerk, at)
        self._move(product_id, moved)
        self._count(purse, price, day)

    def _chosen(self, number: int) -> tuple[int, int, int, str]:
        return self.station.goods[number % len(self.station.goods)]

    def _write_down(self, line: tuple[int, int, int, int, str]) -> None:
        redemption_id, line_id, product_id, price, words = line
        of = (redemption_id, product_id, words, price, 1)
        self.sheets.redemption_lines.add(line_id, self.station.id, *of)

    def _move(self, product_id: int, moved: tuple[object, ...]) -> None:
        where = (self.station.id, self.station.shop_id, product_id)
        self.sheets.moves.add(self.sheets.next(StockMove), *where, *moved)

    def _count(self, purse: Purse, price: int, day: date) -> None:
        month_on = day.replace(day=1)
        self.used[purse.id, limits.POINTS, month_on] += price
        self.used[purse.id, limits.REDEMPTIONS, month_on] += 1

    def close(self) -> None:
        """Reserve something for a few, fill the purses of the legs, and close the books."""
        for at in range(1, self.station.scale.people, RESERVES_EVERY):
            if at not in self.station.signed_in:
                self._reserve(self.books.purses[at], at)
        for at in self.station.signed_in:
            self._fill(self.books.purses[at])
        self.books.close()
        for (wallet_id, rule, month_on), used in self.used.items():
            self.sheets.limit_counters.add(self.station.id, wallet_id, rule, month_on, used)
        self._told_of_expiry()

    def _fill(self, purse: Purse) -> None:
        now, today = self.station.built_at, self.station.today
        why = Reason(EntryKind.BONUS, "bench", purse.id, today, now, "测量", earned_on=today)
        self.books.earn(purse, PURSE_OF_A_LEG, why)

    def _reserve(self, purse: Purse, at: int) -> None:
        now, today = self.station.built_at, self.station.today
        product_id, _batch, price, words = self._chosen(at)
        redemption_id, line_id = self.sheets.next(Redemption), self.sheets.next(RedemptionLine)
        code = f"{redemption_id:0{pick_up_codes.CODE_DIGITS}}"
        sealed = keyring.sealer().seal(code, f"redemption:{redemption_id}")
        collect_by = clock.day_start(today + timedelta(days=COLLECT_DAYS + 1), self.station.zone)
        self._write_down((redemption_id, line_id, product_id, price, words))
        self.sheets.redemptions.add(
            redemption_id,
            self.station.id,
            self.station.shop_id,
            purse.owner_id,
            f"{today:%y%m%d}-{redemption_id}",
            RedemptionState.RESERVED,
            price,
            sealed,
            pick_up_codes.code_index(code),
            now,
            self.station.people[at],
            collect_by,
            None,
            None,
            "",
        )
        actor, shop_id = self.station.people[at], self.station.shop_id
        of = (EntryKind.HOLD, SOURCE, redemption_id, today, now)
        kept_by = self.books.keep(
            purse, price, Reason(*of, actor_id=actor, shop_id=shop_id), collect_by
        )
        held = (purse.id, redemption_id, kept_by, price, collect_by)
        self.sheets.holds.add(self.sheets.next(Hold), self.station.id, *held)
        self.kept[product_id] += 1
        self._move(product_id, (None, kept_by, 0, 1, MoveReason.RESERVE, line_id, actor, now))
        self._count(purse, price, today)

    def _told_of_expiry(self) -> None:
        """Note who was told already that points expire soon, as the upkeep would have."""
        today = self.station.today + timedelta(days=COLLECT_DAYS + 2)
        stages = sorted(upkeep_jobs.stages_of(PointsSettings()))
        for number, purse in enumerate(self.books.purses):
            for lot in purse.lots.values():
                ahead = (lot.expires_on - today).days
                stage = next((most for most in stages if 0 <= ahead <= most), None)
                if stage is None or not lot.remaining or number % UNTOLD_EVERY == 0:
                    continue
                key = (upkeep_jobs.NOTICE_CLIENT, f"{lot.id}:{stage}", "", self.station.built_at)
                self.sheets.keys.add(self.sheets.next(RequestKey), *key)
