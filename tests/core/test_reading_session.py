"""A page reads over one connection, however many statements it needs."""

from sqlalchemy import text

from core.db import db


def test_a_page_keeps_to_one_connection(app):
    with app.app_context():
        for _ in range(6):
            db.session.execute(text("SELECT 1"))

        assert db.engine.pool.checkedout() == 1
        db.session.remove()
