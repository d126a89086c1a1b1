"""The one way out of the private store, and what every form that takes a file does with it."""

from flask import Response, request
from sqlalchemy.orm import Session

from core import clock
from core.db import db, run
from core.kept_files import FileKind
from teams.authority.act import Act
from teams.blueprint import bp
from teams.files.models import StoredFile
from teams.files.queries import files as queries
from teams.files.rules import files, incoming
from teams.files.rules.incoming import Incoming
from teams.gate import authority, community, requires
from teams.permissions import Permission

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@bp.get("/files/<id:file_id>")
@requires(Permission.COMMUNITY_READ)
def file(file_id: int) -> Response:
    """Hand a file to who may see it: a photo to be shown, a PDF only to be kept.

    Its type and its name are ours, never those it came with.
    """
    found = queries.file_shown(db.session(), community(), file_id, authority())
    answer = Response(files.opened(db.session(), found))
    answer.content_type = "image/jpeg" if found.is_photo else "application/pdf"
    way, end = ("inline", "jpg") if found.is_photo else ("attachment", "pdf")
    answer.headers["Content-Disposition"] = f'{way}; filename="{_name(found)}.{end}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _name(found: StoredFile) -> str:
    return f"{found.kind.replace('_', '-')}-{found.id}"


def sent_file(kind: FileKind, field: str = "file") -> Incoming:
    """Look at the file a form sent, counted against who sends it, before anything is written.

    Raises FileMissing, TooManyTries, what `incoming.looked_at` raises, in that order.
    """
    sent = request.files.get(field)
    content = sent.read() if sent is not None else b""
    if not content:
        raise incoming.FileMissing
    now, by = clock.now(), authority()

    def spend(session: Session) -> None:
        incoming.spend_one(Act(session, now, by=by))

    run(spend)
    return incoming.looked_at(content, kind.sorts)
