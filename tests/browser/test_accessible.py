"""Every page of the demo town, looked at by axe and by the ruler, as those who may open it."""

import pytest

from tests import crawl
from tests.browser.eyes import opened_eyes
from tests.seeded_demo import ROLES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # a page left while its picture loads
]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_can_be_read_by_everybody(demo, demo_address, chromium_browser, role):
    pages = crawl.to_look_at(crawl.everywhere(demo))
    token = None if role == "anyone" else demo.token_of(role)
    eyes = opened_eyes(chromium_browser, demo_address, token)

    for page in pages:
        if page.role == role:
            eyes.look(page.path)

    eyes.context.close()
    assert "\n".join(eyes.faults) == ""
