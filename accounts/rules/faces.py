"""The drawn face a person is shown by: chosen by the person alone, in one press."""

from accounts.act import Act, Subject
from accounts.models import FACES, Person
from core.errors import BadRequest


class NoSuchFace(BadRequest):
    """Only what is drawn can be chosen."""

    message = "请在下面的头像里选一张。"


def choose(act: Act, person_id: int, face: int) -> None:
    """Show the person by this face from now on; the same again changes nothing.

    Raises NoSuchFace.
    """
    if not 1 <= face <= FACES:
        raise NoSuchFace
    person = act.session.get_one(Person, person_id)
    if person.chosen_face == face:
        return
    person.chosen_face = face
    act.made_by(person_id).note("person_changed", Subject("person", person_id), fields=["face"])
