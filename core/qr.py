"""Codes drawn for a scanner."""

import io

import segno
from markupsafe import Markup


def qr(text: str, title: str | None = None, *, border: int = 2, css: str | None = "qr") -> Markup:
    """Draw `text` as an SVG picture that carries no style of its own; `border` counts squares."""
    drawn = io.BytesIO()
    _code(text).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=border,
        svgclass=css,
        lineclass=None,
        title=title,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by us from digits and letters


def qr_source(text: str, *, scale: int, border: int) -> str:
    """Return the same picture as what an <img> is drawn from, `scale` pixels a square."""
    return str(_code(text).svg_data_uri(scale=scale, border=border))


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)
