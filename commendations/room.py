"""What the room `commendations` declares: levels, stars of the month, certificates."""

from commendations import duties, new_community, points_on_the_way, proofs
from commendations.blueprint import blueprints
from commendations.permissions import PERMISSIONS
from commendations.trail import TRAIL
from core.room import Room

ROOM = Room(
    blueprints=blueprints,
    permissions=PERMISSIONS,
    trail=TRAIL,
    jobs={
        "honour notices that end": duties.end_notices,
        "honours that passed": duties.pass_honours,
        "levels short of hours": duties.flag_short_levels,
    },
    checks={
        "one award a name": proofs.one_award_a_name,
        "issued only after a passed line": proofs.issued_after_passing,
        "one bonus an award": proofs.one_bonus_an_award,
        "a revoked award gives its bonus back": proofs.bonus_given_back,
        "revoked with a reason": proofs.revoked_with_reason,
        "certificate numbers are unique": proofs.numbers_are_unique,
        "two people decide": proofs.two_people_decide,
    },
    new_community={"star levels": new_community.give_levels},
    points_on_the_way={"honours": points_on_the_way.of_names},
)
