"""What may be chosen as a password or PIN."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from pypinyin import lazy_pinyin

from accounts.rules.hashing import LONGEST_PASSWORD, PasswordTooLong
from core.errors import BadRequest

SHORTEST_PASSWORD = 10
PIN_DIGITS = 6
MOST_ADDED = 4
CLASSES_OF_DJCP = 3
PRODUCT_WORDS = ("志愿", "五色", "zhiyuan", "wuse", "wusezhiyuan", "zhiyuanzhe", "volunteer")
COMMON_PINS = frozenset(
    {
        "010203", "100200", "102030", "112358", "123321", "131452", "135790", "142536", "147258",
        "147369", "159357", "159753", "168168", "168888", "198964", "202020", "246810", "258369",
        "314159", "456123", "518518", "520131", "520520", "521314", "584520", "741852", "789456",
        "864200", "888168", "963852", "975310",
    }
)  # fmt: skip
"""What many choose, by the look of the keys or the sound; 246810 is the PIN of our own demo."""


class PasswordTooShort(BadRequest):
    """Fewer than ten characters."""

    message = "密码至少 10 个字，请再加长一点。"


class PasswordTooCommon(BadRequest):
    """One of the commonest passwords, or one character repeated."""

    message = "这个密码用的人太多，容易被猜到，请换一个。"


class PasswordNamesYou(BadRequest):
    """The phone, the name's pinyin or a word of the product with little added."""

    message = "密码里只有手机号、姓名拼音或常用词，容易被猜到，请换一个。"


class PasswordTooPlain(BadRequest):
    """The profile `djcp` asks for three of four kinds of characters."""

    message = "密码要有大写字母、小写字母、数字、符号中的三种。"


class PinNotSixDigits(BadRequest):
    """A PIN is six digits, no more and no less."""

    message = "PIN 码是 6 位数字。"


class PinTooPlain(BadRequest):
    """A run, a repetition, a birthday, the own phone or number, or one that many choose."""

    message = (
        "这个 PIN 码太好猜了，请换一个。不要用连号、重复的数字、生日、手机号、证件号或志愿者编号。"
    )


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose secret it is, so that it is not made of what everybody knows of its owner.

    `birth_digits` is year, month and day; `numbers` are volunteer numbers and resident number.
    """

    name: str
    phone: str | None = None
    birth_digits: str = ""
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def refuse_weak_password(password: str, owner: Owner, profile: str = "default") -> None:
    """Refuse a password that is easy to guess; `profile` is `default` or `djcp`.

    Raises PasswordTooLong, PasswordTooShort, PasswordTooCommon, PasswordNamesYou, PasswordTooPlain,
    in that order.
    """
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    plain = unicodedata.normalize("NFKC", password).casefold()
    if plain in _common() or len(set(plain)) <= 2:
        raise PasswordTooCommon
    if any(word in plain and len(plain) - len(word) <= MOST_ADDED for word in _known_words(owner)):
        raise PasswordNamesYou
    if profile == "djcp" and _classes(password) < CLASSES_OF_DJCP:
        raise PasswordTooPlain


def refuse_weak_pin(pin: str, owner: Owner) -> None:
    """Refuse what is no PIN, then one everybody would try. Raises PinNotSixDigits, PinTooPlain."""
    if not is_pin(pin):
        raise PinNotSixDigits
    if pin in COMMON_PINS or _is_pattern(pin) or _is_day(pin) or _names_owner(pin, owner):
        raise PinTooPlain


def _is_pattern(pin: str) -> bool:
    """Tell runs and steps (123456, 135791), repetitions (121212, 123123, 112233, 123321)."""
    steps = {(int(later) - int(digit)) % 10 for digit, later in pairwise(pin)}
    pairs = pin[0::2] == pin[1::2]
    return len(steps) == 1 or len(set(pin)) <= 2 or pin[:3] == pin[3:] or pairs or pin == pin[::-1]


def _is_day(pin: str) -> bool:
    """Tell a day as people write birthdays: year, month and day, two digits each."""
    try:
        date(2000 + int(pin[:2]), int(pin[2:4]), int(pin[4:]))
    except ValueError:
        return False
    return True


def _names_owner(pin: str, owner: Owner) -> bool:
    year, month, day = owner.birth_digits[:4], owner.birth_digits[4:6], owner.birth_digits[6:]
    birthdays = {
        f"{month}{day}{year[2:]}",
        f"{day}{month}{year[2:]}",
        f"{year}{month}",
        f"{month}{year}",
        f"{year}{int(month or 0)}{int(day or 0)}",
    }
    digits = ["".join(filter(str.isdigit, number)) for number in owner.numbers]
    numbers = {number.zfill(PIN_DIGITS)[-PIN_DIGITS:] for number in digits if number}
    is_in_long = any(pin in long for long in (owner.phone or "", *digits))
    return pin in birthdays | numbers or is_in_long


def is_pin(secret: str) -> bool:
    """Say whether `secret` has the shape of a PIN: six ASCII digits."""
    return len(secret) == PIN_DIGITS and secret.isascii() and secret.isdigit()


def _known_words(owner: Owner) -> list[str]:
    pinyin = "".join(lazy_pinyin(owner.name)).casefold()
    words = [owner.phone or "", pinyin, owner.name.casefold(), *owner.words, *PRODUCT_WORDS]
    return [word.casefold() for word in words if len(word) >= 2]


def _classes(password: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, lambda each: not each.isalnum())
    return sum(any(kind(character) for character in password) for kind in kinds)


@cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
