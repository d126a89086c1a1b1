"""A wrong setting stops the start, and all wrong ones are named at once."""

from pathlib import Path

import pytest

from core.settings import SettingsWrong, from_environment, remember_demo

GOOD = {
    "DATABASE_URL": "postgresql://wuse@localhost/wuse",
    "SECRET_KEY": "s" * 32,
    "FIELD_KEY": "f" * 32,
    "PUBLIC_URL": "https://wuse.example.cn",
}


def _problems(environment: dict[str, str], folder: Path) -> list[str]:
    with pytest.raises(SettingsWrong) as wrong:
        from_environment(environment, folder)
    return wrong.value.problems


def test_good_settings_start(tmp_path):
    settings = from_environment(GOOD, tmp_path)

    assert settings.database_url == "postgresql+psycopg://wuse@localhost/wuse"
    assert settings.is_secure


def test_production_without_keys_does_not_start(tmp_path):
    problems = _problems({"PUBLIC_URL": "https://wuse.example.cn"}, tmp_path)

    assert [line.split()[0] for line in problems] == ["SECRET_KEY", "FIELD_KEY"]


@pytest.mark.parametrize("length", [31, 1])
def test_short_key_does_not_start(tmp_path, length):
    assert _problems(GOOD | {"SECRET_KEY": "s" * length}, tmp_path)


def test_production_over_plain_http_does_not_start(tmp_path):
    assert "https" in _problems(GOOD | {"PUBLIC_URL": "http://wuse.example.cn"}, tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("DEMO", "yes"),
        ("PASSWORD_PROFILE", "strict"),
        ("PUBLIC_URL", "example"),
        ("TRUSTED_PROXIES", "-1"),
        ("READ_ONLY", "2"),
        ("LOG_FILE", "/no/such/folder/log"),
    ],
)
def test_bad_value_is_named(tmp_path, name, value):
    assert any(name in line for line in _problems(GOOD | {name: value}, tmp_path))


def test_all_wrong_settings_are_named_at_once(tmp_path):
    assert len(_problems(GOOD | {"PORT": "x", "SECRET_KEY": "k", "DEMO": "q"}, tmp_path)) == 3


def test_demo_makes_its_keys_once_and_keeps_them(tmp_path):
    first = from_environment({"DEMO": "1"}, tmp_path)
    second = from_environment({"DEMO": "1"}, tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.field_key) == 64
    assert (tmp_path / "keys" / "field_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["garbage", "mysql://wuse@localhost/wuse", "sqlite", "oracle://x"])
def test_an_address_of_no_engine_we_know_is_named(tmp_path, url):
    (problem,) = _problems(GOOD | {"DATABASE_URL": url}, tmp_path)

    assert problem.startswith("DATABASE_URL")


@pytest.mark.parametrize("name", ["REDIS_URL", "SMTP_URL"])
def test_a_setting_that_does_nothing_yet_is_refused(tmp_path, name):
    (problem,) = _problems(GOOD | {name: "redis://localhost"}, tmp_path)

    assert problem.startswith(f"{name} is set, but does nothing")


def test_a_command_beside_the_demo_knows_it_is_the_demo(tmp_path):
    remember_demo({}, tmp_path)

    assert from_environment({}, tmp_path).is_demo


def test_another_database_beside_the_demo_is_not_the_demo(tmp_path):
    remember_demo({}, tmp_path)
    other = {"DATABASE_URL": "postgresql://wuse@localhost/wuse"}

    assert [line.split()[0] for line in _problems(other, tmp_path)][:2] == [
        "SECRET_KEY",
        "FIELD_KEY",
    ]


@pytest.mark.parametrize(
    "given", [{"DEMO": "0"}, {"SECRET_KEY": "s" * 32}, {"FIELD_KEY": "f" * 32}]
)
def test_who_gives_keys_or_says_no_is_not_taken_for_the_demo(tmp_path, given):
    remember_demo({}, tmp_path)

    assert _problems(given, tmp_path)
