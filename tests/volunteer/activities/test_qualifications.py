"""Certificates and training a post takes (条例 16), as the desk has seen them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import AlreadyDone, BadRequest, NotAllowed, OwnCase
from teams.authority.act import Act
from teams.authority.models import Role
from teams.members.models import Member
from tests.activity_builders import SATURDAY, a_kind, a_shift, an_activity, the_leader
from tests.builders import NOW, a_member, a_role, authority_of, staff
from tests.service_builders import a_run_shift, confirmed, present
from tests.trail import lines
from volunteer.activities.models import QualificationKind
from volunteer.activities.rules import qualifications, refusals, shifts
from volunteer.activities.rules.qualifications import Shown
from volunteer.activities.rules.reader_records import reader_record_of
from volunteer.activities.rules.shifts import ShiftPlan
from volunteer.sign_ups.rules import eligibility, sign_up_rows, sign_ups
from volunteer.sign_ups.views.looks import look_of

MEDICAL, TRAINED = QualificationKind.MEDICAL, QualificationKind.TRAINED
ON = SATURDAY.date()


@pytest.fixture
def clinic(session, community):
    """A shift whose post takes a medical licence."""
    shift = a_shift(session, an_activity(session, community, title="爱心义诊"))
    shift.post.required_qualification = MEDICAL.value
    return shift


def verdict(session, community, shift, member, *, is_on_behalf=False):
    shift = sign_up_rows.shift_in(session, community.id, shift.id)
    reader_record = reader_record_of(
        Act(session, NOW, community=community), member, [shift], is_on_behalf=is_on_behalf
    )
    return eligibility.verdict(shift, reader_record, NOW)


def words_of(found):
    return look_of(found, NOW, "Asia/Shanghai").reason


def shows(session, community, desk, member, last_on=ON, kind=MEDICAL):
    return qualifications.record(
        Act(session, NOW, by=desk, community=community), Shown(member.id, kind, last_on)
    )


def test_without_the_licence_the_rule_is_said_in_its_words(session, community, clinic, member):
    found = verdict(session, community, clinic, member)

    assert found.code == "not_eligible"
    assert words_of(found) == "需要证书，问服务台"
    assert found.refusal.sentence.startswith(
        "按《志愿服务条例》第十六条，义诊要有医师、护士等执业证书。"
    )


@pytest.mark.parametrize(("days", "code"), [(0, "open"), (1, "not_eligible")])
def test_the_last_day_is_judged_on_the_day_of_the_shift(
    session, community, clinic, member, days, code
):
    desk = staff(session, community, Role.COORDINATOR)

    shows(session, community, desk, member, ON - timedelta(days=days))

    assert verdict(session, community, clinic, member).code == code


def test_an_expired_licence_says_its_last_day(session, community, desk, clinic, member):
    shows(session, community, desk, member, ON - timedelta(days=1))

    refusal = verdict(session, community, clinic, member).refusal
    assert isinstance(refusal, refusals.QualificationExpired)
    assert "2026年5月15日到期" in refusal.sentence


def test_the_newest_of_two_licences_counts(session, community, desk, clinic, member):
    shows(session, community, desk, member, ON + timedelta(days=300))
    shows(session, community, desk, member, ON - timedelta(days=1))

    assert verdict(session, community, clinic, member).code == "open"


def test_another_kind_opens_nothing(session, community, desk, clinic, member):
    shows(session, community, desk, member, kind=QualificationKind.COUNSEL)

    assert verdict(session, community, clinic, member).code == "not_eligible"


def test_the_leader_has_no_override(session, community, clinic, member):
    by = the_leader(session, clinic.activity)

    with pytest.raises(refusals.MedicalLicenceMissing):
        sign_ups.sign_up(
            Act(session, NOW, by=by, community=community), sign_ups.Wish(clinic.id, member.id)
        )
    reader_record = reader_record_of(
        Act(session, NOW, community=community), member, [clinic], is_on_behalf=True
    )
    assert eligibility.reader_refusals(clinic, reader_record, NOW) != []


@pytest.mark.parametrize(("days", "code"), [(730, "open"), (731, "not_eligible")])
def test_training_attended_counts_for_its_days(session, community, member, days, code):
    a_kind(session, community, "TRAINING", counts_as_service=False)
    training = a_run_shift(session, community, minutes=60, kind="TRAINING", title="急救培训")
    shift = a_shift(
        session, an_activity(session, community), starts_at=SATURDAY + timedelta(days=days)
    )
    shift.post.required_qualification = TRAINED.value
    assert words_of(verdict(session, community, shift, member)) == "要先参加培训"

    confirmed(session, community, present(session, community, training, member), 60)

    assert verdict(session, community, shift, member).code == code


def test_only_the_desk_records_and_never_for_itself(session, community, desk, member):
    with pytest.raises(NotAllowed):
        shows(session, community, authority_of(session, member), member)
    with pytest.raises(OwnCase):
        qualifications.record(
            Act(session, NOW, by=desk, community=community), Shown(desk.member_id, MEDICAL, ON)
        )


@pytest.mark.parametrize("days", [0, 1])
def test_a_certificate_that_is_over_is_not_recorded(session, community, desk, member, days):
    last_on = date(2026, 5, 15) - timedelta(days=days)
    if not days:
        assert shows(session, community, desk, member, last_on).last_on == last_on
        return
    with pytest.raises(qualifications.QualificationOver):
        shows(session, community, desk, member, last_on)


def test_taken_back_it_opens_nothing_and_is_taken_back_once(
    session, community, desk, clinic, member
):
    made = shows(session, community, desk, member)

    qualifications.end(Act(session, NOW, by=desk, community=community), made.id)

    assert verdict(session, community, clinic, member).code == "not_eligible"
    with pytest.raises(AlreadyDone):
        qualifications.end(Act(session, NOW, by=desk, community=community), made.id)


@pytest.mark.parametrize(("asked", "kept"), [(None, "medical"), ("", "")])
def test_a_post_takes_what_its_kind_takes_unless_it_only_helps(session, community, asked, kept):
    kind = a_kind(session, community, "CLINIC", required_qualification="medical")
    plan = ShiftPlan(
        "看诊",
        SATURDAY,
        SATURDAY + timedelta(hours=2),
        NOW,
        SATURDAY,
        2,
        required_qualification=asked,
    )

    made = shifts.add(Act(session, NOW), an_activity(session, community, kind=kind), plan)

    assert made.post.required_qualification == kept


def test_the_desk_notes_a_licence_and_the_post_opens(town, reader, signed_in):
    town.shift.post.required_qualification = MEDICAL.value
    clerk = a_member(town.session, town.community, "李梅")
    a_role(town.session, clerk, Role.COORDINATOR)
    town.session.commit()
    activity = f"/c/dongjie/activities/{town.activity.id}"
    page = reader.get(activity).words
    assert "要有：医师、护士等执业证书" in page
    assert "第十六条" in page

    desk, path = signed_in(clerk.person), f"/c/dongjie/members/{town.reader.id}/training"
    assert path in desk.get(f"/c/dongjie/members/{town.reader.id}").page.links
    fields = desk.get(path).form("training") | {"kind": "medical", "last_on": "2027-01-01"}
    assert "能用" in desk.follow(desk.post(path, fields)).words
    assert "报名 还差 2 人" in reader.get(activity).words


def test_what_the_desk_saw_and_ended_is_in_the_trail(session, community, desk, member):
    shown = shows(session, community, desk, member)
    qualifications.end(Act(session, NOW, by=desk, community=community), shown.id)

    noted = lines(session, "qualification_recorded", "qualification_ended")
    assert [(event, actor) for event, _subject, actor in noted] == [
        ("qualification_recorded", desk.person_id),
        ("qualification_ended", desk.person_id),
    ]


def test_nobody_ends_a_certificate_of_his_own(session, community, desk):
    other = staff(session, community, Role.COORDINATOR, "另一位")
    own = session.get_one(Member, desk.member_id)
    shown = shows(session, community, other, own)

    with pytest.raises(OwnCase):
        qualifications.end(Act(session, NOW, by=desk, community=community), shown.id)


@pytest.mark.parametrize(("clock", "may"), [("23:59", True), ("00:00", False)])
def test_the_last_day_ends_at_midnight_of_the_station(session, community, desk, member, clock, may):
    day = "2026-05-15" if may else "2026-05-16"
    now = datetime.fromisoformat(f"{day}T{clock}+08:00").astimezone(UTC)
    shown = Shown(member.id, MEDICAL, date(2026, 5, 15))

    if may:
        assert qualifications.record(
            Act(session, now, by=desk, community=community), shown
        ).last_on == date(2026, 5, 15)
    else:
        with pytest.raises(BadRequest):
            qualifications.record(Act(session, now, by=desk, community=community), shown)
