"""Every revision goes up and down on both engines, with data, and ends at the models."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from core import engine as engines
from core import migrating
from core.base import Base

ROOT = Path(__file__).parents[2]
REVISIONS = sorted(file.name[:4] for file in (ROOT / "migrations" / "versions").glob("0*.py"))
ROWS = {
    "0001": "INSERT INTO people (id, name, name_initials, must_change_secret, is_disabled, "
    "is_elder_mode, text_size, has_high_contrast, language, registered_at, version) VALUES "
    "(1, '张三', 'zs', false, false, false, 'normal', false, 'zh', '2026-05-15 02:00:00', 1)",
    "0002": "INSERT INTO places (id, kind, name) VALUES (1, 'county', '民乐县')",
}

BEFORE_HOURS = "0022"
A_COMMUNITY = (
    "INSERT INTO communities (id, place_id, slug, name, station, prefix, last_number, zone, "
    "desk_hours, made_at) VALUES (1, 1, 'dongjie', '东街', '站', 'DJ', 0, 'Asia/Shanghai', '', "
    "'2026-05-15 02:00:00')"
)
A_SHOP = (
    "INSERT INTO shops (id, community_id, name, address, opening_words) "
    "VALUES (:id, 1, '积分超市', '', :words)"
)
HOURS = (
    "SELECT weekday, month_day, opens_minute, closes_minute FROM opening_hours "
    "WHERE shop_id = :id ORDER BY coalesce(month_day, 0), weekday, opens_minute"
)
NOTE = "SELECT opening_note FROM shops WHERE id = :id"
HOLIDAYS = "周一 8:30-12:00，节假日不开；电话约"
DOORS = (
    (
        "每周五 9:00—11:30，14:30—17:00；每月15日",
        [(4, None, 540, 690), (4, None, 870, 1020), (None, 15, 540, 690), (None, 15, 870, 1020)],
        "",
        "每周五 9:00—11:30，14:30—17:00；每月15日 9:00—11:30，14:30—17:00",
    ),
    (
        "每周六、日 9：00～10：00；周六 9:30-12:00",
        [(5, None, 540, 720), (6, None, 540, 600)],
        "",
        "每周六 9:00—12:00；每周日 9:00—10:00",
    ),
    (HOLIDAYS, [(0, None, 510, 720)], HOLIDAYS, f"每周一 8:30—12:00；{HOLIDAYS}"),
    ("除周五外 9:00—11:00", [], "除周五外 9:00—11:00", "除周五外 9:00—11:00"),
    ("每天 9:00—29:75", [], "每天 9:00—29:75", "每天 9:00—29:75"),
    ("每天 12:00—9:00；每月32日", [], "每天 12:00—9:00；每月32日", "每天 12:00—9:00；每月32日"),
    ("每周五", [], "每周五", "每周五"),
    ("", [], "", ""),
)
"""Words on a door, the hours and the note they become, and the words when taken down again."""

SET_BEFORE = ("free_cancel", "free_cancel", "points_per_hour", "expiry", "publicity_star_of_month")
SET_SINCE = (
    "free_cancel_hours",
    "free_cancel_hours",
    "hourly_points",
    "expiry",
    "star_notice_working_days",
)
A_SETTING = (
    "INSERT INTO community_settings (id, community_id, name, value, starts_on, set_at, reason) "
    "VALUES (:id, 1, :name, :value, '2026-05-15', '2026-05-15 02:00:00', '')"
)

A_NOTICE = (
    "INSERT INTO notices (id, community_id, kind, title, body, state, posted_on, posted_at, "
    "working_days, first_on, last_on, ends_at) VALUES (:id, 1, :kind, '公示', '', 'open', "
    "'2026-05-15', '2026-05-15 02:00:00', 3, '2026-05-18', '2026-05-20', '2026-05-20 16:00:00')"
)

BEFORE_LINES_LOST_NAMES = "0006"
NAMED_LINE = (
    "INSERT INTO notice_lines (id, community_id, notice_id, member_id, subject_id, state, "
    "sentence, \"values\") VALUES (1, 1, 1, 1, 1, 'hanging', "
    "'%(name)s　尾号 %(tail)s　%(minutes)s 分钟', "
    '\'{"name": "张**", "tail": "0387", "team": "绿色生态文明", "minutes": 120}\')'
)


@pytest.fixture
def bare(engine_name: str, templates: dict[str, str], tmp_path: Path):
    """An engine on a database without any table."""
    if engine_name == "sqlite":
        made = engines.create(f"sqlite:///{tmp_path / 'bare.db'}")
        yield made
        made.dispose()
        return
    if engine_name not in templates:
        pytest.skip("no PostgreSQL on this machine")
    server = make_url(templates[engine_name])
    admin = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"{server.database}_bare"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    made = engines.create(server.set(database=name).render_as_string(hide_password=False))
    yield made
    made.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_newest_revision_is_what_the_models_say(bare):
    migrating.upgrade(bare)

    assert migrating.differences(bare) == []


def test_each_revision_goes_up_down_and_up_again_with_data(bare):
    for revision in REVISIONS:
        before = migrating.current(bare) or "base"
        migrating.upgrade(bare, revision)
        migrating.downgrade(bare, before)
        migrating.upgrade(bare, revision)
        with bare.begin() as connection:
            if revision in ROWS:
                connection.execute(text(ROWS[revision]))
    migrating.downgrade(bare, "0002")

    with bare.connect() as connection:
        assert connection.execute(text("SELECT name FROM people")).scalar() == "张三"


def test_down_to_nothing_leaves_no_table(bare):
    migrating.upgrade(bare)

    migrating.downgrade(bare, "base")

    assert _tables(bare) == set()


def test_upgrading_twice_changes_nothing(bare):
    migrating.upgrade(bare)

    migrating.upgrade(bare)

    assert migrating.current(bare) == migrating.newest()


def test_there_is_one_newest_revision():
    assert migrating.newest() == REVISIONS[-1]


@pytest.mark.parametrize(
    "table", [t.name for t in Base.metadata.sorted_tables if t.info.get("is_append_only")]
)
def test_migrated_books_refuse_deletion(bare, table):
    migrating.upgrade(bare)

    with bare.begin() as connection:
        if bare.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = origin"))
        assert _has_trigger(connection, table)


def _has_trigger(connection, table: str) -> bool:
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"),
            {"t": table},
        )
    else:
        found = connection.execute(
            text(
                "SELECT count(*) FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgrelid = (:t)::regclass"
            ),
            {"t": table},
        )
    return found.scalar() == 2


def test_migrated_audit_trail_refuses_change(bare):
    migrating.upgrade(bare)
    with bare.begin() as connection:
        connection.execute(text(ROWS["0001"].replace("name_initials", "name_keys")))
        connection.execute(
            text(
                "INSERT INTO audit_events (id, actor_id, event, object_kind, details, request_id, "
                "recorded_at) VALUES (1, 1, 'x', '', '{}', '', '2026-05-15 02:00:00')"
            )
        )

    for statement in ("UPDATE audit_events SET event = 'y'", "DELETE FROM audit_events"):
        with pytest.raises(DBAPIError, match="append only"), bare.begin() as connection:
            connection.execute(text(statement))


def test_names_known_before_are_found_by_their_keys(bare):
    migrating.upgrade(bare, "0020")
    with bare.begin() as connection:
        connection.execute(text(ROWS["0001"].replace("张三", "曾国藩").replace("'zs'", "'cgf'")))

    migrating.upgrade(bare, "0021")
    with bare.connect() as connection:
        kept = connection.execute(text("SELECT name_keys FROM people")).scalar_one()
    migrating.downgrade(bare, "0020")
    with bare.connect() as connection:
        before = connection.execute(text("SELECT name_initials FROM people")).scalar_one()

    assert kept == " zengguofan zgf guofan gf"
    assert before == "zgf"


def test_what_a_community_had_set_keeps_its_place_under_the_new_name(bare):
    migrating.upgrade(bare, "0023")
    with bare.begin() as connection:
        connection.execute(text(ROWS["0002"]))
        connection.execute(text(A_COMMUNITY))
        for number, name in enumerate(SET_BEFORE, start=1):
            connection.execute(text(A_SETTING), {"id": number, "name": name, "value": str(number)})

    for revision, names in (("0024", SET_SINCE), ("0023", SET_BEFORE), ("0024", SET_SINCE)):
        (migrating.downgrade if revision == "0023" else migrating.upgrade)(bare, revision)
        with bare.connect() as connection:
            kept = connection.execute(
                text("SELECT name, value FROM community_settings ORDER BY id")
            )
            assert [(name, int(value)) for name, value in kept] == list(
                zip(names, range(1, len(names) + 1), strict=True)
            )


def hang(bare, number, kind):
    with bare.begin() as connection:
        connection.execute(text(A_NOTICE), {"id": number, "kind": kind})


def test_a_notice_of_a_new_sort_is_kept_once_no_check_lists_them(bare):
    migrating.upgrade(bare, "0026")
    with bare.begin() as connection:
        connection.execute(text(ROWS["0002"]))
        connection.execute(text(A_COMMUNITY))
    hang(bare, 1, "star_level")

    for _twice in range(2):
        with pytest.raises(DBAPIError, match="ck_notices_kind"):
            hang(bare, 2, "garden_plots")
        migrating.upgrade(bare, "0027")
        hang(bare, 2, "garden_plots")
        with pytest.raises(DBAPIError, match="ck_notices_state"), bare.begin() as connection:
            connection.execute(text("UPDATE notices SET state = 'torn'"))
        with bare.begin() as connection:
            connection.execute(text("DELETE FROM notices WHERE id = 2"))
        migrating.downgrade(bare, "0026")

    with bare.connect() as connection:
        assert connection.execute(text("SELECT id, kind FROM notices")).all() == [(1, "star_level")]
        if bare.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.parametrize("table", ["import_batches", "heading_meanings"])
def test_no_check_lists_the_kinds_of_workbook(bare, table):
    for revision in ("0028", "0027", "0028"):
        migrating.upgrade(bare, revision)
        migrating.downgrade(bare, revision)
        checks = {each["name"] for each in inspect(bare).get_check_constraints(table)}
        assert (f"ck_{table}_kind" in checks) == (revision == "0027")
        assert "ck_import_batches_second_person" in checks or table == "heading_meanings"


def test_names_leave_the_lines_of_notices_that_hang(bare):
    migrating.upgrade(bare, BEFORE_LINES_LOST_NAMES)
    if bare.dialect.name == "sqlite":
        with sqlite3.connect(str(bare.url.database)) as unwatched:
            unwatched.execute(NAMED_LINE)
    else:
        with bare.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(NAMED_LINE))

    migrating.upgrade(bare)

    with bare.connect() as connection:
        kept = connection.execute(text('SELECT sentence, "values" FROM notice_lines')).one()
    assert "张" not in str(kept)
    assert "120" in str(kept)


def test_the_words_on_the_door_become_hours_and_words_again(bare):
    migrating.upgrade(bare, BEFORE_HOURS)
    with bare.begin() as connection:
        connection.execute(text(ROWS["0002"]))
        connection.execute(text(A_COMMUNITY))
        for shop_id, (words, _rows, _note, _again) in enumerate(DOORS, start=1):
            connection.execute(text(A_SHOP), {"id": shop_id, "words": words})

    migrating.upgrade(bare, "0023")

    with bare.connect() as connection:
        for shop_id, (_words, rows, note, _again) in enumerate(DOORS, start=1):
            assert [tuple(row) for row in connection.execute(text(HOURS), {"id": shop_id})] == rows
            assert connection.execute(text(NOTE), {"id": shop_id}).scalar() == note

    migrating.downgrade(bare, BEFORE_HOURS)

    with bare.connect() as connection:
        words = connection.execute(text("SELECT opening_words FROM shops ORDER BY id")).scalars()
        assert list(words) == [again for _words, _rows, _note, again in DOORS]
