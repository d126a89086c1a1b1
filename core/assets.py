"""Our own files in `static/`: addresses carry a digest, so that a browser may keep them."""

import hashlib
from pathlib import Path

from flask import Flask

DIGEST_LENGTH = 10


def init_app(app: Flask) -> None:
    """Let `url_for('static', …)` add `v`, the digest of the file as it was at the start."""
    folder = Path(app.static_folder or "")
    digests = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST_LENGTH]
        for path in folder.rglob("*")
        if path.is_file()
    }

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = digests.get(str(values.get("filename", "")))
