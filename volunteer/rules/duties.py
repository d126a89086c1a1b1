"""The due duties of this floor, as `flask sweep` runs them: one bounded batch a call."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from volunteer.rules import record_posting, sign_ups


def duties() -> list[tuple[str, Callable[[Session, datetime], int]]]:
    """Return each duty: its name, and what does one batch and says how many it did."""
    return [
        ("lapse_waiting", sign_ups.lapse_waiting),
        ("post_records", record_posting.post_passed),
    ]
