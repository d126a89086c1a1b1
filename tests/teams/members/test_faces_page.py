"""头像: one press, then the same face wherever one is shown."""

import re

import pytest

from accounts.models import Consent, ConsentScope, unchosen_face
from teams.members.rules.public_names import public_names
from tests.builders import NOW, a_community, a_member, add
from tests.reading import enter

HOME = "/c/dongjie"
FACE = re.compile(r"art\.svg[^# ]*#v-(\d)")


@pytest.fixture
def member(session):
    return a_member(session, a_community(session), "王秀兰", phone="13811112222")


def other_than(face):
    return face % 8 + 1


def test_p10_one_press_chooses_the_face_that_me_shows(session, member, signed_in):
    wanted = other_than(member.person.face)
    reader = enter(session, signed_in, member)
    assert f"{HOME}/me/face" in reader.get(f"{HOME}/me").page.links
    page = reader.get(f"{HOME}/me/face")
    assert FACE.findall(page.html) == [str(each) for each in range(1, 9)]

    sent = reader.post(f"{HOME}/me/face", page.form("/me/face") | {"face": wanted})

    assert FACE.findall(reader.follow(sent).html) == [str(wanted)]
    assert FACE.findall(reader.get(f"{HOME}/me").html) == [str(wanted)]


@pytest.mark.parametrize("face", ["9", "-1", "x", ""])
def test_what_is_no_face_is_refused(session, member, signed_in, face):
    answer = enter(session, signed_in, member).post(f"{HOME}/me/face", {"face": face})

    assert (answer.status, "请在下面的头像里选一张" in answer.words) == (400, True)


def test_in_public_the_chosen_face_is_that_of_who_is_named(session, member):
    chosen, community = other_than(member.person.face), member.community_id
    member.person.chosen_face = chosen

    def shown():
        return public_names(session, community, [member.id], NOW.date())[member.id].face

    assert shown() == unchosen_face(member.person_id)
    consent = {"scope": ConsentScope.PUBLIC_NAME, "text_version": "1", "given_at": NOW}
    add(session, Consent(person_id=member.person_id, given_by_id=member.person_id, **consent))
    assert shown() == chosen
