"""The blind guess picks thirty functions and counts the right ones."""

from pathlib import Path

from bench import guess

FUNCTIONS = {
    "sell": (Path("points/redemptions/rules/collecting.py"), "Exchange points for goods."),
    "fill": (Path("volunteer/sign_ups/rules/seats.py"), "Hand free places on."),
    "plain": (Path("core/folding.py"), "Fold a name."),
}


def test_thirty_functions_are_asked_for_the_same_each_time():
    assert len(guess.asked()) == guess.HOW_MANY
    assert guess.asked() == guess.asked()


def test_a_guess_is_right_near_or_wrong():
    guesses = guess.guessed(
        "# by a reader of docs/architecture.md\n\n"
        "sell points/redemptions/rules/collecting.py\nfill volunteer/sign_ups/queries.py\n"
        "plain teams/members/rules.py\n"
    )

    assert guess.counted(FUNCTIONS, guesses) == (["sell"], ["fill"], ["plain"])


def test_what_was_not_guessed_is_wrong():
    assert guess.counted(FUNCTIONS, {})[2] == ["sell", "fill", "plain"]
