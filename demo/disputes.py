"""What was questioned and put right: objections, a record taken back, people who just came."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Person
from accounts.rules import people
from demo.outings import Outing
from demo.people import PENDING
from demo.town import COORDINATOR, LEADERS, SUPERVISOR, Diary, Town
from teams.authority.act import Act
from teams.members.models import Member, Team
from teams.members.rules.registering_on_site import Stranger
from teams.notices.models import NoticeLine
from volunteer.activities.models import ActivityType
from volunteer.attendance.rules import newcomers, on_site
from volunteer.attendance.rules.on_site import WalkIn
from volunteer.hours.models import RecordState, ServiceRecord
from volunteer.hours.rules import manual_hours, objections, record_corrections, reported_errors
from volunteer.hours.rules.manual_hours import Hours
from volunteer.hours.rules.objections import Decision
from volunteer.hours.rules.record_corrections import Correction

OBJECTOR = 12
DOUBTS = "这一次我也在，他中途走了，时长对不上。"
WALKED_IN = 29
ANSWERS = (
    Decision(is_upheld=False, answer="查了签到表和照片，全程都在，时长不变。"),
    Decision(is_upheld=True, answer="核实当天登记错了人，这一条撤销。"),
)


def write_down(diary: Diary, town: Town, outings: list[Outing]) -> None:
    """Put into the diary two answered objections, an open one, a record voided, two walk-ins."""
    settled = [each for each in outings if each.settled == 1 and -45 < each.day < -12]
    for outing, decision in zip(settled[:2], ANSWERS, strict=False):
        _question(diary, town, outing, decision)
    noticed = next(each for each in outings if each.key == "noticed")
    _question(diary, town, noticed, None)
    diary.note(town.at(-30, 16), _void, town)
    diary.note(town.at(-2, 15), _report, town)
    diary.note(town.at(-1, 15), _propose, town)
    for outing in outings:
        if outing.key in {"running", "forgotten"}:
            diary.note(
                town.at(outing.day, outing.hour, 20),
                _walk_in,
                town,
                outing,
            )
        if outing.key == "running":
            diary.note(town.at(outing.day, outing.hour, 25), _bring_in, town, outing)


def _question(diary: Diary, town: Town, outing: Outing, decision: Decision | None) -> None:
    day = outing.day + (outing.settled or 1)
    diary.note(town.at(day, 20), _dispute, town, outing.key)
    if decision is not None:
        diary.note(
            town.at(day + 1, 9),
            _decide,
            town,
            outing.key,
            decision,
        )


def _dispute(session: Session, town: Town, key: str, now: datetime) -> None:
    line_id = session.scalars(
        select(NoticeLine.id)
        .join(ServiceRecord, ServiceRecord.id == NoticeLine.subject_id)
        .where(
            ServiceRecord.shift_id == town.kept[f"{key}/shift0"],
            ServiceRecord.state == RecordState.PUBLICITY,
            ServiceRecord.member_id.not_in([town.members[1], town.members[OBJECTOR]]),
        )
        .order_by(NoticeLine.id)
    ).first()
    if line_id is None:
        return
    objector = session.get_one(Member, town.members[OBJECTOR])
    community = town.community(session)
    made = objections.dispute(Act(session, now, community=community), line_id, objector, DOUBTS)
    town.kept[f"objection/{key}"] = made.id


def _decide(session: Session, town: Town, key: str, decision: Decision, now: datetime) -> None:
    objection_id = town.kept.get(f"objection/{key}")
    if objection_id is not None:
        by = town.by(session, SUPERVISOR)
        community = town.community(session)
        objections.decide(Act(session, now, by=by, community=community), objection_id, decision)


def _void(session: Session, town: Town, now: datetime) -> None:
    """Take back a record that had been posted, with its points."""
    record = session.scalars(
        select(ServiceRecord)
        .where(
            ServiceRecord.community_id == town.id,
            ServiceRecord.state == RecordState.POSTED,
            ServiceRecord.points > 0,
            ServiceRecord.posted_at < now - timedelta(days=10),
            ServiceRecord.member_id != town.members[1],
        )
        .order_by(ServiceRecord.id.desc())
    ).first()
    if record is not None:
        correction = Correction("和另一场重复登记，核实后撤销", record.version)
        community, by = town.community(session), town.by(session, SUPERVISOR)
        act = Act(session, now, by=by, community=community)
        record_corrections.void(act, record.id, correction)


def _report(session: Session, town: Town, now: datetime) -> None:
    """Let a volunteer report an error in a posted record; it waits."""
    record = session.scalars(
        select(ServiceRecord)
        .where(
            ServiceRecord.community_id == town.id,
            ServiceRecord.state == RecordState.POSTED,
            ServiceRecord.member_id == town.members[OBJECTOR],
        )
        .order_by(ServiceRecord.id.desc())
    ).first()
    if record is not None:
        act = Act(session, now, community=town.community(session))
        member = session.get_one(Member, record.member_id)
        reported_errors.report(act, member, record.id, "那天我多待了半小时，签退忘了点。")


def _propose(session: Session, town: Town, now: datetime) -> None:
    """Let the coordinator propose hours nobody recorded; they wait."""
    member = session.get_one(Member, town.members[WALKED_IN])
    kind = session.scalars(
        select(ActivityType).where(
            ActivityType.community_id == town.id, ActivityType.code == "CLEANUP"
        )
    ).one()
    team_id = session.scalars(
        select(Team.id).where(Team.community_id == town.id).order_by(Team.id)
    ).first()
    words = ("临时来帮忙清雪，没带手机", "带队人拍的照片，存服务台")
    hours = Hours(member.id, team_id or 0, kind.id, "清扫楼前积雪", town.at(-60, 6), 60, words)
    by = town.by(session, COORDINATOR)
    manual_hours.propose(Act(session, now, by=by, community=town.community(session)), hours)


def _walk_in(session: Session, town: Town, outing: Outing, now: datetime) -> None:
    number = WALKED_IN if outing.key == "running" else WALKED_IN + 6
    if number not in outing.crowd:
        came = WalkIn(town.kept[f"{outing.key}/shift0"], town.members[number], note="路过来帮忙")
        by = town.by(session, LEADERS[outing.team][0])
        on_site.walk_in(Act(session, now, by=by, community=town.community(session)), came)


def _bring_in(session: Session, town: Town, outing: Outing, now: datetime) -> None:
    """Let the leader note somebody who passes by and helps; the desk has yet to accept them."""
    who = session.get_one(Person, town.people[PENDING[1]])
    said = Stranger(
        who.name, who.birth_on or now.date(), people.phone_of(who), agrees_to_record=True
    )
    by = town.by(session, LEADERS[outing.team][0])
    act = Act(session, now, by=by, community=town.community(session))
    newcomers.bring_in(act, town.kept[f"{outing.key}/shift0"], said)
