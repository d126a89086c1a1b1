"""The one sealer of the running program, set at its start."""

from core.sealing import Sealer

_sealers: list[Sealer] = []


def use(field_key: str) -> None:
    """Let `sealer` answer with the keys of `field_key` from now on."""
    _sealers[:] = [Sealer.from_secret(field_key)]


def sealer() -> Sealer:
    """Return the sealer. Raises RuntimeError before a key was given: nothing is kept in clear."""
    if not _sealers:
        raise RuntimeError("FIELD_KEY was never given: personal fields cannot be sealed")
    return _sealers[0]
