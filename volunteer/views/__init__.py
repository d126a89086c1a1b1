"""Pages of the floor `volunteer`; each module below adds its routes to `bp`."""

from teams.gate import community_blueprint

bp = community_blueprint("volunteer", __name__)

blueprints = [bp]

from volunteer.views import (  # noqa: E402 - they need `bp`
    activities,
    arrivals,
    attendance,
    attendees,
    calendar,
    children,
    corrections,
    explanations,
    home,
    imports,
    leading,
    leaving,
    manual_hours,
    member_records,
    minutes,
    objections,
    paper,
    planning,
    qualifications,
    records,
    reminders,
    roster,
    sign_ups,
    substitutes,
)

__all__ = [
    "activities",
    "arrivals",
    "attendance",
    "attendees",
    "blueprints",
    "bp",
    "calendar",
    "children",
    "corrections",
    "explanations",
    "home",
    "imports",
    "leading",
    "leaving",
    "manual_hours",
    "member_records",
    "minutes",
    "objections",
    "paper",
    "planning",
    "qualifications",
    "records",
    "reminders",
    "roster",
    "sign_ups",
    "substitutes",
]
