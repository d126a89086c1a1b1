"""Photos drawn anew by a process of their own, core/photo_apart.py; PDFs, core/pdf_guard.py."""

import io
import time

import pytest
from PIL import Image

from core import photo_apart
from core.errors import Unavailable
from core.pdf_guard import MAX_FILE_BYTES, PdfRefused, PdfTooLarge, refuse_bad_pdf
from core.photo_apart import PhotoRefused, PhotoTooLarge, drawn_apart
from tests.photos import CAMERA, a_pdf, a_photo


def test_a_photo_goes_on_upright_and_tells_nothing_of_place_or_camera():
    sent = a_photo(60, 40, telling=True)
    assert CAMERA.encode() in sent

    drawn = drawn_apart(sent)

    kept = Image.open(io.BytesIO(drawn.content))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (40, 60), {})
    assert (drawn.width, drawn.height) == (40, 60)
    assert CAMERA.encode() not in drawn.content
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_photos_come_out_as_jpeg(form):
    assert drawn_apart(a_photo(form=form)).content.startswith(b"\xff\xd8\xff")


def test_what_hangs_behind_a_photo_stays_behind():
    drawn = drawn_apart(a_photo() + b"<script>alert(1)</script>PK\x03\x04")

    assert b"script" not in drawn.content


def test_a_large_photo_is_made_smaller():
    assert drawn_apart(a_photo(4000, 1000)).width == photo_apart.LONGEST_EDGE


def test_what_one_can_see_through_stands_on_white():
    clear = io.BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(clear, "PNG")

    drawn = Image.open(io.BytesIO(drawn_apart(clear.getvalue()).content))

    assert min(drawn.getpixel((4, 4))) > 250


def a_bomb():
    content = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    return content.getvalue()


def test_a_picture_of_400_million_pixels_is_refused_at_once():
    content = a_bomb()
    began = time.monotonic()

    with pytest.raises(PhotoTooLarge, match="4000 万像素"):
        drawn_apart(content)

    assert (len(content) < 100_000, time.monotonic() - began < 5) == (True, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"hello, I am a photo", "JPG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "JPG"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "JPG"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "兼容性最佳"),
        (a_photo()[:200], "损坏"),
        (a_photo(form="PNG")[:60], "损坏"),
    ],
    ids=["nothing", "words", "svg", "gif", "heic", "torn jpeg", "torn png"],
)
def test_what_is_no_photo_is_refused_in_words(content, words):
    with pytest.raises(PhotoRefused, match=words):
        drawn_apart(content)


@pytest.mark.parametrize(("over", "refused"), [(0, False), (1, True)])
def test_ten_megabytes_are_taken_and_a_byte_more_is_not(over, refused):
    content = a_photo()
    content += bytes(photo_apart.MAX_FILE_BYTES + over - len(content))

    if refused:
        with pytest.raises(PhotoTooLarge, match="10 MB"):
            drawn_apart(content)
    else:
        assert drawn_apart(content).width == 60


@pytest.mark.parametrize(("over", "refused"), [(0, False), (1, True)])
def test_forty_million_pixels_are_taken_and_one_more_is_not(over, refused, monkeypatch):
    monkeypatch.setattr(photo_apart, "MAX_PIXELS", 60 * 40 - over)

    if refused:
        with pytest.raises(PhotoTooLarge, match="万像素"):
            photo_apart.draw(a_photo())
    else:
        assert photo_apart.draw(a_photo()).width == 60


def test_a_photo_that_costs_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(photo_apart.apart, "look", lambda *_: None)

    with pytest.raises(PhotoTooLarge, match="太复杂"):
        drawn_apart(a_photo())


def test_when_too_many_are_being_drawn_one_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(photo_apart, "_WAIT_SECONDS", 0)
    for _ in range(photo_apart.AT_ONCE):
        photo_apart._turns.acquire()
    try:
        with pytest.raises(Unavailable):
            drawn_apart(a_photo())
    finally:
        for _ in range(photo_apart.AT_ONCE):
            photo_apart._turns.release()


def test_a_plain_pdf_is_taken():
    refuse_bad_pdf(a_pdf())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 without an end", "完整"),
        (a_pdf() + b"PK\x03\x04 a zip behind it", "完整"),
        (b"%PDF-<html>" + a_pdf(), "完整"),
        (a_pdf(b"/OpenAction<</S/JavaScript/JS(app.alert)>>"), "程序"),
        (a_pdf(b"/Names<</EmbeddedFiles 3 0 R>>"), "程序"),
        (a_pdf(b"/Encrypt 9 0 R"), "密码"),
    ],
)
def test_a_pdf_that_is_more_or_less_than_a_document_is_refused(content, words):
    with pytest.raises(PdfRefused, match=words):
        refuse_bad_pdf(content)


@pytest.mark.parametrize(("over", "refused"), [(0, False), (1, True)])
def test_five_megabytes_of_pdf_are_taken_and_a_byte_more_is_not(over, refused):
    plain = a_pdf()
    content = plain[:9] + bytes(MAX_FILE_BYTES + over - len(plain)) + plain[9:]

    if refused:
        with pytest.raises(PdfTooLarge, match="5 MB"):
            refuse_bad_pdf(content)
    else:
        refuse_bad_pdf(content)
