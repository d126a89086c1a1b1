"""Where a page may lead after signing in: a path of our own, nothing else."""

import unicodedata
from urllib.parse import unquote, urlsplit


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """Return `wanted` when it is a plain local path, else `otherwise`.

    Refused: other hosts, schemes, `//`, backslashes, control characters, and any of these behind
    one or more percent signs, since a browser or a proxy may take them off.
    """
    if not wanted or len(wanted) > 500:
        return otherwise
    bare = wanted
    for _ in range(3):
        if not _is_plain(bare):
            return otherwise
        bare = unquote(bare)
    return wanted


def _is_plain(path: str) -> bool:
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return False
    if any(unicodedata.category(character)[0] in "CZ" for character in path):
        return False
    parts = urlsplit(path)
    return not parts.scheme and not parts.netloc and "//" not in parts.path
