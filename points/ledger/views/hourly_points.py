"""每小时积分: one setting that moves the rules of this room as well, in the same transaction."""

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from points.blueprint import bp
from points.ledger.rules import earning
from points.permissions import Permission
from teams.authority.act import Act
from teams.gate import authority, requires
from teams.members.models import Community, CommunitySetting
from teams.settings.views import settings as desk


@bp.post("/settings/points-per-hour/versions")
@requires(Permission.COMMUNITY_SETTINGS)
def change_points_per_hour() -> ResponseReturnValue:
    """Let an hour of service earn other points from a day on."""

    def act(session: Session, place: Community, version: CommunitySetting) -> object:
        return earning.set_points_per_hour(
            Act(session, version.set_at, by=authority(), community=place), version
        )

    return desk.change("hourly_points", act)
