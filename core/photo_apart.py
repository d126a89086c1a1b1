"""A photo drawn anew by a process of its own: only its pixels go on, upright and of a fair size.

Place, camera and time (EXIF), colour profiles, texts, further pictures and whatever hangs behind
the picture stay behind, since nothing of the file is copied. Bounds are those of `core.apart`.
"""

import io
import json
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from core import apart
from core.errors import RuleError, Unavailable

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_EDGE = 2000
QUALITY = 80
TAKEN = ("JPEG", "PNG", "WEBP")
AT_ONCE = 2
"""How many photos one worker draws at a time; each may cost 640 MB for a moment."""

BOUNDS = apart.Bounds(
    memory_bytes=640 * 1024 * 1024,
    processor_seconds=10,
    seconds=20,
    answer_bytes=4 * 1024 * 1024,
)
_WAIT_SECONDS = 10
_turns = BoundedSemaphore(AT_ONCE)


class PhotoRefused(RuleError):
    """What was sent cannot be taken as a photo; `why` is one sentence with the next step."""

    status = 415
    code = "wrong_type"
    message = "这张照片放不上来：%(why)s"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class PhotoTooLarge(PhotoRefused):
    """The file, its picture, or what it takes to draw it is larger than the bounds."""

    status = 413
    code = "too_large"


EMPTY = "文件是空的，请重新拍一张或重新选。"
LARGE_FILE = "文件超过 10 MB，请把照片改小，或用相机的普通清晰度重拍。"
MANY_PIXELS = "照片超过 4000 万像素，请用相机的普通清晰度重拍。"
TOO_MUCH = "这张照片太复杂，画不出来，请重新拍一张。"
HEIC = "这是 HEIC 格式，这里打不开。请在手机“设置—相机—格式”里选“兼容性最佳”再拍，或者发一张截图。"
WRONG_KIND = "请选 JPG、PNG 或 WebP 的照片。"
BROKEN = "照片没有传完整或已经损坏，请重新拍一张。"

_REFUSALS = {kind.__name__: kind for kind in (PhotoRefused, PhotoTooLarge)}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it was drawn anew: a JPEG and nothing but."""

    content: bytes
    width: int
    height: int


def drawn_apart(content: bytes) -> Photo:
    """Return the photo drawn anew, in a process that is gone afterwards.

    Raises PhotoRefused (empty, no photo, broken), PhotoTooLarge (bytes, pixels, cost), Unavailable
    when too many are being drawn or the machine cannot start one.
    """
    _refuse_by_bytes(content)
    if not _turns.acquire(timeout=_WAIT_SECONDS):
        raise Unavailable
    try:
        answer = apart.look("core.photo_apart", "", content, BOUNDS)
    finally:
        _turns.release()
    if answer is None:
        raise PhotoTooLarge(TOO_MUCH)
    line, _, drawn = answer.partition(b"\n")
    told = json.loads(line)
    if "why" in told:
        raise _REFUSALS[told["kind"]](told["why"])
    return Photo(drawn, told["width"], told["height"])


def _refuse_by_bytes(content: bytes) -> None:
    if not content:
        raise PhotoRefused(EMPTY)
    if len(content) > MAX_FILE_BYTES:
        raise PhotoTooLarge(LARGE_FILE)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise PhotoRefused(HEIC)


def draw(content: bytes) -> Photo:
    """Draw a photo anew: turned upright, made smaller, on white where one could see through it.

    Raises PhotoRefused, PhotoTooLarge.
    """
    try:
        with Image.open(io.BytesIO(content), formats=TAKEN) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise PhotoTooLarge(MANY_PIXELS)
            return _drawn(opened)
    except UnidentifiedImageError as unknown:
        raise PhotoRefused(WRONG_KIND) from unknown
    except Image.DecompressionBombError as bomb:
        raise PhotoTooLarge(MANY_PIXELS) from bomb
    except (OSError, SyntaxError, ValueError, IndexError, EOFError) as broken:
        raise PhotoRefused(BROKEN) from broken


def _drawn(opened: Image.Image) -> Photo:
    opened.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    picture = ImageOps.exif_transpose(opened)
    if picture.mode not in {"RGB", "RGBA", "L"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    kept = io.BytesIO()
    paper.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return Photo(kept.getvalue(), *paper.size)


def main() -> None:
    """Draw the photo on the standard input; answer a line about it, and the photo."""
    apart.bind(BOUNDS)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    drawn = b""
    try:
        photo = draw(sys.stdin.buffer.read())
        told: dict[str, object] = {"width": photo.width, "height": photo.height}
        drawn = photo.content
    except PhotoRefused as refusal:
        told = {"kind": type(refusal).__name__, "why": refusal.values["why"]}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + drawn)


if __name__ == "__main__":
    main()
