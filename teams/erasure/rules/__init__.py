"""Rules of `teams.erasure`."""
