"""The tables of the floor: the fewest that keep the same promises in the database."""

from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bench.postgres import Postgres

DATABASE = "floor"
VOLUNTEERS, ACTIVITIES, ITEMS = 100_000, 10_000, 1_000
SIZES = {"volunteers": VOLUNTEERS, "activities": ACTIVITIES, "items": ITEMS}
TABLES = """
CREATE TABLE volunteer (id int PRIMARY KEY, name text NOT NULL,
  balance int NOT NULL CHECK (balance >= 0));
CREATE TABLE activity (id int PRIMARY KEY, title text NOT NULL, place text NOT NULL,
  starts_at timestamptz NOT NULL);
CREATE TABLE seats (activity_id int PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL,
  CHECK (taken BETWEEN 0 AND capacity)) WITH (fillfactor = 50);
CREATE TABLE sign_up (id bigserial PRIMARY KEY, activity_id int NOT NULL REFERENCES activity,
  volunteer_id int NOT NULL REFERENCES volunteer, made_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (activity_id, volunteer_id));
CREATE TABLE item (id int PRIMARY KEY, title text NOT NULL, price int NOT NULL,
  stock int NOT NULL CHECK (stock >= 0)) WITH (fillfactor = 70);
CREATE TABLE redemption (id bigserial PRIMARY KEY, volunteer_id int NOT NULL REFERENCES volunteer,
  item_id int NOT NULL REFERENCES item, points int NOT NULL, once uuid NOT NULL UNIQUE,
  made_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE line (id bigserial PRIMARY KEY, volunteer_id int NOT NULL, delta int NOT NULL,
  redemption_id bigint NOT NULL UNIQUE, balance_after int NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now());
INSERT INTO volunteer SELECT n, 'v' || n, 1000000 FROM generate_series(1, :volunteers) n;
INSERT INTO activity SELECT n, 'Activity ' || n, 'Place ' || n % 97,
  now() + n * interval '1 minute' FROM generate_series(1, :activities) n;
INSERT INTO seats SELECT n, 100000000, 0 FROM generate_series(1, :activities) n;
INSERT INTO item SELECT n, 'Item ' || n, 1, 2000000000 FROM generate_series(1, :items) n;
CREATE INDEX activity_list ON activity (starts_at, id);
"""


def laid(server: Postgres) -> str:
    """Return the address of a floor with nothing done on it yet."""
    server.do(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)', f'CREATE DATABASE "{DATABASE}"')
    url = server.url_of(DATABASE)
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in filter(str.strip, TABLES.split(";\n")):
            connection.execute(text(statement), SIZES)
        connection.execute(text("VACUUM ANALYZE"))
    return url
