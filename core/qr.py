"""Codes drawn for a scanner."""

import io

import segno
from markupsafe import Markup


def qr(text: str, title: str) -> Markup:
    """Draw `text` as an SVG picture that carries no style of its own."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        svgclass="qr",
        lineclass=None,
        title=title,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by us from digits and letters
