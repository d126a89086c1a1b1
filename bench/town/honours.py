"""The honour wall of a station: the stars of some months, put forward, announced and issued."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from bench.town.sheets import Sheets
from bench.town.station import ADMIN, COORDINATOR, FIRST_LEADER, STAFF, SUPERVISOR, Station
from commendations.certificates.models import Award, CertificateCounter
from commendations.nominations.models import (
    Commendation,
    CommendationKind,
    CommendationState,
    Nomination,
)
from core import clock
from teams.notices.models import Notice, NoticeLine, NoticeLineState, NoticeState

MONTHS = 6
STARS = 10
LINE = "当月之星"
DEEDS = "每周两次陪三位独居老人说话、买药，下雪那天也没有落下，还教会他们用手机和孩子视频。"


def write(session: Session, sheets: Sheets, station: Station) -> None:
    """Write six issued rounds of ten stars each, with the notices their names hung on."""
    for back in range(MONTHS):
        month_on = station.today.replace(day=1)
        for _ in range(back + 1):
            month_on = (month_on - timedelta(days=1)).replace(day=1)
        _round(session, sheets, station, month_on)
    year = station.today.year
    counter = CertificateCounter(
        community_id=station.id, series="bench", year=year, last_number=MONTHS * STARS
    )
    session.add(counter)
    session.flush()


def _round(session: Session, sheets: Sheets, station: Station, month_on: date) -> None:
    ends_on = clock.month_bounds(month_on)[1] + timedelta(days=9)
    issued_at = station.at(min(ends_on, station.today), 0, 10)
    notice_id = _notice(session, sheets.next(Notice), station, (month_on, ends_on))
    this_round = Commendation(
        community_id=station.id,
        kind=CommendationKind.STAR_OF_MONTH,
        title=f"{month_on:%Y年%m月}志愿之星",
        month_on=month_on,
        cut_off_on=clock.month_bounds(month_on)[1] - timedelta(days=1),
        working_days=5,
        state=CommendationState.ISSUED,
        notice_id=notice_id,
        made_at=issued_at - timedelta(days=9),
        checked_at=issued_at - timedelta(days=8),
        checked_by_id=station.people[COORDINATOR],
        reviewed_at=issued_at - timedelta(days=7),
        reviewed_by_id=station.people[ADMIN],
        issued_at=issued_at,
    )
    session.add(this_round)
    session.flush()
    for star in range(STARS):
        at = STAFF + (star * 11 + month_on.month) % (station.scale.people - STAFF)
        _star(sheets, station, this_round, at)


def _notice(session: Session, row_id: int, station: Station, when: tuple[date, date]) -> int:
    month_on, ends_on = when
    ends_at = station.at(min(ends_on, station.today), 0)
    notice = Notice(
        id=row_id,
        community_id=station.id,
        kind=CommendationKind.STAR_OF_MONTH.value,
        title=f"{month_on:%Y年%m月}志愿之星公示",
        state=NoticeState.ENDED,
        posted_on=ends_on - timedelta(days=7),
        posted_at=ends_at - timedelta(days=7),
        posted_by_id=station.people[SUPERVISOR],
        working_days=5,
        first_on=ends_on - timedelta(days=6),
        last_on=ends_on - timedelta(days=1),
        ends_at=ends_at,
        ended_at=ends_at,
    )
    session.add(notice)
    session.flush()
    return notice.id


def _star(sheets: Sheets, station: Station, this_round: Commendation, at: int) -> None:
    nomination_id, award_id = sheets.next(Nomination), sheets.next(Award)
    member_id, team_id = station.members[at], station.team_ids[at % len(station.team_ids)]
    issued_at = this_round.issued_at or this_round.made_at
    proposer, decider = station.people[FIRST_LEADER], station.people[ADMIN]
    put = (
        this_round.id,
        member_id,
        team_id,
        DEEDS,
        proposer,
        this_round.made_at,
        decider,
        issued_at,
    )
    sheets.nominations.add(nomination_id, station.id, *put)
    hung = (this_round.notice_id, member_id, nomination_id, LINE)
    passed = (NoticeLineState.PASSED, issued_at)
    sheets.notice_lines.add(sheets.next(NoticeLine), station.id, *hung, {}, *passed)
    number = f"{station.prefix}{this_round.month_on:%Y%m}{award_id:06d}"
    code = f"{award_id:012d}"
    columns = (this_round.title, number, code, issued_at, decider)
    sheets.awards.add(award_id, station.id, nomination_id, member_id, *columns)
