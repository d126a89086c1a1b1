"""The ground floor: database, clock, refusals, permission names, typed inputs."""
