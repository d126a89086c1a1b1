"""What may be sent to a page: a form of a bounded size, to a name that is ours.

Asked before anything reads the body, so that nothing else need know what else could come.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import ClientDisconnected, SecurityError
from werkzeug.wsgi import LimitedStream, get_host

from core.errors import BadRequest, RuleError

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MOST_DRAINED = 64 * 1024 * 1024
A_PIECE = 64 * 1024
NOT_OURS = "这个网址不对，请从社区给的网址或二维码进来。"
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
log = logging.getLogger("wuse")


class NoForm(RuleError):
    """What was sent is no form: JSON, XML, plain text; pages take forms alone."""

    status = 415
    code = "wrong_type"
    message = "这里只收页面上的表单，请从页面上的按钮提交。"


def init_app(app: Flask) -> None:
    """Refuse other bodies first of all; names that are not ours, before anything is built."""
    app.before_request(_refuse_other_bodies)
    app.before_request(_refuse_unwritable)
    app.after_request(_drain)
    app.wsgi_app = _of_trusted(app.wsgi_app, app.config["TRUSTED_HOSTS"])  # type: ignore[assignment,method-assign]  # Flask says to wrap it so


def _refuse_other_bodies() -> None:
    """Raise NoForm for a body that is no form. The API reads its own."""
    is_change = request.method in {"POST", "PUT", "PATCH", "DELETE"}
    if not is_change or request.path.startswith("/api/"):
        return
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    if has_body and request.mimetype not in FORMS:
        raise NoForm


def _refuse_unwritable() -> None:
    """Raise BadRequest for a field without a name, and for the one character no database takes."""
    typed = [*request.args.items(multi=True), *request.form.items(multi=True)]
    words: list[str | None] = [request.path, *(word for pair in typed for word in pair)]
    if any(word is None or "\x00" in word for word in words):
        raise BadRequest


def _of_trusted(inner: WSGI, hosts: list[str] | None) -> WSGI:
    """Answer 400 in words to any other Host, and to one that can be none, whatever the address.

    Nothing below it, error pages among them, can break on a name.
    """

    def guarded(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        try:
            get_host(environ, hosts).partition(":")[0].encode("idna")
        except (SecurityError, UnicodeError):
            log.warning("refused a request for the host %.80r", environ.get("HTTP_HOST", ""))
            return Response(NOT_OURS, 400, content_type="text/plain; charset=utf-8")(environ, start)
        _bound(environ)
        return inner(environ, start)

    return guarded


def _bound(environ: dict[str, Any]) -> None:
    """Let the body end where its length says: a server's own stream may wait for more behind it."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit():
        environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], int(length))


def _drain(response: Response) -> Response:
    """Read on what nobody wanted to read, so that the browser listens to the answer.

    A server that closes while it is still being sent to is heard as a broken line.
    """
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, MOST_DRAINED)
    with suppress(ClientDisconnected):
        while left > 0 and (piece := stream.read(min(A_PIECE, left))):
            left -= len(piece)
    return response
