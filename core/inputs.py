"""What people type read into one exact value: numbers, phones, names, notes, days, cards.

Every parser takes text and raises BadInput. Unseen marks fall away everywhere (core.folding);
numbers, phones and days are then folded to their plain form, names and notes kept as typed.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import phonenumbers

from core.folding import unmarked

BIGGEST = 2**63 - 1
SMALLEST = -(2**63)
DAY_MINUTES = 24 * 60
SERIAL_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050

_JOINER = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_HAN_GAP = re.compile(r"(?<=[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])\s+(?=[^\x00-\x7f])")
_HAN = r"[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff]"
_TWO_PARTS = re.compile(rf"({_HAN}{{2,}}) ({_HAN}{{2,}})")
_DOUBLE_SURNAMES = re.compile(
    "欧阳|诸葛|司马|上官|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|东方|独孤|端木"
)
_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅●．.", "·"))
_HOUR_BEHIND = re.compile(r"(?<=[0-9日号])[\sT]+([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")
_DAY_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?",
        r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－～〜", "-"))


class BadInput(ValueError):
    """What was typed cannot be taken; `message` is one Chinese sentence saying what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def _is_unseen(character: str) -> bool:
    """Tell controls, bidi and zero-width marks, surrogates, private and non-characters."""
    kind = unicodedata.category(character)
    filler = character in "\u115f\u1160\u3164\uffa0\u2800\u034f"
    return (
        kind in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} or ord(character) & 0xFFFE == 0xFFFE or filler
    )


def _refuse_unseen(text: str) -> None:
    if any(_is_unseen(character) for character in text):
        raise BadInput("里面有看不见的或无法显示的字符，请删掉后重新输入。")


_ON_A_CARD = re.compile(r"login.([A-Z]{2,3}[0-9]{3,})", re.IGNORECASE)


def of_card(words: str | None) -> str:
    """Return the volunteer number of a scanned card, whose code is a sign-in address.

    Anything else stays as it was typed, without marks nobody sees.
    """
    typed = unmarked(words or "")
    found = _ON_A_CARD.search(typed)
    return found[1].upper() if found else typed


def folded(text: str) -> str:
    """Return `text` stripped and in its plain form: full-width letters and digits become narrow.

    Unseen marks fall away. Raises BadInput for what cannot be shown at all, and for digits in
    circles or raised, which only look like the number they would become.
    """
    bare = unmarked(text).strip()
    _refuse_unseen(bare)
    if any(unicodedata.category(character) == "No" for character in bare):
        raise BadInput("数字请用普通的 0 到 9 写。")
    return unicodedata.normalize("NFKC", bare).strip()


def visible_length(text: str) -> int:
    """Count the characters people see: marks, joined emoji and flags count with their base."""
    count, joined, flag_open = 0, False, False
    for character in text:
        point = ord(character)
        is_flag = point in _FLAG_LETTERS
        closes_flag = is_flag and flag_open
        is_mark = unicodedata.category(character) in {"Mn", "Me"} or point in _MODIFIERS
        if not (joined or is_mark or closes_flag or character == _JOINER):
            count += 1
        joined = character == _JOINER
        flag_open = is_flag and not flag_open
    return count


def whole_number(minimum: int = SMALLEST, maximum: int = BIGGEST) -> Callable[[str], int]:
    """Make a parser of whole numbers from `minimum` to `maximum`, both included."""

    def parse(text: str) -> int:
        plain = folded(text)
        if not re.fullmatch(r"-?[0-9]{1,19}", plain):
            raise BadInput(f"请填 {minimum} 到 {maximum} 之间的整数，只写数字。")
        number = int(plain)
        if not minimum <= number <= maximum:
            raise BadInput(f"请填 {minimum} 到 {maximum} 之间的整数，现在是 {number}。")
        return number

    return parse


def phone(text: str, *, is_landline_allowed: bool = False) -> str:
    """Read a mainland mobile number and return its 11 digits; +86, 0086 and separators fall away.

    A landline, where allowed, comes back with its area code and the leading 0.
    """
    plain = folded(text).translate(DASHES)
    words = "请填 11 位手机号，例如 13800138000。"
    if is_landline_allowed:
        words = "请填 11 位手机号，或带区号的座机号，例如 0936-4421234。"
    if not re.fullmatch(r"[+0-9][0-9 ()-]{5,23}", plain):
        raise BadInput(words)
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", plain), "CN")
    except phonenumbers.NumberParseException as unread:
        raise BadInput(words) from unread
    return _mainland_digits(number, words, is_landline_allowed=is_landline_allowed)


def _mainland_digits(
    number: phonenumbers.PhoneNumber, words: str, *, is_landline_allowed: bool
) -> str:
    digits = str(number.national_number)
    if number.country_code != 86 or not phonenumbers.is_valid_number(number):
        raise BadInput(words)
    kind = phonenumbers.number_type(number)
    if kind == phonenumbers.PhoneNumberType.MOBILE and re.fullmatch(r"1[0-9]{10}", digits):
        return digits
    if is_landline_allowed and kind == phonenumbers.PhoneNumberType.FIXED_LINE:
        return f"0{digits}"
    raise BadInput(words)


def person_name(text: str) -> str:
    """Read a person's name, 2 to 40 characters as seen; rare characters stay as they are.

    Gaps typed to make two-character names look wide are closed, a gap between two long parts
    (买买提 吐尔逊) and every dot become `·`.
    """
    bare = unicodedata.normalize("NFC", unmarked(text).strip())
    _refuse_unseen(bare)
    closed = _without_gaps(re.sub(r"\s+", " ", _narrow_latin(bare)).translate(_DOTS))
    name = re.sub(r"\s*·\s*", "·", closed)
    if not (2 <= visible_length(name) <= 40 and len(name) <= 60):
        raise BadInput("姓名请填 2 到 40 个字。")
    if not all(_belongs_in_name(character) for character in name):
        raise BadInput("姓名里只能有文字和“·”，请去掉数字、标点和符号。")
    if name.startswith("·") or name.endswith("·") or "··" in name:
        raise BadInput("“·”要写在姓名两段之间。")
    _refuse_look_alikes(name)
    return name


def _without_gaps(name: str) -> str:
    parts = _TWO_PARTS.fullmatch(name)
    if parts and not _DOUBLE_SURNAMES.fullmatch(parts[1]) and len(parts[1] + parts[2]) > 4:
        return f"{parts[1]}·{parts[2]}"
    return _HAN_GAP.sub("", name)


def _narrow_latin(text: str) -> str:
    narrowed = (
        unicodedata.normalize("NFKC", character) if "！" <= character <= "～" else character
        for character in text
    )
    return "".join(narrowed)


def _belongs_in_name(character: str) -> bool:
    is_variant = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0100"
    is_new_han = "\U00020000" <= character <= "\U0003fffd"
    is_word = unicodedata.category(character)[0] in "LM" or character == "〇" or is_new_han
    return character in "· -'’" or (is_word and not is_variant)


def _refuse_look_alikes(name: str) -> None:
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in name}
    if len(scripts & {"LATIN", "CYRILLIC", "GREEK", "CJK"}) > 1 and scripts & {"CYRILLIC", "GREEK"}:
        raise BadInput("姓名里混用了长得相像的外文字母，请用同一种文字写。")


def note(maximum: int = 200) -> Callable[[str], str]:
    """Make a parser of free text of at most `maximum` characters as seen; lines are kept.

    Emoji families keep their joiners, other marks fall away, controls are refused. What comes back
    may hold ten times as many code points, so it is kept in a column without a length.
    """

    def parse(text: str) -> str:
        joined = "".join(
            after if after == _JOINER and _may_be_joined(before) else unmarked(after)
            for before, after in pairwise(" " + text.replace("\r\n", "\n"))
        )
        lines = unicodedata.normalize("NFC", joined.strip())
        for character in lines:
            if character not in "\n\t" + _JOINER:
                _refuse_unseen(character)
        if visible_length(lines) > maximum or len(lines) > 10 * maximum:
            raise BadInput(f"最多写 {maximum} 个字，现在是 {visible_length(lines)} 个。")
        return lines

    return parse


def _may_be_joined(before: str) -> bool:
    return unicodedata.category(before) == "So" or before == "\ufe0f" or ord(before) in _MODIFIERS


def volunteer_number(text: str) -> str:
    """Read a volunteer number: two or three capital letters and four to eight digits."""
    number = folded(text).upper()
    if not re.fullmatch(r"[A-Z]{2,3}[0-9]{4,8}", number):
        raise BadInput("志愿者编号是两三个字母加数字，例如 DJ0001。")
    return number


def slug(text: str) -> str:
    """Read the short name of a community in addresses: `[a-z][a-z0-9-]{1,30}`."""
    word = folded(text)
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,30}", word):
        raise BadInput("请用小写字母开头，只写小写字母、数字和短横，2 到 31 个。")
    return word


def on_date(text: str) -> date:
    """Read a day in one of six spellings, or as the serial number a spreadsheet keeps.

    2026年1月17日 · 2026-01-17 · 2026/1/17 · 2026.1.17 · 20260117 · 2026-01-17 14:30:00 · 46039.
    An hour behind the day is left aside.
    Years must have four digits and lie in 1900 to 2199. Five typed digits that may be a year and
    a month (20261) are refused rather than read as a serial number.
    """
    plain = _HOUR_BEHIND.sub("", folded(text).translate(DASHES))
    plain = re.sub(r"\s+", "", plain)
    if re.fullmatch(r"(?!19|20|21)[0-9]{5}", plain):
        return serial_day(int(plain))
    for shape in _DAY_SHAPES:
        if found := shape.fullmatch(plain):
            figures = [int(part) for part in found.groups() if part.isdecimal()]
            return _real_day(figures, plain)
    raise BadInput(f"“{plain[:20]}”不是完整的日期，请写成 2026-01-17 这样的年月日。")


def serial_day(serial: float) -> date:
    """Read a day kept as a count from 1899-12-30, as spreadsheets keep them; 1927 to 2099."""
    if not FIRST_SERIAL <= serial <= LAST_SERIAL or serial != int(serial):
        raise BadInput(f"“{serial:.10g}”不是日期，请写成 2026-01-17 这样的年月日。")
    return SERIAL_ZERO + timedelta(days=int(serial))


def _real_day(figures: list[int], plain: str) -> date:
    try:
        day = date(figures[0], figures[1], figures[2])
    except ValueError as unreal:
        raise BadInput(f"没有“{plain}”这一天，请核对年月日。") from unreal
    if not 1900 <= day.year <= 2199:
        raise BadInput(f"“{plain}”的年份不对，请核对。")
    return day
