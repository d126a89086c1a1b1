"""Name each setting with its unit; rows that were changed by hand keep value, day and reason.

The audit trail is left as it was written: the page of the trail knows the names of before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NAMES = {
    "min_credit": "least_credited_minutes",
    "attend_pct": "attended_percent",
    "daily_cap": "daily_cap_minutes",
    "checkin_open": "check_in_opens_minutes",
    "late_grace": "late_grace_minutes",
    "checkout_close": "check_out_closes_minutes",
    "confirm_due": "confirm_due_working_days",
    "confirm_escalate": "confirm_escalates_days",
    "publicity_record": "record_notice_working_days",
    "publicity_honor": "level_notice_working_days",
    "publicity_star_of_month": "star_notice_working_days",
    "makeup_window": "manual_entry_days",
    "roster_filed_within": "attendance_list_filed_hours",
    "night_starts_at": "night_starts_hour",
    "points_per_hour": "hourly_points",
    "bonus_first_service": "first_service_bonus_points",
    "bonus_shift_leader": "shift_leader_bonus_points",
    "bonus_star_of_month": "star_bonus_points",
    "expiry_notice_first": "first_expiry_notice_days",
    "expiry_notice_second": "second_expiry_notice_days",
    "expiry_notice_last": "last_expiry_notice_days",
    "return_grace": "return_grace_days",
    "free_cancel": "free_cancel_hours",
    "late_cancel_warning": "late_cancel_hours",
    "ladder_warnings": "pause_after_marks",
    "ladder_window": "marks_window_days",
    "ladder_pause": "pause_days",
    "excuse_within": "excuse_days",
    "no_show_review": "review_after_no_shows",
    "promote_until": "promote_until_minutes",
    "decline_within": "decline_minutes",
    "training_lasts": "training_lasts_days",
    "remind_first": "first_reminder_hours",
    "remind_again": "second_reminder_hours",
    "monthly_slips": "monthly_redemptions",
    "collect_within": "collect_days",
    "accompanied_under": "accompanied_under_years",
    "minor_daily_cap": "child_daily_cap_minutes",
    "low_stock": "low_stock_items",
    "readings_per_hour": "hourly_readings",
    "star_not_again": "star_not_again_months",
}
"""What each was called, and what it is called now."""

SETTINGS = sa.table("community_settings", sa.column("name", sa.String))


def upgrade() -> None:
    _rename(NAMES)


def downgrade() -> None:
    _rename({now: before for before, now in NAMES.items()})


def _rename(names: dict[str, str]) -> None:
    known = sa.case(names, value=SETTINGS.c.name)
    op.execute(sa.update(SETTINGS).where(SETTINGS.c.name.in_(names)).values(name=known))
