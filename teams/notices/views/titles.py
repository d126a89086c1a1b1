"""Title and body of a public notice in the reader's language, where the product made them."""

from flask import Flask

from core import room
from core.template_filters import said
from teams.notices.models import Notice

PLACE = "%(title)s"


def init_app(app: Flask) -> None:
    """Give templates `notice_title` and `notice_body`."""
    app.jinja_env.globals["notice_title"] = title_of
    app.jinja_env.globals["notice_body"] = body_of


def title_of(notice: Notice) -> str:
    """Return the title; what the room made of a sentence of its own is said in that sentence."""
    made = room.notice_sort(notice.kind).title
    before, _, after = made.partition(PLACE)
    if not made or not (notice.title.startswith(before) and notice.title.endswith(after)):
        return notice.title
    return said(made, title=notice.title[len(before) : len(notice.title) - len(after)])


def body_of(notice: Notice) -> str:
    """Return the words under the title; typed ones as they were typed."""
    return said(notice.body) if room.notice_sort(notice.kind).title else notice.body
