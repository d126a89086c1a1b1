"""The ground: database, clock, refusals, permission names, typed inputs."""
