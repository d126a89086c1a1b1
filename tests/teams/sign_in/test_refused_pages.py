"""What a refused reader is told, and that nothing typed is lost."""

import pytest

from accounts.rules import hashing
from core.errors import BadRequest, NotFound, TooManyTries
from core.refusing import answer
from teams.authority.models import Role
from tests.builders import a_community, a_member, a_role
from tests.reading import Read, check_page

PASSWORD = "wuse-demo-2026"
OURS = {"Origin": "http://localhost"}
THEIRS = {"Origin": "https://elsewhere.test"}
REASON = {"reason": "本人来电，核对手机号", "field": "phone"}


@pytest.fixture
def here(session):
    return a_community(session, prefix="DJ")


@pytest.fixture
def desk(session, here):
    member = a_member(session, here, "李小梅")
    a_role(session, member, Role.COORDINATOR)
    return member


@pytest.fixture
def volunteer(session, here, desk, signed_in):
    person = a_member(session, here, "张三").person
    session.commit()
    return signed_in(person)


@pytest.fixture
def coordinator(session, desk, signed_in):
    person = desk.person
    session.commit()
    return signed_in(person)


def old_form(reader, path, fields, headers):
    """Send a form whose token grew old."""
    sent = fields | {"csrf_token": "of-yesterday"}
    read = Read(reader.browser.post(path, data=sent, headers=headers), [])
    check_page(path, read)
    return read


def test_a_page_of_others_says_who_reads_it_and_whom_to_ask(volunteer):
    page = volunteer.get("/c/dongjie/members")

    assert page.status == 403
    assert "这页由社工、监督员、社区管理员查看。要看请找李*梅。" in page.words


def test_a_step_of_others_says_who_takes_it(volunteer, desk):
    page = volunteer.post(f"/c/dongjie/members/{desk.id}/pin")

    assert page.status == 403
    assert "这一步由社工、社区管理员来办。要办请找李*梅。" in page.words


def test_where_nobody_holds_the_role_the_desk_is_named(session, here, signed_in):
    person = a_member(session, here, "张三").person
    session.commit()

    assert "要办请找社区社工" in signed_in(person).get("/c/dongjie/members").words


def test_the_own_case_is_sent_to_a_colleague(coordinator, desk):
    page = coordinator.post(f"/c/dongjie/members/{desk.id}/pin")

    assert (page.status, "自己的事不能自己办，请另一位同事来办。" in page.words) == (403, True)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (BadRequest(), BadRequest.message),
        (NotFound(), NotFound.message),
        (TooManyTries(900), "请过 15 分钟再来"),
    ],
)
def test_the_sentence_of_a_refusal_stands_on_its_page(app, refusal, words):
    with app.test_request_context("/", method="POST"):
        page = answer(refusal)

    assert (page.status_code, words in page.get_data(as_text=True)) == (refusal.status, True)


def test_an_old_form_is_sent_once_more_as_it_was(coordinator, desk):
    path = f"/c/dongjie/members/{desk.id}/full-fields"
    page = old_form(coordinator, path, REASON, OURS)
    assert (page.status, "再交一次" in page.words) == (400, True)

    again = page.html.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {name: REASON[name] for name in page.form("/full-fields") if name in REASON}

    assert coordinator.browser.post(path, data=sent | {"csrf_token": again}).status_code == 200
    assert REASON["reason"] in page.words


def test_a_form_of_another_site_is_not_offered_again(coordinator, desk):
    page = old_form(coordinator, f"/c/dongjie/members/{desk.id}/full-fields", REASON, THEIRS)

    assert (page.status, "再交一次" in page.words) == (400, False)
    assert REASON["reason"] not in page.html


def test_a_secret_is_never_put_back_on_a_page(client):
    page = old_form(client, "/sign-in", {"login": "DJ0001", "secret": "246810"}, OURS)

    assert ("DJ0001" in page.html, "246810" in page.html) == (True, False)


def test_what_is_sent_after_the_sign_in_ended_is_kept(client, desk, session):
    session.commit()
    page = client.post(f"/c/dongjie/members/{desk.id}/full-fields", REASON, headers=OURS)

    assert (page.status, "就在这里登录" in page.words) == (401, True)
    assert REASON["reason"] in page.words
    assert "_blank" not in page.html


def test_signing_in_again_leads_to_the_act_in_one_press(client, desk, session):
    desk.person.password_hash = hashing.hashed(PASSWORD)
    session.commit()
    path = f"/c/dongjie/members/{desk.id}/full-fields"
    page = client.post(path, REASON, headers=OURS)
    fields = page.form("/sign-in") | {f"kept.{name}": said for name, said in REASON.items()}
    wrong = client.post("/sign-in", fields | {"login": "DJ9999", "secret": "135799"})
    assert wrong.status in {401, 409}
    assert REASON["reason"] in wrong.words
    assert wrong.html.count("kept.reason") == 1

    who = {"login": desk.volunteer_no, "secret": PASSWORD}
    again = client.post("/sign-in", fields | who)

    assert (again.status, "再点一下就交上" in again.words) == (200, True)
    sent = client.post(path, again.form("/full-fields") | REASON)
    assert sent.status == 200


def test_a_sign_in_carries_nothing_to_another_house(client, session):
    page = client.get("/sign-in")
    typed = {"login": "DJ9999", "secret": "135799", "kept.note": "您好", "kept_to": "//evil.test/"}

    assert "您好" not in client.post("/sign-in", page.form("/sign-in") | typed).html


def test_a_refused_form_leads_back_to_where_it_was_filled(volunteer, desk):
    referrer = {"Referer": "http://localhost/c/dongjie/me/data"}
    page = volunteer.post(f"/c/dongjie/members/{desk.id}/pin", headers=referrer)

    assert 'href="/c/dongjie/me/data"' in page.html
