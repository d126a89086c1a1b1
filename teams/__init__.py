"""Where you belong: communities, the five teams, members, roles, the gate, public notices."""
