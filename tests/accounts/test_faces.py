"""The drawn face of a person: chosen by the person, the same everywhere."""

import pytest

from accounts.act import Act
from accounts.models import FACES, AuditEvent, unchosen_face
from accounts.rules import faces
from accounts.rules.erasing import shred
from accounts.rules.faces import NoSuchFace
from accounts.words import FACE_WORDS
from core.house import ROOT
from tests.builders import NOW, a_community, a_member


@pytest.fixture
def person(session):
    return a_member(session, a_community(session), "李四").person


def test_the_chosen_face_stands_and_who_chose_none_has_one_by_the_number(session, person):
    assert person.face == unchosen_face(person.id)

    faces.choose(Act(session, NOW), person.id, 3)
    faces.choose(Act(session, NOW), person.id, 3)

    assert person.face == 3
    assert session.query(AuditEvent).filter_by(event="person_changed").count() == 1


@pytest.mark.parametrize("face", [0, FACES + 1])
def test_what_is_not_drawn_is_refused(session, person, face):
    with pytest.raises(NoSuchFace):
        faces.choose(Act(session, NOW), person.id, face)

    assert person.chosen_face is None


@pytest.mark.parametrize("face", [1, FACES])
def test_the_first_and_the_last_are_chosen(session, person, face):
    faces.choose(Act(session, NOW), person.id, face)

    assert person.face == face


def test_every_face_is_drawn_and_told(session):
    art = (ROOT / "static" / "art.svg").read_text("utf-8")

    assert [f'id="v-{each}"' in art for each in FACE_WORDS] == [True] * FACES


def test_t36_nothing_of_it_is_left_of_who_was_erased(session, person):
    faces.choose(Act(session, NOW), person.id, unchosen_face(person.id) % FACES + 1)

    shred(Act(session, NOW), person)

    assert person.face == unchosen_face(person.id)
