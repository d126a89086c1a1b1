"""What the room `volunteer` declares: activities, sign-ups, attendance, service hours."""

from core.room import Room
from volunteer import new_community, points_on_the_way
from volunteer.attendance.rules import closing
from volunteer.blueprint import blueprints
from volunteer.hours import cli as importing
from volunteer.hours.rules import late_minutes, record_posting, record_proofs
from volunteer.permissions import PERMISSIONS
from volunteer.sign_ups.rules import place_checks, reminders, sign_ups
from volunteer.trail import TRAIL

ROOM = Room(
    blueprints=blueprints,
    commands=importing.commands,
    permissions=PERMISSIONS,
    trail=TRAIL,
    jobs={
        "lapse_waiting": sign_ups.lapse_waiting,
        "close_shifts": closing.close_empty,
        "remind of minutes": late_minutes.remind,
        "tell of shifts that come": reminders.tell_of_shifts,
        "tell of sign-ups that open": reminders.tell_of_openings,
        "post_records": record_posting.post_passed,
    },
    checks={**place_checks.CHECKS, **record_proofs.CHECKS},
    new_community={"kinds of activity": new_community.give_catalogue},
    points_on_the_way={"service records": points_on_the_way.of_records},
)
