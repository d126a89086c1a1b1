"""What you do: activities, shifts, sign-ups, attendance and service records."""

LAYERS = (
    "hours",
    "attendance",
    "regulars",
    "sign_ups",
    "activities",
    "insurance",
    "service_time",
)
