"""The demo: promised people and roles, and nothing twice."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from contextvars import Context
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from accounts.models import ConsentScope, Guardian, Person
from accounts.rules import hashing, personal
from commendations.certificates.models import Award
from commendations.nominations.models import Commendation
from core import ages, clock, db
from core import engine as engines
from core.base import Base
from demo.cli import seed
from demo.names import DONGJIE, FLAVOURS, NANGUAN
from demo.people import consents_of
from points.ledger.models import Lot, Wallet
from points.redemptions.models import Redemption, RedemptionState
from teams.authority.models import Role
from teams.authority.queries import membership
from teams.members.models import Community, Member
from teams.notices.models import Notice, Objection
from tests import checks
from tests.builders import a_person
from volunteer.activities.models import Activity, ActivityType, Shift
from volunteer.activities.rules.catalogue import DEFAULT_KINDS
from volunteer.hours.models import ServiceRecord
from volunteer.sign_ups.models import SignUp, SignUpState

ROLES = {
    "0002": Role.LEADER,
    "0003": Role.DEPUTY,
    "0004": Role.COORDINATOR,
    "0005": Role.SHOP_CLERK,
    "0006": Role.STOCK_KEEPER,
    "0007": Role.SUPERVISOR,
    "0008": Role.COMMUNITY_ADMIN,
    "0015": Role.SHOP_CLERK,
}
NOISE = ("sealed", "_hash", "_index", "hash", "code", "_code", "digest")


pytestmark = pytest.mark.timeout(420)
"""Writing three months takes its time on a busy machine."""


@pytest.fixture(scope="session")
def seeded_once(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """A copy of the town that was seeded for the whole run, as of now."""
    file = tmp_path_factory.mktemp("demo") / "wuse.db"
    shutil.copy(seeded_file, file)
    return engines.create(f"sqlite:///{file}")


@pytest.fixture
def demo(seeded_once: Engine) -> Any:
    """A reading session on the demo."""
    with Session(seeded_once) as session:
        yield session


@pytest.fixture
def moment(seeded_at: datetime) -> datetime:
    """The full hour the demo was made for, community-local."""
    return clock.local(seeded_at).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def today(moment: datetime) -> date:
    """The day the demo was made for."""
    return moment.date()


def rows_of(engine: Engine) -> dict[str, str]:
    """One digest a table, of what is not random by intent: seals, secrets' hashes, codes."""
    digests = {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            kept = [column for column in table.columns if not column.name.endswith(NOISE)]
            rows = connection.execute(select(*kept).order_by(*table.primary_key.columns)).all()
            digests[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return digests


def the_person(demo: Session, phone: str) -> Person:
    return demo.scalars(
        select(Person).where(Person.phone_index == personal.phone_index(phone))
    ).one()


def the_community(demo: Session, slug: str) -> Community:
    return demo.scalars(select(Community).where(Community.slug == slug)).one()


def test_the_same_day_and_hour_give_the_same_rows(seeded_once, moment, tmp_path):
    engine = engines.create(f"sqlite:///{tmp_path / 'wuse.db'}")
    Base.metadata.create_all(engine)
    Context().run(seed, lambda act: db.run_on(engine, act), moment.date(), moment.hour)

    once, again = rows_of(seeded_once), rows_of(engine)
    assert {name for name in once if once[name] != again[name]} == set()


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_every_role_of_a_community_signs_in_by_its_phone(demo, flavour):
    community = the_community(demo, flavour.slug)
    for tail, role in ROLES.items():
        person = the_person(demo, f"{flavour.phones}{tail}")
        held = membership.authority_of(demo, community, person.id)
        assert hashing.matches("wuse-demo-2026", person.password_hash)
        assert role in held.roles


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_volunteers_without_a_role_have_a_pin_and_stand_in_order(demo, flavour):
    community = the_community(demo, flavour.slug)
    for number in (1, 11):
        person = the_person(demo, f"{flavour.phones}{number:04d}")
        member = membership.member_of(demo, community, person.id)
        assert hashing.matches("246810", person.pin_hash)
        assert member.volunteer_no == f"{flavour.prefix}{number:04d}"
        assert membership.authority_of(demo, community, person.id).roles == ()


def test_the_county_admin_has_both_communities_and_belongs_to_none(demo):
    person = the_person(demo, "13900000009")
    for slug in ("dongjie", "nanguan"):
        held = membership.authority_of(demo, the_community(demo, slug), person.id)
        assert held.roles == (Role.COUNTY_ADMIN,)
        assert held.member_id is None


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_a_third_is_over_60_and_a_few_are_minors_with_a_guardian(demo, flavour, today):
    born = [birth for (birth,) in people_of(demo, flavour, Person.birth_on)]
    found = [ages.age_on(birth, today) for birth in born]
    minors = [age for age in found if age < 18]
    guarded = people_of(demo, flavour, Guardian.id, joined=Guardian.person_id)
    assert (len(found), sum(age > 60 for age in found)) == (121, 41)
    assert (min(minors), max(minors), len(guarded)) == (9, 17, len(minors))


def people_of(demo: Session, flavour: Any, *columns: Any, joined: Any = None) -> list[Any]:
    asked = select(*columns).select_from(Member).join(Person, Person.id == Member.person_id)
    if joined is not None:
        asked = asked.join(joined.class_, joined == Member.person_id)
    return list(
        demo.execute(asked.where(Member.community_id == the_community(demo, flavour.slug).id))
    )


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_members_stand_in_every_state_of_their_life(demo, flavour):
    states = Counter(state for (state,) in people_of(demo, flavour, Member.state))
    assert {state.value for state in states} >= {"pending", "active", "suspended", "withdrawn"}
    assert states.most_common(1)[0][1] >= 100


def test_nobody_under_age_agreed_to_a_public_name():
    assert ConsentScope.PUBLIC_NAME not in consents_of(32)
    assert ConsentScope.PUBLIC_NAME in consents_of(1)
    assert ConsentScope.PUBLIC_NAME not in consents_of(3)


def test_the_two_communities_share_no_name():
    assert not set(DONGJIE.names(120)) & set(NANGUAN.names(120))


def states_of(demo: Session, flavour: Any, column: Any) -> Counter[str]:
    community_id = the_community(demo, flavour.slug).id
    rows = demo.scalars(select(column).where(column.class_.community_id == community_id))
    return Counter(state.value for state in rows)


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_every_state_a_page_shows_is_there(demo, flavour):
    for column, missing in (
        (Activity.state, set()),
        (SignUp.state, set()),
        (ServiceRecord.state, {"confirmed"}),
        (ServiceRecord.grade, set()),
        (Redemption.state, set()),
        (Notice.state, {"withdrawn"}),
        (Objection.state, set()),
        (Commendation.state, {"reviewed"}),
    ):
        every = {member.value for member in column.type.enum_class} - missing
        assert set(states_of(demo, flavour, column)) >= every


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_every_kind_of_the_catalogue_was_done_or_will_be(demo, flavour):
    community_id = the_community(demo, flavour.slug).id
    done = demo.scalars(
        select(ActivityType.code)
        .join(Activity, Activity.type_id == ActivityType.id)
        .where(Activity.community_id == community_id)
    )
    assert {row[0] for row in DEFAULT_KINDS} == set(done)


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda flavour: flavour.slug)
def test_the_first_volunteer_has_a_story_of_their_own(demo, flavour, today):
    person = the_person(demo, f"{flavour.phones}0001")
    member = membership.member_of(demo, the_community(demo, flavour.slug), person.id)
    states = set(demo.scalars(select(SignUp.state).where(SignUp.member_id == member.id)))
    reserved = select(Redemption.id).where(
        Redemption.member_id == member.id, Redemption.state == RedemptionState.RESERVED
    )
    lots = demo.scalars(
        select(Lot.expires_on)
        .join(Wallet, Wallet.id == Lot.wallet_id)
        .where(Wallet.owner_id == member.id, Lot.remaining > 0)
    )
    assert states >= {SignUpState.APPROVED, SignUpState.WAITLISTED, SignUpState.CONFIRMED}
    assert demo.scalar(reserved) is not None
    assert date(today.year, 12, 31) in set(lots)
    assert 1 in set(demo.scalars(select(Award.rank).where(Award.member_id == member.id)))


def test_somebody_is_there_now_and_somebody_is_due(demo, moment):
    running = demo.scalars(
        select(SignUp.state)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(Shift.starts_at <= moment, Shift.ends_at > moment)
    )
    assert set(running) >= {SignUpState.CHECKED_IN, SignUpState.APPROVED}


def test_nothing_of_the_demo_breaks_a_check(demo):
    assert checks.breaches(demo) == []


@pytest.mark.parametrize(("own", "other"), [FLAVOURS, FLAVOURS[::-1]], ids=["dongjie", "nanguan"])
def test_no_row_of_one_community_mentions_the_other(demo, own, other):
    community_id = the_community(demo, own.slug).id
    words = [other.short, other.slug, *(f"{other.prefix}{n:04d}" for n in (1, 2, 11))]
    words += [name for name in other.names(120) if len(name) > 2]
    foreign = re.compile("|".join(words))
    for table in Base.metadata.sorted_tables:
        if "community_id" in table.columns:
            rows = demo.execute(select(table).where(table.c.community_id == community_id)).all()
            assert foreign.search(repr(rows)) is None, table.name


def test_it_refuses_without_demo(app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", False)
    told = app.test_cli_runner().invoke(args=["seed-demo"])
    assert told.exit_code == 1
    assert "DEMO=1" in told.output


def test_it_refuses_a_database_with_anybody_in_it(app, session):
    a_person(session)
    session.commit()
    told = app.test_cli_runner().invoke(args=["seed-demo"])
    quiet = app.test_cli_runner().invoke(args=["seed-demo", "--when-empty"])
    assert (told.exit_code, quiet.exit_code) == (1, 0)
    assert "not empty" in told.output
