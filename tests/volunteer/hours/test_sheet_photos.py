"""The photo of a signed paper sheet: taken while filling in, kept as evidence, seen by few."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import NotAllowed
from core.kept_files import FileSort
from teams.authority.act import Act
from teams.authority.models import Role
from teams.files.models import FileContent, StoredFile
from teams.files.rules.incoming import Incoming
from teams.members.models import Member
from tests.activity_builders import SATURDAY, a_sign_up, the_leader
from tests.builders import a_community, a_member, a_role, staff
from tests.photos import CAMERA, a_pdf, a_photo
from tests.reading import enter
from tests.service_builders import confirmed, present
from volunteer.activities.models import ShiftState
from volunteer.attendance.rules import attendance, sheet_photos
from volunteer.attendance.rules.attendance_cases import ShiftCalledOff
from volunteer.sign_ups.models import SignUpMove

HOUR = timedelta(hours=1)
END = SATURDAY + 2 * HOUR
PHOTO = Incoming(FileSort.PHOTO, b"a drawn photo")


def doing(session, community, by, now=END):
    return Act(session, now, by=by, community=community)


def put_in(session, community, shift, now=END, by=None):
    by = by or the_leader(session, shift.activity)
    return sheet_photos.put_in(doing(session, community, by, now), shift.id, PHOTO)


def test_another_teams_leader_puts_nothing_in(session, community, shift):
    by = staff(session, community, Role.SHOP_CLERK)

    with pytest.raises(NotAllowed):
        put_in(session, community, shift, by=by)


def test_a_shift_that_was_called_off_has_no_sheet(session, community, shift):
    shift.state = ShiftState.CANCELLED
    session.flush()

    with pytest.raises(ShiftCalledOff):
        put_in(session, community, shift)


def test_the_photo_is_kept_for_the_days_of_the_setting_from_the_end(session, community, shift):
    kept = put_in(session, community, shift, now=SATURDAY)

    assert kept.keep_until == END + timedelta(days=730)


def test_a_wrong_photo_is_taken_out_until_minutes_were_settled(session, community, shift):
    leader = the_leader(session, shift.activity)
    kept = put_in(session, community, shift, by=leader)
    sheet_photos.remove(doing(session, community, leader), shift.id, kept.id)
    again = put_in(session, community, shift, by=leader)
    confirmed(session, community, present(session, community, shift))

    with pytest.raises(sheet_photos.KeptAsEvidence):
        sheet_photos.remove(doing(session, community, leader), shift.id, again.id)


@pytest.mark.parametrize(
    ("filed_after", "how"), [(None, "makeup"), (48 * HOUR, "paper"), (49 * HOUR, "makeup")]
)
def test_a_sheet_photographed_in_time_may_be_typed_in_later(
    session, community, shift, filed_after, how
):
    """T16: what counts is when the signed sheet was handed in."""
    leader = the_leader(session, shift.activity)
    sign_up = a_sign_up(session, community, shift, a_member(session, community, "孙兰"))
    if filed_after is not None:
        put_in(session, community, shift, END + filed_after, leader)
    wanted = attendance.Mark(SignUpMove.ARRIVE, sign_up.version, SATURDAY, END)

    attendance.mark(doing(session, community, leader, END + 60 * HOUR), sign_up.id, wanted)

    assert sign_up.arrived_by == how


def test_erasing_somebody_wipes_the_sheets_they_may_stand_on(session, community, shift):
    signed = a_sign_up(session, community, shift, a_member(session, community, "孙兰"))
    put_in(session, community, shift)

    sheet_photos.forget_of_member(doing(session, community, None), signed.member_id)

    assert session.scalars(select(FileContent.file_id)).all() == []


@pytest.fixture
def leader(session, shift, signed_in):
    by = the_leader(session, shift.activity)
    return enter(session, signed_in, session.get_one(Member, by.member_id))


@pytest.fixture
def somebody(session, community, shift, now):
    """One person with a place; the clock stands after the shift."""
    a_sign_up(session, community, shift, a_member(session, community, "孙兰"))
    session.commit()
    now(END + HOUR)


def at(shift):
    return f"/c/dongjie/shifts/{shift.id}/paper-sheet"


def take(reader, shift, content, **typed):
    """Press 放上照片 with a photo chosen and the fields typed so far."""
    fields = reader.get(at(shift)).form("paper-sheet")
    typed = {name.replace("_", "-"): value for name, value in typed.items()}
    photo = {"photo": (io.BytesIO(content), "../../con.png\0.exe"), "fill": "photo"}
    return reader.post(at(shift), fields | typed | photo, content_type="multipart/form-data")


def shown_file(page):
    return re.search(r"/c/dongjie/files/[0-9]+", page.html)[0]


def test_a_photo_is_put_beside_the_fields_and_what_was_typed_stays(leader, shift, somebody):
    page = take(leader, shift, a_photo(telling=True), rows_0_arrived="09:20")

    assert (page.status, 'value="09:20"' in page.html) == (200, True)
    assert "签到表照片第 1 张" in page.html
    assert "2028年" in page.words


def test_the_photo_comes_back_private_and_without_place_or_camera(leader, shift, somebody):
    page = take(leader, shift, a_photo(telling=True))

    answer = leader.get(shown_file(page)).response

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.content_type == "image/jpeg"
    name = f"sheet-photo-{shown_file(page).rpartition('/')[2]}.jpg"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    assert answer.data.startswith(b"\xff\xd8\xff")
    assert CAMERA.encode() not in answer.data


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [(b"", 400, "还没有选照片"), (b"no photo", 415, "JPG"), (a_pdf(), 415, "JPG")],
)
def test_what_is_no_photo_is_refused_and_what_was_typed_stays(
    leader, shift, somebody, content, status, words
):
    page = take(leader, shift, content, rows_0_arrived="09:20")

    assert (page.status, words in page.words, 'value="09:20"' in page.html) == (status, True, True)


def test_a_photo_is_taken_out_by_two_presses_and_the_next_page_shows_none(
    leader, session, shift, somebody
):
    page = take(leader, shift, a_photo())
    address = shown_file(page)
    fields = page.form("paper-sheet") | {"fill": f"drop-{address.rpartition('/')[2]}"}

    after = leader.post(at(shift), fields)

    assert "签到表照片第 1 张" not in after.html
    assert leader.get(address).status == 404
    assert session.scalars(select(StoredFile.removed_at)).one() is not None


@pytest.fixture
def taken(leader, shift, somebody):
    """The address of a photo the leader took."""
    return shown_file(take(leader, shift, a_photo()))


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VOLUNTEER, 404),
        (Role.SHOP_CLERK, 404),
        (Role.COORDINATOR, 200),
        (Role.SUPERVISOR, 200),
    ],
)
def test_only_who_confirms_or_decides_sees_the_photo(
    taken, session, community, signed_in, role, status
):
    reader = a_member(session, community, "周芳")
    if role is not Role.VOLUNTEER:
        a_role(session, reader, role)

    assert enter(session, signed_in, reader).get(taken).status == status


def test_another_community_has_no_such_file(taken, session, signed_in):
    other = a_community(session, "nanguan")
    chief = a_member(session, other, "吴敏")
    a_role(session, chief, Role.SUPERVISOR)
    reader = enter(session, signed_in, chief)

    assert reader.get(taken.replace("dongjie", "nanguan")).status == 404
    assert reader.get(taken).status == 404


def test_who_confirms_sees_the_photo_below_the_minutes(leader, shift, somebody):
    take(leader, shift, a_photo())

    page = leader.get(f"/c/dongjie/shifts/{shift.id}/minutes")

    assert "签到表照片第 1 张" in page.html
