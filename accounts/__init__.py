"""Who you are: people, sign-in, login sessions, consent, the audit trail."""

LAYERS = (
    "trail",
    "gate",
    "upkeep_jobs | checks | sealed_samples | own_file",
    "queries",
    "rules",
    "act | words",
    "models",
)
