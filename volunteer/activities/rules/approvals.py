"""What an administrator says to a HIGH-risk activity that waits: yes, or back with a reason."""

from sqlalchemy import select

from core.errors import AlreadyDone, BadRequest, Stale
from teams.authority.act import Act
from teams.members.models import Member
from volunteer.activities.models import ACTIVITY_LIFE, Activity, ActivityMove
from volunteer.permissions import Permission

APPROVED = "《%(title)s》审核通过，已经发布，志愿者可以报名了。"
SENT_BACK = "《%(title)s》退回来了，请改好再交：%(reason)s"


class ReasonForSendingBackMissing(BadRequest):
    """Who sends an activity back says what is to be put right."""

    message = "请写清楚要改什么，带队人会看到。"


def send_back(act: Act, activity: Activity, reason: str) -> Activity:
    """Make what waits a draft again, all its contents kept; the leader is told the reason.

    Raises NotAllowed, AlreadyDone (not waiting), ReasonForSendingBackMissing or Stale, in that
    order.
    """
    act.by.refuse_unless(Permission.ACTIVITY_PUBLISH_HIGH, activity.team_id)
    if not ACTIVITY_LIFE.allows(activity, ActivityMove.SEND_BACK):
        raise AlreadyDone
    if not reason.strip():
        raise ReasonForSendingBackMissing
    move_on(act, activity, ActivityMove.SEND_BACK, sent_back_reason=reason.strip())
    tell_leader(act, activity, SENT_BACK)
    act.note("activity_sent_back", activity, reason=activity.sent_back_reason)
    return activity


def move_on(act: Act, activity: Activity, move: ActivityMove, **columns: object) -> None:
    """Take an activity along its table. Raises Stale when somebody changed it meanwhile."""
    is_as_read = Activity.version == activity.version
    if not ACTIVITY_LIFE.move(act.session, activity, move, is_as_read, **columns):
        raise Stale


def tell_leader(act: Act, activity: Activity, sentence: str) -> None:
    """Tell who leads and who wrote an activity what was decided; once each, never the decider."""
    leader = act.session.scalar(select(Member.person_id).where(Member.id == activity.leader_id))
    slug = act.within(activity.community_id).community.slug
    for person_id in sorted(
        {leader or activity.made_by_id, activity.made_by_id} - {act.by.person_id}
    ):
        act.tell(
            person_id,
            sentence,
            link=f"/c/{slug}/leading/activities/{activity.id}",
            title=activity.title,
            reason=activity.sent_back_reason,
        )
