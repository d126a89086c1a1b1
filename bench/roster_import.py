"""How long a made-up roster of 10,000 people takes from the file to the last member.

Run: python -m bench.roster_import [rows]. SQLite in a new file unless DATABASE_URL names another
empty database. The bar: 10,000 rows in under 30 seconds (bar 51).
"""

import io
import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import engine as engines
from core import keyring
from core.base import Base
from core.db import run_on
from core.resident_number import check_letter
from teams.authority.act import Act
from teams.imports.rules import import_batches, import_runs, imports
from teams.imports.rules.imports import Draft, Upload
from teams.imports.rules.roster_import import ROSTER
from teams.imports.rules.roster_row import MemberRow
from teams.members.models import Community, Member, Team, TeamColour

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HEADINGS = ("姓名", "身份证号码", "联系电话", "家庭住址", "所属队伍", "特长", "入队时间")
SURNAMES = "赵钱孙李周吴郑王冯陈"


def a_roster(rows: int, phones: str = "139") -> bytes:
    """Return an .xlsx of `rows` made-up people; `phones` are the first three digits of theirs."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(HEADINGS)
    for at in range(rows):
        sheet.append(_person(at, phones))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _person(at: int, phones: str) -> tuple[str, ...]:
    born = date(1950 + at % 50, 1 + at % 12, 1 + at % 28)
    first = f"620722{born:%Y%m%d}{at // 14 % 1000:03d}"
    name = SURNAMES[at % 10] + chr(0x4E00 + at % 3000) + chr(0x5000 + at % 1999)
    team = "红紫绿蓝橙"[at % 5] + "队"
    return (
        name,
        first + check_letter(first),
        f"{phones}{at:08d}",
        f"{at % 90 + 1}号楼",
        team,
        "唱歌",
        "2025-01-01",
    )


def main() -> None:
    """Print each step and the whole."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    keyring.use("bench-field-key-" + "0" * 32)
    folder = tempfile.mkdtemp()
    engine = engines.create(os.environ.get("DATABASE_URL", f"sqlite:///{folder}/bench.db"))
    Base.metadata.create_all(engine)
    community_id = run_on(engine, _community)
    upload = Upload("花名册.xlsx", a_roster(rows))
    began = time.perf_counter()
    with Session(engine) as reading:
        community = reading.get_one(Community, community_id)
        draft = imports.read(Act(reading, NOW, community=community), ROSTER, upload)
    read = time.perf_counter()
    added = run_on(engine, lambda session: _run(session, draft))
    done = time.perf_counter()
    with Session(engine) as reading:
        members = reading.scalar(select(func.count()).select_from(Member))
    print(f"{engine.dialect.name}: {rows:,} rows, {len(upload.content) / 1024:,.0f} KiB")
    print(f"read and checked {read - began:6.2f} s")
    print(f"kept and written {done - read:6.2f} s (one transaction)")
    print(f"together         {done - began:6.2f} s, {rows / (done - began):,.0f} rows a second")
    print(f"added {added:,}, members {members:,}")
    Path(folder, "bench.db").unlink(missing_ok=True)
    if not added == members == rows:
        sys.exit("not everybody came in")


def _community(session: Session) -> int:
    community = Community(slug="bench", name="测量社区", prefix="BN", made_at=NOW)
    session.add(community)
    session.flush()
    session.add_all(
        Team(
            community_id=community.id,
            code=colour,
            name=colour,
            short_name=colour,
            colour=colour,
            shape="leaf",
        )
        for colour in TeamColour
    )
    session.flush()
    return community.id


def _run(session: Session, draft: Draft[MemberRow]) -> int:
    batch_id = import_batches.keep(Act(session, NOW), draft)
    kept = import_batches.kept_draft(session, draft, batch_id)
    return import_runs.run_draft(Act(session, NOW), kept)


if __name__ == "__main__":
    main()
