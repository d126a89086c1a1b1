"""Settings from the environment, all checked at the start; every wrong one is named at once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DEVELOPMENT_KEY = "development-only-do-not-use"
SHORTEST_KEY = 32
DEMO_MARK = "demo"
"""The file `make run` writes into the instance folder: what runs beside it is the demo too."""
ENGINES = ("sqlite", "postgresql+psycopg")
NOT_YET = {
    "REDIS_URL": "limits are counted in the database",
    "SMTP_URL": "no mail is sent yet",
}
"""Settings of later versions. One that is set is refused rather than silently without effect."""


class SettingsWrong(Exception):
    """The program cannot start; `problems` holds one human line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator set. `is_demo` allows the bare start with keys made on the spot."""

    database_url: str
    secret_key: str
    field_key: str
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    trusted_hosts: list[str] = field(default_factory=list)
    trusted_proxies: int = 0
    log_file: str = ""
    is_demo: bool = False
    password_profile: str = "default"  # noqa: S105 - the name of a profile
    is_read_only: bool = False

    @property
    def is_secure(self) -> bool:
        """Say whether the public address is https, so that cookies are marked Secure."""
        return self.public_url.startswith("https://")


def from_environment(environment: Mapping[str, str], instance: Path) -> Settings:
    """Read and check all settings. Raises SettingsWrong with every problem found.

    With DEMO=1 missing keys are made once and kept in `instance/keys`, and SQLite is the default.
    """
    problems: list[str] = []
    is_demo = _is_demo(environment, instance, problems)
    port = _number(environment, "PORT", 8000, problems)
    settings = Settings(
        database_url=_database(environment, instance, problems),
        secret_key=_key(environment, "SECRET_KEY", instance if is_demo else None, problems),
        field_key=_key(environment, "FIELD_KEY", instance if is_demo else None, problems),
        port=port,
        public_url=_public_url(environment, port, problems),
        trusted_hosts=[h.strip() for h in environment.get("TRUSTED_HOSTS", "").split(",") if h],
        trusted_proxies=_number(environment, "TRUSTED_PROXIES", 0, problems),
        log_file=_log_file(environment, problems),
        is_demo=is_demo,
        password_profile=_choice(environment, problems),
        is_read_only=_flag(environment, "READ_ONLY", problems),
    )
    if not is_demo and not settings.is_secure:
        problems.append("PUBLIC_URL must begin with https:// so that cookies stay secret.")
    problems += [
        f"{name} is set, but does nothing in this version: {why}. Take it away."
        for name, why in NOT_YET.items()
        if environment.get(name)
    ]
    if problems:
        raise SettingsWrong(problems)
    return settings


def _is_demo(environment: Mapping[str, str], instance: Path, problems: list[str]) -> bool:
    """Say whether this is the demo: by DEMO, or by the mark of `make run` when no key is given."""
    if environment.get("DEMO", "") or environment.get("SECRET_KEY") or environment.get("FIELD_KEY"):
        return _flag(environment, "DEMO", problems)
    mark = instance / DEMO_MARK
    return mark.exists() and mark.read_text().strip() == _plain_url(environment, instance)


def remember_demo(environment: Mapping[str, str], instance: Path) -> None:
    """Write down that the database of this folder is the demo, for the commands run beside it."""
    instance.mkdir(parents=True, exist_ok=True)
    (instance / DEMO_MARK).write_text(_plain_url(environment, instance) + "\n")


def _database(environment: Mapping[str, str], instance: Path, problems: list[str]) -> str:
    url = _plain_url(environment, instance)
    try:
        backend = make_url(url).drivername
    except ArgumentError:
        problems.append("DATABASE_URL cannot be read; write postgresql://user:password@host/name.")
        return url
    if backend not in ENGINES:
        problems.append(f"DATABASE_URL names {backend}; it must be postgresql:// or sqlite:///.")
    return url


def _plain_url(environment: Mapping[str, str], instance: Path) -> str:
    url = environment.get("DATABASE_URL", "") or f"sqlite:///{instance / 'wuse.db'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _flag(environment: Mapping[str, str], name: str, problems: list[str]) -> bool:
    value = environment.get(name, "0")
    if value not in {"0", "1", ""}:
        problems.append(f"{name} is {value!r}; it must be 0 or 1.")
    return value == "1"


def _number(environment: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    value = environment.get(name, "") or str(default)
    if not (value.isascii() and value.isdigit() and int(value) <= 65_535):
        problems.append(f"{name} is {value!r}; it must be a whole number from 0 to 65535.")
        return default
    return int(value)


def _log_file(environment: Mapping[str, str], problems: list[str]) -> str:
    path = environment.get("LOG_FILE", "")
    try:
        if path:
            Path(path).open("a").close()
    except OSError as failure:
        problems.append(f"LOG_FILE is {path!r}; it cannot be written: {failure.strerror}.")
    return path


def _choice(environment: Mapping[str, str], problems: list[str]) -> str:
    value = environment.get("PASSWORD_PROFILE", "") or "default"
    if value not in {"default", "djcp"}:
        problems.append(f"PASSWORD_PROFILE is {value!r}; it must be default or djcp.")
    return value


def _public_url(environment: Mapping[str, str], port: int, problems: list[str]) -> str:
    url = environment.get("PUBLIC_URL", "") or f"http://127.0.0.1:{port}"
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        problems.append(f"PUBLIC_URL is {url!r}; it must look like https://wuse.example.cn.")
    return url.rstrip("/")


def _key(
    environment: Mapping[str, str], name: str, keep_in: Path | None, problems: list[str]
) -> str:
    value = environment.get(name, "")
    if value:
        if len(value) < SHORTEST_KEY or value == DEVELOPMENT_KEY:
            problems.append(f"{name} is known or shorter than {SHORTEST_KEY} characters.")
        return value
    if keep_in is None:
        problems.append(f"{name} is missing; make one with: openssl rand -hex 32")
        return ""
    return _kept_key(keep_in / "keys" / name.lower())


def _kept_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text().strip()
