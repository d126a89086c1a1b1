"""岁以下 includes the age itself in law (民法典 1259): words for a limit of age say 不满."""

import re

from core.catalogue import SOURCE

LOOSE = re.compile(r"岁以下")


def test_no_sentence_says_an_age_and_below():
    found = [line for line in SOURCE.read_text("utf-8").splitlines() if LOOSE.search(line)]

    assert found == []
