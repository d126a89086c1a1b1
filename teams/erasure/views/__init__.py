"""Pages of `teams.erasure`."""
