"""Where you belong: communities, the five teams, members, roles, the gate, public notices."""

LAYERS = (
    "sign_in",
    "privacy",
    "county",
    "communities",
    "audit_trail",
    "bulk",
    "merging",
    "erasure",
    "imports",
    "places",
    "files",
    "roles",
    "notices",
    "members",
    "settings",
    "blueprint",
    "gate",
    "authority",
)
