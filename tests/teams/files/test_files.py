"""The private store of files, teams/files: put in, opened, removed, forgotten, proven."""

from datetime import timedelta

import pytest
from sqlalchemy import String, cast, delete, func, select, update
from sqlalchemy.orm import Session

from core import room_files
from core.errors import AlreadyDone, NotFound, TooManyTries
from core.kept_files import ONLY_PHOTOS, PHOTOS_AND_PDFS, FileKind, FileSort
from core.photo_apart import PhotoRefused
from teams.authority.act import Act
from teams.authority.models import Role
from teams.files.models import FileContent, StoredFile
from teams.files.rules import file_checks, files, incoming
from teams.files.rules.incoming import Incoming
from teams.members.models import Team
from tests.builders import NOW, a_community, staff, the_team
from tests.photos import a_pdf, a_photo
from tests.racing import together

DAY = timedelta(days=1)
FACE = FileKind(
    name="team_face",
    words="队伍照片",
    owner=Team,
    sorts=ONLY_PHOTOS,
    most=2,
    may_see=lambda *_: True,
    kept_until=lambda _session, _community, _owner, now: now + 30 * DAY,
)


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """The kind of these tests is one of the program's."""
    known = {**room_files.file_kinds(), FACE.name: FACE}
    monkeypatch.setattr(room_files, "file_kinds", lambda: known)


@pytest.fixture
def desk(session, community):
    return staff(session, community, Role.COORDINATOR)


@pytest.fixture
def team(session, community):
    return the_team(session, community)


@pytest.fixture
def put(session, community, desk, team):
    """Call with bytes: they are kept with the team."""

    def keep(content=b"a picture", now=NOW, owner_id=None):
        act = Act(session, now, by=desk, community=community)
        return files.put_in(act, FACE, owner_id or team.id, Incoming(FileSort.PHOTO, content))

    return keep


def doing(session, community, desk, now=NOW):
    return Act(session, now, by=desk, community=community)


def test_what_is_put_in_comes_out_and_lies_sealed(session, put):
    kept = put(b"a picture of many words")

    sealed = session.scalars(select(FileContent.sealed)).one()
    assert files.opened(session, kept) == b"a picture of many words"
    assert b"picture" not in sealed


def test_the_same_file_twice_is_once(session, put):
    assert put() is put()
    assert session.scalar(select(func.count(FileContent.file_id))) == 1


def test_what_was_removed_may_be_put_in_again(session, community, desk, put):
    first = put()
    files.remove(doing(session, community, desk), first)

    assert put().id != first.id


def test_a_row_has_as_many_files_as_its_kind_says(put):
    put(b"1")
    put(b"2")

    with pytest.raises(files.EnoughFiles, match="最多放 2 个"):
        put(b"3")


def test_a_file_of_no_row_is_refused(put):
    with pytest.raises(NotFound):
        put(owner_id=99)


def test_a_row_of_another_community_takes_no_file(session, put):
    other = a_community(session, "nanguan")

    with pytest.raises(NotFound):
        put(owner_id=the_team(session, other).id)


def test_many_at_once_put_in_no_more_than_a_row_may_have(engine, session, community, desk, team):
    session.commit()

    def keep(number):
        def act(opened: Session):
            where = opened.get_one(type(community), community.id)
            sent = Incoming(FileSort.PHOTO, bytes([number]) * 9)
            return files.put_in(Act(opened, NOW, by=desk, community=where), FACE, team.id, sent).id

        return act

    done = together(engine, [keep(number % 4) for number in range(8)])

    assert sum(isinstance(each, files.EnoughFiles) for each in done) >= 4
    assert session.scalar(select(func.count(StoredFile.id))) == 2


def test_removing_wipes_the_bytes_and_is_done_once(session, community, desk, put):
    kept = put()
    act = doing(session, community, desk)
    files.remove(act, kept)

    assert session.scalars(select(FileContent.sealed)).all() == []
    assert session.scalar(select(StoredFile.removed_by_id)) == desk.person_id
    with pytest.raises(AlreadyDone):
        files.remove(act, kept)


@pytest.mark.parametrize(("early", "gone"), [(timedelta(seconds=1), 0), (timedelta(0), 1)])
def test_a_file_is_forgotten_when_its_time_is_over(session, put, early, gone):
    put()

    assert files.forget_due(session, NOW + 30 * DAY - early) == gone
    assert files.forget_due(session, NOW + 30 * DAY - early) == 0
    assert session.scalar(select(func.count(FileContent.file_id))) == 1 - gone


def test_a_file_whose_row_is_gone_is_forgotten(session, put):
    kept = put()
    session.execute(update(StoredFile).values(owner_id=99))

    assert files.forget_due(session, NOW) == 1
    session.refresh(kept)
    assert kept.removed_at == NOW


def test_a_file_of_a_kind_nobody_declares_is_forgotten(session, put):
    put()
    session.execute(update(StoredFile).values(kind="old_kind"))

    assert files.forget_due(session, NOW) == 1


def test_one_person_puts_in_so_many_an_hour(session, community, desk):
    act = doing(session, community, desk)
    for _ in range(incoming.PACE.failures):
        incoming.spend_one(act)

    with pytest.raises(TooManyTries):
        incoming.spend_one(act)
    incoming.spend_one(doing(session, community, desk, NOW + incoming.PACE.window))


def test_a_pdf_is_kept_as_it_came_where_it_is_taken():
    assert incoming.looked_at(a_pdf(), PHOTOS_AND_PDFS) == Incoming(FileSort.PDF, a_pdf())
    with pytest.raises(incoming.WrongSort, match="JPG"):
        incoming.looked_at(a_pdf(), ONLY_PHOTOS)


def test_a_photo_is_kept_as_it_was_drawn_and_a_word_is_none():
    assert incoming.looked_at(a_photo(telling=True), PHOTOS_AND_PDFS).sort is FileSort.PHOTO
    with pytest.raises(PhotoRefused):
        incoming.looked_at(b"a word", PHOTOS_AND_PDFS)
    with pytest.raises(incoming.FileMissing):
        incoming.looked_at(b"", PHOTOS_AND_PDFS)


def every_breach(session):
    return [words for check in file_checks.CHECKS.values() for words in check(session)]


def swap(session, first, second):
    sealed = dict(session.execute(select(FileContent.file_id, FileContent.sealed)).all())
    for one, other in ((first, second), (second, first)):
        session.execute(
            update(FileContent).where(FileContent.file_id == one.id).values(sealed=sealed[other.id])
        )


@pytest.mark.plants_breach
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s, *_: s.execute(delete(FileContent)), "lost its bytes"),
        (lambda s, *_: s.execute(update(FileContent).values(sealed=b"x" * 40)), "not what was put"),
        (
            lambda s, *_: s.execute(update(StoredFile).values(digest=cast(StoredFile.id, String))),
            "not what was put",
        ),
        (swap, "not what was put"),
        (lambda s, *_: s.execute(update(StoredFile).values(removed_at=NOW)), "still there"),
    ],
    ids=["bytes gone", "bytes changed", "digest changed", "swapped", "removed by hand"],
)
def test_what_was_done_to_the_store_behind_its_back_is_found(session, put, spoil, words):
    first, second = put(b"one"), put(b"two")
    assert every_breach(session) == []

    spoil(session, first, second)

    assert all(words in each for each in every_breach(session))
    assert len(every_breach(session)) == 2


@pytest.mark.plants_breach
def test_nobody_is_shown_what_is_not_what_was_put_in(session, put):
    kept = put()
    session.execute(update(FileContent).values(sealed=b"x" * 40))

    with pytest.raises(files.FileSpoiled):
        files.opened(session, kept)
