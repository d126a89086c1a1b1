"""Who you are: people, sign-in, login sessions, consent, the audit trail."""

LAYERS = (
    "trail",
    "gate",
    "duties | checks | sealed_samples | own_file",
    "queries",
    "rules",
    "act | words",
    "models",
)
