"""The program: settings, database, sign-in, blueprints, one refusal handler."""

import os
from pathlib import Path

from flask import Flask, Response, g, redirect, request, request_started, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

from core import (
    assets,
    bodies,
    catalogue,
    commands,
    compression,
    engine,
    field_key,
    headers,
    keyring,
    logs,
    operator_words,
    refusing,
    request_id,
    room,
    template_filters,
    upkeep,
)
from core.addresses import Program
from core.db import db
from core.errors import ReadOnly
from core.permissions import open_to_all
from core.settings import Settings, SettingsWrong, from_environment

ROOT = Path(__file__).parent
ROOMS = ("accounts", "teams", "points", "volunteer", "commendations", "demo")
"""The rooms of the program, lowest first; whatever lists rooms asks `core.house`."""

LANGUAGES = ("zh", "en")
"""What the program speaks; the first where a browser asks for neither."""

csrf = CSRFProtect()
babel = Babel()
bootstrap = Bootstrap5()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the program from `settings`, or from the environment.

    Settings that are wrong end the program with one human line each.
    """
    settings = settings or _settings_or_exit()
    app = Program(__name__, instance_path=str(ROOT / "instance"))
    app.config.from_mapping(_configuration(settings))
    app.extensions["wuse_settings"] = settings
    keyring.use(settings.field_key)
    _check_field_key(settings)
    room.use(ROOMS)
    _register_database(app)
    _register_requests(app, settings)
    room.begin(app)
    _register_extensions(app)
    _register_templates(app)
    _register_pages(app)
    for command in [*commands.commands, *upkeep.commands, *room.commands()]:
        operator_words.spare_traces(command)
        app.cli.add_command(command)
    _register_health(app)
    refusing.init_app(app)
    return app


def _register_pages(app: Flask) -> None:
    """Load every page, then register the blueprints they stand on."""
    for _page in room.modules("views"):
        pass
    for each in room.rooms().values():
        for pages in each.blueprints:
            pages.register(app, {})
        for endpoint in each.sent_without_token:
            csrf.exempt(app.view_functions[endpoint])


def _settings_or_exit() -> Settings:
    try:
        return from_environment(os.environ, ROOT / "instance")
    except SettingsWrong as wrong:
        raise SystemExit("\n".join(wrong.problems)) from wrong


def _check_field_key(settings: Settings) -> None:
    try:
        field_key.check_at_start(settings.database_url, keyring.sealer())
    except field_key.WrongFieldKey as wrong:
        raise SystemExit(str(wrong)) from wrong


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine.options(settings.database_url),
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-form" if settings.is_secure else "form",
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "TRUSTED_HOSTS": settings.trusted_hosts or None,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "core" / "translations"),
        "BOOTSTRAP_SERVE_LOCAL": True,
        "READ_ONLY": settings.is_read_only,
        "DEMO": settings.is_demo,
    }


def _register_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        for each in db.engines.values():
            engine.make_safe(each)


def _register_extensions(app: Flask) -> None:
    csrf.init_app(app)
    catalogue.compile_when_older()
    babel.init_app(app, locale_selector=_language)
    bootstrap.init_app(app)
    compression.init_app(app)


def _language() -> str:
    """Read what the person chose, else this browser's last choice, else what it asks for."""
    chosen = None if g.get("is_out_of_order") else room.language()
    wanted = chosen or request.cookies.get("language")
    if wanted not in LANGUAGES:
        wanted = request.accept_languages.best_match(LANGUAGES)
    return "en" if wanted == "en" else "zh_Hans_CN"


def _register_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    template_filters.install(app.jinja_env)
    app.context_processor(lambda: {"request_id": request_id.current()})


def _register_requests(app: Flask, settings: Settings) -> None:
    request_started.connect(request_id.begin_request, app)
    bodies.init_app(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask says so
    logs.init_app(app, settings.log_file, trusts_proxies=settings.trusted_proxies > 0)
    assets.init_app(app)
    if settings.is_read_only:
        app.before_request(_refuse_writing)
    app.after_request(headers.secure(is_secure=settings.is_secure))


def _refuse_writing() -> None:
    """Let nobody change anything; who wants to read may still sign in and out."""
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.endpoint in room.sent_read_only():
        return
    raise ReadOnly


def _register_health(app: Flask) -> None:
    @app.get("/health/live")
    @open_to_all
    def live() -> Response:
        return Response("ok\n", content_type="text/plain")

    @app.get("/health/ready")
    @open_to_all
    def ready() -> Response:
        db.session.execute(text("SELECT 1"))
        return Response("ok\n", content_type="text/plain")

    @app.get("/favicon.ico")
    @open_to_all
    def favicon() -> ResponseReturnValue:
        return redirect(url_for("static", filename="mark.svg"), code=303)

    for endpoint in ("static", "bootstrap.static"):
        app.view_functions[endpoint] = open_to_all(app.view_functions[endpoint])
