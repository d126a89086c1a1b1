"""The photos of a paper sheet on the pages that are filled in or confirmed from it."""

import re
from collections.abc import Sequence

from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from teams.authority.act import Act
from teams.files.models import StoredFile
from teams.files.queries import files as queries
from teams.files.views.files import sent_file
from teams.gate import authority, community, in_community
from teams.members.models import Community
from volunteer.activities.models import Shift
from volunteer.attendance.rules import sheet_photos

PRESSED = re.compile(r"photo|drop-[1-9][0-9]{0,17}")


def photos_of(shift: Shift) -> Sequence[StoredFile]:
    """Return the photos that are kept with a shift, in the order they were taken."""
    return queries.files_of(db.session(), community(), sheet_photos.SHEET_PHOTO, shift.id)


def is_pressed(asked: str) -> bool:
    """Say whether a press of the form puts a photo in or takes one out."""
    return PRESSED.fullmatch(asked) is not None


def do(shift_id: int, asked: str) -> None:
    """Put in the photo that was sent with the form, or take one out; what was typed is not touched.

    Raises what `sent_file` and the rules of `sheet_photos` raise.
    """
    now, by = clock.now(), authority()
    verb, _, number = asked.partition("-")
    photo = sent_file(sheet_photos.SHEET_PHOTO, "photo") if verb == "photo" else None

    def act(session: Session, where: Community) -> None:
        doing = Act(session, now, by=by, community=where)
        if photo is not None:
            sheet_photos.put_in(doing, shift_id, photo)
        else:
            sheet_photos.remove(doing, shift_id, int(number))

    run(in_community(act))
