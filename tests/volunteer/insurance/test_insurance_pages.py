"""保险: what people read and press; the list of a shift, the activity, the page 今天."""

import io
import re
from datetime import date

import pytest

from teams.authority.models import Role
from teams.members.models import Member
from tests.activity_builders import a_shift, a_sign_up, an_activity, the_leader
from tests.builders import a_member, a_role
from tests.insurance_builders import a_policy, rely
from tests.photos import a_pdf
from tests.reading import enter
from volunteer.activities.models import RiskLevel

PAGE = "/c/dongjie/insurance"
FIELDS = {
    "insurer": "人保财险",
    "policy_no": "PA-1",
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "cover": "listed",
    "max_age": "75",
}


@pytest.fixture
def desk(session, community, signed_in, now):
    found = a_member(session, community, "周敏")
    a_role(session, found, Role.COORDINATOR)
    return enter(session, signed_in, found)


@pytest.fixture
def snow(session, community):
    """A published HIGH-risk activity with one person on its list."""
    made = an_activity(session, community, title="扫雪除冰", risk=RiskLevel.HIGH, policy_no="PA")
    shift = a_shift(session, made, places=9)
    a_sign_up(
        session, community, shift, a_member(session, community, "孙兰", birth_on=date(1940, 1, 1))
    )
    return made


def recorded(desk, **other):
    sent = desk.get(f"{PAGE}/new").form("new") | FIELDS | other
    return desk.post(f"{PAGE}/new", sent, content_type="multipart/form-data")


def test_a_policy_is_noted_with_its_paper_and_members_are_put_on_its_list(desk, session, community):
    wang = a_member(session, community, "王秀兰")
    number = wang.volunteer_no
    session.commit()
    page = desk.follow(recorded(desk, paper=(io.BytesIO(a_pdf()), "a.pdf")))
    assert "现在谁都不在保" in page.words

    answer = desk.get(paper_of(page))
    assert answer.response.headers["Content-Disposition"].startswith("attachment")
    there = page.form("people") | {"people": f"{number}\n"}
    after = desk.follow(desk.post(here(page, "people"), there))
    assert "加了 1 人。" in after.words
    gone = desk.follow(desk.post(here(after, f"people/{wang.id}/removal")))
    assert "现在谁都不在保" in gone.words


def paper_of(page):
    return "/c/dongjie/files/" + page.html.partition("/c/dongjie/files/")[2].partition('"')[0]


def here(page, act):
    action = next(
        form["action"] for form in page.page.forms if "/insurance/" in str(form["action"])
    )
    return f"{str(action).rpartition('/')[0]}/{act}"


@pytest.mark.parametrize(
    ("other", "status", "words"),
    [
        ({"ends_on": "2026-05-14"}, 400, "日期不对"),
        ({"policy_no": ""}, 400, "请写保险单号"),
        ({"paper": b"x" * 9}, 415, "JPG"),
    ],
)
def test_what_is_amiss_is_said_and_what_was_typed_stays(desk, other, status, words):
    if "paper" in other:
        other = {"paper": (io.BytesIO(other["paper"]), "a.pdf")}

    page = recorded(desk, **other)

    assert (page.status, words in page.words) == (status, True)
    assert 'value="人保财险"' in page.html


def test_somebody_unknown_stays_on_the_page(desk):
    page = desk.follow(recorded(desk))
    there = page.form("people") | {"people": "DJ9999"}

    answer = desk.post(here(page, "people"), there)

    assert (answer.status, "DJ9999" in answer.html) == (404, True)


def test_a_policy_ended_early_leaves_its_activity_without(desk, session, community, snow):
    rely(session, snow)
    session.commit()
    links = desk.get(PAGE).page.links
    address = next(each for each in links if re.fullmatch(r".*/insurance/[0-9]+", each))

    after = desk.follow(desk.post(f"{address}/end", {"reason": "换了公司，退保"}))

    assert "已终止" in after.words
    assert "《扫雪除冰》明天那一场没有保险" in desk.get(PAGE).words
    assert "补上保险" in desk.get("/c/dongjie/today").words
    assert desk.post(f"{address}/end", {"reason": "再来"}).status == 409
    assert "还没有有效的保险" in desk.get(f"/c/dongjie/activities/{snow.id}").words


def test_the_list_of_a_shift_says_who_is_not_covered(session, community, snow, signed_in, now):
    rely(session, snow, a_policy(session, community, max_age=75))
    leader = session.get_one(Member, the_leader(session, snow).member_id)
    reader = enter(session, signed_in, leader)

    page = reader.get(f"/c/dongjie/leading/shifts/{snow.shifts[0].id}/roster")

    assert "1 人不在保险单 PA-2026-7 的承保范围" in page.words
    assert "超过承保年龄" in page.words


def test_a_leader_reads_policies_but_neither_names_nor_papers(
    session, community, snow, signed_in, now, desk
):
    made = desk.follow(recorded(desk, paper=(io.BytesIO(a_pdf()), "a.pdf")))
    leader = session.get_one(Member, the_leader(session, snow).member_id)
    reader = enter(session, signed_in, leader)

    page = reader.get(here(made, "")[:-1])

    assert "人保财险" in page.words
    assert "原件" not in page.words
    assert reader.get(paper_of(made)).status == 404
    assert reader.get(f"{PAGE}/new").status == 403
