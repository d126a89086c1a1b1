"""Answers compressed the way the browser takes them; files of our own among them."""

from flask import Flask, Response
from flask_compress import Compress

COMPRESSED = (
    "text/html",
    "text/css",
    "text/javascript",
    "image/svg+xml",
    "application/json",
    "application/problem+json",
)
"""What is sent compressed; pictures and workbooks are already."""

compress = Compress()


def init_app(app: Flask) -> None:
    """Compress what is worth it: brotli, zstd or gzip.

    A page repeats no secret that somebody else could use: its form token is signed anew with the
    moment, so that nothing is learned of it from the length of many answers.
    """
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "zstd", "gzip"])
    app.config.setdefault("COMPRESS_MIMETYPES", list(COMPRESSED))
    app.config.setdefault("COMPRESS_BR_LEVEL", 4)
    compress.init_app(app)
    app.after_request(_hold_file)


def _hold_file(response: Response) -> Response:
    """Take a small file of ours into memory, since what is streamed is not compressed."""
    if response.direct_passthrough and response.mimetype in COMPRESSED:
        response.direct_passthrough = False
        response.get_data()
    return response
