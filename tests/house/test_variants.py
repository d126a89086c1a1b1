"""Large words are a kit of templates (decision 0028), and nobody else asks who reads."""

import re
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from core.drawing import Variants
from core.house import ROOT, packages
from tests.builders import a_community, a_member
from tests.house.test_templates import KIT

TEMPLATES = ROOT / "templates"
VARIANTS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*_elder.html"))
ASKS = re.compile(r"is_elder|wanted_kit|ELDER\b")
MAY_ASK = {
    "accounts/models.py": "the setting itself",
    "accounts/rules/reading.py": "what sets it",
    "core/drawing.py": "the kits",
    "demo/people.py": "whoever reads large words in the demo town",
    "teams/gate/navigation.py": "the one place that says which kit",
    "teams/members/views/own_data.py": "the page of one's own settings",
}


ON_EVERY_PAGE = {"community", "few", "reader", "request", "url_for", "can", "is_inside"}
"""What the layout knows of every page, and our own functions."""

ALSO_GIVEN = {
    "volunteer/sign_ups/home_elder.html": {"greeting", "tiles", "today"},
    "volunteer/sign_ups/_calendar_elder.html": set(),
}
"""What a view gives for large words alone, and functions the plain page has no use for."""


def plain_of(variant):
    return variant.replace("_elder.html", ".html")


def macros_of(file):
    """Return the macros a part offers and the names they take, in order."""
    found = KIT.parse((TEMPLATES / file).read_text("utf-8")).find_all(nodes.Macro)
    return {
        each.name: [argument.name for argument in each.args]
        for each in found
        if not each.name.startswith("_")
    }


def asked_of_view(file):
    """Return the names a page, with what it takes in, expects of whoever draws it."""
    tree = KIT.parse((TEMPLATES / file).read_text("utf-8"))
    taken_in = {each.template.value for each in tree.find_all(nodes.Include)}
    own = {each.name for each in tree.find_all((nodes.Macro, nodes.Name)) if _is_own(each)}
    own |= {name for each in tree.find_all(nodes.FromImport) for name in each.names}
    return (meta.find_undeclared_variables(tree) - own).union(*map(asked_of_view, taken_in))


def _is_own(found):
    """Say whether a template makes this name itself: blocks do not see it as declared."""
    return isinstance(found, nodes.Macro) or found.ctx == "store"


def is_part(file):
    name = Path(file).name
    return name.startswith("_") or file.startswith("components/")


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_stands_beside_what_it_is_a_variant_of(variant):
    assert (TEMPLATES / plain_of(variant)).exists()


@pytest.mark.parametrize("variant", [each for each in VARIANTS if is_part(each)])
def test_a_part_is_called_alike_in_both_kits(variant):
    plain, large = macros_of(plain_of(variant)), macros_of(variant)

    assert {name: plain.get(name) for name in large} == large


@pytest.mark.parametrize("variant", [each for each in VARIANTS if not each.startswith("layout/")])
def test_a_variant_asks_for_nothing_the_plain_one_is_not_given(variant):
    """A page whose view gives other values than before is noticed here, not by its reader."""
    plain = asked_of_view(plain_of(variant))

    assert asked_of_view(variant) - plain - ON_EVERY_PAGE <= ALSO_GIVEN.get(variant, set())


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_asks_whether_the_words_are_large(path):
    assert not ASKS.search(path.read_text("utf-8"))


def test_one_place_says_which_kit():
    asking = {
        str(path.relative_to(ROOT))
        for room in packages()
        for path in (ROOT / room).rglob("*.py")
        if ASKS.search(path.read_text("utf-8"))
    }

    assert asking == set(MAY_ASK)


def test_a_kit_finds_the_plain_one_where_it_has_no_other(app):
    kit = Variants(app.jinja_env.loader, "elder")

    with app.app_context():
        large = kit.get_source(app.jinja_env, "layout/signed_in.html")
        plain = kit.get_source(app.jinja_env, "layout/print.html")

    assert large[1].endswith("layout/signed_in_elder.html")
    assert plain[1].endswith("layout/print.html")


def test_one_reader_never_gets_the_parts_of_the_other(session, signed_in):
    """Parts of parts are kept by Jinja: two readers in turn, each from the own kit."""
    here = a_community(session)
    readers = [a_member(session, here, name) for name in ("王秀兰", "刘桂芳")]
    readers[1].person.is_elder_mode = True
    session.commit()
    plain = signed_in(readers[0].person)
    large = signed_in(readers[1].person)

    for _ in range(2):
        assert "再看一眼时间和地点" in large.get("/c/dongjie/my/sign-ups").words
        assert ("念给我听" in large.get("/c/dongjie/activities").words) is True
        assert ("念给我听" in plain.get("/c/dongjie/activities").words) is False
