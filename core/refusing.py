"""From a refusal to an answer: the same status, code and sentence for pages and for the API."""

import logging
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchRoute
from werkzeug.routing import RequestRedirect

from core import kept_form, request_id, room
from core.errors import (
    AlreadyDone,
    BadRequest,
    NotFound,
    NotSignedIn,
    OwnCase,
    RecheckNeeded,
    RuleError,
    SecretToChange,
    Unavailable,
)
from core.menu import Way
from core.outage import is_out
from core.template_filters import refusal_text

log = logging.getLogger("wuse")

PAGES = {
    400: "errors/400.html",
    403: "errors/403.html",
    404: "errors/404.html",
    429: "errors/429.html",
    503: "errors/503.html",
}
RETRY_AFTER_SECONDS = 5
AUDITED = frozenset({403, 429})
STATUS_CODES = {
    401: "not_signed_in",
    404: "not_found",
    413: "too_large",
    415: "wrong_type",
    429: "too_many_tries",
    503: "unavailable",
}


def init_app(app: Flask) -> None:
    """Register the one handler of refusals and its backstops."""

    def refused(refusal: RuleError) -> ResponseReturnValue:
        is_question = type(refusal) is RecheckNeeded
        if (refusal.status in AUDITED and not is_question) or refusal.is_audited:
            try:
                room.note_refusal(refusal)
            except Unavailable as untold:
                return answer(untold)
        if isinstance(refusal, Unavailable) and refusal.__cause__ is not None:
            _note_outage(refusal.__cause__)
        return answer(refusal)

    app.register_error_handler(RuleError, refused)
    app.register_error_handler(IntegrityError, _raced)
    app.register_error_handler(DBAPIError, _database_failed)
    app.register_error_handler(PoolTimeout, _database_failed)
    app.register_error_handler(CSRFError, _without_token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _last_resort)
    app.after_request(_say_when_to_return)


def answer(refusal: RuleError) -> ResponseReturnValue:
    """Show `refusal` as the page or the problem document it is.

    A page of its own asks the database who reads it; when that is away, this is what is said.
    """
    try:
        return _answer(refusal)
    except (DBAPIError, PoolTimeout, Unavailable) as failure:
        if refusal.status == 503:
            raise
        return _database_failed(failure)


def _answer(refusal: RuleError) -> ResponseReturnValue:
    g.is_out_of_order = refusal.status == 503
    if g.is_out_of_order:
        # What was read of it may have to be read again, which is what cannot be done.
        g.pop("community", None)
    if refusal.status == 401 and _may_sign_in():
        return redirect(
            url_for(room.way(Way.SIGN_IN), next=request.full_path.rstrip("?")), code=303
        )
    if isinstance(refusal, SecretToChange) and not _wants_json():
        return redirect(url_for(room.way(Way.OWN_SECRET)), code=303)
    sentence = refusal_text(refusal)
    if _wants_json():
        return _problem(refusal.status, refusal.code, sentence)
    return _with_retry(Response(_page(refusal, sentence), refusal.status), refusal)


def _page(refusal: RuleError, sentence: str) -> str:
    """Draw the page of a refusal; what was typed before a form grew old can be sent again."""
    if isinstance(refusal, RecheckNeeded):
        return _recheck_page(refusal, sentence)
    if isinstance(refusal, TokenMissing | NotSignedIn):
        fields = kept_form.kept_fields()
        return render_template(
            "errors/kept.html",
            message=sentence,
            fields=fields,
            is_one_tap=kept_form.is_one_tap(fields),
            send_to=request.full_path.rstrip("?"),
            back_url=_back(),
        )
    page = PAGES.get(refusal.status, "errors/refused.html")
    return render_template(
        page,
        message=sentence,
        is_own_case=refusal.code == OwnCase.code,
        back_url=_back(),
        typed=kept_form.kept_words(),
    )


def _recheck_page(refusal: RecheckNeeded, sentence: str) -> str:
    """Ask for the own password; the form goes on to the act itself, with all that was typed.

    An act that is a link is gone on to by way of the page `Way.RECHECK`.
    """
    is_link, path = request.method in {"GET", "HEAD"}, request.full_path.rstrip("?")
    return render_template(
        "errors/recheck.html",
        message=sentence,
        is_refused=type(refusal) is not RecheckNeeded,
        fields=[("next", path)] if is_link else kept_form.sent_fields(),
        send_to=url_for(room.way(Way.RECHECK)) if is_link else path,
        secret_name=kept_form.RECHECK_FIELD,
        has_password=g._login_user.person.password_hash is not None,
        back_url=_back(),
    )


def _may_sign_in() -> bool:
    return not _wants_json() and request.method in {"GET", "HEAD"}


def _with_retry(response: Response, refusal: RuleError) -> Response:
    wait = getattr(refusal, "wait_seconds", RETRY_AFTER_SECONDS)
    if refusal.status == 429:
        response.headers["Retry-After"] = str(wait)
    return response


def _say_when_to_return(response: Response) -> Response:
    """Say on every 503, also one a page shows beside its form, when to try again."""
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_SECONDS))
    return response


def _problem(status: int, code: str, sentence: str) -> Response:
    body = {
        "status": status,
        "code": code,
        "detail": sentence,
        "request_id": request_id.current(),
    }
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _wants_json() -> bool:
    return request.path.startswith("/api/")


def _back() -> str:
    """Return the page of this house the reader came from, if it can be opened, or the front."""
    came_from = urlsplit(request.referrer or "")
    is_same = came_from.path == request.path and request.method == "GET"
    if came_from.netloc == request.host and not is_same and _can_be_opened(came_from.path):
        return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    slug = g.community.slug if "community" in g else None
    return f"/c/{slug}/" if slug else "/"


def _can_be_opened(path: str) -> bool:
    """Say whether `path` answers a link: some addresses take forms alone."""
    try:
        current_app.url_map.bind(request.host).match(path, method="GET")
    except (NoSuchRoute, MethodNotAllowed, RequestRedirect):
        return False
    return True


def _raced(_failure: IntegrityError) -> ResponseReturnValue:
    log.warning("two requests raced past a check", exc_info=True)
    return answer(AlreadyDone())


def _database_failed(failure: Exception) -> ResponseReturnValue:
    if isinstance(failure, DBAPIError) and not is_out(failure):
        return _last_resort(failure)
    _note_outage(failure)
    return answer(Unavailable())


def _note_outage(failure: BaseException) -> None:
    """Say in one line of the log what the database came to; a crowd meets it many times."""
    what = str(getattr(failure, "orig", failure)).partition("\n")[0]
    log.warning("the database did not answer: %s", what)


def _without_token(_failure: CSRFError) -> ResponseReturnValue:
    return answer(TokenMissing())


class TokenMissing(BadRequest):
    """The form was open too long or came from elsewhere (CSRF)."""

    message = "页面放得太久了，为了安全没有收下。"


def _http(failure: HTTPException) -> ResponseReturnValue:
    status = failure.code or 500
    if status == 404:
        return answer(NotFound())
    if status < 400 or (failure.response is not None and status < 400):
        return failure
    refusal = BadRequest()
    refusal.status, refusal.code = status, STATUS_CODES.get(status, "bad_request")
    refusal.message = HTTP_WORDS.get(status, BadRequest.message)
    return answer(refusal)


HTTP_WORDS = {
    405: "这个地址不能这样打开，请从页面上的按钮进去。",
    413: "文件或填的内容太大了，没有收下。文件请不要超过 10 MB。",
    415: "这种文件打不开，请用 xlsx 或 csv。",
    429: "试的次数太多了，请过一会儿再来。",
}


def _last_resort(failure: Exception) -> ResponseReturnValue:
    log.error("unexpected failure, request %s", request_id.current(), exc_info=failure)
    g.is_out_of_order = True
    if _wants_json():
        return _problem(500, "unavailable", gettext("这一步没有办成，我们已记下。请稍后再试一次。"))
    return Response(render_template("errors/500.html"), 500)
