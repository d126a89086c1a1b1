"""轮到我的: what waits for the reader on the first page, answered in one tap and taken back."""

from datetime import timedelta

import pytest

from accounts.act import Act as PlainAct
from accounts.models import Notification
from core.errors import NotFound
from teams.authority.act import Act
from teams.members.models import TeamColour
from tests.activity_builders import SATURDAY, a_queue, a_shift, a_sign_up, an_activity
from tests.builders import NOW, a_community, a_member, authority_of, the_team
from tests.service_builders import a_run_shift, confirmed, line_of, present
from tests.shop_builders import a_store
from tests.trail import lines
from volunteer.settings import VolunteerSettings
from volunteer.sign_ups.models import SignUp, SignUpState
from volunteer.sign_ups.rules import cancelling, keeping, late_marks, substitutes
from volunteer.sign_ups.rules.keeping import answer_until

HOME = "/c/dongjie/"
HOUR = timedelta(hours=1)


def by(session, community, member, now=NOW):
    return Act(session, now, by=authority_of(session, member), community=community)


def given_to(session, community, shift, member, now=NOW):
    """A place of the queue: somebody who filled the shift cancels at `now`."""
    holder = a_sign_up(session, community, shift, a_member(session, community, "王先"))
    waiting = a_sign_up(session, community, shift, member)
    cancelling.cancel(by(session, community, holder.member, now), holder.id, "")
    session.refresh(waiting)
    return waiting


@pytest.fixture
def place(session, community, activity, member):
    return given_to(session, community, a_shift(session, activity, places=1), member)


def test_a_given_place_is_kept_and_asked_about_again(session, community, member, place):
    kept = keeping.keep(by(session, community, member), place.id)
    assert (kept.state, kept.kept_at) == (SignUpState.APPROVED, NOW)
    keeping.keep(by(session, community, member, NOW + HOUR / 2), place.id)
    assert kept.kept_at == NOW

    assert keeping.unkeep(by(session, community, member), place.id).kept_at is None
    keeping.unkeep(by(session, community, member), place.id)
    told = [event for event, _about, _actor in lines(session, "place_kept", "place_open_again")]
    assert told == ["place_kept", "place_open_again"]


def test_saying_yes_costs_nothing_of_the_hour_to_decline(session, community, member, place):
    keeping.keep(by(session, community, member), place.id)

    done = cancelling.cancel(by(session, community, member, NOW + HOUR / 2), place.id, "")

    assert done.cost is cancelling.Consequence.DECLINED


@pytest.mark.parametrize("rule", [keeping.keep, keeping.unkeep])
def test_a_place_is_answered_within_its_hour(session, community, member, place, rule):
    rule(by(session, community, member, NOW + HOUR - timedelta(seconds=1)), place.id)

    with pytest.raises(keeping.NothingToAnswer):
        rule(by(session, community, member, NOW + HOUR), place.id)


def test_only_a_place_of_the_queue_is_answered_and_only_by_its_own(
    session, community, activity, member, place
):
    own = a_sign_up(
        session, community, a_shift(session, activity, starts_at=NOW + 9 * HOUR), member
    )
    with pytest.raises(keeping.NothingToAnswer):
        keeping.keep(by(session, community, member), own.id)
    with pytest.raises(NotFound):
        keeping.keep(by(session, community, a_member(session, community, "赵四")), place.id)
    cancelling.cancel(by(session, community, member), place.id, "")
    with pytest.raises(cancelling.NotSignedUp):
        keeping.keep(by(session, community, member), place.id)


def test_no_place_is_asked_about_past_its_start():
    settings = VolunteerSettings(decline_minutes=60)

    assert answer_until(None, NOW, settings) is None
    assert answer_until(NOW, NOW + 2 * HOUR, settings) == NOW + HOUR
    assert answer_until(NOW, NOW + HOUR / 2, settings) == NOW + HOUR / 2


@pytest.fixture
def given(town):
    """The reader of the town was just given a place of the queue."""
    shift = a_shift(town.session, town.activity, places=1, starts_at=SATURDAY + 3 * HOUR)
    found = given_to(town.session, town.community, shift, town.reader)
    town.session.commit()
    return found


def test_a_given_place_says_until_when_and_is_kept_in_one_tap(reader, town, given, now):
    page = reader.get(HOME)
    assert "候补轮到您了，给您留到今天 11:00。" in page.words
    assert "我的下一场" not in page.html

    kept = reader.follow(reader.post(f"{HOME}my/sign-ups/{given.id}/keeping", page.form("keeping")))
    assert "《清理楼道小广告》明天 12:00，等您来。" in kept.words
    assert "候补轮到您了" not in kept.words
    again = reader.follow(
        reader.post(f"{HOME}my/sign-ups/{given.id}/keeping/undo", kept.form("keeping/undo"))
    )
    assert "候补轮到您了" in again.words


def test_a_given_place_is_declined_in_one_tap_without_a_mark(reader, town, given):
    page = reader.get(HOME)

    done = reader.post(f"{HOME}my/sign-ups/{given.id}/cancellation", page.form("cancellation"))

    assert done.go_to == HOME
    left = reader.follow(done)
    assert "取消好了。名额空出来了。《清理楼道小广告》明天 12:00。" in left.words
    back = reader.post(f"{HOME}shifts/{given.shift_id}/sign-ups", left.form("sign-ups"))
    assert "报名成功" in reader.follow(back).words


def test_a_place_that_went_on_is_not_offered_back(reader, town, given):
    a_queue(town.session, town.community, given.shift, "甲")
    town.session.commit()
    path = f"{HOME}my/sign-ups/{given.id}/cancellation"

    left = reader.follow(reader.post(path, reader.get(HOME).form("cancellation")))

    assert "名额给了候补的下一位" in left.words
    assert "撤销" not in left.words


def test_the_hour_over_nothing_is_asked(reader, town, given, now):
    now(NOW + HOUR)

    page = reader.get(HOME)

    assert "候补轮到您了" not in page.words
    assert "我的下一场" in page.html


@pytest.mark.parametrize(
    ("at", "is_offered"),
    [(SATURDAY - 24 * HOUR - timedelta(seconds=1), True), (SATURDAY - 24 * HOUR, False)],
)
def test_a_fresh_sign_up_is_taken_back_while_that_costs_nothing(reader, town, now, at, is_offered):
    now(at)
    path = f"{HOME}shifts/{town.shift.id}/sign-ups"

    made = reader.follow(reader.post(path, reader.get(HOME).form("sign-ups")))

    assert "报名成功。《清理楼道小广告》" in made.words
    assert ("撤销" in made.words) is is_offered
    if is_offered:
        mine = town.session.query(SignUp).filter_by(member_id=town.reader.id).one()
        path = f"{HOME}my/sign-ups/{mine.id}/cancellation"
        gone = reader.follow(reader.post(path, made.form("cancellation")))
        assert "取消好了" in gone.words


def test_who_is_asked_as_substitute_finds_it_on_the_first_page(town, reader, signed_in):
    holder = a_member(town.session, town.community, "王淑兰")
    place = a_sign_up(town.session, town.community, town.shift, holder)
    substitutes.ask(by(town.session, town.community, holder), place.id, town.reader.volunteer_no)
    town.session.commit()

    page = reader.get(HOME)
    assert "王*兰（尾号 " in page.words
    done = reader.post(
        next(f["action"] for f in page.page.forms if "acceptance" in str(f["action"])),
        page.form("acceptance"),
    )

    assert done.go_to == HOME
    assert "名额转到您名下了" in reader.follow(done).words


def test_goods_to_collect_stand_there_with_place_and_hours(session, signed_in):
    store = a_store(session)
    member = store.member(points=200)
    order = store.reserve(member, (store.product(price=40), 1))
    session.commit()
    reader = signed_in(member.person)

    page = reader.get(f"/c/{store.community.slug}/")

    assert "有东西等您领" in page.words
    assert f"/c/{store.community.slug}/redemptions/{order.id}" in page.page.links


def test_goods_of_somebody_else_stand_on_no_page_but_theirs(session, signed_in):
    store = a_store(session)
    store.reserve(store.member(points=200), (store.product(price=40), 1))
    other = store.member(points=200)
    session.commit()

    assert "有东西等您领" not in signed_in(other.person).get(f"/c/{store.community.slug}/").words


def test_hours_that_hang_are_told_with_the_way_to_object(town, reader, now):
    session, community = town.session, town.community
    ran = a_run_shift(session, community, title="扫雪")
    record = confirmed(session, community, present(session, community, ran, town.reader))
    line = line_of(session, record)
    session.commit()
    now(SATURDAY + 4 * HOUR)

    page = reader.get(HOME)

    assert "正在公示的时长" in page.words
    assert "扫雪 2 小时" in page.words
    assert f"{HOME}notice-lines/{line.id}/record-objection" in page.page.links


def test_a_mark_says_what_it_means_and_until_when(town, reader, now):
    place = a_sign_up(town.session, town.community, town.shift, town.reader)
    at = SATURDAY - HOUR
    cancelling.cancel(by(town.session, town.community, town.reader, at), place.id, "")
    town.session.commit()
    now(at)

    page = reader.get(HOME)

    assert "90 天里记了 1 次，满 3 次停报 30 天。" in page.words
    assert "临时取消 · 8月14日起不再算" in page.words
    assert f"{HOME}my/sign-ups/{place.id}/explanation" in page.page.links
    now(at + timedelta(days=4))
    assert f"{HOME}my/sign-ups/{place.id}/explanation" not in reader.get(HOME).page.links
    now(at + timedelta(days=90))
    assert "没来和临时取消" not in reader.get(HOME).words


def test_a_mark_that_was_taken_off_is_not_told(town, reader, now):
    place = a_sign_up(town.session, town.community, town.shift, town.reader)
    at = SATURDAY - HOUR
    cancelling.cancel(by(town.session, town.community, town.reader, at), place.id, "")
    late_marks.unmark(by(town.session, town.community, town.reader, at), place, "病了")
    town.session.commit()
    now(at)

    assert "临时取消" not in reader.get(HOME).words


@pytest.mark.parametrize(
    ("at", "is_there"),
    [
        (SATURDAY - timedelta(minutes=30, seconds=1), False),
        (SATURDAY - timedelta(minutes=30), True),
        (SATURDAY + timedelta(minutes=150), True),
        (SATURDAY + timedelta(minutes=150, seconds=1), False),
    ],
)
def test_a_leader_finds_the_running_shift(town, signed_in, now, at, is_there):
    a_sign_up(town.session, town.community, town.shift, town.reader)
    red = the_team(town.session, town.community, TeamColour.RED)
    other = an_activity(town.session, town.community, title="别队的", team=red)
    theirs = a_shift(town.session, other)
    town.session.commit()
    leader = signed_in(town.leader.person)
    now(at)

    page = leader.get(HOME)

    board = f"{HOME}shifts/{town.shift.id}/board"
    assert (board in page.page.links) is is_there
    assert ("0/1 人到了" in page.words) is is_there
    assert f"{HOME}shifts/{theirs.id}/board" not in page.page.links


def test_who_leads_nothing_sees_no_board(town, reader, now):
    now(SATURDAY)

    assert "人到了" not in reader.get(HOME).words


def test_a_message_is_opened_and_leads_to_what_it_is_about(town, reader):
    link = f"{HOME}activities/{town.activity.id}"
    act = PlainAct(town.session, NOW)
    act.tell(town.reader.person_id, "活动取消了。", link=link)
    act.tell(town.reader.person_id, "另一处的。", link="/c/nanguan/activities/1")
    for told in ("my/sign-ups#shift-1", "me/records", "points", "notices/1", "redemptions"):
        act.tell(town.reader.person_id, "只是告诉一声。", link=f"{HOME}{told}")
    town.session.commit()

    page = reader.get(HOME)
    assert "活动取消了。" in page.words
    assert "另一处的。" not in page.words
    assert "只是告诉一声。" not in page.words
    found = town.session.query(Notification).filter_by(sentence="活动取消了。").one()
    opened = reader.post(f"{HOME}me/messages/{found.id}/opening", page.form("opening"))

    assert opened.go_to == link
    assert "活动取消了。" not in reader.get(HOME).words


def test_nobody_opens_the_message_of_another(town, reader):
    PlainAct(town.session, NOW).tell(town.leader.person_id, "请看。", link=f"{HOME}leading")
    town.session.commit()
    found = town.session.query(Notification).filter_by(person_id=town.leader.person_id).one()

    assert reader.post(f"{HOME}me/messages/{found.id}/opening", {}).status == 404
    town.session.refresh(found)
    assert found.read_at is None


def test_nothing_waits_is_one_calm_line(town, reader):
    page = reader.get(HOME)

    assert "眼下没有等您办的事。" in page.words
    assert page.page.headings == ["轮到我的"]


def test_what_waits_in_another_community_stays_there(town, reader, signed_in):
    other = a_community(town.session, "nanguan")
    shift = a_shift(town.session, an_activity(town.session, other), places=1)
    stranger = a_member(town.session, other, "外人")
    given_to(town.session, other, shift, stranger)
    town.session.commit()

    assert "候补轮到您了" in signed_in(stranger.person).get("/c/nanguan/").words
    assert "眼下没有等您办的事。" in reader.get(HOME).words


def test_elder_mode_shows_what_must_be_answered(town, reader, given):
    reader.post(f"{HOME}elder-mode", {"is_on": "1"})

    assert "候补轮到您了" in reader.get(HOME).words
