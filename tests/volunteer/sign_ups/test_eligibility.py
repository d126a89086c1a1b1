"""One verdict for one reader and one shift, with at most 14 characters of reason."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import ConsentScope, Guardian
from accounts.rules import consents
from core.ages import age_on
from teams.authority.act import Act
from teams.members.models import MemberState, TeamColour
from teams.members.rules import joining
from tests.activity_builders import (
    SATURDAY,
    a_queue,
    a_shift,
    a_sign_up,
    an_activity,
    clash_with,
    the_leader,
)
from tests.builders import NOW, a_member, add, the_team
from volunteer.activities.models import ActivityState, RiskLevel
from volunteer.activities.rules import refusals
from volunteer.activities.rules.reader_records import reader_record_of, visitor
from volunteer.sign_ups.rules import eligibility, sign_up_rows, sign_ups
from volunteer.sign_ups.views import looks
from volunteer.sign_ups.views.looks import Kind, Link

HERE = refusals.__name__


def asked(session, community, shift, member, now=NOW):
    shift = sign_up_rows.shift_in(session, community.id, shift.id)
    verdict = eligibility.verdict(
        shift, reader_record_of(Act(session, now, community=community), member, [shift]), now
    )
    assert len(words_of(verdict, now)) <= looks.LONGEST_REASON, words_of(verdict, now)
    return verdict


def look_of(verdict, now=NOW):
    return looks.look_of(verdict, now, "Asia/Shanghai")


def words_of(verdict, now=NOW):
    look = look_of(verdict, now)
    return look.reason % look.values


def verdict_of(session, community, shift, member, now=NOW):
    verdict = asked(session, community, shift, member, now)
    look = look_of(verdict, now)
    return verdict.code, look.kind, look.verb, words_of(verdict, now)


def test_free_shift_says_how_many_are_missing(session, community, shift, member):
    assert verdict_of(session, community, shift, member) == ("open", Kind.GO, "报名", "还差 2 人")


def test_full_shift_offers_the_queue(session, community, shift, member):
    a_queue(session, community, shift, "甲乙丙丁")

    assert verdict_of(session, community, shift, member) == (
        "waiting_list",
        Kind.WAIT,
        "排候补",
        "已满，前面 2 人",
    )


def test_who_has_a_place_sees_it(session, community, shift, member):
    a_sign_up(session, community, shift, member)

    verdict = asked(session, community, shift, member)
    assert (verdict.code, look_of(verdict).kind) == ("already_signed_up", Kind.DONE)
    assert look_of(verdict).link is Link.MY_SIGN_UPS


def test_who_waits_sees_the_position(session, community, shift):
    waiting = a_queue(session, community, shift, "甲乙丙丁")[3]

    assert verdict_of(session, community, shift, waiting.member)[1:] == (
        Kind.WAIT,
        "候补中",
        "第 2 位",
    )


@pytest.mark.parametrize(
    ("opens_at", "words"),
    [
        ("2026-05-15T18:00+08:00", "今天 18:00 开放"),
        ("2026-05-18T18:00+08:00", "周一 18:00 开放"),
        ("2026-05-21T18:00+08:00", "周四 18:00 开放"),
        ("2026-05-22T18:00+08:00", "5月22日 18:00开放"),
        ("2026-12-22T18:00+08:00", "12月22日 18:00开放"),
    ],
)
def test_not_open_yet_says_when(session, community, activity, member, opens_at, words):
    later = a_shift(session, activity, sign_up_opens_at=datetime.fromisoformat(opens_at))

    assert verdict_of(session, community, later, member)[3] == words


def test_closed_shift_is_quiet(session, community, activity, member):
    closed = a_shift(session, activity, sign_up_closes_at=NOW)

    assert verdict_of(session, community, closed, member)[::3] == ("sign_up_closed", "报名已截止")


@pytest.mark.parametrize("state", [ActivityState.CANCELLED, ActivityState.WITHDRAWN])
def test_activity_called_off_is_quiet(session, community, activity, shift, member, state):
    activity.state = state
    session.flush()

    assert verdict_of(session, community, shift, member)[::3] == ("sign_up_closed", "活动取消了")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MemberState.PENDING, "登记等社区审核"),
        (MemberState.SUSPENDED, "资格停用，问服务台"),
    ],
)
def test_membership_must_stand(session, community, shift, state, words):
    member = a_member(session, community, state=state)

    assert verdict_of(session, community, shift, member)[::3] == ("not_eligible", words)


@pytest.mark.parametrize(("seconds", "code"), [(1, "not_eligible"), (0, "open")])
def test_pause_holds_until_its_end(session, community, shift, member, seconds, code):
    member.paused_until = NOW + timedelta(seconds=seconds)
    session.flush()

    assert asked(session, community, shift, member).code == code


def test_team_only_admits_the_team(session, community, member):
    own = an_activity(session, community, is_team_only=True)
    outsider = a_member(
        session, community, "外队", team=the_team(session, community, TeamColour.RED)
    )
    shift = a_shift(session, own)

    assert asked(session, community, shift, member).code == "open"
    assert verdict_of(session, community, shift, outsider)[::3] == ("not_eligible", "只请本队队员")


def test_team_that_has_not_accepted_opens_nothing(session, community, member):
    red = the_team(session, community, TeamColour.RED)
    shift = a_shift(session, an_activity(session, community, team_id=red.id, is_team_only=True))
    joining.wish(Act(session, NOW), member, red.id)
    member.home_team_id = red.id
    session.flush()

    assert verdict_of(session, community, shift, member)[::3] == ("not_eligible", "只请本队队员")


def test_visitor_is_asked_to_sign_in(session, community, shift):
    shift = sign_up_rows.shift_in(session, community.id, shift.id)
    verdict = eligibility.verdict(shift, visitor(Act(session, NOW, community=community)), NOW)

    assert (verdict.code, look_of(verdict).link) == ("not_signed_in", Link.SIGN_IN)


def test_t6_overlap_names_the_other_and_the_minutes(session, community, activity, member):
    shift = clash_with(session, community, activity, member, 30)

    verdict = asked(session, community, shift, member)
    assert words_of(verdict) == "与《敬老餐》重叠 30 分钟"
    assert verdict.refusal.sentence.startswith("与《敬老餐》时间重叠 30 分钟")
    with pytest.raises(refusals.TimeClash):
        a_sign_up(session, community, shift, member)


def test_t6_touching_before_is_no_clash(session, community, activity, member):
    assert (
        asked(session, community, clash_with(session, community, activity, member, 0), member).code
        == "open"
    )


def test_t6_touching_after_is_no_clash(session, community, activity, shift, member):
    a_sign_up(session, community, shift, member)
    after = a_shift(session, activity, starts_at=shift.ends_at)

    assert asked(session, community, after, member).code == "open"


def test_long_title_is_cut_to_fit_the_button(session, community, activity, member):
    other = an_activity(session, community, title="文明交通劝导和共享单车摆放")
    a_sign_up(session, community, a_shift(session, other), member)

    words = words_of(asked(session, community, a_shift(session, activity), member))
    assert words == "与《文明…》重叠 90 分钟"


def test_waiting_for_another_post_may_switch(session, community, activity, shift):
    waiting = a_queue(session, community, shift, "甲乙丙")[2]
    post = a_shift(session, activity, places=4, post="引导")

    assert verdict_of(session, community, post, waiting.member) == (
        "switch",
        Kind.GO,
        "改报这个岗位",
        "还差 4 人，候补自动取消",
    )
    a_sign_up(session, community, post, waiting.member)
    assert waiting.state == "cancelled"


def test_waiting_for_another_activity_is_a_clash(session, community, shift):
    waiting = a_queue(session, community, shift, "甲乙丙")[2]
    elsewhere = a_shift(session, an_activity(session, community, title="别处"))

    assert asked(session, community, elsewhere, waiting.member).code == "time_clash"


def child(session, community, birth_on, guardian=None, is_on_paper=False):
    """A minor; `guardian` agreed and is a volunteer, `is_on_paper` agreed and has no number."""
    member = a_member(session, community, "小李", birth_on=date.fromisoformat(birth_on))
    if guardian is not None or is_on_paper:
        person_id = guardian.person_id if guardian is not None else None
        add(
            session,
            Guardian(
                person_id=member.person_id,
                name="李父",
                consented_at=NOW,
                guardian_person_id=person_id,
            ),
        )
    return member


@pytest.mark.parametrize(
    ("birth_on", "day", "age"),
    [
        ("2012-05-01", "2026-04-30", 13),
        ("2012-05-01", "2026-05-01", 14),
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2012-02-29", "2028-02-28", 15),
        ("2012-02-29", "2028-02-29", 16),
    ],
)
def test_t26_age_edges(birth_on, day, age):
    assert age_on(date.fromisoformat(birth_on), date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("birth_on", "words"),
    [("2012-05-17", "要监护人先报这场"), ("2012-05-16", "还差 2 人")],
)
def test_t26_age_is_judged_on_the_day_of_the_shift(
    session, community, shift, member, birth_on, words
):
    minor = child(session, community, birth_on, guardian=member)

    assert verdict_of(session, community, shift, minor)[3] == words


def test_under_fourteen_comes_with_the_guardian(session, community, shift, member):
    minor = child(session, community, "2014-01-01", guardian=member)
    a_sign_up(session, community, shift, member)

    assert asked(session, community, shift, minor).code == "open"


def test_child_without_the_guardians_consent_waits_for_it(session, community, shift):
    assert (
        verdict_of(session, community, shift, child(session, community, "2014-01-01"))[3]
        == "要监护人先同意"
    )


def test_child_of_a_guardian_without_number_comes_by_the_leader(session, community, shift):
    minor = child(session, community, "2014-01-01", is_on_paper=True)

    assert verdict_of(session, community, shift, minor)[3] == "监护人陪着来，现场登记"


def test_who_noted_the_consent_is_no_company(session, community, shift, member):
    minor = child(session, community, "2014-01-01", is_on_paper=True)
    consents.give(Act(session, NOW), minor.person_id, ConsentScope.GUARDIAN, member.person_id)
    a_sign_up(session, community, shift, member)

    assert asked(session, community, shift, minor).code == "not_eligible"


def test_guardian_in_another_activity_is_no_company(session, community, shift, member):
    minor = child(session, community, "2014-01-01", guardian=member)
    a_sign_up(session, community, a_shift(session, an_activity(session, community)), member)

    assert asked(session, community, shift, minor).code == "not_eligible"


def test_guardian_who_only_waits_is_no_company(session, community, activity, member):
    shift = a_shift(session, activity, places=1)
    minor = child(session, community, "2014-01-01", guardian=member)
    a_queue(session, community, shift, "甲")
    a_sign_up(session, community, shift, member)

    assert verdict_of(session, community, shift, minor)[3] == "要监护人先报这场"


@pytest.mark.parametrize(("on_paper", "words"), [(False, "要监护人先同意"), (True, "还差 2 人")])
def test_fourteen_to_seventeen_needs_consent(session, community, shift, on_paper, words):
    minor = child(session, community, "2010-01-01", is_on_paper=on_paper)

    assert verdict_of(session, community, shift, minor)[3] == words


@pytest.mark.parametrize(
    ("birth_on", "words"), [("2016-05-17", "要满 10 岁"), ("2016-05-16", "还差 1 人")]
)
def test_least_age_counts_on_the_day(session, community, shift, member, birth_on, words):
    minor = child(session, community, birth_on, guardian=member)
    a_sign_up(session, community, shift, member)

    assert verdict_of(session, community, shift, minor)[3] == words


def test_activity_without_children_takes_none_under_fourteen(session, community, member):
    grown = an_activity(session, community, takes_guarded_minors=False)
    shift = a_shift(session, grown)
    a_sign_up(session, community, shift, member)

    minor = child(session, community, "2014-01-01", guardian=member)
    assert verdict_of(session, community, shift, minor)[3] == "要满 14 岁"


@pytest.mark.parametrize(("minutes", "code"), [(120, "open"), (121, "not_eligible")])
def test_children_are_home_by_nine(session, community, activity, member, minutes, code):
    evening = a_shift(session, activity, starts_at=SATURDAY + timedelta(hours=10), minutes=minutes)
    a_sign_up(session, community, evening, member)

    assert (
        asked(session, community, evening, child(session, community, "2014-01-01", member)).code
        == code
    )


@pytest.mark.parametrize(
    ("birth_on", "code"), [("2008-05-17", "not_eligible"), ("2008-05-16", "open")]
)
def test_t27_minor_and_high_risk(session, community, birth_on, code):
    snow = an_activity(session, community, risk=RiskLevel.HIGH, policy_no="PA-1")
    shift = a_shift(session, snow)
    minor = child(session, community, birth_on, is_on_paper=True)

    assert asked(session, community, shift, minor).code == code


def test_t27_the_leader_has_no_override(session, community):
    snow = an_activity(session, community, risk=RiskLevel.HIGH, policy_no="PA-1")
    minor = child(session, community, "2009-01-01", is_on_paper=True)
    wish = sign_ups.Wish(a_shift(session, snow).id, minor.id)

    with pytest.raises(refusals.DangerousForMinors, match="带队人也不能例外"):
        sign_ups.sign_up(Act(session, NOW, by=the_leader(session, snow), community=community), wish)


def test_unknown_birthday_counts_as_grown(session, community, shift):
    assert (
        asked(session, community, shift, a_member(session, community, birth_on=None)).code == "open"
    )


@pytest.mark.parametrize("look", [*looks.REFUSALS.values(), *looks.ANSWERS.values()])
def test_every_look_has_a_short_reason(look):
    assert 0 < len(look.reason.partition("%")[0] or "x") <= looks.LONGEST_REASON


def test_every_refusal_has_a_look_of_its_own():
    """That sign-up opens later looks as one may be reminded of it."""
    mine = [each for each in refusals.NotForYou.__subclasses__() if each.__module__ == HERE]

    assert set(mine) - {refusals.NotOpenYet} <= looks.REFUSALS.keys()
