"""The doors of the program: signing in and out, locks, own secrets."""
