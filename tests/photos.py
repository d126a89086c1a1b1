"""Photos as phones make them and as nobody should send them, drawn on the spot."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

CAMERA = "Secret Camera 9"


def a_photo(
    width: int = 60, height: int = 40, form: str = "JPEG", *, telling: bool = False, mark: int = 0
) -> bytes:
    """A small picture; `telling` carries the camera, the place and a mark that it lies on its side.

    mark: makes one picture differ from another.
    """
    picture = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(picture).rectangle([2, 2, 20, 12 + mark], fill="navy")
    kept = io.BytesIO()
    picture.save(kept, form, **({"exif": _telling()} if telling else {}))
    return kept.getvalue()


def _telling() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (38.0, 26.0, 3.0), "E", (100.0, 49.0, 1.0)
    return exif


def a_pdf(inside: bytes = b"") -> bytes:
    """A document of one empty page, as small as one can be."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + inside + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
