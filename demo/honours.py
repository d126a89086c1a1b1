"""Honours in every stage: awarded, in publicity, in review, being nominated, and one revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from commendations.certificates.models import Award
from commendations.certificates.rules import revoking
from commendations.certificates.rules.revoking import Revocation
from commendations.levels.models import StarLevel
from commendations.nominations.models import (
    Commendation,
    CommendationKind,
    Nomination,
    NominationState,
)
from commendations.nominations.rules import candidates, nominations, objections
from commendations.nominations.rules.nominations import Plan
from commendations.rounds.rules import awards, reviewing
from commendations.settings import CommendationSettings
from core import clock, wording
from demo import people
from demo.past import LONGEST_SERVING, VETERANS
from demo.town import ADMIN, COORDINATOR, LEADERS, SUPERVISOR, Diary, Town
from teams.authority.act import Act
from teams.authority.kept_settings import settings_of
from teams.members.models import Member

LEVEL_TITLE = "星级认定（%(year)s年%(month)s月%(day)s日截止）"
STAR_TITLE = "月度之星（%(year)s年%(month)s月）"
DEEDS = {
    "RED_POLICY": (
        "把医保、养老新规定编成顺口溜，一个楼道一个楼道地讲；"
        "有位大爷差点给骗子转账，多亏当天刚听过反诈课，当场就来问了一声。"
    ),
    "PURPLE_CARE": (
        "结对的两位独居老人，买药、量血压从没断过；"
        "停水那天提水上四楼，雪天先去看炉子，老人的女儿特地从外地打电话来道谢。"
    ),
    "GREEN_ECO": (
        "桶边督导站得最稳，一边分一边教，孩子们都会抢答；"
        "楼道小广告清了又贴、贴了又清，她记下电话交给民警，这个月一张新的也没有。"
    ),
    "BLUE_SAFETY": (
        "夜巡一趟不落，路灯坏了当晚就报，第二天盯着修好；"
        "两家为停车吵起来，他请大家坐下喝口水再说，半小时后都笑着回了家。"
    ),
    "ORANGE_DEVOTION": (
        "义剪从早站到晌午，最后一位大娘腿脚不便，收了摊又上门去剪；"
        "家电坏了找他，零件自己带，临走还把插线板一起换了。"
    ),
}
"""What is told of a star, by team."""
IN_PUBLICITY, IN_REVIEW = (45, 46, 48), (36, 37)
FIRST_ROUND = tuple(n for n in VETERANS if n not in {*IN_PUBLICITY, *IN_REVIEW})
REVOKED, OBJECTOR = 14, 12


@dataclass(frozen=True, slots=True)
class Round:
    """One round of star levels: who applies for which rank, and on which days what is done."""

    key: str
    cut_off: int
    applicants: dict[int, int]
    check: int | None = None
    review: int | None = None
    publish: int | None = None
    issue: int | None = None


ROUNDS = (
    Round("first", -81, dict.fromkeys(FIRST_ROUND, 1), -77, -76, -76, -55),
    Round("second", -15, dict.fromkeys(IN_PUBLICITY, 1) | dict.fromkeys((9, 10), 2), -9, -3, -1),
    Round("third", -7, dict.fromkeys(IN_REVIEW, 1) | {LONGEST_SERVING[3]: 2}, -2),
)


def write_down(diary: Diary, town: Town) -> None:
    """Put every step of every round into the diary."""
    for each in ROUNDS:
        _write_round(diary, town, each)
    _write_stars(diary, town)
    diary.note(town.at(-20, 11), _revoke, town)
    diary.note(town.at(-1, 20), _object, town)


def _write_round(diary: Diary, town: Town, each: Round) -> None:
    title = LEVEL_TITLE % _values(town, each.cut_off)
    plan = Plan(CommendationKind.STAR_LEVEL, title, town.day(each.cut_off))
    diary.note(
        town.at(each.cut_off + 1, 9),
        _start,
        town,
        plan,
        each.key,
    )
    for at, (number, rank) in enumerate(each.applicants.items()):
        diary.note(
            town.at(each.cut_off + 2, 9, at),
            _apply,
            town,
            each.key,
            (number, rank),
        )
    _write_steps(diary, town, each.key, (each.check, each.review, each.publish, each.issue))


def _write_steps(diary: Diary, town: Town, key: str, days: Sequence[int | None]) -> None:
    for hour, (day, step) in enumerate(zip(days, (_check, _review, _publish, _issue), strict=True)):
        if day is not None:
            diary.note(
                town.at(day, 10 + hour),
                step,
                town,
                key,
            )


def _values(town: Town, day: int) -> dict[str, int]:
    on = town.day(day)
    return wording.year_month_day(on)


def _write_stars(diary: Diary, town: Town) -> None:
    """Issue the month before last; nominate for last month, the newest that is over."""
    this_month = town.today.replace(day=1)
    for months, key in ((1, "stars open"), (2, "stars issued")):
        month_on = candidates.months_back(this_month, months)
        after = candidates.months_back(this_month, months - 1)
        first = (after - town.today).days
        title = STAR_TITLE % {"year": month_on.year, "month": month_on.month}
        plan = Plan(CommendationKind.STAR_OF_MONTH, title, month_on)
        diary.note(
            town.at(first, 8),
            _start,
            town,
            plan,
            key,
        )
        diary.note(
            town.at(first + 4, 9),
            _put_forward,
            town,
            key,
        )
        if key == "stars issued":
            _write_steps(diary, town, key, (first + 5, first + 6, first + 6, first + 26))


def _start(session: Session, town: Town, plan: Plan, key: str, now: datetime) -> None:
    by = town.by(session, COORDINATOR)
    this_round = nominations.start(
        Act(session, now, by=by, community=town.community(session)), plan
    )
    town.kept[f"round/{key}"] = this_round.id


def _round(session: Session, town: Town, key: str) -> Commendation:
    return session.get_one(Commendation, town.kept[f"round/{key}"])


def _apply(session: Session, town: Town, key: str, who: tuple[int, int], now: datetime) -> None:
    number, rank = who
    level = session.scalars(
        select(StarLevel).where(StarLevel.community_id == town.id, StarLevel.rank == rank)
    ).one()
    by = town.by(session, number)
    nominations.apply(Act(session, now, by=by), _round(session, town, key), level)


def _put_forward(session: Session, town: Town, key: str, now: datetime) -> None:
    """Let leaders put forward the best of their team, where anybody meets the conditions."""
    this_round, community = _round(session, town, key), town.community(session)
    values = settings_of(session, town.id, CommendationSettings, clock.local_day(now))
    assert this_round.month_on is not None  # noqa: S101 - a star round has its month
    found = candidates.of_month(session, community, this_round.month_on, values)
    by_team = candidates.best_by_team(found)
    for best in by_team.values():
        number = next(n for n, m in town.members.items() if m == best[0].member_id)
        team = people.team_of(number)
        leader, deputy = LEADERS[team]
        by = town.by(session, deputy if number == leader else leader)
        star = session.get_one(Member, best[0].member_id)
        nominations.nominate(Act(session, now, by=by), this_round, star, DEEDS[team])


def _is_named(session: Session, this_round: Commendation, *states: NominationState) -> bool:
    return bool(reviewing.nominations_of(session, this_round, *states))


def _check(session: Session, town: Town, key: str, now: datetime) -> None:
    this_round = _round(session, town, key)
    if _is_named(session, this_round, NominationState.PROPOSED):
        reviewing.check(Act(session, now, by=town.by(session, COORDINATOR)), this_round)


def _review(session: Session, town: Town, key: str, now: datetime) -> None:
    this_round = _round(session, town, key)
    if _is_named(session, this_round, NominationState.CHECKED):
        reviewing.review(Act(session, now, by=town.by(session, SUPERVISOR)), this_round, {})


def _publish(session: Session, town: Town, key: str, now: datetime) -> None:
    this_round = _round(session, town, key)
    if _is_named(session, this_round, NominationState.ACCEPTED):
        reviewing.publish(Act(session, now, by=town.by(session, COORDINATOR)), this_round)


def _issue(session: Session, town: Town, key: str, now: datetime) -> None:
    this_round = _round(session, town, key)
    if this_round.notice_id is not None:
        awards.issue(Act(session, now, by=town.by(session, ADMIN)), this_round)


def _revoke(session: Session, town: Town, now: datetime) -> None:
    award = session.scalars(
        select(Award).where(
            Award.community_id == town.id,
            Award.member_id == town.members[REVOKED],
            Award.kind == CommendationKind.STAR_LEVEL,
        )
    ).one()
    reason = Revocation("核实往年登记有一次不是本人参加", keeps_level=False)
    revoking.revoke(Act(session, now, by=town.by(session, ADMIN)), award, reason)


def _object(session: Session, town: Town, now: datetime) -> None:
    """Object to one nomination of the round in publicity."""
    nomination = session.scalars(
        select(Nomination).where(
            Nomination.commendation_id == town.kept["round/second"],
            Nomination.member_id == town.members[IN_PUBLICITY[1]],
        )
    ).one()
    by = town.by(session, OBJECTOR)
    objections.raise_objection(
        Act(session, now, by=by), nomination, "有一次夜巡他提前走了，请核实时长。"
    )
