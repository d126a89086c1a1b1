"""A class of the stylesheets is one that some page wears."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("core", "accounts", "teams", "points", "volunteer", "commendations")
FROM_FORMS = {"mb-3", "form-text", "is-invalid", "invalid-feedback"}  # written by Bootstrap-Flask
HEAT = {"h0", "h1", "h2", "h3", "h4"}  # the chart writes h and the number
COMPOSED = re.compile(r"""([a-z][\w-]*--)(?:\{|["'] ?~|%)""")


def styled():
    """Return every class a selector of the stylesheets names."""
    rules = "".join(each.read_text("utf-8") for each in ROOT.glob("static/css/*.css"))
    rules = re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{};]+)\{", rules))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def written():
    """Return what templates, scripts and floors say, in one text."""
    found = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/*.js")]
    for floor in FLOORS:
        found += (ROOT / floor).rglob("*.py")
    return "".join(each.read_text("utf-8") for each in found)


def test_f3_every_class_of_the_stylesheets_is_worn():
    words = written()
    said, begun = set(re.findall(r"[a-zA-Z][\w-]*", words)), set(COMPOSED.findall(words))
    dead = {
        each
        for each in styled() - said - FROM_FORMS - HEAT
        if not any(each.startswith(start) for start in begun)
    }

    assert dead == set()
