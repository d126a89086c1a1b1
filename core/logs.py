"""The log: one JSON line an event, one a request, on standard error or in LOG_FILE.

No line holds a name, phone, PIN, token or what was typed: a request is named by its route, never
by its address; what an unexpected failure says is told without Chinese, long numbers and tokens.
"""

import json
import logging
import re
import sys
import time
import traceback
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from typing import TextIO

from flask import Flask, Response, current_app, g, request

from core import request_id

PERSONAL = re.compile(r"[\u3400-\u9fff]+|[0-9]{5,}|[A-Za-z0-9_\-]{20,}")
"""What may be a name, a phone, a PIN or a token in words we did not write."""

FIELDS = ("method", "route", "status", "ms", "address", "person", "community")
log = logging.getLogger("wuse.request")


class JsonLines(logging.Formatter):
    """One JSON object a line: time with its zone, level, where it comes from, request, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line, whatever line breaks are in it."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": request_id.current() or None,
        }
        fields: dict[str, object] | None = getattr(record, "fields", None)
        line |= fields if fields is not None else {"message": _covered(record.getMessage())}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _of_failure(record.exc_info[1])
        return json.dumps(line)


def _of_failure(failure: BaseException) -> dict[str, object]:
    """Return what failed and where: its kind, its covered words, file and line of each step."""
    frames = traceback.extract_tb(failure.__traceback__)
    return {
        "error": type(failure).__name__,
        "words": _covered(str(failure))[:500],
        "trace": [f"{each.filename}:{each.lineno} {each.name}" for each in frames],
    }


def _covered(words: str) -> str:
    return PERSONAL.sub("…", words)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self.stream = sys.stderr
        super().emit(record)


def _handler(log_file: str) -> logging.Handler:
    """Return what writes the lines; a file moved away by logrotate is opened anew.

    Each line is one write to the end of the file, so that several processes share it.
    """
    return WatchedFileHandler(log_file, encoding="utf-8") if log_file else _StandardError()


def init_app(app: Flask, log_file: str, *, trusts_proxies: bool) -> None:
    """Send what `wuse` logs to `log_file`, or to standard error, and log every request."""
    send_to(log_file)
    app.before_request(_begin)
    if not trusts_proxies:
        app.before_request(_warn_of_proxy)
    app.after_request(_note_request)


def send_to(log_file: str) -> None:
    """Let one handler of ours be there, the newest program's; "" is standard error."""
    handler, ours = _handler(log_file), logging.getLogger("wuse")
    for old in [each for each in ours.handlers if isinstance(each.formatter, JsonLines)]:
        ours.removeHandler(old)
        old.close()
    handler.setFormatter(JsonLines())
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)


def _begin() -> None:
    g.began = time.monotonic()


def _warn_of_proxy() -> None:
    """Say once that a proxy speaks which nobody said to trust: all readers are one address."""
    if "X-Forwarded-For" in request.headers and "wuse_proxy_seen" not in current_app.extensions:
        current_app.extensions["wuse_proxy_seen"] = True
        log.warning("a proxy stands in front: set TRUSTED_PROXIES, or all readers are one address")


def _note_request(response: Response) -> Response:
    """Write one line of a request: a 429 and a 503 as warnings, another 5xx as an error."""
    status = response.status_code
    level = logging.INFO if status not in {429, 503} else logging.WARNING
    who, place = g.get("_login_user"), g.get("community")
    values = (
        request.method,
        request.url_rule.rule if request.url_rule is not None else None,
        status,
        round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
        request.remote_addr,
        getattr(who, "person_id", None),
        getattr(place, "__dict__", {}).get("slug"),
    )
    level = logging.ERROR if status >= 500 and status != 503 else level
    log.log(level, "", extra={"fields": dict(zip(FIELDS, values, strict=True))})
    return response
