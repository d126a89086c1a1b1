"""What a file must prove before it is opened as a workbook: size, kind, and no tricks inside."""

import io
import re
import zipfile
from collections.abc import Iterator

from core.errors import RuleError

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_TEXT_BYTES = 200 * 1024 * 1024

_CHUNK = 1024 * 1024
_OVERLAP = 64
_OLE = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,10})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,10})["']""")
_SHARED_CELL = re.compile(rb"""\bt\s*=\s*["']s["']""")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class SheetRefused(RuleError):
    """The file cannot be taken as a table; `why` is one sentence with the next step."""

    status = 400
    code = "bad_request"
    message = "这张表读不了：%(why)s"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class WrongKind(SheetRefused):
    """The file is no .xlsx and no .csv, or its content and its extension do not agree."""

    status = 415
    code = "wrong_type"


class TooLarge(SheetRefused):
    """The file, what it unpacks to, or its table is larger than the limits."""

    status = 413
    code = "too_large"


def refuse_bad_workbook(content: bytes) -> None:
    """Refuse what must not reach the reader of workbooks, without unpacking more than the limits.

    Raises TooLarge, WrongKind or SheetRefused: encrypted, not a workbook, macros, too many parts,
    too large unpacked, ratio, entity declarations, too many rows or columns, too much text.
    """
    if content.startswith(_OLE):
        raise WrongKind("这是加了密码的或旧版的表格，请去掉密码，另存为 .xlsx 再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_by_listing(parts, len(content))
            _refuse_by_reading(archive, parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as broken:
        raise WrongKind("文件打不开，可能没有传完整。请重新另存为 .xlsx 再上传。") from broken
    except (NotImplementedError, RuntimeError, OSError, ValueError) as odd:
        raise WrongKind("文件的压缩方式不对，请用表格软件另存为 .xlsx 再上传。") from odd


def refuse_large_file(content: bytes) -> None:
    """Refuse an empty file and one above 10 MB. Raises WrongKind or TooLarge."""
    if not content:
        raise WrongKind("文件是空的，请重新选择。")
    if len(content) > MAX_FILE_BYTES:
        raise TooLarge("文件超过 10 MB，请分成几个文件上传。")


def refuse_large_table(rows: int, columns: int) -> None:
    """Refuse more than 20,000 rows or 100 columns. Raises TooLarge."""
    if rows > MAX_ROWS:
        raise TooLarge("表格超过 20000 行，请删去多余的行，或分成几个文件上传。")
    if columns > MAX_COLUMNS:
        raise TooLarge("表格超过 100 列，请删去多余的列再上传。")


def _refuse_by_listing(parts: list[zipfile.ZipInfo], packed: int) -> None:
    names = {part.filename.lower() for part in parts}
    if len(parts) > MAX_PARTS:
        raise TooLarge("文件里的部件太多，请只留要导入的工作表，另存为 .xlsx 再上传。")
    if len(names) != len(parts) or "xl/workbook.xml" not in names:
        raise WrongKind("这不是 .xlsx 表格，请用表格软件另存为 .xlsx 再上传。")
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise WrongKind("表格里带有宏，请另存为不带宏的 .xlsx 再上传。")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * packed:
        raise TooLarge("文件展开后太大，请删去多余的内容再上传。")


def _refuse_by_reading(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = 0
    texts = _Texts()
    for part in parts:
        name = part.filename.lower()
        for piece, fresh in _pieces(archive, part):
            unpacked += fresh
            if unpacked > MAX_UNPACKED_BYTES:
                raise TooLarge("文件展开后太大，请删去多余的内容再上传。")
            _refuse_declarations(name, piece)
            if "/worksheets/" in name:
                _refuse_far_cells(piece)
            texts.take(name, piece, fresh)
    if texts.cells * texts.longest > MAX_TEXT_BYTES:
        raise TooLarge("表格里的文字太长，请缩短后再上传。")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield a part in pieces that overlap a little, each with the count of its new bytes."""
    tail = b""
    with archive.open(part) as stream:
        while fresh := stream.read(_CHUNK):
            yield tail + fresh, len(fresh)
            tail = fresh[-_OVERLAP:]


def _refuse_declarations(name: str, piece: bytes) -> None:
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    if piece.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")) or _DECLARATION.search(piece):
        raise WrongKind("文件里有不该有的声明，请用表格软件另存为 .xlsx 再上传。")
    if b"macroEnabled" in piece and name == "[content_types].xml":
        raise WrongKind("表格里带有宏，请另存为不带宏的 .xlsx 再上传。")


def _refuse_far_cells(piece: bytes) -> None:
    for letters, digits in set(_CELL.findall(piece)):
        refuse_large_table(int(digits), _column_number(letters))
    for digits in _ROW.findall(piece):
        refuse_large_table(int(digits), 0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Texts:
    """Measures how many cells show a shared text and how long the longest is, however cut.

    A reader copies the shared text into each cell, so the product bounds the memory it needs.
    """

    def __init__(self) -> None:
        self.cells = 0
        self.longest = 0
        self._open = 0

    def take(self, name: str, piece: bytes, fresh: int) -> None:
        """Measure one more piece of the part called `name`."""
        if "/worksheets/" in name:
            self.cells += len(_SHARED_CELL.findall(piece))
        elif name.endswith("sharedstrings.xml"):
            *closed, rest = _TEXT_END.split(piece[-fresh:])
            for text in closed:
                self.longest = max(self.longest, self._open + len(text))
                self._open = 0
            self._open += len(rest)
            self.longest = max(self.longest, self._open)
