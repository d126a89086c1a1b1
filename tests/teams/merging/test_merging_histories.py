"""Merges among sales, reservations, hours, voids and debts, at random; the books always hold."""

import random
from datetime import timedelta

import pytest

from core.errors import RuleError
from points.ledger.rules import earning
from points.redemptions.rules import reservations
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from teams.merging.rules import merges
from teams.merging.rules.merges import Proposal
from tests import checks
from tests.activity_builders import a_shift, a_sign_up, an_activity
from tests.builders import NOW, staff
from tests.service_builders import a_run_shift, confirmed, present, sweep
from tests.shop_builders import a_cause, a_store, earn
from volunteer.hours.models import RecordState
from volunteer.hours.rules import record_corrections
from volunteer.hours.rules.record_corrections import Correction
from volunteer.sign_ups.models import CANCELLABLE
from volunteer.sign_ups.rules import cancelling

STEPS = 24


class History:
    """Four files of one person, of whom any two may become one, and all they can do."""

    def __init__(self, session, seed: int) -> None:
        self.session, self.draw, self.now = session, random.Random(seed), NOW  # noqa: S311 - the same each time
        self.store = a_store(session)
        self.here = self.store.community
        earning.install_defaults(Act(session, NOW, community=self.here))
        self.soap = self.store.product(price=7, stock=200)
        self.files = [self.store.member(name="王秀兰").id for _ in range(4)]
        self.desk = staff(session, self.here, Role.COORDINATOR, "社工")
        self.second = staff(session, self.here, Role.SUPERVISOR, "监督员")
        self.records, self.reserved, self.signed, self.merged = [], [], [], 0

    def act(self, by=None) -> Act:
        return Act(self.session, self.now, by=by, community=self.here)

    def one(self) -> Member:
        """One of the files; what an old one is asked to do is refused, or done by the other."""
        return self.session.get_one(Member, self.draw.choice(self.files))

    def alive(self) -> Member:
        alive = [self.session.get_one(Member, each) for each in self.files]
        return self.draw.choice([each for each in alive if not each.is_merged])

    def step(self) -> None:
        self.now += timedelta(hours=self.draw.choice((1, 5, 30, 24 * 9, 24 * 40)))
        kinds = (
            self.give,
            self.buy,
            self.reserve,
            self.cancel,
            self.serve,
            self.void,
            self.sign_up,
        )
        deed = self.draw.choice((*kinds, self.go_back, self.merge, self.merge))
        try:
            with self.session.begin_nested():
                deed()
        except RuleError:
            self.session.expire_all()

    def give(self) -> None:
        cause = a_cause(source_kind="test")
        earn(self.session, self.one(), self.draw.randint(1, 60), now=self.now, cause=cause)

    def buy(self) -> None:
        self.store.sell(self.one(), (self.soap, self.draw.randint(1, 3)), now=self.now)

    def reserve(self) -> None:
        self.reserved.append(self.store.reserve(self.one(), (self.soap, 1), now=self.now))

    def cancel(self) -> None:
        if self.reserved:
            reservations.give_up(self.act(), self.reserved.pop())

    def serve(self) -> None:
        start = self.now - timedelta(hours=self.draw.choice((3, 4, 5)))
        opened = start - timedelta(days=9)
        shift = a_run_shift(self.session, self.here, starts_at=start, sign_up_opens_at=opened)
        sign_up = present(self.session, self.here, shift, self.alive())
        self.records.append(confirmed(self.session, self.here, sign_up, now=shift.ends_at))
        sweep(self.session, self.now)

    def void(self) -> None:
        sweep(self.session, self.now)
        for record in self.records:
            self.session.refresh(record)
            if record.state is RecordState.POSTED and self.draw.random() < 0.5:
                seen = Correction("核错了时间", record.version)
                record_corrections.void(self.act(self.second), record.id, seen)

    def sign_up(self) -> None:
        opened = self.now - timedelta(days=1)
        start = self.now + timedelta(days=self.draw.randint(2, 9))
        shift = a_shift(
            self.session,
            an_activity(self.session, self.here),
            starts_at=start,
            sign_up_opens_at=opened,
            places=self.draw.randint(1, 2),
        )
        for _ in range(3):
            self.signed.append(a_sign_up(self.session, self.here, shift, self.alive(), self.now))

    def go_back(self) -> None:
        sign_up = next((each for each in self.signed if each.state in CANCELLABLE), None)
        if sign_up is not None:
            cancelling.cancel(self.act(self.desk), sign_up.id, "来不了")

    def merge(self) -> None:
        one, other = (
            self.session.get_one(Member, each) for each in self.draw.sample(self.files, 2)
        )
        proposed = merges.propose(self.act(self.desk), one, other, Proposal(is_confirmed=True))
        merges.merge(self.act(self.second), proposed)
        self.session.flush()
        self.session.expire_all()
        self.merged += 1
        assert checks.breaches(self.session) == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_before_and_after_the_books_hold(session, seed):
    history = History(session, seed)
    for _ in range(STEPS):
        history.step()

    history.void()
    session.flush()
    assert checks.breaches(session) == []
    assert history.merged
