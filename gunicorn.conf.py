"""The production server: threads as many as database connections, workers recycled with jitter.

The program is loaded before the fork, so that a worker that was killed is back within a second;
after the fork each worker opens connections of its own (`core.engine`).
"""

import os

from gunicorn.arbiter import Arbiter

from core.warming import warm

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
threads = 4
workers = 1 if os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite") else 2
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
graceful_timeout = 30
accesslog = None
control_socket_disable = True


def when_ready(server: Arbiter) -> None:
    """Make ready what the first readers would wait for, before the workers are born."""
    warm(server.app.wsgi())
