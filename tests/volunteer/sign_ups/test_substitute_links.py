"""A place offered by a link, answers taken back within minutes, and what the asker sees of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from teams.authority.act import Act
from teams.members.models import Community, MemberState
from tests.activity_builders import SATURDAY, a_queue, a_shift, a_sign_up, an_activity, counters
from tests.builders import NOW, a_community, a_member, authority_of
from tests.racing import as_volunteer, together
from tests.trail import lines
from volunteer.activities.rules import refusals, shift_places
from volunteer.sign_ups.models import SignUp, SignUpState, SignUpWarning, SubstitutionState
from volunteer.sign_ups.rules import (
    cancelling,
    substitute_answers,
    substitute_links,
    substitutes,
)
from volunteer.sign_ups.rules.substitutes import QueueComesFirst, SubstituteTooLate

HOME = "/c/dongjie/"
MINUTES = timedelta(minutes=10)
SECOND = timedelta(seconds=1)
LATE = SATURDAY - timedelta(hours=2)


@pytest.fixture
def shift(session, activity):
    return a_shift(session, activity, places=1)


def by(session, community, member, now=NOW):
    return Act(session, now, by=authority_of(session, member), community=community)


@pytest.fixture
def link(session, community, place, holder):
    return substitutes.ask_anybody(by(session, community, holder), place.id)


def followed(session, community, link, member, now=NOW):
    act = by(session, community, member, now)
    return substitute_links.accept_by_link(act, link.id, substitute_links.link_token(link))


def test_the_first_who_follows_has_the_place_and_nobody_is_marked(
    session, community, shift, place, link, other
):
    made = followed(session, community, link, other, LATE)

    assert (place.state, made.state) == (SignUpState.CANCELLED, SignUpState.APPROVED)
    assert (link.state, link.to_member_id) == (SubstitutionState.ACCEPTED, other.id)
    assert counters(session, shift) == (1, 1, 0)
    assert session.query(SignUpWarning).count() == 0
    with pytest.raises(substitute_links.TakenAlready):
        followed(session, community, link, a_member(session, community, "赵四"), LATE)
    told = [event for event, *_ in lines(session, "substitute_link_made", "substitute_accepted")]
    assert told == ["substitute_link_made", "substitute_accepted"]


def test_who_follows_stands_under_the_rules_of_a_place(
    session, community, activity, place, link, other
):
    activity.min_age = 18
    child = a_member(session, community, "小明", birth_on=date(2012, 1, 1))
    with pytest.raises(refusals.TooYoung):
        followed(session, community, link, child)
    newcomer = a_member(session, community, "新人", state=MemberState.PENDING)
    with pytest.raises(refusals.MembershipPending):
        followed(session, community, link, newcomer)
    elsewhere = a_shift(session, an_activity(session, community, title="敬老餐"))
    a_sign_up(session, community, elsewhere, other)
    with pytest.raises(refusals.TimeClash):
        followed(session, community, link, other)
    assert place.state is SignUpState.APPROVED


def test_nobody_takes_the_own_place(session, community, link, holder):
    with pytest.raises(substitute_links.OwnLink):
        followed(session, community, link, holder)


@pytest.mark.parametrize("token", ["", "0" * 24, "名" * 24])
def test_a_wrong_token_opens_nothing(session, community, link, other, token):
    with pytest.raises(NotFound):
        substitute_links.accept_by_link(by(session, community, other), link.id, token)


def test_the_link_of_one_community_is_none_in_another(session, community, link):
    elsewhere = a_community(session, "nanguan")
    stranger = a_member(session, elsewhere, "外人")

    with pytest.raises(NotFound):
        followed(session, elsewhere, link, stranger)


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_link_lives_until_sign_up_closes(session, community, link, other, seconds):
    at = SATURDAY + seconds * SECOND
    if seconds < 0:
        assert followed(session, community, link, other, at).state is SignUpState.APPROVED
        return
    with pytest.raises(SubstituteTooLate):
        followed(session, community, link, other, at)


def test_nobody_goes_past_a_queue_by_a_link(session, community, shift, place, link, other):
    a_queue(session, community, shift, "甲")

    with pytest.raises(QueueComesFirst):
        followed(session, community, link, other)
    holder = by(session, community, place.member)
    substitutes.withdraw(holder, place.id)
    with pytest.raises(QueueComesFirst):
        substitutes.ask_anybody(holder, place.id)


def test_a_link_ends_when_taken_back_or_the_place_is_given_up(
    session, community, holder, place, link, other
):
    with pytest.raises(substitutes.AskedAlready):
        substitutes.ask_anybody(by(session, community, holder), place.id)
    substitutes.withdraw(by(session, community, holder), place.id)
    with pytest.raises(substitute_links.TakenAlready):
        followed(session, community, link, other)
    again = substitutes.ask_anybody(by(session, community, holder), place.id)
    assert substitute_links.link_token(again) != substitute_links.link_token(link)
    cancelling.cancel(by(session, community, holder), place.id, "")
    with pytest.raises(substitute_links.TakenAlready):
        followed(session, community, again, other)


def test_a_yes_is_taken_back_within_minutes_and_the_place_returns(
    session, community, shift, place, holder, other
):
    question = substitutes.ask(by(session, community, holder), place.id, other.volunteer_no)
    made = substitutes.accept(by(session, community, other, LATE), question.id)

    act = by(session, community, other, LATE + MINUTES - SECOND)
    substitute_answers.take_back(act, question.id)

    session.refresh(made)
    assert (made.state, question.state) == (SignUpState.CANCELLED, SubstitutionState.DECLINED)
    held = session.scalars(select(SignUp).where(SignUp.state == SignUpState.APPROVED)).one()
    assert (held.member_id, held.shift_id) == (holder.id, shift.id)
    assert counters(session, shift) == (1, 1, 0)
    assert session.query(SignUpWarning).count() == 0


def test_a_no_is_taken_back_within_minutes_and_asks_again(session, community, place, holder, other):
    question = substitutes.ask(by(session, community, holder), place.id, other.volunteer_no)
    substitutes.decline(by(session, community, other), question.id)

    act = by(session, community, other, NOW + MINUTES - SECOND)
    substitute_answers.take_back(act, question.id)

    assert (question.state, question.answered_at) == (SubstitutionState.ASKED, None)
    with pytest.raises(substitute_answers.AnswerStands):
        substitute_answers.take_back(act, question.id)


@pytest.mark.parametrize("answer", [substitutes.accept, substitutes.decline])
def test_ten_minutes_later_an_answer_stands(session, community, place, holder, other, answer):
    question = substitutes.ask(by(session, community, holder), place.id, other.volunteer_no)
    answer(by(session, community, other), question.id)

    with pytest.raises(substitute_answers.AnswerStands):
        substitute_answers.take_back(by(session, community, other, NOW + MINUTES), question.id)
    with pytest.raises(NotFound):
        substitute_answers.take_back(by(session, community, holder), question.id)


def test_a_place_is_not_handed_back_past_a_queue_a_clash_or_a_new_question(
    session, community, shift, place, holder, other
):
    question = substitutes.ask(by(session, community, holder), place.id, other.volunteer_no)
    substitutes.accept(by(session, community, other), question.id)
    elsewhere = a_shift(session, an_activity(session, community, title="敬老餐"))
    a_sign_up(session, community, elsewhere, holder)
    with pytest.raises(refusals.TimeClash):
        substitute_answers.take_back(by(session, community, other), question.id)
    a_queue(session, community, shift, "甲")
    with pytest.raises(QueueComesFirst):
        substitute_answers.take_back(by(session, community, other), question.id)


def test_a_no_is_not_taken_back_once_another_is_asked(session, community, place, holder, other):
    question = substitutes.ask(by(session, community, holder), place.id, other.volunteer_no)
    substitutes.decline(by(session, community, other), question.id)
    new = substitutes.ask_anybody(by(session, community, holder), place.id)

    with pytest.raises(substitutes.AskedAlready):
        substitute_answers.take_back(by(session, community, other), question.id)
    followed(session, community, new, a_member(session, community, "赵四"))
    with pytest.raises(substitutes.NotAskedAnyMore):
        substitute_answers.take_back(by(session, community, other), question.id)


def test_what_was_passed_on_meanwhile_is_not_handed_back(session, community, place, holder, other):
    question = substitutes.ask(by(session, community, holder), place.id, other.volunteer_no)
    made = substitutes.accept(by(session, community, other), question.id)
    cancelling.cancel(by(session, community, other), made.id, "")

    with pytest.raises(substitutes.NotAskedAnyMore):
        substitute_answers.take_back(by(session, community, other), question.id)


@pytest.mark.race
def test_sixteen_follow_at_once_and_one_has_the_place(engine, prepare):
    def the_offer(session):
        community = a_community(session)
        shift = a_shift(session, an_activity(session, community), places=1)
        holder = a_member(session, community, "刘桂芳")
        place = a_sign_up(session, community, shift, holder)
        link = substitutes.ask_anybody(by(session, community, holder), place.id)
        crowd = [a_member(session, community, f"甲{number}") for number in range(16)]
        return community, link.id, substitute_links.link_token(link), crowd

    community, link_id, token, crowd = prepare(the_offer)

    def taking(member):
        def act(session):
            found = session.get_one(Community, community.id)
            acting = Act(session, NOW, by=as_volunteer(member), community=found)
            return substitute_links.accept_by_link(acting, link_id, token)

        return act

    made = together(engine, [taking(member) for member in crowd])

    assert sum(isinstance(each, SignUp) for each in made) == 1
    assert sum(isinstance(each, substitute_links.TakenAlready) for each in made) == 15
    with Session(engine) as asking:
        held = select(SignUp.id).where(SignUp.state == SignUpState.APPROVED)
        assert len(asking.scalars(held).all()) == 1
        counted = asking.execute(select(shift_places.COLUMNS.taken, shift_places.COLUMNS.waiting))
        assert counted.one() == (1, 0)


@pytest.fixture
def offered(town):
    """The reader of the town has a place on Saturday."""
    made = a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()
    return made


def path_of(page):
    """The path of the link the page tells, from the words to copy."""
    words = page.html.split('id="share"')[1].split("</textarea>")[0]
    return HOME + words.rsplit(HOME, 1)[1].strip()


def test_a_link_is_made_in_one_tap_and_taken_in_one(town, reader, signed_in, offered):
    asking = f"{HOME}my/sign-ups/{offered.id}/substitute"
    page = reader.get(asking)
    shared = reader.follow(reader.post(f"{asking}/link", page.form("substitute/link")))
    assert "点开就能接" in shared.html
    assert "已发顶替链接，等人来接" in reader.get(f"{HOME}my/sign-ups").words
    other = a_member(town.session, town.community, "王淑兰")
    town.session.commit()
    theirs, path = signed_in(other.person), path_of(shared)

    offer = theirs.get(path)
    assert "谁能替刘*芳去？" in offer.words
    assert "戴手套，铲刀刀口朝外。" in offer.words
    done = theirs.follow(theirs.post(f"{path}/acceptance", offer.form("acceptance")))

    assert "名额转到您名下了。《清理楼道小广告》明天 9:00。" in done.words
    assert "王*兰替您去" in reader.get(f"{HOME}my/sign-ups").words
    back = theirs.follow(
        theirs.post(
            next(f["action"] for f in done.page.forms if "undo" in str(f["action"])),
            done.form("answer/undo"),
        )
    )
    assert "撤回了，已经告诉他。" in back.words
    assert "清理楼道小广告" in reader.get(f"{HOME}my/sign-ups").words


def test_the_loser_stays_on_the_page_with_the_reason(town, reader, signed_in, offered):
    act = by(town.session, town.community, town.reader)
    link = substitutes.ask_anybody(act, offered.id)
    path = f"{HOME}substitutions/{link.id}/{substitute_links.link_token(link)}"
    fast, slow = (a_member(town.session, town.community, name) for name in ("王快", "王慢"))
    town.session.commit()
    late = signed_in(slow.person)
    fields = late.get(path).form("acceptance")
    followed(town.session, town.community, link, fast)
    town.session.commit()

    lost = late.post(f"{path}/acceptance", fields)

    assert (lost.status, lost.page.headings) == (409, ["谁能替刘*芳去？"])
    assert "已经有人接了" in lost.words
    assert "您已经接了" in signed_in(fast.person).get(path).words


def test_the_own_link_and_a_stranger_are_told_apart(town, client, reader, signed_in, offered):
    link = substitutes.ask_anybody(by(town.session, town.community, town.reader), offered.id)
    path = f"{HOME}substitutions/{link.id}/{substitute_links.link_token(link)}"
    elsewhere = a_community(town.session, "nanguan")
    stranger = a_member(town.session, elsewhere, "外人")
    town.session.commit()

    assert "这是您自己的名额" in reader.get(path).words
    assert client.get(path).status == 303
    assert signed_in(stranger.person).get(path).status == 404
    assert reader.get(f"{HOME}substitutions/{link.id}/wrong").status == 404
    wrong = f"{HOME}substitutions/{link.id}/wrong/acceptance"
    assert reader.post(wrong, {"request_key": "k"}).status == 404


def test_a_link_is_taken_back(town, reader, offered):
    substitutes.ask_anybody(by(town.session, town.community, town.reader), offered.id)
    town.session.commit()
    page = reader.get(f"{HOME}my/sign-ups/{offered.id}/substitute")
    path = path_of(page)

    reader.post(page.page.forms[-1]["action"], page.form("withdrawal"))

    assert "顶替链接已经做好" not in reader.get(f"{HOME}my/sign-ups/{offered.id}/substitute").words
    assert "这是您自己的名额" in reader.get(path).words
