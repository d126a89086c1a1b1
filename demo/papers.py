"""What lies on paper: a signed sheet, drawn here line by line, photographed by its leader."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy.orm import Session

from core import photo_apart
from core.kept_files import FileSort
from demo.outings import RED
from demo.town import LEADERS, Diary, Town
from teams.authority.act import Act
from teams.files.rules.incoming import Incoming
from volunteer.activities.models import Shift
from volunteer.attendance.rules import sheet_photos

PHOTOGRAPHED = "forgotten"
"""The shift of yesterday whose minutes wait: some of its people went without signing out."""

WIDTH, HEIGHT, LINES, TOP, LINE = 900, 1200, 14, 190, 66
COLUMNS = (60, 130, 330, 480, 630, 840)
INK, RULE, PAPER, TABLE = "#1d2a6b", "#8a8f98", "#fdfcf7", "#8b7355"


def write_down(diary: Diary, town: Town) -> None:
    """Put into the diary the photo of the signed sheet of yesterday's shift."""
    diary.note(town.now - timedelta(hours=2), _photograph, town)


def _photograph(session: Session, town: Town, now: datetime) -> None:
    shift = session.get_one(Shift, town.kept[f"{PHOTOGRAPHED}/shift0"])
    act = Act(session, now, by=town.by(session, LEADERS[RED][0]), community=town.community(session))
    drawn = photo_apart.draw(a_sheet()).content
    sheet_photos.put_in(act, shift.id, Incoming(FileSort.PHOTO, drawn))


def a_sheet() -> bytes:
    """Return the picture of a filled-in sheet on a table: rules, scribbled names, times, ticks."""
    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(paper)
    _scribble(pen, (300, 90), 15)
    for line in range(LINES + 1):
        at = TOP + line * LINE
        pen.line((COLUMNS[0], at, COLUMNS[-1], at), fill=RULE, width=2)
    for column in COLUMNS:
        pen.line((column, TOP, column, TOP + LINES * LINE), fill=RULE, width=2)
    for line in range(1, 9):
        _fill_in(pen, line)
    photo = Image.new("RGB", (WIDTH + 160, HEIGHT + 160), TABLE)
    photo.paste(paper, (80, 80))
    kept = io.BytesIO()
    photo.rotate(1.5, fillcolor=TABLE).save(kept, "JPEG", quality=70)
    return kept.getvalue()


def _fill_in(pen: ImageDraw.ImageDraw, line: int) -> None:
    """Write one line by hand: number, name, when somebody came and left, the signature."""
    at = TOP + line * LINE + 16
    font = ImageFont.load_default(30)
    pen.text((COLUMNS[0] + 20, at), str(line), fill=RULE, font=font)
    _scribble(pen, (COLUMNS[1] + 20, at + 20), 8 + line % 3)
    pen.text((COLUMNS[2] + 30, at), f"{14 + line // 5}:{(54 + line) % 60:02}", fill=INK, font=font)
    if line not in {3, 4}:
        pen.text((COLUMNS[3] + 30, at), f"17:{line % 4:02}", fill=INK, font=font)
    _scribble(pen, (COLUMNS[4] + 20, at + 18), 9 + line % 4)


def _scribble(pen: ImageDraw.ImageDraw, begin: tuple[int, int], strokes: int) -> None:
    x, y = begin
    steps = [(x + each * 14, y + (each * 37 % 23) - 11) for each in range(strokes)]
    pen.line(steps, fill=INK, width=3, joint="curve")
