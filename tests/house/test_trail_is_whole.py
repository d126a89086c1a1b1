"""Whatever stands in the demo town was done by somebody, and the trail says so line by line."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import AuditEvent
from commendations.certificates.models import Award
from commendations.nominations.models import Commendation, CommendationState, Nomination
from points.goods.models import Delivery, Product
from points.redemptions.models import Redemption, RedemptionState
from volunteer.activities.models import Activity, ActivityState
from volunteer.hours.models import EvidenceGrade, RecordState, ServiceRecord
from volunteer.sign_ups.models import SignUp, SignUpState

NOT_YET = (CommendationState.NOMINATING, CommendationState.CHECKED)
HUNG = select(Commendation.id).where(Commendation.state.not_in(NOT_YET))
HERE = ServiceRecord.grade != EvidenceGrade.IMPORTED
ROWS = {
    "redemption_reserved redemption_sold": select(Redemption.id),
    "redemption_cancelled": select(Redemption.id).where(
        Redemption.state == RedemptionState.CANCELLED
    ),
    "redemption_lapsed": select(Redemption.id).where(Redemption.state == RedemptionState.LAPSED),
    "redemption_returned": select(Redemption.id).where(
        Redemption.state == RedemptionState.RETURNED
    ),
    "redemption_sold redemption_collected": select(Redemption.id).where(
        Redemption.collected_at.is_not(None)
    ),
    "product_added": select(Product.id),
    "goods_received": select(Delivery.id),
    "sign_up_made walk_in_added": select(SignUp.id),
    "sign_up_cancelled": select(SignUp.id).where(SignUp.state == SignUpState.LATE_CANCELLED),
    "attendance_miss": select(SignUp.id).where(SignUp.state == SignUpState.NO_SHOW),
    "attendance_excuse sign_up_excused": select(SignUp.id).where(
        SignUp.state == SignUpState.EXCUSED
    ),
    "attendance_arrive walk_in_added": select(SignUp.id).where(SignUp.arrived_at.is_not(None)),
    "attendance_arrive attendance_leave": select(SignUp.id).where(SignUp.left_at.is_not(None)),
    "record_confirmed": select(ServiceRecord.id).where(HERE),
    "record_posted": select(ServiceRecord.id).where(
        HERE, ServiceRecord.state == RecordState.POSTED
    ),
    "activity_created": select(Activity.id),
    "activity_published": select(Activity.id).where(Activity.published_at.is_not(None)),
    "activity_cancelled": select(Activity.id).where(Activity.state == ActivityState.CANCELLED),
    "activity_withdrawn": select(Activity.id).where(Activity.state == ActivityState.WITHDRAWN),
    "commendation_started": select(Commendation.id),
    "commendation_checked": select(Commendation.id).where(
        Commendation.state != CommendationState.NOMINATING
    ),
    "commendation_reviewed": HUNG,
    "commendation_published": HUNG,
    "commendation_issued": select(Commendation.id).where(
        Commendation.state == CommendationState.ISSUED
    ),
    "nomination_made": select(Nomination.commendation_id),
    "award_issued": select(Award.id),
    "award_revoked": select(Award.id).where(Award.revoked_at.is_not(None)),
}
"""Events, one of which each of these rows must have in the trail, and the rows."""
BY_ITSELF = {"redemption_lapsed", "record_posted"}


@pytest.mark.parametrize("events", ROWS)
def test_every_row_has_the_line_of_the_act_that_made_it_so(demo, events):
    with Session(demo.engine) as session:
        wanted = set(session.scalars(ROWS[events]))
        lines = session.execute(
            select(AuditEvent.object_id, AuditEvent.actor_id).where(
                AuditEvent.event.in_(events.split())
            )
        ).all()

    assert wanted, "the demo has no such row; the test says nothing"
    assert wanted - {object_id for object_id, _actor in lines} == set()
    assert events in BY_ITSELF or all(actor for _object, actor in lines)
