"""Our own files in `static/`: addresses carry a digest, so that a browser may keep them.

They are read at the start and sent from memory, compressed once as hard as can be and kept so.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import brotli
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from core.compression import COMPRESSED

DIGEST_LENGTH = 10
LEAST_BYTES = 500
"""What is smaller is sent as it is."""

WAYS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.compress, "gzip": gzip.compress}
"""How a browser may have it, the best first; asked for nothing else, they do their hardest."""


@dataclass(slots=True)
class Asset:
    """One file as it was at the start, and compressed in each way that was asked for."""

    content: bytes
    kind: str
    compressed: dict[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells it from what it was before."""
        return hashlib.sha256(self.content).hexdigest()[:DIGEST_LENGTH]

    def as_sent(self, way: str) -> bytes:
        """Return it compressed in one of `WAYS`; kept until the program ends."""
        if way not in self.compressed:
            self.compressed[way] = WAYS[way](self.content)
        return self.compressed[way]

    @property
    def is_compressible(self) -> bool:
        """Say whether compressing is worth it; pictures are compressed already."""
        return self.kind in COMPRESSED and len(self.content) >= LEAST_BYTES


def init_app(app: Flask) -> None:
    """Send our files from memory, and let `url_for('static', …)` add `v`, their digest."""
    folder = Path(app.static_folder or "")
    kept = {
        path.relative_to(folder).as_posix(): Asset(path.read_bytes(), _kind_of(path))
        for path in folder.rglob("*")
        if path.is_file()
    }
    digests = {name: asset.digest for name, asset in kept.items()}
    app.extensions["wuse_assets"] = kept

    def send(filename: str) -> Response:
        if filename not in kept:
            raise NotFound
        return _sent(kept[filename], digests[filename])

    app.send_static_file = send  # type: ignore[method-assign]  # Flask's own view asks for it

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = digests.get(str(values.get("filename", "")))


def compress_all(app: Flask) -> None:
    """Compress every file in every way before the first browser asks."""
    for asset in cast("dict[str, Asset]", app.extensions["wuse_assets"]).values():
        for way in WAYS if asset.is_compressible else ():
            asset.as_sent(way)


def _kind_of(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _sent(asset: Asset, digest: str) -> Response:
    taken = request.accept_encodings
    way = next((way for way in WAYS if asset.is_compressible and taken[way] > 0), "")
    answer = Response(asset.as_sent(way) if way else asset.content, mimetype=asset.kind)
    answer.set_etag(f"{digest}-{way}" if way else digest)
    if asset.is_compressible:
        answer.vary.add("Accept-Encoding")
    if way:
        answer.headers["Content-Encoding"] = way
    answer.make_conditional(request)
    return answer
