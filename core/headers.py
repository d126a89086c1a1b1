"""Security headers of every answer, errors included."""

from collections.abc import Callable

from flask import Response, request

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
A_YEAR = 365 * 24 * 3600
STATIC_SECONDS = 3600


def secure(*, is_secure: bool) -> Callable[[Response], Response]:
    """Return the function that sets the headers; HSTS only when the address is https."""

    def set_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS
        if is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
        if request.endpoint == "static":
            kept = f"{A_YEAR}, immutable" if "v" in request.args else str(STATIC_SECONDS)
            response.headers["Cache-Control"] = f"public, max-age={kept}"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return set_headers
