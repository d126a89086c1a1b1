"""Where an act about the own places leads back to: the page it was pressed on."""

from flask import request, url_for

PRESSED_ON = "from"
HOME = "home"


def back_to_list() -> str:
    """Return the first page when the form was pressed there, else the own sign-ups."""
    is_home = request.form.get(PRESSED_ON) == HOME
    return url_for("volunteer.home" if is_home else "volunteer.my_sign_ups")
