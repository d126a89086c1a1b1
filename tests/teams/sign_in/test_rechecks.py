"""Before a grave act the own password is asked for again; ten minutes long, not longer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import AuditEvent, LoginSession, Person
from accounts.rules import hashing
from teams.authority.models import Role, RoleBinding
from teams.members.models import Place
from tests.builders import NOW, a_community, a_member, a_role, add

PASSWORD, PIN = "wuse-demo-2026", "864209"
OLD = NOW + timedelta(minutes=10, seconds=1)
JUST = NOW + timedelta(minutes=10)
C = "/c/dongjie"
NAMED = {"name": "马建国", "phone": "13877776666", "birth_on": "1980-01-02"}

ACTS = {
    "give a role": (C + "/roles", {"number": "{number}", "role": "stock_keeper", "team": "0"}),
    "end a role": (C + "/roles/{binding}/ending", {}),
    "give a password": (C + "/roles/{binding}/password", {}),
    "give an administrator's password": ("/county/admins/{chief}/password", {}),
    "appoint an administrator": ("/county/communities/dongjie/admin", NAMED),
    "end an administrator": ("/county/communities/dongjie/admins/{chief}/ending", {}),
    "appoint a county administrator": ("/county/admins", NAMED | {"county": "{county}"}),
    "end a county administrator": ("/county/admins/{other}/ending", {}),
    "export the list": (C + "/members/exports", {"reason": "年检"}),
    "read a field in full": (
        C + "/members/{member}/full-fields",
        {"field": "phone", "reason": "核"},
    ),
    "give a PIN": (C + "/members/{member}/pin", {}),
    "change a phone": (
        C + "/members/{member}/facts",
        {"phone": "13855554444", "team": "0", "reason": "看了身份证"},
    ),
    "take the own file": (C + "/me/data.json", None),
    "read all that is held": (C + "/me/data/whole", None),
    "take it as a sheet": (C + "/me/data.xlsx", None),
    "sign the other devices out": (C + "/me/devices/others/ending", {}),
}


@pytest.fixture(scope="session")
def hashes():
    return hashing.hashed(PASSWORD), hashing.hashed(PIN)


@pytest.fixture
def town(session, hashes):
    """Somebody who may do it all, and those it is done to."""
    here = a_community(session, prefix="DJ")
    county_id = session.get_one(Place, here.place_id).parent_id
    doer, clerk, chief = (a_member(session, here, name) for name in ("李梅", "马霞", "周宁"))
    for role in (Role.COMMUNITY_ADMIN, Role.COORDINATOR):
        a_role(session, doer, role)
    bindings = [
        add(
            session,
            RoleBinding(
                person_id=each.person_id,
                role=Role.COUNTY_ADMIN,
                county_id=county_id,
                granted_at=NOW,
            ),
        )
        for each in (doer, chief)
    ]
    doer.person.password_hash, doer.person.pin_hash = hashes
    clerk.person.password_hash = hashes[0]
    made = {
        "binding": a_role(session, clerk, Role.SHOP_CLERK).id,
        "number": clerk.volunteer_no,
        "chief": a_role(session, chief, Role.COMMUNITY_ADMIN).id,
        "county": county_id,
        "other": bindings[1].id,
        "member": clerk.id,
    }
    session.commit()
    return made | {"doer": doer.person}


def sent(reader, town, name, **more):
    path, fields = ACTS[name]
    if fields is None:
        return reader.get(path.format(**town)) if not more else reader.post("/recheck", more)
    filled = {key: str(value).format(**town) for key, value in fields.items()}
    return reader.post(path.format(**town), filled | more)


def state(session):
    session.rollback()
    kept = session.scalars(select(AuditEvent.event).where(AuditEvent.event != "authz_fail")).all()
    counts = session.query(RoleBinding).count(), session.query(Person).count()
    session.rollback()
    return sorted(kept), counts


@pytest.mark.parametrize("name", ACTS)
def test_eleven_minutes_after_signing_in_the_password_is_asked_for(
    town, signed_in, session, now, name
):
    reader, before = signed_in(town["doer"]), state(session)
    now(OLD)

    asked = sent(reader, town, name)

    assert asked.status == 403
    assert "请再输一次您的密码" in asked.words
    assert state(session) == before


@pytest.mark.parametrize("name", ACTS)
def test_ten_minutes_after_signing_in_it_is_not(town, signed_in, now, name):
    reader = signed_in(town["doer"])
    now(JUST)

    assert sent(reader, town, name).status in {200, 303}


@pytest.mark.parametrize("name", ["give a role", "read a field in full"])
def test_page_that_asks_goes_on_with_what_was_typed(town, signed_in, now, name):
    reader = signed_in(town["doer"])
    now(OLD)
    asked = sent(reader, town, name)
    path = ACTS[name][0].format(**town)

    done = reader.post(path, asked.form(path) | {"recheck": PASSWORD})

    assert done.status in {200, 303}, done.words
    assert sent(reader, town, "export the list").status == 200


def test_link_is_gone_on_to_once_the_secret_was_typed(town, signed_in, now):
    reader = signed_in(town["doer"])
    now(OLD)
    asked = sent(reader, town, "take the own file")

    done = reader.post("/recheck", asked.form("/recheck") | {"recheck": PASSWORD})

    assert done.go_to == "/c/dongjie/me/data.json"
    assert reader.browser.get(done.go_to).status_code == 200


def test_a_recheck_holds_ten_minutes_for_this_session_alone(town, signed_in, now):
    here, there = signed_in(town["doer"]), signed_in(town["doer"])
    now(OLD)
    sent(here, town, "give a PIN", recheck=PASSWORD)

    now(OLD + timedelta(minutes=10))
    assert sent(here, town, "give a PIN").status == 303
    assert sent(there, town, "give a PIN").status == 403
    now(OLD + timedelta(minutes=10, seconds=1))
    assert sent(here, town, "give a PIN").status == 403


def test_session_gets_another_token_after_a_recheck(town, signed_in, session, now):
    reader = signed_in(town["doer"])
    old = reader.browser.get_cookie("wuse").value
    now(OLD)
    sent(reader, town, "give a PIN", recheck=PASSWORD)

    assert reader.get(C + "/me").status == 200
    reader.browser.set_cookie("wuse", old)
    assert reader.get(C + "/me").status == 303
    assert session.query(LoginSession).count() == 1


@pytest.mark.parametrize("secret", ["wrong-password", PIN])
def test_wrong_password_asks_again_and_does_nothing(town, signed_in, session, now, secret):
    reader, before = signed_in(town["doer"]), state(session)
    now(OLD)

    asked = sent(reader, town, "give a role", recheck=secret)

    assert asked.status == 403
    assert "对不上" in asked.words
    assert asked.form("/roles")["number"] == town["number"]
    assert state(session) == before


def test_pin_is_enough_for_who_has_no_password(town, signed_in, session, now):
    session.get_one(Person, town["doer"].id).password_hash = None
    session.commit()
    reader = signed_in(town["doer"])
    now(OLD)

    assert "您的 PIN 码" in sent(reader, town, "give a PIN").words
    assert sent(reader, town, "give a PIN", recheck=PIN).status == 303


def test_sixth_wrong_one_has_to_wait_and_the_right_one_too(town, signed_in, now):
    reader = signed_in(town["doer"])
    now(OLD)
    for _ in range(5):
        sent(reader, town, "give a role", recheck="wrong-password")

    refused = sent(reader, town, "give a role", recheck=PASSWORD)

    assert refused.status == 429
    assert "10:26 以后再试" in refused.words
    assert refused.form("/roles")["number"] == town["number"]
    assert int(refused.response.headers["Retry-After"]) == 900


def test_question_leaves_no_line_of_a_refusal_a_wrong_answer_does(town, signed_in, session, now):
    reader = signed_in(town["doer"])
    now(OLD)
    sent(reader, town, "give a role")
    refused = select(AuditEvent).where(AuditEvent.event == "authz_fail")
    assert session.scalars(refused).all() == []
    session.rollback()

    sent(reader, town, "give a role", recheck="wrong-password")

    assert len(session.scalars(refused).all()) == 1


def test_skills_are_put_right_without_asking(town, signed_in, now):
    reader = signed_in(town["doer"])
    now(OLD)

    fields = {"skills": "剪纸", "team": "0", "reason": "本人来说的"}

    assert reader.post(f"{C}/members/{town['member']}/facts", fields).status == 303
