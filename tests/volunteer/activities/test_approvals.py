"""A HIGH-risk activity waits for an administrator, who says yes or sends it back."""

import pytest

from accounts.models import Notification
from core.errors import AlreadyDone, NotAllowed
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import a_shift, an_activity, the_leader
from tests.builders import NOW, a_member, a_role
from tests.insurance_builders import a_policy, rely
from tests.trail import lines
from tests.volunteer.activities.test_activity_pages import leader  # noqa: F401 - a fixture
from volunteer.activities.models import ActivityState, RiskLevel
from volunteer.activities.rules import activities, approvals


@pytest.fixture
def waiting(session, community):
    """A HIGH-risk activity with a policy, handed in by its leader."""
    made = an_activity(
        session,
        community,
        risk=RiskLevel.HIGH,
        state=ActivityState.DRAFT,
        description="扫雪路线三条",
    )
    a_shift(session, made)
    rely(session, made, a_policy(session, community, policy_no="PICC-1"))
    return activities.publish(Act(session, NOW, by=the_leader(session, made)), made)


def told(session, person_id):
    session.flush()
    found = session.query(Notification).filter_by(person_id=person_id)
    return [each.sentence % each.values for each in found]


def test_sent_back_is_a_draft_with_everything_and_the_leader_knows_why(session, waiting, admin):
    approvals.send_back(Act(session, NOW, by=admin), waiting, " 保单号不全 ")

    assert waiting.state is ActivityState.DRAFT
    assert (waiting.description, waiting.policy_no) == ("扫雪路线三条", "PICC-1")
    assert told(session, waiting.made_by_id) == [
        "《清理楼道小广告》退回来了，请改好再交：保单号不全"
    ]


def test_approval_is_told_and_clears_the_reason(session, waiting, admin):
    approvals.send_back(Act(session, NOW, by=admin), waiting, "保单号不全")
    activities.publish(Act(session, NOW, by=the_leader(session, waiting)), waiting)
    assert (waiting.state, waiting.sent_back_reason) == (ActivityState.SUBMITTED, "")

    activities.publish(Act(session, NOW, by=admin), waiting)
    assert told(session, waiting.made_by_id)[-1].startswith("《清理楼道小广告》审核通过")


def test_only_what_waits_is_sent_back(session, waiting, admin):
    activities.publish(Act(session, NOW, by=admin), waiting)

    with pytest.raises(AlreadyDone):
        approvals.send_back(Act(session, NOW, by=admin), waiting, "晚了")


def test_a_reason_is_needed(session, waiting, admin):
    with pytest.raises(approvals.ReasonForSendingBackMissing):
        approvals.send_back(Act(session, NOW, by=admin), waiting, "  ")


def test_the_leader_does_not_send_back(session, waiting):
    with pytest.raises(NotAllowed):
        approvals.send_back(Act(session, NOW, by=the_leader(session, waiting)), waiting, "我自己")


def test_the_administrator_sends_back_and_the_leader_reads_it(town, leader, signed_in):  # noqa: F811
    boss = a_member(town.session, town.community, "孙主任")
    a_role(town.session, boss, Role.COMMUNITY_ADMIN)
    town.activity.state, town.activity.risk = ActivityState.SUBMITTED, RiskLevel.HIGH
    town.session.commit()
    path, admin = f"/c/dongjie/leading/activities/{town.activity.id}", signed_in(boss.person)
    assert "等您审核" in admin.get(path).words
    assert "退回" not in leader.get(path).words

    empty = admin.follow(admin.post(f"{path}/return", {"correction": ""}))
    assert "请写清楚要改什么" in empty.words
    admin.follow(admin.post(f"{path}/return", {"correction": "缺保单"}))

    page = leader.get(path).words
    assert "管理员退回来了" in page
    assert "缺保单" in page
    assert "缺保单" in leader.get("/c/dongjie/me/messages").words


def test_handing_in_sending_back_and_publishing_are_in_the_trail(session, waiting, admin):
    approvals.send_back(Act(session, NOW, by=admin), waiting, "保单号不全")
    activities.publish(Act(session, NOW, by=the_leader(session, waiting)), waiting)
    activities.publish(Act(session, NOW, by=admin), waiting)

    words = ("submitted", "sent_back", "submitted", "published")
    noted = lines(session, *(f"activity_{word}" for word in words))
    assert [event for event, _subject, _actor in noted] == [f"activity_{word}" for word in words]
    assert {subject for _event, subject, _actor in noted} == {waiting.id}
    assert [actor == admin.person_id for _event, _id, actor in noted] == [False, True, False, True]
