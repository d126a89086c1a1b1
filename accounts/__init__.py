"""Who you are: people, sign-in, login sessions, consent, the audit trail."""
