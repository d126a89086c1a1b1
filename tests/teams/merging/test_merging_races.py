"""Two files made one while somebody sells, signs up, books hours or erases; on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import run_on
from points.ledger.rules import earning
from points.redemptions.models import Redemption
from points.redemptions.rules import exchanges
from points.redemptions.rules.orders import Sale, Wish
from teams.authority.act import Act
from teams.authority.models import Role
from teams.erasure.models import Erasure
from teams.erasure.rules import erasures
from teams.members.models import Community, Member, MemberState
from teams.merging.models import Merge
from teams.merging.rules import merges
from teams.merging.rules.merges import Proposal
from teams.notices.rules import notices
from tests import checks
from tests.activity_builders import a_shift, an_activity
from tests.builders import NOW, authority_of, staff
from tests.racing import as_volunteer, together
from tests.service_builders import a_run_shift, confirmed, present
from tests.shop_builders import PIN, a_cause, a_store, earn, wallet
from volunteer.hours.rules import record_posting
from volunteer.sign_ups.models import SignUp
from volunteer.sign_ups.rules import sign_ups
from volunteer.sign_ups.rules.sign_ups import Wish as Wanted

pytestmark = pytest.mark.race
TIMES = 3


class Town:
    """A proposed pair with points and hours on their way; who decides and who sells."""

    def __init__(self, session: Session) -> None:
        store = a_store(session)
        self.here, self.clerk, self.shop = store.community.id, store.clerk, store.shop.id
        earning.install_defaults(Act(session, NOW, community=store.community))
        kept, gone = (store.member(name="王秀兰") for _ in range(2))
        for each in (kept, gone):
            earn(session, each, 100, cause=a_cause(source_kind="test"))
        self.kept, self.gone = kept.id, gone.id
        self.soap = store.product(price=40, stock=9).id
        self.volunteer = as_volunteer(gone)
        coordinator = staff(session, store.community, Role.COORDINATOR, "社工")
        self.second = staff(session, store.community, Role.SUPERVISOR, "监督员")
        self.third = staff(session, store.community, Role.SUPERVISOR, "监督员二")
        past = NOW - timedelta(days=30)
        opened = past - timedelta(days=7)
        run = a_run_shift(session, store.community, starts_at=past, sign_up_opens_at=opened)
        confirmed(session, store.community, present(session, store.community, run, gone))
        notices.end_due(Act(session, NOW))
        self.shift = a_shift(session, an_activity(session, store.community)).id
        acting = Act(session, NOW, by=coordinator, community=store.community)
        self.merge_id = merges.propose(acting, kept, gone, Proposal(is_confirmed=True)).id

    def act(self, session: Session, by=None) -> Act:
        return Act(session, NOW, by=by, community=session.get_one(Community, self.here))

    def merge(self, session: Session) -> str:
        merges.merge(self.act(session, self.second), session.get_one(Merge, self.merge_id))
        return "merged"

    def sell(self, session: Session, member_id: int) -> str:
        sale = Sale(
            community_id=self.here,
            shop_id=self.shop,
            member_id=member_id,
            credential=PIN,
            wishes=[Wish(product_id=self.soap, quantity=1)],
        )
        exchanges.sell(Act(session, NOW, by=self.clerk), sale)
        return "sold"

    def sign_up(self, session: Session) -> str:
        sign_ups.sign_up(self.act(session, self.volunteer), Wanted(self.shift, self.gone))
        return "signed up"

    def post(self, session: Session) -> str:
        return f"posted {record_posting.post_passed(session, NOW)}"

    def erase(self, session: Session, erasure_id: int) -> str:
        erasures.erase(self.act(session, self.third), session.get_one(Erasure, erasure_id))
        return "erased"


def left_with(session, member_id):
    """How many redemptions and sign-ups still name a member."""
    return [
        session.scalar(select(func.count()).where(model.member_id == member_id))
        for model in (Redemption, SignUp)
    ]


@pytest.mark.parametrize("_time", range(TIMES))
def test_sales_sign_ups_and_posting_beside_a_merge(engine, _time):
    town = run_on(engine, Town)

    done = together(
        engine,
        [
            town.merge,
            lambda session: town.sell(session, town.gone),
            lambda session: town.sell(session, town.kept),
            town.sign_up,
            town.post,
        ],
    )

    assert done[0] == "merged"
    assert done[2] == "sold"
    with Session(engine) as session:
        kept, gone = (session.get_one(Member, each) for each in (town.kept, town.gone))
        assert gone.state is MemberState.MERGED
        assert left_with(session, gone.id) == [0, 0]
        assert wallet(session, gone).posted == 0
        record_posting.post_passed(session, NOW)
        sold = [done[1], done[2]].count("sold")
        earned = wallet(session, kept).posted - 200 + 40 * sold
        assert earned in {20, 30}
        assert checks.breaches(session) == []


def test_of_two_who_approve_at_once_one_does(engine):
    town = run_on(engine, Town)

    done = together(engine, [town.merge] * 3)

    assert sorted(map(str, done)).count("merged") == 1


@pytest.mark.parametrize("of_gone", [False, True])
def test_erased_and_merged_at_once_is_one_of_both_or_one_after_the_other(engine, of_gone):
    def build(session: Session):
        town = Town(session)
        member = session.get_one(Member, town.gone if of_gone else town.kept)
        acting = Act(
            session,
            NOW,
            by=authority_of(session, member),
            community=session.get_one(Community, town.here),
        )
        return town, erasures.ask(acting, member, is_confirmed=True).id

    town, erasure_id = run_on(engine, build)

    together(engine, [town.merge, lambda session: town.erase(session, erasure_id)])

    with Session(engine) as session:
        states = {session.get_one(Member, each).state for each in (town.kept, town.gone)}
        assert MemberState.MERGED not in states or session.get_one(Merge, town.merge_id).decided_at
        assert checks.breaches(session) == []


def test_what_is_earned_while_the_files_become_one_is_not_lost(engine):
    town = run_on(engine, Town)

    def given(session: Session) -> None:
        earn(session, session.get_one(Member, town.gone), 7, cause=a_cause(source_kind="test"))

    together(engine, [town.merge, given, given, given])

    with Session(engine) as session:
        kept, gone = (session.get_one(Member, each) for each in (town.kept, town.gone))
        assert (wallet(session, kept).posted, wallet(session, gone).posted) == (221, 0)
