"""What the races of this floor share."""

import pytest
from sqlalchemy.orm import Session

from core.engine import WRITES


@pytest.fixture
def prepare(engine):
    """Call with an act: it is done and committed before the race."""

    def act(build):
        writer = engine.execution_options(**{WRITES: True})
        with Session(writer, expire_on_commit=False) as opened, opened.begin():
            return build(opened)

    return act
