"""The pages of those who lead: making an activity, its list and queue."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import TeamColour
from teams.members.rules import joining
from tests.activity_builders import SATURDAY, a_queue, a_shift, an_activity
from tests.builders import a_community, a_member, a_role, the_team
from tests.insurance_builders import a_policy
from volunteer.activities.models import RiskLevel
from volunteer.activities.rules import catalogue

RED = TeamColour.RED


@pytest.fixture
def town(engine, now):
    """A community with its catalogue, a green leader and one shift of two places on Saturday."""

    class Town:
        pass

    made = Town()
    with Session(engine, expire_on_commit=False) as session:
        made.session = session
        made.community = a_community(session)
        made.green = the_team(session, made.community)
        catalogue.install(Act(session, SATURDAY, community=made.community))
        made.leader = a_member(session, made.community, "赵建军")
        a_role(session, made.leader, Role.LEADER, made.green)
        made.admin = a_member(session, made.community, "李管事")
        a_role(session, made.admin, Role.COMMUNITY_ADMIN)
        made.activity = an_activity(session, made.community, leader=made.leader)
        made.shift = a_shift(session, made.activity)
        assert made.leader.person
        assert made.admin.person
        session.commit()
        yield made


@pytest.fixture
def leader(town, signed_in):
    return signed_in(town.leader.person)


def test_leader_finds_who_asks_to_join(town, leader):
    asked = a_member(
        town.session, town.community, "孙来", team=the_team(town.session, town.community, RED)
    )
    joining.ask(Act(town.session, SATURDAY), asked, town.green)
    town.session.commit()

    for start in ("/c/dongjie/today", "/c/dongjie/leading"):
        assert any(link.endswith("/join-requests") for link in leader.get(start).page.links)
    assert "入队申请 1" in leader.get("/c/dongjie/leading").words.replace("\n", " ")
    assert "孙*" in leader.get("/c/dongjie/join-requests").words


NEW = "/c/dongjie/leading/new-activity"


def kind_link(page, words):
    links = [link for link in page.page.links if "kind=" in link]
    names = ["宣讲", "资料", "走访", "结对", "心理", "环境"]
    return links[names.index(words)]


def first_option(page, name):
    return page.html.partition(f'name="{name}"')[2].partition('value="')[2].split('"')[0]


def the_form(leader, kind="环境", **given):
    """The form of a kind as it is offered, with what a leader would add."""
    link = kind_link(leader.get(NEW), kind)
    page = leader.get(link)
    fields = {name: value for name, value in page.form(link).items() if value}
    fields |= {"on_date": "2026-05-20", "place": "南苑小区", "risk": "low", "repeats": "once"}
    fields |= {name: first_option(page, name) for name in ("team_id", "leader_id")}
    fields |= {"risk_notice": "戴手套，注意脚下。"}
    return link, fields | given


def test_choosing_a_kind_fills_in_what_it_needs(leader):
    page = leader.get(kind_link(leader.get(NEW), "环境"))

    assert 'value="环境整治、清理小广告"' in page.html
    assert "戴手套，铲刀刀口朝外" in page.html
    assert 'value="10:30"' in page.html


def test_draft_is_looked_over_and_then_published(leader):
    link, fields = the_form(leader, title="清理南苑")
    draft = leader.follow(leader.post(link, fields))
    assert "还没发布，志愿者看不到" in draft.words
    assert "南苑小区" in draft.words

    published = leader.follow(leader.post(page_action(draft, "publication")))
    assert "已发布，志愿者可以报名了。" in published.words
    assert "清理南苑" in leader.get("/c/dongjie/activities").words


def test_every_week_makes_a_row_of_occasions(leader):
    link, fields = the_form(leader, repeats="weekly", until_on="2026-06-03")
    draft = leader.follow(leader.post(link, fields))

    assert draft.words.count("9:00—10:30") == 3


def test_repeating_without_a_last_day_is_asked_for(leader):
    link, fields = the_form(leader, repeats="weekly")
    page = leader.post(link, fields)

    assert page.status == 400
    assert "重复的活动要填最后一天" in page.words
    assert 'value="南苑小区"' in page.html


def test_risk_must_be_told(leader):
    link, fields = the_form(leader, risk_notice="")
    page = leader.post(link, fields)

    assert page.status == 400
    assert "请写可能有的风险" in page.words


def test_refusal_of_the_rule_keeps_what_was_typed(leader):
    link, fields = the_form(leader, min_age="5")
    page = leader.post(link, fields)

    assert page.status == 400
    assert "不能低于目录里的规定" in page.words
    assert 'value="南苑小区"' in page.html


def test_volunteer_may_not_lead(town, signed_in):
    plain = a_member(town.session, town.community, "刘芳")
    person = plain.person
    town.session.commit()
    browser = signed_in(person)

    assert browser.get("/c/dongjie/leading").status == 403
    assert browser.get(f"/c/dongjie/leading/shifts/{town.shift.id}/roster").status == 403


def test_leader_of_another_team_sees_no_list(town, signed_in):
    red = the_team(town.session, town.community, TeamColour.RED)
    other = a_member(town.session, town.community, "钱红", team=red)
    a_role(town.session, other, Role.LEADER, red)
    person = other.person
    town.session.commit()
    browser = signed_in(person)

    assert browser.get(f"/c/dongjie/leading/shifts/{town.shift.id}/roster").status == 403
    assert browser.get(f"/c/dongjie/leading/activities/{town.activity.id}").status == 403
    assert "清理楼道小广告" not in browser.get("/c/dongjie/leading").words


def test_leading_shows_what_is_coming(leader):
    page = leader.get("/c/dongjie/leading")

    assert "接下来" in page.words
    assert "清理楼道小广告" in page.words


def test_list_shows_phones_on_the_day_alone(leader, town, now):
    made = a_queue(town.session, town.community, town.shift, "甲")[0]
    tail = made.member.person.phone_tail
    town.session.commit()
    path = f"/c/dongjie/leading/shifts/{town.shift.id}/roster"

    before = leader.get(path)
    assert "电话当天才显示。" in before.words
    assert tail not in before.words
    now(SATURDAY)
    assert tail in leader.get(path).words


def test_queue_stands_in_order_and_can_be_called(leader, town):
    a_queue(town.session, town.community, town.shift, "甲乙丙丁")
    town.session.commit()
    page = leader.get(f"/c/dongjie/leading/shifts/{town.shift.id}/roster")

    assert "第 1 位 王* 尾号" in page.words
    assert "第 2 位 王* 尾号" in page.words
    fields = page.form("places")
    raised = leader.follow(leader.post(page_action(page, "places"), fields | {"places": "3"}))
    assert "3 个名额，已满" in raised.words
    assert "候补 1 人" in raised.words


def page_action(page, ends):
    return next(str(f["action"]) for f in page.page.forms if str(f["action"]).endswith(ends))


def test_fewer_places_than_taken_are_refused_in_words(leader, town):
    a_queue(town.session, town.community, town.shift, "甲乙")
    town.session.commit()
    path = f"/c/dongjie/leading/shifts/{town.shift.id}/places"

    answer = leader.post(path, {"places": "1", "request_key": "k"})
    assert answer.status == 409
    assert "已经报了 2 人" in answer.words


def test_leader_signs_up_who_called(leader, town):
    caller = a_member(town.session, town.community, "老李头")
    town.session.commit()
    list_page = leader.get(f"/c/dongjie/leading/shifts/{town.shift.id}/roster")
    path = f"/c/dongjie/leading/shifts/{town.shift.id}/sign-ups"

    typed = {"volunteer_no": caller.volunteer_no.lower(), "is_told": "y"}
    page = leader.follow(leader.post(path, list_page.form(path) | typed))
    assert "老*头" in page.words


def test_a_number_nobody_has_stays_on_the_list(leader, town):
    path = f"/c/dongjie/leading/shifts/{town.shift.id}/sign-ups"
    answer = leader.post(path, {"volunteer_no": "DJ9999", "request_key": "k"})

    assert answer.status == 404
    assert "没有找到“DJ9999”。" in answer.words
    assert 'value="DJ9999"' in answer.html


def test_a_refused_change_keeps_what_was_typed(leader, town):
    planned = f"/c/dongjie/leading/activities/{town.activity.id}"
    page = leader.get(f"{planned}/facts")
    fields = page.form("/facts") | {"place": "南苑小区", "version": "99", "risk": "low"}
    fields |= {"risk_notice": "戴手套，注意脚下。"}
    fields |= {name: first_option(page, name) for name in ("team_id", "leader_id")}
    answer = leader.post(f"{planned}/facts", fields)

    assert (answer.status, "别人刚改过" in answer.words) == (409, True)
    assert 'value="南苑小区"' in answer.html


def test_a_refused_shift_keeps_what_was_typed(leader, town):
    path = f"/c/dongjie/leading/activities/{town.activity.id}/new-shift"
    fields = leader.get(path).form("/new-shift") | {"on_date": "2026-05-23", "repeats": "weekly"}
    fields |= {"begins": "09:00", "ends": "10:00", "places": "4", "until_on": "2029-05-23"}
    answer = leader.post(path, fields | {"post_name": "清理"})

    assert (answer.status, "60 场" in answer.words) == (400, True)
    assert 'value="2029-05-23"' in answer.html


def test_calling_off_an_occasion_needs_a_reason(leader, town):
    path = f"/c/dongjie/leading/shifts/{town.shift.id}/cancellation"

    assert "请写取消的原因" in leader.post(path, {"request_key": "k"}).words
    done = leader.post(path, {"request_key": "k", "reason": "停水"})
    assert "这场取消了，已通知每个人。" in leader.follow(done).words
    assert "这几天还没有排活动" in leader.get("/c/dongjie/activities").words


def test_paper_list_carries_no_phone(leader, town):
    made = a_queue(town.session, town.community, town.shift, "甲")[0]
    tail = made.member.person.phone_tail
    town.session.commit()

    page = leader.get(f"/c/dongjie/leading/shifts/{town.shift.id}/roster/print")
    assert "王甲" in page.words
    assert tail not in page.words


def test_t27_high_risk_goes_to_the_administrator(leader, town, signed_in):
    snow = an_activity(
        town.session, town.community, title="扫雪", state="draft", risk=RiskLevel.HIGH
    )
    a_shift(town.session, snow, starts_at=SATURDAY + timedelta(days=1))
    town.session.commit()
    path = f"/c/dongjie/leading/activities/{snow.id}"

    asked = leader.get(path)
    assert "还没有选保险单" in asked.words
    assert "交给管理员审核" not in asked.words
    refused = leader.post(f"{path}/publication")
    assert (refused.status, "先要办意外险" in refused.words) == (409, False)
    policy = a_policy(town.session, town.community, max_age=20).id
    town.session.commit()
    fields = leader.get(f"{path}/facts").form("facts")
    chosen = {"team_id": town.green.id, "leader_id": town.leader.id, "risk": "high"}
    told = {"risk_notice": "路滑，小心跌倒。", "policy_id": policy}
    assert leader.post(f"{path}/facts", fields | chosen | told).status == 303
    sent = leader.post(f"{path}/publication")
    assert "已交给社区管理员审核。" in leader.follow(sent).words
    admin = signed_in(town.admin.person)
    waiting = admin.get(path).words
    assert "等您审核" in waiting
    assert "超过承保年龄" in waiting
    assert "已发布" in admin.follow(admin.post(f"{path}/publication")).words


def test_withdrawn_activity_is_gone(leader, town):
    path = f"/c/dongjie/leading/activities/{town.activity.id}"

    assert "已撤回。" in leader.follow(leader.post(f"{path}/withdrawal")).words
    assert "这几天还没有排活动" in leader.get("/c/dongjie/activities").words


def test_extra_occasion_is_open_at_once(leader, town):
    path = f"/c/dongjie/leading/activities/{town.activity.id}/new-shift"
    fields = leader.get(path).form("new-shift")
    more = {"post_name": "引导", "on_date": "2026-05-23", "begins": "14:00", "ends": "16:00"}

    page = leader.follow(leader.post(path, fields | more | {"places": "4", "repeats": "once"}))
    assert "引导" in page.words
    assert "周六 5月23日 14:00—16:00" in leader.get("/c/dongjie/activities").words
