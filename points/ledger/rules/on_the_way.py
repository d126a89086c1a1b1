"""Points that hang in a public notice and are in no book yet, as the rooms above tell of them."""

from core import room
from core.declarations import OnTheWay
from teams.authority.act import Act


def on_the_way(act: Act, member_id: int) -> list[OnTheWay]:
    """Return what hangs for a member, room by room; rooms with nothing are left out."""
    sources = room.points_on_the_way().values()
    found = [ask(act.session, act.community.id, member_id, act.now) for ask in sources]
    return [each for each in found if each.points]
