"""Every number of the inventory has a page, or a reason why not yet."""

import app as program  # noqa: TID251 - tests build the program
from core.settings import Settings
from tests.browser.pages import INVENTORY, LATER
from tests.conftest import FIELD_KEY, SECRET_KEY


def test_every_number_has_a_page_or_a_reason():
    assert {entry.number for entry in INVENTORY} | LATER.keys() == set(range(1, 56))
    assert not {entry.number for entry in INVENTORY} & LATER.keys()


def test_every_page_of_the_inventory_exists(tmp_path):
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/x.db",
        secret_key=SECRET_KEY,
        field_key=FIELD_KEY,
        is_demo=True,
    )
    known = program.create_app(settings).view_functions

    assert [entry.endpoint for entry in INVENTORY if entry.endpoint not in known] == []


def test_names_of_pictures_are_told_apart():
    names = [entry.file_name for entry in INVENTORY]

    assert len(names) == len(set(names))
