"""The pages of activities as people read them."""

from datetime import datetime

import pytest

from teams.members.models import MemberState, TeamColour
from tests.activity_builders import a_queue, a_shift, a_sign_up, an_activity
from tests.builders import a_community, a_member, the_team


@pytest.fixture
def leader(town, signed_in):
    return signed_in(town.leader.person)


def key(read, action):
    return {"request_key": read.form(action)["request_key"]}


def test_visitor_sees_what_is_on_and_is_asked_to_sign_in(client, town):
    page = client.get("/c/dongjie/activities")

    assert page.page.headings[0].strip() == "近期活动"
    assert "清理楼道小广告" in page.words
    assert "0/2 已报" in page.words
    assert "登录后报名" in page.words


def test_visitor_may_choose_a_team(client, town):
    assert "清理楼道小广告" in client.get("/c/dongjie/activities?team=green").words
    red = client.get("/c/dongjie/activities?team=red").words
    assert "0/2 已报" not in red
    assert "红色政策宣讲这几天没有活动" in red


def test_public_page_names_nobody(client, town):
    page = client.get(f"/c/dongjie/activities/{town.activity.id}")

    assert "戴手套，铲刀刀口朝外。" in page.words
    assert "赵" not in page.words


def test_draft_is_not_public(client, town):
    draft = an_activity(town.session, town.community, state="draft")
    town.session.commit()

    assert client.get(f"/c/dongjie/activities/{draft.id}").status == 404


def test_another_community_has_no_such_activity(client, town):
    a_community(town.session, "nanguan")
    town.session.commit()

    assert client.get(f"/c/nanguan/activities/{town.activity.id}").status == 404


def test_list_turns_its_pages(client, town):
    for _ in range(20):
        a_shift(town.session, town.activity)
    town.session.commit()

    first = client.get("/c/dongjie/activities")
    onward = next(link for link in first.page.links if "after=" in link)
    assert first.words.count("0/2 已报") == 20
    assert client.get(onward).words.count("0/2 已报") == 1


def test_home_offers_the_activity_with_its_reason(reader):
    page = reader.get("/c/dongjie/")

    assert "可以报名" in page.words
    assert "报名 还差 2 人" in page.words


def test_signing_up_says_so_and_shows_when_one_is_due(reader, town):
    page = reader.get("/c/dongjie/")
    sent = reader.post(f"/c/dongjie/shifts/{town.shift.id}/sign-ups", key(page, "sign-ups"))

    mine = reader.follow(sent)
    assert "报名成功。" in mine.words
    assert "明天 9:00—10:30" in mine.words
    assert "明天 9:00—10:30，北关小区东门" in reader.get("/c/dongjie/").words
    activity = reader.get(f"/c/dongjie/activities/{town.activity.id}").words
    assert "2 个名额，已报 1 人" in activity
    assert "赵*军带队" in activity


def test_sending_the_same_form_twice_is_one_sign_up(reader, town):
    fields = key(reader.get("/c/dongjie/"), "sign-ups")
    path = f"/c/dongjie/shifts/{town.shift.id}/sign-ups"

    assert reader.post(path, fields).status == 303
    assert reader.post(path, fields).status == 303
    assert "1/2" in reader.get("/c/dongjie/activities").words


def test_second_try_is_refused_in_words(reader, town):
    page = reader.get("/c/dongjie/")
    path = f"/c/dongjie/shifts/{town.shift.id}/sign-ups"
    reader.post(path, key(page, "sign-ups"))

    again = reader.post(path, {"request_key": "another"})
    assert again.status == 409
    assert "这场您已经报过名了" in again.words


def test_full_shift_offers_the_queue_and_shows_the_position(reader, town):
    a_queue(town.session, town.community, town.shift, "甲乙丙")
    town.session.commit()

    page = reader.get("/c/dongjie/")
    assert "排候补 已满，前面 1 人" in page.words
    sent = reader.post(f"/c/dongjie/shifts/{town.shift.id}/sign-ups", key(page, "sign-ups"))
    assert "已排上候补" in reader.follow(sent).words
    assert "第 2 位" in reader.get(f"/c/dongjie/activities/{town.activity.id}").words


def test_note_of_201_characters_is_kept_on_the_page(reader, town):
    read = reader.post(
        f"/c/dongjie/shifts/{town.shift.id}/sign-ups", {"note": "很" * 201, "request_key": "k"}
    )

    assert read.status == 400
    assert "备注最多 200 个字" in read.words


def test_signed_out_post_is_not_let_in(client, town):
    assert client.post(f"/c/dongjie/shifts/{town.shift.id}/sign-ups").status == 401


def test_pending_member_may_look_and_not_sign_up(town, signed_in):
    newcomer = a_member(town.session, town.community, "新人", state=MemberState.PENDING)
    person = newcomer.person
    town.session.commit()
    browser = signed_in(person)

    page = browser.get(f"/c/dongjie/activities/{town.activity.id}")
    assert "登记等社区审核" in page.words
    sent = browser.post(f"/c/dongjie/shifts/{town.shift.id}/sign-ups", {"request_key": "k"})
    assert sent.status == 403


def test_stranger_to_the_community_gets_404(town, signed_in):
    other = a_community(town.session, "nanguan")
    stranger = a_member(town.session, other, "外人")
    person = stranger.person
    town.session.commit()

    assert signed_in(person).get("/c/dongjie/").status == 404


def test_left_out_activity_is_named_with_its_rule(reader, town):
    red = the_team(town.session, town.community, TeamColour.RED)
    only = an_activity(town.session, town.community, title="队内培训", team=red, is_team_only=True)
    a_shift(town.session, only)
    town.session.commit()

    assert "另有 1 场没列出，为什么？" in reader.get("/c/dongjie/").words
    page = reader.get("/c/dongjie/not-listed")
    assert "队内培训" in page.words
    assert "这场只请红色政策宣讲的队员" in page.words


def test_home_without_activities_says_what_comes(reader, town):
    town.activity.state = "cancelled"
    town.session.commit()

    assert "这几天还没有排活动" in reader.get("/c/dongjie/").words
    assert "没有漏掉的" in reader.get("/c/dongjie/not-listed").words


def test_ended_activity_says_so(reader, town, now):
    now(town.shift.ends_at)

    assert "这场已经结束" in reader.get(f"/c/dongjie/activities/{town.activity.id}").words


def test_elder_mode_is_one_duty_and_large_tiles(reader, town):
    a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()
    reader.get("/c/dongjie/")

    large = reader.follow(reader.post("/c/dongjie/elder-mode", {"is_on": "1"}))
    assert "刘*芳，早上好" in large.words
    assert "明天 9:00 到 10:30" in large.words
    assert "看安排" in large.words
    assert "我到了" in large.words
    assert "看能换什么" in large.words
    arriving = f"/c/dongjie/shifts/{town.shift.id}/arrival"
    assert reader.get("/c/dongjie/my/arrival").go_to == arriving
    back = reader.follow(reader.post("/c/dongjie/elder-mode", {"is_on": "0"}))
    assert "可以报名" in back.words


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        ("2026-05-15T08:59+08:00", "现在取消，不算失约"),
        ("2026-05-15T09:00+08:00", "现在取消要记 1 次"),
        ("2026-05-15T21:00+08:00", "现在取消要记 1 次"),
        ("2026-05-16T09:00+08:00", "这次不能在这里取消了"),
    ],
)
def test_t19_consequence_is_said_before(reader, town, now, hour, words):
    from datetime import datetime  # noqa: PLC0415

    made = a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()
    now(datetime.fromisoformat(hour))

    assert words in reader.get(f"/c/dongjie/my/sign-ups/{made.id}/cancellation").words


def test_cancelling_gives_the_place_back(reader, town):
    made = a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()
    path = f"/c/dongjie/my/sign-ups/{made.id}/cancellation"

    sent = reader.post(path, key(reader.get(path), "cancellation"))

    assert "眼下没有要去的活动" in reader.follow(sent).words
    assert "0/2" in reader.get("/c/dongjie/activities").words


def test_anothers_sign_up_is_not_found(reader, town):
    made = a_queue(town.session, town.community, town.shift, "甲")[0]
    town.session.commit()
    path = f"/c/dongjie/my/sign-ups/{made.id}/cancellation"

    assert reader.get(path).status == 404
    assert reader.post(path, {"request_key": "k"}).status == 404


def cancelled(reader, town, now, hour, queue=""):
    """The reader cancels at `hour`, the day before the shift, with some behind in the queue."""
    made = a_sign_up(town.session, town.community, town.shift, town.reader)
    a_queue(town.session, town.community, town.shift, queue)
    town.session.commit()
    now(datetime.fromisoformat(f"2026-05-15T{hour}+08:00"))
    path = f"/c/dongjie/my/sign-ups/{made.id}/cancellation"
    before = reader.get(path)
    return before.words, reader.follow(reader.post(path, key(before, "cancellation"))).words


@pytest.mark.parametrize(
    ("hour", "queue", "sentences"),
    [
        ("08:59", "", ("名额空出来，别人还能报。", "取消好了。名额空出来了。")),
        ("08:59", "甲乙", ("名额马上让给候补的下一位。", "取消好了。名额给了候补的下一位。")),
        ("09:00", "", ("现在取消要记 1 次", "取消好了。名额空出来了。离开始太近，这次记 1 次")),
        ("09:00", "甲乙", ("候补会补上，不记", "取消好了。名额给了候补的下一位。")),
        ("21:00", "甲乙", ("现在取消要记 1 次", "名额给了候补的下一位。离开始太近，这次记 1 次")),
    ],
)
def test_what_cancelling_does_is_said_before_and_after(reader, town, now, hour, queue, sentences):
    before, after = cancelled(reader, town, now, hour, queue)

    assert sentences[0] in before
    assert sentences[1] in after
    assert ("5月15日 临时取消 · 8月13日起不再算" in after) is ("这次记 1 次" in sentences[1])
