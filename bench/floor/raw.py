"""The floor without anything: Flask and plain psycopg, no sign-in, no form, no model.

Served by gunicorn with FLOOR_URL in the environment; a connection a thread.
"""

from __future__ import annotations

import os
import threading
import uuid
from typing import Any

import psycopg
from flask import Flask, request

app = Flask(__name__)
_own = threading.local()

SIGN_UP = (
    "INSERT INTO sign_up (activity_id, volunteer_id) VALUES (%s, %s)"
    " ON CONFLICT DO NOTHING RETURNING id"
)
SEAT = "UPDATE seats SET taken = taken + 1 WHERE activity_id = %s AND taken < capacity"
PRICE = "SELECT price FROM item WHERE id = %s"
REDEEM = (
    "INSERT INTO redemption (volunteer_id, item_id, points, once) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (once) DO NOTHING RETURNING id"
)
PAY = (
    "UPDATE volunteer SET balance = balance - %s WHERE id = %s AND balance >= %s RETURNING balance"
)
LINE = (
    "INSERT INTO line (volunteer_id, delta, redemption_id, balance_after) VALUES (%s, %s, %s, %s)"
)
STOCK = "UPDATE item SET stock = stock - 1 WHERE id = %s AND stock >= 1"


def connection() -> psycopg.Connection[Any]:
    """Return the connection of this thread, opened on first use."""
    if getattr(_own, "connection", None) is None:
        address = os.environ["FLOOR_URL"].replace("postgresql+psycopg://", "postgresql://")
        _own.connection = psycopg.connect(address, prepare_threshold=1, autocommit=True)
    kept: psycopg.Connection[Any] = _own.connection
    return kept


@app.get("/ready")
def ready() -> str:
    """Say that the server is up."""
    return "ok"


@app.post("/sign-ups")
def sign_up() -> tuple[str, int]:
    """Take a seat: the row first, the counter last."""
    activity, volunteer = int(request.form["activity"]), int(request.form["volunteer"])
    with connection().transaction():
        made = connection().execute(SIGN_UP, (activity, volunteer)).fetchone()
        if made is None:
            return "already", 200
        if connection().execute(SEAT, (activity,)).rowcount != 1:
            raise psycopg.Rollback
    return "ok", 200


@app.post("/redemptions")
def redeem() -> tuple[str, int]:
    """Exchange points for a thing: once, paid, entered, and out of stock last."""
    item, volunteer = int(request.form["item"]), int(request.form["volunteer"])
    once = uuid.UUID(request.form["once"])
    with connection().transaction():
        price = (connection().execute(PRICE, (item,)).fetchone() or (1,))[0]
        made = connection().execute(REDEEM, (volunteer, item, price, once)).fetchone()
        if made is None:
            return "again", 200
        left = connection().execute(PAY, (price, volunteer, price)).fetchone()
        if left is None:
            raise psycopg.Rollback
        connection().execute(LINE, (volunteer, -price, made[0], left[0]))
        if connection().execute(STOCK, (item,)).rowcount != 1:
            raise psycopg.Rollback
    return "ok", 200
