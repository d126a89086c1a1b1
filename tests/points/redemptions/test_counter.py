"""The counter: codes, sales, credentials, proxies, and the clerk's own points."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core.errors import NotAllowed
from points.goods.models import MoveReason, StockBatch, StockMove
from points.goods.rules import goods, shops
from points.ledger.rules.refusals import (
    AlreadyRedeemed,
    BatchExpired,
    CodeExpired,
    CodeUnknown,
    CredentialWrong,
    InDebt,
    OutOfStock,
    RedemptionCancelled,
    WrongCodeType,
    WrongShop,
)
from points.redemptions.models import RedemptionState
from points.redemptions.rules import counter_credentials, reservations
from points.redemptions.rules.counter_credentials import SecondPersonNeeded
from teams.authority.act import Act
from teams.authority.models import Role
from tests.builders import NOW, a_role, authority_of
from tests.shop_builders import PIN, a_store, a_witness, earn, wallet


def test_a_code_opens_one_hand_over(session, store, redemption):
    store.collect(redemption)

    assert redemption.state is RedemptionState.COLLECTED
    assert (wallet(session, redemption.member).posted, wallet(session, redemption.member).held) == (
        60,
        0,
    )


def test_a_code_opened_before_says_when(session, store, redemption):
    store.collect(redemption, now=datetime(2026, 5, 15, 7, 2, tzinfo=UTC))

    with pytest.raises(AlreadyRedeemed, match="15:02"):
        store.collect(redemption, now=datetime(2026, 5, 15, 7, 3, tzinfo=UTC))


def test_a_code_nobody_has_is_unknown(session, store, redemption):
    with pytest.raises(CodeUnknown):
        store.collect(redemption, code="000000000")


def test_a_code_of_another_community_is_unknown(session, store, redemption):
    elsewhere = a_store(session, "nanguan")

    with pytest.raises(CodeUnknown):
        elsewhere.collect(redemption)


def test_a_cancelled_code_says_so(session, store, redemption):
    own = authority_of(session, redemption.member)
    reservations.cancel(Act(session, NOW, by=own), store.community.id, redemption.id)

    with pytest.raises(RedemptionCancelled):
        store.collect(redemption)


def test_a_code_in_another_shop_is_not_used_up(session, store, redemption):
    other = shops.open_shop(session, store.community, "西门点")

    with pytest.raises(WrongShop, match="积分超市"):
        store.collect(redemption, shop_id=other.id)

    assert redemption.state is RedemptionState.RESERVED


@pytest.mark.parametrize(
    "text", ["123456", "https://x/check-in", "12345678a", "", "一二三四五六七八九"]
)
def test_what_is_not_nine_digits_is_another_kind_of_code(session, store, redemption, text):
    with pytest.raises(WrongCodeType):
        store.collect(redemption, code=text)


def test_a_code_may_be_typed_in_groups(session, store, redemption):
    from points.redemptions.rules.pick_up_codes import code_of  # noqa: PLC0415 - here alone

    code = code_of(redemption)

    assert store.collect(redemption, code=f"{code[:3]} {code[3:6]} {code[6:]}").collected_at == NOW


def test_one_second_before_the_time_is_over_the_code_opens(session, store, redemption):
    store.collect(redemption, now=redemption.collect_by - timedelta(seconds=1))

    assert redemption.state is RedemptionState.COLLECTED


def test_when_the_time_is_over_the_code_is_expired(session, store, redemption):
    with pytest.raises(CodeExpired):
        store.collect(redemption, now=redemption.collect_by)


def test_a_volunteer_does_not_hand_over(session, store, redemption):
    with pytest.raises(NotAllowed):
        store.collect(redemption, by=authority_of(session, redemption.member))


def test_a_batch_that_expired_while_waiting_is_not_handed_out(session, store):
    eggs = store.product("鸡蛋", stock=0)
    store.receive(eggs, 1, date(2026, 5, 16))
    redemption = store.reserve(store.member(points=100), (eggs, 1))

    with pytest.raises(BatchExpired), session.begin_nested():
        store.collect(redemption, now=NOW + timedelta(days=2))


def test_the_batch_that_expires_first_goes_first(session, store):
    salt = store.product("食盐", stock=0)
    store.receive(salt, 5)
    store.receive(salt, 2, date(2026, 12, 1))
    store.receive(salt, 2, date(2026, 6, 1))

    store.sell(store.member(points=200), (salt, 3))

    left = dict(session.execute(select(StockBatch.expires_on, StockBatch.on_hand)).all())
    assert left == {None: 5, date(2026, 12, 1): 1, date(2026, 6, 1): 0}


def test_a_sale_takes_points_and_goods_at_once(session, store):
    soap, member = store.product(), store.member(points=100)

    redemption = store.sell(member, (soap, 2))

    assert redemption.state is RedemptionState.COLLECTED
    assert wallet(session, member).posted == 20
    assert store.left(soap) == 8
    moves = session.scalars(select(StockMove).where(StockMove.reason == MoveReason.HAND_OVER))
    assert [move.delta_on_hand for move in moves] == [-2]


def test_t22_the_last_piece_is_sold_once(session, store):
    soap = store.product(stock=1)
    store.sell(store.member(points=100), (soap, 1))

    with pytest.raises(OutOfStock), session.begin_nested():
        store.sell(store.member(points=100), (soap, 1))

    assert store.left(soap) == 0


def test_a_sale_does_not_take_what_is_reserved(session, store):
    soap = store.product(stock=1)
    store.reserve(store.member(points=100), (soap, 1))

    with pytest.raises(OutOfStock), session.begin_nested():
        store.sell(store.member(points=100), (soap, 1))


def test_t23_a_counter_sale_uses_the_price_at_the_scan(session, store):
    soap, member = store.product(price=40), store.member(points=100)
    goods.set_price(Act(session, NOW, by=store.admin), soap, 50)

    assert store.sell(member, (soap, 1)).lines[0].price_each == 50


def test_a_wrong_pin_sells_nothing(session, store):
    soap, member = store.product(), store.member(points=100)

    with pytest.raises(CredentialWrong):
        store.sell(member, (soap, 1), credential="000000")


def test_a_one_time_code_is_good_once(session, store):
    soap, member = store.product(), store.member(points=100)
    code = counter_credentials.new_code(Act(session, NOW), member.person_id)
    assert store.sell(member, (soap, 1), credential=code).credential == "code"

    with pytest.raises(CredentialWrong):
        store.sell(member, (soap, 1), credential=code)


@pytest.mark.parametrize(("seconds", "is_good"), [(59, True), (60, False)])
def test_a_one_time_code_lasts_sixty_seconds(session, store, seconds, is_good):
    soap, member = store.product(), store.member(points=100)
    code = counter_credentials.new_code(Act(session, NOW), member.person_id)
    later = NOW + timedelta(seconds=seconds)

    if is_good:
        assert store.sell(member, (soap, 1), credential=code, now=later).credential == "code"
    else:
        with pytest.raises(CredentialWrong):
            store.sell(member, (soap, 1), credential=code, now=later)


def test_a_code_of_somebody_else_opens_nothing(session, store):
    soap, member = store.product(), store.member(points=100)
    code = counter_credentials.new_code(Act(session, NOW), store.member().person_id)

    with pytest.raises(CredentialWrong):
        store.sell(member, (soap, 1), credential=code)


def test_the_sixth_try_has_to_wait(session, store):
    person = store.member().person_id

    waits = [counter_credentials.spend_try(Act(session, NOW), person) for _ in range(6)]

    assert waits == [0, 0, 0, 0, 0, 900]


def test_after_fifteen_minutes_one_may_try_again(session, store):
    person = store.member().person_id
    for _ in range(6):
        counter_credentials.spend_try(Act(session, NOW), person)

    assert counter_credentials.spend_try(Act(session, NOW + timedelta(minutes=15)), person) == 0


def test_a_right_pin_forgets_the_wrong_ones(session, store):
    soap, member = store.product(), store.member(points=100)
    for _ in range(4):
        counter_credentials.spend_try(Act(session, NOW), member.person_id)
    store.sell(member, (soap, 1))

    assert counter_credentials.spend_try(Act(session, NOW), member.person_id) == 0


def test_t25_a_clerk_alone_does_not_sell_to_the_own_account(session, store):
    soap = store.product()
    earn(session, store.clerk_member, 100)

    with pytest.raises(SecondPersonNeeded):
        store.sell(store.clerk_member, (soap, 1))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SHOP_CLERK])
def test_t25_with_a_second_person_he_may(session, store, role):
    soap = store.product()
    earn(session, store.clerk_member, 100)

    redemption = store.sell(store.clerk_member, (soap, 1), witness=a_witness(store, role))

    assert redemption.second_person_id not in {None, store.clerk.person_id}


def test_t25_the_second_person_is_not_the_clerk(session, store):
    earn(session, store.clerk_member, 100)
    clerk = counter_credentials.Witness(volunteer_no=store.clerk_member.volunteer_no, pin=PIN)

    with pytest.raises(SecondPersonNeeded):
        store.sell(store.clerk_member, (store.product(), 1), witness=clerk)


def test_t25_a_volunteer_is_no_second_person(session, store):
    earn(session, store.clerk_member, 100)
    anybody = counter_credentials.Witness(volunteer_no=store.member().volunteer_no, pin=PIN)

    with pytest.raises(SecondPersonNeeded):
        store.sell(store.clerk_member, (store.product(), 1), witness=anybody)


def test_t25_the_second_persons_pin_has_to_match(session, store):
    earn(session, store.clerk_member, 100)
    witness = replace(a_witness(store), pin="000000")

    with pytest.raises(CredentialWrong):
        store.sell(store.clerk_member, (store.product(), 1), witness=witness)


def test_t25_his_own_reservation_needs_one_too(session, store):
    earn(session, store.clerk_member, 100)
    redemption = store.reserve(store.clerk_member, (store.product(), 1))

    with pytest.raises(SecondPersonNeeded):
        store.collect(redemption)
    assert store.collect(redemption, witness=a_witness(store)).second_person_id


def test_a_wallet_in_debt_does_not_buy(session, store):
    from points.ledger.rules import ledger  # noqa: PLC0415 - here alone
    from tests.shop_builders import a_cause, spend  # noqa: PLC0415

    member, soap = store.member(), store.product()
    record = earn(session, member, 60)
    spend(session, member, 60)
    ledger.reverse(Act(session, NOW), member.community_id, record.id, a_cause())

    with pytest.raises(InDebt), session.begin_nested():
        store.sell(member, (soap, 1))


def test_a_second_role_does_not_make_two_people(session, store):
    a_role(session, store.clerk_member, Role.SUPERVISOR)
    earn(session, store.clerk_member, 100)

    with pytest.raises(SecondPersonNeeded):
        store.sell(
            store.clerk_member,
            (store.product(), 1),
            by=authority_of(session, store.clerk_member),
        )
