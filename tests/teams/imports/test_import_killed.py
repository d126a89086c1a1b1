"""An import whose process is killed half-way leaves nothing and is offered again at once."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from accounts.models import Person
from core import clock, processes
from teams.authority.models import Role
from teams.imports.models import ImportBatch
from teams.imports.rules.roster_import import ROSTER
from teams.members.models import Member
from tests.builders import a_community, a_member, a_role
from tests.conftest import FIELD_KEY
from tests.import_builders import LATER, a_file, check
from tests.workbook_builders import LIN, ROSTER_HEADINGS

HALF_WAY = """
import sys, time
import app
from core import clock, engine, keyring, migrating, room
from core.db import run_on
from teams.authority.act import Act
from teams.authority.rules import Authority
from teams.imports.models import ImportBatch
from teams.imports.rules import import_runs, imports
from teams.imports.rules.roster_import import ROSTER
from teams.members.models import Community
url, key, batch_id, person_id = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
keyring.use(key)
room.use(app.ROOMS)
migrating.import_models()
database = engine.create(url)
by = Authority(person_id, None, frozenset(room.permission_words()))
def begin(session):
    import_runs.start(Act(session, clock.now()), session.get_one(ImportBatch, batch_id))
def half(*_):
    print("half-way", flush=True)
    time.sleep(60)
def go(session):
    here = session.get_one(Community, session.get_one(ImportBatch, batch_id).community_id)
    act = Act(session, clock.now(), by=by, community=here)
    draft = imports.read_again(act, ROSTER, batch_id)
    import_runs.run_draft(act, draft)
run_on(database, begin)
import_runs._finish = half
run_on(database, go)
"""
"""What the server does behind the page, stopped after every row was written, before the commit."""


@pytest.fixture
def desk(session, signed_in):
    community = a_community(session, last_number=5000)
    member = a_member(session, community, "李梅")
    a_role(session, member, Role.COORDINATOR)
    batch = check(session, ROSTER, community, a_file(ROSTER_HEADINGS, LIN), now=LATER)
    found = (batch.id, member.person_id)
    person = session.get_one(Person, member.person_id)
    session.commit()
    return signed_in(person), *found


def test_a_run_killed_half_way_leaves_nothing_and_is_offered_again_at_once(session, desk):
    reader, batch_id, person_id = desk
    url = session.get_bind().url.render_as_string(hide_password=False)
    words = [sys.executable, "-c", HALF_WAY, url, FIELD_KEY, str(batch_id), str(person_id)]
    here = Path(__file__).parents[3]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=here, text=True) as importer:
        assert importer.stdout.readline() == "half-way\n"
        page = reader.get(f"/c/dongjie/imports/{batch_id}")
        assert "正在导入" in page.words
        importer.kill()

    page = reader.get(f"/c/dongjie/imports/{batch_id}")

    assert "上次没有走完" in page.words
    assert imported(session) == []
    again = reader.post(f"/c/dongjie/imports/roster/{batch_id}/run", page.form("/run"))
    assert "共新增 1 条" in reader.follow(again).words
    assert len(imported(session)) == 1


def test_a_run_killed_on_another_machine_is_offered_again_within_a_minute(
    session, desk, monkeypatch
):
    reader, batch_id, _ = desk
    killed_at = clock.now()
    change = update(ImportBatch).values(started_at=killed_at - timedelta(minutes=5))
    session.execute(change.values(alive_at=killed_at))
    session.commit()
    page = f"/c/dongjie/imports/{batch_id}"
    assert "正在导入" in reader.get(page).words

    monkeypatch.setattr("core.clock.now", lambda: killed_at + timedelta(seconds=60))

    assert "上次没有走完" in reader.get(page).words
    again = reader.post(f"/c/dongjie/imports/roster/{batch_id}/run")
    assert "共新增 1 条" in reader.follow(again).words


def imported(session):
    session.expire_all()
    found = list(session.scalars(select(Member.id).where(Member.row_key.is_not(None))))
    session.rollback()
    return found


def test_a_process_is_known_to_be_gone_by_its_number_and_when_it_began():
    machine, number, began = processes.own_name().rsplit("/", 2)

    assert not processes.is_gone(f"{machine}/{number}/{began}")
    assert processes.is_gone(f"{machine}/{number}/{began}0")
    assert processes.is_gone(f"{machine}/999999999/{began}")
    assert not processes.is_gone(f"elsewhere/{number}/1")
