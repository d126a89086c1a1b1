"""Keep when a shop is open as data, and why goods went out while it was closed.

The words on the door are read with a copy of the parser that read them until now. A part that it
cannot read, or not to the end, stays as a note. Down, the words are written from the weekly and
monthly hours and the note; single days that differ are lost with their table.
"""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from core.columns import BIG

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WEEK = "一二三四五六日"
EVERY_DAY = re.compile(r"每[天日]")
DAYS = re.compile(
    r"每?周([一二三四五六日天、和,，]+)|周([一二三四五六日])[至到—-]周([一二三四五六日])"
)
OF_MONTH = re.compile(r"每月((?:\d{1,2}[日号、和]*)+)")
SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[—–~～至到-]+\s*(\d{1,2})[:：](\d{2})")
BETWEEN = re.compile(r"[\s，,、和]+")
LONGEST = 120

Span = tuple[int, int]

SHOPS = sa.table(
    "shops",
    sa.column("id", BIG),
    sa.column("community_id", BIG),
    sa.column("opening_words", sa.String),
    sa.column("opening_note", sa.String),
)
HOURS = sa.table(
    "opening_hours",
    sa.column("community_id", BIG),
    sa.column("shop_id", BIG),
    sa.column("weekday", sa.Integer),
    sa.column("month_day", sa.Integer),
    sa.column("opens_minute", sa.Integer),
    sa.column("closes_minute", sa.Integer),
    sa.column("reason", sa.String),
)


def upgrade() -> None:
    _make_table()
    op.add_column(
        "redemptions", sa.Column("off_hours_reason", sa.Text(), nullable=False, server_default="")
    )
    op.add_column(
        "shops", sa.Column("opening_note", sa.String(120), nullable=False, server_default="")
    )
    connection = op.get_bind()
    shops = connection.execute(sa.select(SHOPS.c.id, SHOPS.c.community_id, SHOPS.c.opening_words))
    for shop_id, community_id, words in shops.all():
        spans, note = read(words)
        rows = [
            {
                "community_id": community_id,
                "shop_id": shop_id,
                "weekday": None,
                "month_day": None,
                kind: day,
                "opens_minute": opens,
                "closes_minute": closes,
                "reason": "",
            }
            for (kind, day), (opens, closes) in spans
        ]
        if rows:
            connection.execute(sa.insert(HOURS), rows)
        connection.execute(sa.update(SHOPS).where(SHOPS.c.id == shop_id).values(opening_note=note))
    op.drop_column("shops", "opening_words")


def _make_table() -> None:
    op.create_table(
        "opening_hours",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("shop_id", BIG, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("month_day", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(120), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN weekday IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN month_day IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN on_date IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_opening_hours_day"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday")),
        sa.CheckConstraint("month_day BETWEEN 1 AND 31", name=op.f("ck_opening_hours_month_day")),
        sa.CheckConstraint(
            "(opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440)"
            " OR (on_date IS NOT NULL AND opens_minute = 0 AND closes_minute = 0)",
            name=op.f("ck_opening_hours_span"),
        ),
        sa.CheckConstraint("on_date IS NULL OR reason <> ''", name=op.f("ck_opening_hours_reason")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_opening_hours_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shops.community_id", "shops.id"],
            name=op.f("fk_opening_hours_community_id_shops"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_opening_hours_community_id_id")),
        *(
            sa.UniqueConstraint(
                "community_id",
                "shop_id",
                day,
                "opens_minute",
                name=op.f(f"uq_opening_hours_community_id_shop_id_{day}_opens_minute"),
            )
            for day in ("weekday", "month_day", "on_date")
        ),
    )


def downgrade() -> None:
    op.add_column(
        "shops", sa.Column("opening_words", sa.String(120), nullable=False, server_default="")
    )
    connection = op.get_bind()
    for shop_id, note in connection.execute(sa.select(SHOPS.c.id, SHOPS.c.opening_note)).all():
        rows = connection.execute(
            sa.select(
                HOURS.c.weekday, HOURS.c.month_day, HOURS.c.opens_minute, HOURS.c.closes_minute
            )
            .where(
                HOURS.c.shop_id == shop_id,
                sa.or_(HOURS.c.weekday.is_not(None), HOURS.c.month_day.is_not(None)),
            )
            .order_by(sa.func.coalesce(HOURS.c.month_day, 0), HOURS.c.weekday, HOURS.c.opens_minute)
        )
        words = written([tuple(row) for row in rows], note)
        connection.execute(
            sa.update(SHOPS).where(SHOPS.c.id == shop_id).values(opening_words=words[:LONGEST])
        )
    op.drop_column("shops", "opening_note")
    op.drop_column("redemptions", "off_hours_reason")
    op.drop_table("opening_hours")


def read(words: str) -> tuple[list[tuple[tuple[str, int], Span]], str]:
    """Return the spans the words name, each with its day, and what stays as a note.

    Parts stand between ；. A part without times has those of the part before it.
    """
    found: dict[tuple[str, int], list[Span]] = {}
    notes: list[str] = []
    times: list[Span] = []
    for part in filter(None, (each.strip() for each in re.split(r"[；;。]", words))):
        own = _times(part)
        times = own or times
        days = _days(part)
        if not days or not times or "除" in part or (not own and SPAN.search(part)):
            notes.append(part)
            continue
        for day in days:
            found.setdefault(day, []).extend(times)
        if _rest(part):
            notes.append(part)
    spans = [(day, span) for day, each in found.items() for span in _joined(each)]
    return spans, "；".join(notes)[:LONGEST]


def _times(part: str) -> list[Span]:
    """Return the spans of a part; none when one of them is no time or ends before it begins."""
    spans = []
    for opens_hour, opens_minute, closes_hour, closes_minute in SPAN.findall(part):
        opens = int(opens_hour) * 60 + int(opens_minute)
        closes = int(closes_hour) * 60 + int(closes_minute)
        if int(opens_minute) > 59 or int(closes_minute) > 59 or not opens < closes <= 1440:
            return []
        spans.append((opens, closes))
    return spans


def _days(part: str) -> list[tuple[str, int]]:
    days: list[tuple[str, int]] = []
    if EVERY_DAY.search(part):
        days += [("weekday", day) for day in range(7)]
    for listed, first, last in DAYS.findall(part):
        named = (
            range(WEEK.index(first), WEEK.index(last) + 1)
            if first
            else [day for day in range(7) if WEEK[day] in listed.replace("天", "日")]
        )
        days += [("weekday", day) for day in named]
    for numbers in OF_MONTH.findall(part):
        named = [int(number) for number in re.findall(r"\d{1,2}", numbers)]
        days += [("month_day", day) for day in named if 1 <= day <= 31]
    return list(dict.fromkeys(days))


def _rest(part: str) -> str:
    """Return what no pattern read."""
    for pattern in (SPAN, EVERY_DAY, DAYS, OF_MONTH, BETWEEN):
        part = pattern.sub("", part)
    return part


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans of one day in order, those that overlap made one."""
    joined: list[Span] = []
    for opens, closes in sorted(spans):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def written(rows: list[tuple[int | None, int | None, int, int]], note: str) -> str:
    """Return the hours in words the old parser reads, then the note."""
    by_day: dict[tuple[str, int], list[Span]] = {}
    for weekday, month_day, opens, closes in rows:
        day = ("周", weekday) if weekday is not None else ("月", month_day or 0)
        by_day.setdefault(day, []).append((opens, closes))
    by_times: dict[tuple[str, str], list[int]] = {}
    for (kind, day), spans in by_day.items():
        said = "，".join(f"{_clock(opens)}—{_clock(closes)}" for opens, closes in spans)
        by_times.setdefault((kind, said), []).append(day)
    parts = [
        (
            "每周" + "、".join(WEEK[day] for day in days)
            if kind == "周"
            else "每月" + "、".join(f"{day}日" for day in days)
        )
        + f" {said}"
        for (kind, said), days in by_times.items()
    ]
    return "；".join([*parts, *([note] if note else [])])


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
