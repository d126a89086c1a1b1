"""What a file must pass before it is opened as a workbook: size, rows, columns, kind, no tricks."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import RuleError

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 2_000
MAX_SHEETS = 100
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_PLACES = 2_000_000
MAX_TEXT_BYTES = 24 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,10})["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,10})["']""")
_CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s>/]")
_SHARED_CELL = re.compile(rb"""\bt\s*=\s*["']s["'](?:[^>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*<)?""")
_TEXT_END = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_TAG = re.compile(rb"<[^>]*>")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")


class WorkbookRefused(RuleError):
    """The file cannot be taken as a table; `why` is one sentence with the next step."""

    status = 400
    code = "bad_request"
    message = "这张表读不了：%(why)s"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class WrongKind(WorkbookRefused):
    """The file is no .xlsx and no .csv, or its content and its extension do not agree."""

    status = 415
    code = "wrong_type"


class TooLarge(WorkbookRefused):
    """The file, what it unpacks to, or its table is larger than the limits."""

    status = 413
    code = "too_large"


def refuse_bad_workbook(content: bytes) -> None:
    """Refuse what must not reach the reader of workbooks, before anything is built from it.

    What many sheets share is counted for each. Raises TooLarge, WrongKind or WorkbookRefused:
    encrypted, not a workbook, macros, too many parts, too large unpacked, ratio, entity
    declarations, too many sheets, rows, columns or places in all, too much text.
    """
    if content.startswith(_OLE):
        raise WrongKind("这是加了密码的或旧版的表格，请去掉密码，另存为 .xlsx 再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_by_listing(archive.infolist(), len(content))
            _refuse_by_reading(archive)
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


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a part costs each sheet that shows it: places from A1 to its far corner, and text."""

    size: int
    places: int = 0
    shared: tuple[int, ...] = ()
    is_grid: bool = False


def _refuse_by_reading(archive: zipfile.ZipFile) -> None:
    texts: list[int] = []
    weights: dict[str, _Weight] = {}
    unpacked = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            data = stream.read(MAX_UNPACKED_BYTES + 1 - unpacked)
        unpacked += len(data)
        if unpacked > MAX_UNPACKED_BYTES:
            raise TooLarge("文件展开后太大，请删去多余的内容再上传。")
        name = part.filename.lower()
        _refuse_declarations(name, data)
        weights[name] = _weight(data)
        if name.endswith("sharedstrings.xml"):
            texts += [len(_TAG.sub(b"", text)) for text in _TEXT_END.split(data)]
    shown = Counter(sheet_parts(archive))
    _refuse_heavy(weights, shown, texts)


def _refuse_heavy(
    weights: Mapping[str, _Weight], shown: Counter[str], texts: Sequence[int]
) -> None:
    """Add up what is shown, each part as often as sheets show it. Raises TooLarge."""
    times = {name: max(shown[name], weight.is_grid) for name, weight in weights.items()}
    if sum(shown.values()) > MAX_SHEETS or sum(times.values()) > MAX_SHEETS:
        raise TooLarge("工作表太多，请只留要导入的工作表，另存为 .xlsx 再上传。")
    if sum(weights[name].size * times[name] for name in times) > MAX_UNPACKED_BYTES:
        raise TooLarge("文件展开后太大，请删去多余的内容再上传。")
    if sum(weights[name].places * times[name] for name in times) > MAX_PLACES:
        raise TooLarge("各张工作表加起来太大，请删去空行空列，或分成几个文件上传。")
    longest = max(texts, default=0)
    shared = ((at, count) for name, count in times.items() for at in weights[name].shared)
    total = sum((texts[at] if 0 <= at < len(texts) else longest) * count for at, count in shared)
    if total > MAX_TEXT_BYTES:
        raise TooLarge("表格里的文字太长，请缩短后再上传。")


def _weight(data: bytes) -> _Weight:
    """Measure a part wherever it stands in the file; cells that name no place are counted.

    Raises TooLarge for a far cell.
    """
    if b"<" not in data:
        return _Weight(len(data))
    cells = _CELL.findall(data)
    columns = max((column_number(letters) for letters in {one[0] for one in cells}), default=0)
    rows = [int(digits) for digits in _ROW.findall(data)]
    height = max((*rows, *(int(digits) for _, digits in cells)), default=0)
    if len(_CELL_TAG.findall(data)) > len(cells):
        lines = _ROW_TAG.split(data)
        height = max(height, len(lines) - 1)
        columns = max(columns, *(len(_CELL_TAG.findall(line)) for line in lines))
    refuse_large_table(height, columns)
    shared = tuple(int(found or -1) for found in _SHARED_CELL.findall(data))
    return _Weight(len(data), height * columns, shared, is_grid=bool(rows))


def sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Return the part of each sheet in lower case, as often as sheets show it, in their order."""
    names = {part.filename.lower(): part for part in archive.infolist()}
    targets = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for tag in _RELATION.findall(archive.read(names["xl/_rels/workbook.xml.rels"])):
            attributes = dict(_ATTRIBUTE.findall(tag))
            targets[attributes.get(b"Id", b"")] = _part_name(attributes.get(b"Target", b""))
    tags = _SHEET.findall(archive.read(names["xl/workbook.xml"]))
    identities = [
        next((value for key, value in _ATTRIBUTE.findall(tag) if key.endswith(b":id")), b"")
        for tag in tags
    ]
    return [targets.get(identity, "") for identity in identities]


def _part_name(target: bytes) -> str:
    name = target.decode("utf-8", "replace").lower()
    if name.startswith("/"):
        return name[1:]
    return name if name.startswith("xl/") else f"xl/{name}"


def _refuse_declarations(name: str, data: bytes) -> None:
    if not name.endswith((".xml", ".rels", ".vml")):
        return
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")) or _DECLARATION.search(data):
        raise WrongKind("文件里有不该有的声明，请用表格软件另存为 .xlsx 再上传。")
    if b"macroEnabled" in data and name == "[content_types].xml":
        raise WrongKind("表格里带有宏，请另存为不带宏的 .xlsx 再上传。")


def column_number(letters: bytes) -> int:
    """Return the number of a column by its letters, A being 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
