"""The catalogue of kinds, changed: volunteer/activities/rules/kinds.py and its pages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import NotAllowed
from points.ledger.models import EarnRule
from points.ledger.rules import earning
from points.ledger.rules.earning import RuleOutOfRange, RuleStartTaken
from teams.authority.act import Act
from teams.authority.models import Role
from tests.activity_builders import a_kind
from tests.builders import NOW, a_community
from tests.racing import together
from tests.teams.imports.test_import_pages import enter
from volunteer.activities.models import ActivityType, KindNotice, RiskLevel
from volunteer.activities.rules import kinds
from volunteer.activities.rules.kind_notices import NoticeWords
from volunteer.activities.rules.kinds import (
    CapOutOfRange,
    CapStartTaken,
    KindFacts,
    KindTaken,
    KindValues,
    SameValues,
    StartsTooEarly,
)

FACTS = KindFacts("河道巡查", "GREEN_ECO", 90, 18, takes_guarded_minors=False, risk=RiskLevel.LOW)
WORDS = NoticeWords("河边路滑，两人同行。")


@pytest.fixture
def act(session, community, admin):
    acting = Act(session, NOW, by=admin, community=community)
    earning.install_defaults(acting)
    return acting


@pytest.fixture
def kind(session, community, act):
    return a_kind(session, community)


@pytest.fixture
def values(act):
    """Tomorrow: three hours at most, one and a half times the points."""
    return KindValues(act.today + timedelta(days=1), 180, 150, 0, 0, "天冷了")


def versions(session, kind):
    asked = select(EarnRule).where(EarnRule.kind_code == kind.code).order_by(EarnRule.starts_on)
    return list(session.scalars(asked))


def test_values_count_from_their_day_on_and_the_past_keeps_its_own(session, act, kind, values):
    kinds.change_values(act, kind, values)

    assert (kind.cap_on(act.today), kind.cap_on(values.starts_on)) == (240, 180)
    old, new = versions(session, kind)
    assert earning.in_force([old, new], act.today) is old
    assert earning.in_force([old, new], values.starts_on) is new
    assert (old.coefficient_hundredths, new.coefficient_hundredths) == (100, 150)
    assert (new.reason, new.points_per_hour) == ("天冷了", old.points_per_hour)


def test_what_stays_as_it_was_gets_no_version(session, act, kind, values):
    kinds.change_values(act, kind, replace(values, coefficient_hundredths=100))
    assert len(versions(session, kind)) == 1
    later = replace(values, starts_on=values.starts_on + timedelta(days=1))
    kinds.change_values(act, kind, later)
    assert len(kind.later_caps) == 1
    assert len(versions(session, kind)) == 2

    with pytest.raises(SameValues):
        kinds.change_values(act, kind, replace(later, starts_on=later.starts_on + timedelta(9)))


def test_values_begin_tomorrow_at_the_earliest(act, kind, values):
    with pytest.raises(StartsTooEarly):
        kinds.change_values(act, kind, replace(values, starts_on=act.today))


@pytest.mark.parametrize(("minutes", "is_taken"), [(29, 0), (30, 1), (1440, 1), (1441, 0)])
def test_a_cap_is_half_an_hour_to_a_day(act, kind, values, minutes, is_taken):
    if is_taken:
        kinds.change_values(act, kind, replace(values, cap_minutes=minutes))
    else:
        with pytest.raises(CapOutOfRange):
            kinds.change_values(act, kind, replace(values, cap_minutes=minutes))


def test_a_version_begins_after_the_newest(act, kind, values):
    kinds.change_values(act, kind, values)

    with pytest.raises(CapStartTaken):
        kinds.change_values(act, kind, replace(values, cap_minutes=120))
    with pytest.raises(RuleStartTaken):
        kinds.change_values(act, kind, replace(values, coefficient_hundredths=120))
    with pytest.raises(RuleOutOfRange):
        kinds.change_values(act, kind, replace(values, coefficient_hundredths=1001))


def test_a_new_kind_counts_earns_and_warns(session, act, values):
    made = kinds.add(act, FACTS, replace(values, starts_on=act.today), WORDS)

    assert made.is_active
    assert made.cap_on(act.today) == 180
    assert versions(session, made)[0].coefficient_hundredths == 150
    notice = session.scalars(select(KindNotice).where(KindNotice.type_id == made.id)).one()
    assert notice.risk == WORDS.risk
    with pytest.raises(CapOutOfRange):
        kinds.add(act, replace(FACTS, name="别的"), replace(values, cap_minutes=10), WORDS)


def test_two_kinds_have_two_names(act, kind, values):
    kinds.add(act, FACTS, values, WORDS)

    with pytest.raises(KindTaken):
        kinds.add(act, FACTS, values, WORDS)
    with pytest.raises(KindTaken):
        kinds.change_facts(act, kind, FACTS)


def test_facts_change_and_the_closed_are_offered_no_more(act, kind):
    closed = replace(FACTS, is_active=False)

    assert "is_active" in kinds.change_facts(act, kind, closed)
    assert kinds.change_facts(act, kind, closed) == []
    assert (kind.name, kind.is_active) == ("河道巡查", False)


def test_the_administrator_alone_changes_the_catalogue(session, community, desk, kind, values):
    act = Act(session, NOW, by=desk, community=community)

    with pytest.raises(NotAllowed):
        kinds.change_values(act, kind, values)
    with pytest.raises(NotAllowed):
        kinds.change_facts(act, kind, FACTS)
    with pytest.raises(NotAllowed):
        kinds.add(act, FACTS, values, WORDS)


def test_of_two_who_add_one_name_one_is_told(session, engine, act, community, admin, values):
    session.commit()

    def adding(own):
        here = own.get_one(type(community), community.id)
        return kinds.add(Act(own, NOW, by=admin, community=here), FACTS, values, WORDS).id

    answers = together(engine, [adding, adding])

    assert sorted(type(answer).__name__ for answer in answers) == ["KindTaken", "int"]
    session.rollback()


@pytest.fixture
def admin_reader(town, signed_in):
    earning.install_defaults(Act(town.session, NOW, community=town.community))
    town.session.commit()
    return enter(town.session, signed_in, town.community, Role.COMMUNITY_ADMIN)


BASE = "/c/dongjie/kinds"


def fields_of(page, action, **typed):
    fields = page.form(action) | typed
    fields.pop("csrf_token")
    return fields


def test_a_kind_gets_new_values_on_its_page(town, signed_in, admin_reader):
    kind_id = town.activity.type_id
    path, page = f"{BASE}/{kind_id}/values", admin_reader.get(f"{BASE}/{kind_id}")
    asked = {"starts_on": "2026-12-01", "coefficient": "1.25", "reason": "冬天"}
    fields = fields_of(page, f"{kind_id}/values", **asked)
    assert admin_reader.post(path, fields | {"coefficient": "多一点"}).status == 400
    early = admin_reader.post(path, fields | {"starts_on": "2026-01-02"})
    assert "从明天或以后起算" in early.words

    page = admin_reader.follow(admin_reader.post(path, fields))

    assert "每小时 10 分 × 1.25 还没到 冬天" in page.words
    leader = signed_in(town.leader.person)
    assert "定下来" not in leader.get(f"{BASE}/{kind_id}").words
    assert leader.post(path, fields).status == 403


def test_the_catalogue_is_listed_renamed_and_added_to(town, admin_reader):
    kind_id = town.activity.type_id
    assert "共 1 类" in admin_reader.get(BASE).words
    assert "每小时 10 分 × 1" in admin_reader.get(BASE).words
    assert "没有找到" in admin_reader.get(f"{BASE}?q=别的&closed=1").words
    page = admin_reader.get(f"{BASE}/{kind_id}")
    renamed = fields_of(page, f"kinds/{kind_id}", name="清理小广告")
    answer = admin_reader.post(f"{BASE}/{kind_id}", renamed)
    assert "清理小广告" in admin_reader.follow(answer).words
    wanted = {"name": "河道巡查", "team_code": "", "risk": "low", "risk_words": "河边路滑。"}
    new = fields_of(admin_reader.get(f"{BASE}/new"), "dongjie/kinds", **wanted)

    assert "加好了" in admin_reader.follow(admin_reader.post(BASE, new)).words

    assert "共 2 类" in admin_reader.get(BASE).words


def test_a_kind_of_another_community_is_not_found(town, signed_in):
    nanguan = a_community(town.session, "nanguan")
    kind = a_kind(town.session, nanguan)
    town.session.commit()
    admin = enter(town.session, signed_in, town.community, Role.COMMUNITY_ADMIN)

    assert admin.get(f"{BASE}/{kind.id}").status == 404
    assert town.session.get_one(ActivityType, kind.id).is_active
