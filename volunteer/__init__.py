"""What you do: activities, shifts, sign-ups, attendance and service records."""
