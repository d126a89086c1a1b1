"""What is made once before the first request, so that nobody waits for it: `gunicorn.conf.py`."""

from flask import Flask

from core import assets


def warm(app: Flask) -> None:
    """Compile every template and compress every file of ours.

    The workers are born with both: what the first reader of a page would wait for is 50 to 400 ms.
    """
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    assets.compress_all(app)
