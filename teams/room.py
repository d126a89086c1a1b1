"""What the room `teams` declares: communities, members, roles, public notices, imports."""

from core.room import Room
from teams import duties, proofs
from teams.blueprint import blueprints
from teams.communities import cli as operating
from teams.imports import cli as importing
from teams.imports.rules import import_runs
from teams.notices.rules import notice_days
from teams.permissions import PERMISSIONS
from teams.trail import TRAIL

ROOM = Room(
    blueprints=blueprints,
    commands=(*operating.commands, *importing.commands),
    permissions=PERMISSIONS,
    trail=TRAIL,
    jobs={
        "notices whose working days changed": notice_days.extend_changed,
        "notices that end": duties.end_notices,
        "files of imports forgotten": import_runs.forget_files,
    },
    checks={
        "numbers bear their community's letters": proofs.numbers_bear_letters,
        "team members stay in their community": proofs.teams_stay_in_community,
        "ended notices leave nothing hanging": proofs.nothing_hangs_after_the_end,
        "a disputed line has its open objection": proofs.disputes_have_objections,
    },
)
