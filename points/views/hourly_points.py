"""每小时积分: one setting that moves the rules of this floor as well, in the same transaction."""

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.permissions import Permission
from points.rules import earning
from points.views.routes import bp
from teams.gate import authority, requires
from teams.models import Community, CommunitySetting
from teams.views import settings as desk


@bp.post("/settings/points-per-hour/versions")
@requires(Permission.COMMUNITY_SETTINGS)
def change_points_per_hour() -> ResponseReturnValue:
    """Let an hour earn something else from a day on."""

    def act(session: Session, place: Community, version: CommunitySetting) -> object:
        return earning.set_points_per_hour(session, place, version, authority(), version.set_at)

    return desk.change("points_per_hour", act)
