"""How points came about: the sentence, reckoned again, is the amount (look 1.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.ledger.models import EarnRule, EntryKind
from points.ledger.rules import earning
from points.ledger.rules.explanations import Explanation, of_award, of_pieces
from tests.arithmetic import reckoned

MOVE_NO_POINTS = {EntryKind.HOLD, EntryKind.RELEASE, EntryKind.STOCK}


def a_rule(coefficient=100, night=0, flat=0, per_hour=10):
    return EarnRule(
        points_per_hour=per_hour,
        coefficient_hundredths=coefficient,
        night_addition_hundredths=night,
        flat_points=flat,
    )


def explained(minutes, night_minutes=0, **rule):
    made = a_rule(**rule)
    return of_award(made, minutes, night_minutes, earning.points_of(made, minutes, night_minutes))


@pytest.mark.parametrize(
    ("given", "chinese", "english"),
    [
        (
            explained(120),
            "2 小时 × 每小时 10 分 = 20 分",
            "2 hours × 10 points an hour = 20 points",
        ),
        (
            explained(120, coefficient=120),
            "2 小时 × 每小时 10 分 × 系数 1.2 = 24 分",
            "2 hours × 10 points an hour × coefficient 1.2 = 24 points",
        ),
        (
            explained(120, 60, night=20),
            "2 小时 × 每小时 10 分 + 夜间 1 小时 × 每小时 10 分 × 0.2 = 22 分",
            "2 hours × 10 points an hour + 1 hour at night × 10 points an hour × 0.2 = 22 points",
        ),
        (
            explained(30, coefficient=130),
            "30 分钟 × 每小时 10 分 × 系数 1.3 = 6.5，四舍五入 7 分",
            "30 minutes × 10 points an hour × coefficient 1.3 = 6.5, rounded 7 points",
        ),
        (
            explained(125),
            "2 小时 5 分钟 × 每小时 10 分 = 20.83…，四舍五入 21 分",
            "2 hours 5 minutes × 10 points an hour = 20.83…, rounded 21 points",
        ),
        (explained(0, coefficient=0, flat=5), "每次 5 分", "5 points each time"),
        (
            of_pieces(EntryKind.REDEEM, [(2, 40), (1, 100)], 180),
            "2 件 × 40 分 + 1 件 × 100 分 = 180 分",
            "2 pieces × 40 points + 1 piece × 100 points = 180 points",
        ),
        (Explanation(kind=EntryKind.BONUS, points=10), "另加 10 分", "10 points on top"),
        (Explanation(kind=EntryKind.EXPIRE, points=1), "到期 1 分", "1 point expired"),
    ],
)
def test_f5_the_sentence_names_every_part(given, chinese, english):
    assert (given.sentence(), given.sentence("en")) == (chinese, english)


def test_an_equation_that_does_not_hold_is_never_said():
    wrong = of_award(a_rule(night=20), 120, 0, 22)

    assert wrong.sentence() == "记 22 分"


@pytest.mark.parametrize("kind", sorted(set(EntryKind) - MOVE_NO_POINTS))
def test_every_kind_of_line_has_its_words(kind):
    assert "7" in Explanation(kind=kind, points=7).sentence()


FIGURES = {name: st.integers(0, 1000) for name in ("coefficient", "night", "flat", "per_hour")}


@given(
    minutes=st.integers(0, 1440),
    share=st.integers(0, 100),
    rule=st.fixed_dictionaries(FIGURES),
    language=st.sampled_from(["zh", "en"]),
)
def test_f5_any_sentence_reckoned_again_is_the_amount(minutes, share, rule, language):
    explanation = explained(minutes, minutes * share // 100, **rule)
    if not explanation.terms:
        return

    assert reckoned(explanation.sentence(language)) == (explanation.points, explanation.points)


@given(
    pieces=st.lists(st.tuples(st.integers(1, 99), st.integers(1, 100_000)), min_size=1, max_size=9),
    language=st.sampled_from(["zh", "en"]),
)
def test_any_redemption_reckoned_again_is_its_points(pieces, language):
    points = sum(count * price for count, price in pieces)

    sentence = of_pieces(EntryKind.REDEEM, pieces, points).sentence(language)

    assert reckoned(sentence) == (points, points)
