"""The columns of what waits for a reader: one shape for each kind of thing."""

from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Date, String, case, cast, literal

from core.columns import UTCDateTime
from core.mixed_rows import MixedRows
from volunteer.activities.models import Activity, Shift
from volunteer.sign_ups.models import SignUpWarning

WHERE = case((Shift.place != "", Shift.place), else_=Activity.place)
"""Where a shift is: its own place where it was moved."""


class What(StrEnum):
    """Which kind of thing a row of the answer is."""

    ASKED = "asked"
    CODE = "code"
    KEPT = "kept"
    LED = "led"
    MARK = "mark"
    MESSAGE = "message"
    OFFERED = "offered"
    ON_NOTICE = "on_notice"


WAIT = MixedRows(
    {
        "number": cast(None, BigInteger),
        "activity_id": cast(None, BigInteger),
        "title": literal("", String),
        "place": literal("", String),
        "name": literal("", String),
        "volunteer_no": literal("", String),
        "starts_at": cast(None, UTCDateTime),
        "ends_at": cast(None, UTCDateTime),
        "until": cast(None, UTCDateTime),
        "happened_at": cast(None, UTCDateTime),
        "day": cast(None, Date),
        "last_on": cast(None, Date),
        "amount": cast(None, BigInteger),
        "count": cast(None, BigInteger),
        "kind": cast(None, SignUpWarning.kind.type),
        "values": cast(None, JSON),
        "weekday": cast(None, BigInteger),
        "month_day": cast(None, BigInteger),
        "on_date": cast(None, Date),
        "opens_minute": cast(None, BigInteger),
        "closes_minute": cast(None, BigInteger),
        "reason": literal("", String),
    }
)
