"""The floor as a plain product is built: models, a signed-in person, a form token, a template.

Served by gunicorn with FLOOR_URL in the environment. It shows a list of twenty.
"""

from __future__ import annotations

import os
from datetime import datetime

from flask import Flask, render_template
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from jinja2 import DictLoader
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>Activities</title></head>
<body><nav><a href="{{ url_for('activities') }}">Activities</a> {{ current_user.name }}
{{ current_user.balance }}</nav>
{% for message in get_flashed_messages() %}<p>{{ message }}</p>{% endfor %}
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}"><table>
{% for each in rows %}<tr><td><a href="{{ url_for('activities', id=each.id) }}">{{ each.title }}</a>
</td><td>{{ each.place }}</td><td>{{ each.starts_at.strftime('%Y-%m-%d %H:%M') }}</td></tr>
{% endfor %}</table></body></html>"""


class Base(DeclarativeBase):
    """The models of the floor."""


app = Flask(__name__)
app.config.update(
    SECRET_KEY="floor",  # noqa: S106 - of nobody
    SQLALCHEMY_DATABASE_URI=os.environ.get("FLOOR_URL", "postgresql+psycopg://"),
    SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 4, "max_overflow": 0},
)
app.jinja_loader = DictLoader({"list.html": PAGE})
db = SQLAlchemy(app, model_class=Base)
login = LoginManager(app)
CSRFProtect(app)


class Volunteer(UserMixin, Base):  # type: ignore[misc]  # Flask-Login has no types
    """Who is signed in."""

    __tablename__ = "volunteer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    balance: Mapped[int]


class Activity(Base):
    """What is listed."""

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[datetime]


@login.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def load(person_id: str) -> Volunteer | None:
    """Return who is behind the session."""
    return db.session.get(Volunteer, int(person_id))


@app.get("/ready")
def ready() -> str:
    """Say that the server is up, and sign somebody in."""
    login_user(db.session.get_one(Volunteer, 1))
    return "ok"


@app.get("/activities")
@login_required  # type: ignore[untyped-decorator]  # Flask-Login has no types
def activities() -> str:
    """Show twenty activities."""
    asked = select(Activity).order_by(Activity.starts_at, Activity.id).limit(20)
    return render_template("list.html", rows=db.session.scalars(asked).all())
