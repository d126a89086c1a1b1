"""Public notices: how long they hang, who may object to a line, and who answers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import NotAllowed, OwnCase
from teams import checks
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from teams.notices.models import (
    NoticeLine,
    NoticeLineState,
    NoticeState,
    ObjectionState,
)
from teams.notices.rules import notices
from teams.notices.rules.notices import (
    AlreadyDisputed,
    Announcement,
    Line,
    NoticeEnded,
    ObjectionDecided,
    WordsMissing,
)
from tests.builders import a_member, a_role, authority_of, staff
from volunteer.hours.models import SERVICE_RECORDS

SECOND = timedelta(seconds=1)
HANGING, DISPUTED = NoticeLineState.HANGING, NoticeLineState.DISPUTED
PASSED, REMOVED = NoticeLineState.PASSED, NoticeLineState.REMOVED


def shanghai(year, month, day, hour=0):
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


CONFIRMED = shanghai(2026, 4, 2, 17)
OBJECTED = shanghai(2026, 4, 8, 10)
END = shanghai(2026, 4, 9)


@pytest.fixture
def supervisor(session, dongjie):
    return staff(session, dongjie, Role.SUPERVISOR)


@pytest.fixture
def objector(session, dongjie):
    return a_member(session, dongjie, "赵六")


def post(session, community, at=CONFIRMED, working_days=3, names=("张三", "王五")):
    """Hang a notice with one line for each name."""
    named = [a_member(session, community, name) for name in names]
    lines = [Line(member.id, at, "60 分钟") for at, member in enumerate(named, start=1)]
    kind, title = SERVICE_RECORDS, "四月服务时长"
    announcement = Announcement(kind, title, working_days, lines)
    return notices.post(Act(session, at, community=community), announcement, None)


def lines_of(session, notice):
    found = session.query(NoticeLine).filter_by(notice_id=notice.id).order_by(NoticeLine.id)
    return found.populate_existing().all()


def states_of(session, notice):
    return [line.state for line in lines_of(session, notice)]


@pytest.fixture
def notice(session, dongjie):
    return post(session, dongjie)


@pytest.fixture
def line(session, notice):
    return lines_of(session, notice)[0]


@pytest.fixture
def objection(session, line, objector):
    return notices.raise_objection(Act(session, OBJECTED), line, objector, "那天他没有来")


def decide(session, objection, by, at=OBJECTED, **given):
    wanted = {"is_upheld": False, "answer": "查过签到表，本人在场"} | given
    return notices.decide_objection(Act(session, at, by=by), objection, **wanted)


def test_t17_three_working_days_step_over_qingming(notice):
    assert (notice.posted_on, notice.first_on) == (date(2026, 4, 2), date(2026, 4, 3))
    assert notice.last_on == date(2026, 4, 8)
    assert notice.ends_at == END


def test_a_sort_that_no_room_posts_is_not_hung(session, dongjie):
    announcement = Announcement("garden_plots", "园地公示", 3, [])

    with pytest.raises(KeyError, match="garden_plots"):
        notices.post(Act(session, CONFIRMED, community=dongjie), announcement, None)


@pytest.mark.plants_breach
def test_a_notice_whose_room_is_gone_is_told_of(session, notice):
    assert checks.notices_are_of_a_sort(session) == []

    notice.kind = "garden_plots"

    told = [f"notice {notice.id} is of the sort garden_plots, which nobody posts"]
    assert checks.notices_are_of_a_sort(session) == told


def test_t17_objection_touches_that_line_only(session, notice, objection):
    assert objection.state is ObjectionState.OPEN
    assert states_of(session, notice) == [DISPUTED, HANGING]

    notices.end_due(Act(session, END))

    assert states_of(session, notice) == [DISPUTED, PASSED]


def test_t18_five_working_days_from_the_next_day(session, dongjie):
    hung = post(session, dongjie, shanghai(2025, 2, 25, 9), 5)

    assert (hung.first_on, hung.last_on) == (date(2025, 2, 26), date(2025, 3, 4))
    assert hung.ends_at == shanghai(2025, 3, 5)


def test_t18_exchanged_saturday_counts_as_a_working_day(session, dongjie):
    hung = post(session, dongjie, shanghai(2025, 9, 28, 9), 5)

    assert (hung.first_on, hung.last_on) == (date(2025, 9, 29), date(2025, 10, 11))


def test_notice_hangs_through_the_last_second_of_its_last_day(session, notice):
    assert notices.end_due(Act(session, END - SECOND)) == []
    assert states_of(session, notice) == [HANGING, HANGING]

    assert notices.end_due(Act(session, END)) == [notice]
    assert states_of(session, notice) == [PASSED, PASSED]


def test_ending_twice_ends_once(session, notice):
    notices.end_due(Act(session, END))

    assert notices.end_due(Act(session, END + SECOND)) == []
    assert (notice.state, notice.ended_at) == (NoticeState.ENDED, END)


def test_who_comes_before_sweep_ends_the_notice_when_it_is_due(session, notice):
    assert not notices.end_if_due(Act(session, END - SECOND), notice)
    assert notices.end_if_due(Act(session, END), notice)
    assert notices.end_if_due(Act(session, END + SECOND), notice)
    assert (states_of(session, notice), notice.ended_at) == ([PASSED, PASSED], END)


def test_three_characters_are_too_few_for_an_objection(session, line, objector):
    with pytest.raises(WordsMissing):
        notices.raise_objection(Act(session, OBJECTED), line, objector, " 没有来 ")


def test_four_characters_are_enough_for_an_objection(session, line, objector):
    assert notices.raise_objection(Act(session, OBJECTED), line, objector, " 他没有来 ").words == (
        "他没有来"
    )


def test_objection_bears_the_name_and_is_due_in_ten_working_days(objection, objector):
    assert (objection.made_by_id, objection.made_by_name) == (objector.person_id, "赵六")
    assert objection.due_on == date(2026, 4, 22)


def test_objection_in_the_last_second_is_taken(session, line, objector):
    notices.raise_objection(Act(session, END - SECOND), line, objector, "那天他没有来")

    assert line.state is DISPUTED


def test_objection_at_the_end_is_refused_though_nobody_swept(session, notice, line, objector):
    assert notice.state is NoticeState.OPEN

    with pytest.raises(NoticeEnded):
        notices.raise_objection(Act(session, END), line, objector, "那天他没有来")


def test_second_objection_to_a_disputed_line_is_refused(session, dongjie, line, objection):
    with pytest.raises(AlreadyDisputed):
        notices.raise_objection(
            Act(session, OBJECTED), line, a_member(session, dongjie), "我也没看见他"
        )


def test_upheld_objection_takes_the_line_off_for_good(session, notice, objection, supervisor):
    decide(session, objection, supervisor, is_upheld=True)
    notices.end_due(Act(session, END))

    assert objection.state is ObjectionState.UPHELD
    assert states_of(session, notice) == [REMOVED, PASSED]


def test_rejected_objection_hangs_the_line_again(session, notice, objection, supervisor):
    decide(session, objection, supervisor)

    assert objection.state is ObjectionState.REJECTED
    assert (objection.decided_by_id, objection.decided_at) == (supervisor.person_id, OBJECTED)
    assert states_of(session, notice) == [HANGING, HANGING]


def test_line_hung_again_may_be_objected_to_anew(session, line, objection, supervisor, objector):
    decide(session, objection, supervisor)

    assert notices.raise_objection(Act(session, OBJECTED), line, objector, "还有别的证人").id


def test_rejected_after_the_end_passes_at_once(session, notice, objection, supervisor):
    notices.end_due(Act(session, END))

    assert decide(session, objection, supervisor, END + SECOND).state is PASSED


def test_rejected_after_the_end_but_before_sweep_passes_with_it(
    session, notice, objection, supervisor
):
    assert decide(session, objection, supervisor, END + SECOND).state is HANGING

    notices.end_due(Act(session, END + SECOND))

    assert states_of(session, notice) == [PASSED, PASSED]


def test_volunteer_answers_no_objection(session, dongjie, objection):
    volunteer = authority_of(session, a_member(session, dongjie))

    with pytest.raises(NotAllowed):
        decide(session, objection, volunteer)


def test_objector_does_not_answer_the_own_objection(session, objection, objector):
    a_role(session, objector, Role.SUPERVISOR)

    with pytest.raises(OwnCase):
        decide(session, objection, authority_of(session, objector))


def test_person_named_does_not_answer_the_objection(session, line, objection):
    named = session.get_one(Member, line.member_id)
    a_role(session, named, Role.SUPERVISOR)

    with pytest.raises(OwnCase):
        decide(session, objection, authority_of(session, named))


def test_three_characters_are_too_few_for_an_answer(session, line, objection, supervisor):
    with pytest.raises(WordsMissing):
        decide(session, objection, supervisor, answer=" 不成立 ")

    assert (objection.state, line.state) == (ObjectionState.OPEN, DISPUTED)


def test_four_characters_are_enough_for_an_answer(session, objection, supervisor):
    decide(session, objection, supervisor, answer=" 本人在场 ")

    assert objection.answer == "本人在场"


def test_objection_is_answered_once(session, line, objection, supervisor):
    decide(session, objection, supervisor)

    with pytest.raises(ObjectionDecided):
        decide(session, objection, supervisor, is_upheld=True)
    assert line.state is HANGING
