"""What people, programs and operators may rely on is there: commands, addresses, sign-ins."""

import re
from pathlib import Path

import pytest

from tests.reading import PageReader
from tests.seeded_demo import HOME, PASSWORD, PHONES, PIN


def later(name):
    """Promised and not built yet; the mark falls the day it is."""
    return pytest.param(name, marks=pytest.mark.xfail(strict=True, reason="not built yet"))


COMMANDS = (
    "seed-demo",
    "create-community",
    "create-admin",
    "import",
    "verify",
    "sweep",
    "permissions",
    "check",
    "db",
    later("backup"),
    later("restore"),
)
TARGETS = (
    "run",
    "test",
    "try",
    "serve",
    "audit",
    "help",
    "bench",
    later("soak"),
    later("chaos"),
    later("drill"),
)
PUBLIC = (
    "/",
    f"/c/{HOME}/activities",
    f"/c/{HOME}/notices",
    f"/c/{HOME}/honours",
    later(f"/c/{HOME}/books"),
    "/health/live",
    "/health/ready",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_there_and_says_what_it_does(demo, command):
    told = demo.app.test_cli_runner().invoke(args=[command, "--help"])

    assert told.exit_code == 0, told.output
    assert len(told.output.split()) > 5


@pytest.mark.parametrize("path", PUBLIC)
def test_public_address_needs_no_sign_in(demo, path):
    assert demo.reader("anyone").get(path).status == 200


def test_unknown_certificate_is_answered_by_a_page(demo):
    read = demo.reader("anyone").get("/verify/AAAA-BBBB-CCCC")

    assert read.status in {200, 404}
    assert read.page.headings


def test_signed_out_reader_comes_back_after_signing_in(demo):
    read = demo.reader("anyone").get(f"/c/{HOME}/today")

    assert read.status == 303
    assert re.search(r"next=(%2F|/)c(%2F|/)dongjie", read.go_to)


def test_signed_out_change_is_401(demo):
    read = demo.reader("anyone").post(f"/c/{HOME}/shifts/1/sign-ups")

    assert read.status in {401, 404}


@pytest.mark.parametrize("role", PHONES)
def test_demo_sign_in_works(demo, role):
    reader = PageReader(demo.app)
    form = reader.get("/sign-in?by=password").form("/sign-in")

    read = reader.post("/sign-in", form | {"login": PHONES[role], "secret": PASSWORD})

    assert read.status == 303


def test_volunteer_signs_in_by_number_and_pin(demo):
    reader = PageReader(demo.app)
    form = reader.get("/sign-in?by=pin").form("/sign-in")

    assert reader.post("/sign-in", form | {"login": "DJ0001", "secret": PIN}).status == 303


@pytest.mark.xfail(strict=True, reason="the API is not built yet")
def test_api_describes_itself(demo):
    told = demo.reader("anyone").browser.get("/api/v1/openapi.json")

    assert told.status_code == 200
    assert told.json["openapi"].startswith("3.1")


@pytest.mark.parametrize("target", TARGETS)
def test_make_has_the_target(target):
    rules = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")

    assert re.search(rf"^{target}:.*##", rules, re.MULTILINE)


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/verify", f"/c/{HOME}/activities", f"/c/{HOME}/honours"]
)
def test_p13_a_public_page_describes_itself(demo, path):
    page = demo.reader("anyone").browser.get(path).get_data(as_text=True)

    assert len(re.findall(r'<meta name="description"\s+content="[^"]{15,160}">', page)) == 1
