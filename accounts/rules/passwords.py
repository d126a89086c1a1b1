"""What may be chosen as a password or PIN."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from accounts.rules.secrets import LONGEST_PASSWORD, PasswordTooLong
from core.errors import BadRequest

SHORTEST_PASSWORD = 10
PIN_DIGITS = 6
MOST_ADDED = 4
CLASSES_OF_DJCP = 3
PRODUCT_WORDS = ("志愿", "五色", "zhiyuan", "wuse", "wusezhiyuan", "zhiyuanzhe", "volunteer")
_RUNS = ("0123456789", "9876543210")


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
    """A run, a repetition, or the owner's own birthday or phone."""

    message = "这个 PIN 码太好猜了，请不要用连号、重复数字、生日或手机号后六位。"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose secret it is, so that it is not made of what everybody knows of him."""

    name: str
    phone: str | None = None
    birth_digits: str = ""
    words: tuple[str, ...] = ()


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
    is_run = any(pin in run for run in _RUNS)
    is_repeated = len(set(pin)) <= 2
    is_known = pin in {(owner.phone or "")[-PIN_DIGITS:], owner.birth_digits[-PIN_DIGITS:]}
    if is_run or is_repeated or is_known:
        raise PinTooPlain


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
