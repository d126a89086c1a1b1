"""What an act leaves behind for many people at once."""

import pytest
from sqlalchemy import event

from accounts.act import Act, Subject
from accounts.models import AuditEvent, Notification
from tests.builders import NOW, a_community, a_member

PEOPLE = "甲乙丙"


@pytest.fixture
def people(session):
    community = a_community(session)
    made = [a_member(session, community, f"王{name}").person_id for name in PEOPLE]
    session.query(Notification).delete()
    return made


@pytest.fixture
def asked(session):
    """The inserts since."""
    found = []

    def note(_c, _cursor, statement, *_):
        if statement.startswith("INSERT"):
            found.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    yield found
    event.remove(session.get_bind(), "before_cursor_execute", note)


def tell_all(act, people):
    for person_id in people:
        act.note("plot_watered", Subject("person", person_id), by=person_id)
        act.tell(person_id, "浇过了，共 %(count)s 次。", "/plots", count=person_id)


def test_many_are_noted_and_told_in_two_statements(session, people, asked):
    act = Act(session, NOW)
    with act.together():
        tell_all(act, people)

    assert len(asked) == 2
    lines = session.query(AuditEvent).filter_by(event="plot_watered").order_by(AuditEvent.id)
    assert [(each.object_id, each.details) for each in lines] == [(i, {"by": i}) for i in people]
    words = session.query(Notification).order_by(Notification.id)
    assert [(each.person_id, each.values, each.link, each.read_at) for each in words] == [
        (i, {"count": i}, "/plots", None) for i in people
    ]


def test_what_is_refused_leaves_nothing(session, people, asked):
    act = Act(session, NOW)

    def refused():
        with act.together():
            tell_all(act, people)
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    assert asked == []
    tell_all(act, people[:1])
    session.flush()
    assert len(asked) == 2


def test_nobody_to_tell_asks_nothing(session, people, asked):
    with Act(session, NOW).together():
        pass

    assert (asked, len(people)) == ([], 3)
