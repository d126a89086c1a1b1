"""T35: two files of one person become one: by two people, by the books, for good."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Notification, VolunteerNumber
from accounts.rules import sign_in
from core import room_members
from core.base import Base
from core.errors import NotAllowed, NotFound, OwnCase
from points.ledger.rules import ledger
from points.redemptions.models import LimitCounter
from points.redemptions.rules import returns
from points.redemptions.rules.returns import Comeback
from teams.authority.act import Act
from teams.authority.models import Role
from teams.erasure.rules import erasures
from teams.members.models import Community, MemberState
from teams.members.queries import finding
from teams.merging.models import MergeState
from teams.merging.rules import merges, pairs
from teams.merging.rules.merges import Proposal
from teams.merging.rules.refusals import (
    BelongsElsewhere,
    DecidedBefore,
    ErasureWaits,
    NotConfirmed,
    NotMergeable,
    NotTheSamePerson,
    PausedFirst,
    ProposedBefore,
    RoleFirst,
    ToSettle,
)
from tests.builders import NOW, a_community, a_member, a_role, authority_of, staff
from tests.shop_builders import (
    a_cause,
    a_witness,
    deltas,
    earn,
    lots_left,
    spend,
    wallet,
)

NAME, PHONE, OTHER_PHONE = "王秀兰", "13811112222", "13733334444"
SEEN = Proposal(is_confirmed=True, reason="看过身份证")
STAYS = {"nominations.member_id", "awards.member_id"}


def rows_of(session, member):
    """The columns that point at a member: `table.column` of each row that does."""
    session.flush()
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table.name == "members":
                column = next(each for each in key.columns if each.name != "community_id")
                count = len(session.execute(select(column).where(column == member.id)).all())
                found += [f"{table.name}.{column.name}"] * count
    return found


def test_the_older_number_stays_and_the_other_leads_there(session, store, files, merged):
    kept, gone = files

    done = merged(kept, gone)

    assert (done.state, done.kept_id, done.gone_id) == (MergeState.DONE, kept.id, gone.id)
    session.refresh(gone)
    assert gone.state is MemberState.MERGED
    for typed in (gone.volunteer_no, kept.volunteer_no, OTHER_PHONE, PHONE, NAME):
        assert finding.the_member(session, store.community, typed).id == kept.id
    assert session.get_one(VolunteerNumber, gone.volunteer_no).person_id == kept.person_id
    for login in (gone.volunteer_no, OTHER_PHONE, PHONE):
        assert sign_in.find(session, sign_in.claim(login, "")).id == kept.person_id
    assert (
        session.scalars(
            select(Notification.sentence).where(Notification.person_id == kept.person_id)
        ).all()[-1]
        == merges.MERGED
    )


def test_everything_a_room_declares_to_move_has_moved(session, files, merged):
    kept, gone = files

    merged(kept, gone)

    moved = {column for each in room_members.merging() for column in each.moved}
    assert [each for each in rows_of(session, gone) if each in moved - STAYS] == []


def test_points_add_up_with_lots_and_last_days_kept(session, files, merged):
    kept, gone = files
    earn(session, kept, 300)
    earn(session, gone, 25, ended_on=date(2026, 5, 1))
    earn(session, gone, 15, ended_on=date(2025, 12, 1))

    merged(kept, gone)

    assert (wallet(session, kept).posted, wallet(session, gone).posted) == (340, 0)
    assert lots_left(session, kept) == {"2026-12-31": 15, "2027-12-31": 325}
    assert deltas(session, gone) == [25, 15, -40]
    assert sorted(deltas(session, kept)) == [15, 25, 300]


@pytest.mark.parametrize("points", [(-30, 100), (100, -130), (-5, -6)])
def test_a_debt_comes_along(session, store, files, merged, points):
    for member, of_one in zip(files, points, strict=True):
        if of_one > 0:
            earn(session, member, of_one)
        else:
            owe(session, store, member, -of_one)

    merged(*files)

    assert wallet(session, files[0]).posted == sum(points)


def owe(session, store, member, points):
    """Earn, spend all and have the award taken back."""
    award = earn(session, member, points)
    spend(session, member, points)
    ledger.reverse(Act(session, NOW), store.community.id, award.id, a_cause())


def test_what_was_given_under_the_old_number_is_taken_back_from_the_new(
    session, store, files, merged
):
    kept, gone = files
    award = earn(session, gone, 60)
    earn(session, kept, 10)
    merged(kept, gone)

    ledger.reverse(Act(session, NOW), store.community.id, award.id, a_cause())
    earn(session, gone, 7)

    assert (wallet(session, kept).posted, wallet(session, gone).posted) == (17, 0)


def test_goods_bought_before_come_back_to_the_file_that_stays(session, store, files, merged):
    kept, gone = files
    soap, witness = store.product(price=40), a_witness(store)
    earn(session, gone, 100)
    sold = store.sell(gone, (soap, 2))
    merged(kept, gone)
    session.refresh(sold)

    returns.give_back(
        Act(session, NOW, by=store.clerk),
        Comeback(
            community_id=store.community.id,
            redemption_id=sold.id,
            quantities={1: 1},
            reason="坏了",
            witness=witness,
        ),
    )

    assert sold.member_id == kept.id
    assert lots_left(session, kept) == {"2027-12-31": 60}


def test_a_reservation_is_settled_first(session, store, files, act, desk):
    earn(session, files[1], 100)
    store.reserve(files[1], (store.product(), 1))

    with pytest.raises(ToSettle):
        merges.propose(act(desk), *files, SEEN)


def test_limits_of_both_are_counted_together(session, store, files, merged):
    kept, gone = files
    soap = store.product(price=10)
    for member, pieces in ((kept, 1), (gone, 2)):
        earn(session, member, 100)
        store.sell(member, (soap, pieces))

    merged(kept, gone)

    rows = session.execute(select(LimitCounter.rule, LimitCounter.used)).all()
    assert sorted(map(tuple, rows)) == [("points", 30), ("redemptions", 2)]


def asks_to_be_erased(session, member):
    here = session.get_one(Community, member.community_id)
    acting = Act(session, NOW, by=authority_of(session, member), community=here)
    erasures.ask(acting, member, is_confirmed=True)


@pytest.mark.parametrize(
    ("prepare", "refusal"),
    [
        (lambda session, gone: a_role(session, gone, Role.SHOP_CLERK), RoleFirst),
        (lambda _, gone: setattr(gone.person, "name", "王秀英"), NotTheSamePerson),
        (lambda _, gone: setattr(gone.person, "birth_on", date(1971, 1, 1)), NotTheSamePerson),
        (lambda _, gone: setattr(gone, "state", MemberState.SUSPENDED), PausedFirst),
        (asks_to_be_erased, ErasureWaits),
    ],
)
def test_what_stands_in_the_way(files, act, desk, prepare, refusal):
    session = act(desk).session
    prepare(session, files[1])
    session.flush()

    with pytest.raises(refusal):
        merges.propose(act(desk), *files, SEEN)


def test_who_is_known_elsewhere_stays_and_two_such_do_not_become_one(
    session, store, files, act, desk
):
    kept, gone = files
    elsewhere = [a_community(session, name) for name in ("xijie", "beiguan")]
    a_member(session, elsewhere[0], person=gone.person)
    assert pairs.chosen(session, kept, gone) == (gone, kept)
    a_member(session, elsewhere[1], person=kept.person)

    with pytest.raises(BelongsElsewhere):
        merges.propose(act(desk), kept, gone, SEEN)


def test_a_second_person_decides_and_neither_of_both(session, store, files, act, desk):
    kept, gone = files
    proposed = merges.propose(act(desk), kept, gone, SEEN)
    with pytest.raises(NotAllowed):
        merges.merge(act(desk), proposed)
    admin = staff(session, store.community, Role.COMMUNITY_ADMIN, "管理员二")
    other = merges.propose(act(admin), store.member(name=NAME), kept, SEEN)
    with pytest.raises(OwnCase):
        merges.merge(act(admin), other)
    a_role(session, kept, Role.SUPERVISOR)
    with pytest.raises(OwnCase):
        merges.merge(act(authority_of(session, kept)), proposed)
    with pytest.raises(OwnCase):
        merges.refuse(act(authority_of(session, kept)), proposed, "不")


def test_proposals_are_said_once_read_and_can_be_taken_back(session, files, act, desk, supervisor):
    kept, gone = files
    with pytest.raises(NotConfirmed):
        merges.propose(act(desk), kept, gone, Proposal(is_confirmed=False))
    with pytest.raises(NotFound):
        merges.propose(act(desk), kept, kept, SEEN)
    with pytest.raises(NotAllowed):
        merges.propose(act(authority_of(session, kept)), kept, gone, SEEN)
    proposed = merges.propose(act(desk), kept, gone, SEEN)
    with pytest.raises(ProposedBefore):
        merges.propose(act(desk), kept, gone, SEEN)

    merges.take_back(act(desk), proposed)

    with pytest.raises(DecidedBefore):
        merges.merge(act(supervisor), proposed)
    refused = merges.propose(act(desk), kept, gone, SEEN)
    merges.refuse(act(supervisor), refused, "再核对一下生日")
    assert (refused.state, refused.answer) == (MergeState.REFUSED, "再核对一下生日")
    with pytest.raises(DecidedBefore):
        merges.refuse(act(supervisor), refused, "再说一次")


def test_what_was_merged_is_not_merged_again(store, files, merged, act, desk, supervisor):
    kept, gone = files
    third = store.member(name=NAME)
    waiting = merges.propose(act(desk), third, gone, SEEN)
    assert (waiting.kept_id, waiting.gone_id) == (gone.id, third.id)
    merged(kept, gone)

    with pytest.raises(NotMergeable):
        merges.merge(act(supervisor), waiting)
    with pytest.raises(NotMergeable):
        merges.propose(act(desk), gone, kept, SEEN)


def test_three_files_in_a_row_lead_to_the_first(session, store, files, merged):
    kept, gone = files
    third = store.member(name=NAME, points=5)
    merged(gone, third)
    merged(kept, gone)

    assert finding.the_member(session, store.community, third.volunteer_no).id == kept.id
    assert wallet(session, kept).posted == 5
    earn(session, third, 4)
    assert wallet(session, kept).posted == 9


def test_the_file_in_use_stays_before_the_older_number(session, store, files):
    kept, gone = files
    assert pairs.in_order(gone, kept) == (kept, gone)
    kept.state = MemberState.PENDING
    assert pairs.in_order(gone, kept) == (gone, kept)
    gone.state = MemberState.WITHDRAWN
    assert pairs.in_order(gone, kept) == (kept, gone)


def test_every_table_that_names_a_member_is_declared():
    declared = [column for each in room_members.merging() for column in (*each.moved, *each.left)]
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name == "members"
        for column in key.columns
        if column.name != "community_id"
    }
    assert sorted(declared) == sorted(named)
