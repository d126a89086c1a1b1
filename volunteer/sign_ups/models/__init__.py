"""Tables of `volunteer.sign_ups`."""

from volunteer.sign_ups.models.sign_ups import SignUp, SignUpState, SignUpWarning, WarningKind
from volunteer.sign_ups.models.wishes import OpeningReminder, Substitution, SubstitutionState

__all__ = [
    "OpeningReminder",
    "SignUp",
    "SignUpState",
    "SignUpWarning",
    "Substitution",
    "SubstitutionState",
    "WarningKind",
]
