"""The demo town, walked by its links as each role."""

from sqlalchemy.orm import Session

from accounts.models import AuditEvent
from core import room
from tests import crawl

BEHIND_AN_UPLOAD = {"points.headings_goods", "teams.headings_roster", "volunteer.headings_hours"}
"""They ask about an uploaded file; the demo keeps none, tests/teams/test_import_headings does."""

BEHIND_A_CODE = {"teams.join", "volunteer.offered_place"}
"""They stand behind a code that is scanned or a link that is sent; what the codes hold is kept by
nobody. `test_recruiting` and `test_substitute_links` open them."""

BEHIND_A_SCRIPT = {"volunteer.board_worker"}
"""The board asks for it; tests/browser/test_kept_taps.py does."""
BEHIND_A_CHOICE = {"teams.new_bulk_act", "teams.bulk_act", "teams.new_cards"}
"""They ask about members who were ticked; tests/teams/bulk does."""

BEHIND_A_PRESS = {"volunteer.risk_notice", "volunteer.substitution_notice"}
"""They answer a press that has not shown the risk; test_risk_notice_pages presses."""

OTHERWISE = {"teams.file", "teams.two_files"}
"""A photo is shown inside a page, not linked; the one pair of the town is proposed already."""

UNLINKED = BEHIND_AN_UPLOAD | BEHIND_A_CODE | BEHIND_A_CHOICE | BEHIND_A_SCRIPT


def test_no_page_breaks(demo):
    broken = {f"{visit.path}: {visit.fault}" for visit in crawl.everywhere(demo) if visit.fault}

    assert "\n".join(sorted(broken)) == ""


def test_every_link_shown_leads_somewhere_its_reader_may_go(demo):
    dead = [
        f"{visit.role}: {visit.path} answers {visit.status}, linked from {visit.linked_from}"
        for visit in crawl.everywhere(demo)
        if visit.linked_from and not visit.fault and visit.status not in {200, 303}
    ]

    assert "\n".join(dead) == ""


def test_every_page_is_reached_by_somebody(demo):
    answered = [visit for visit in crawl.everywhere(demo) if visit.status in {200, 303}]
    reached = {visit.endpoint for visit in answered if visit.status == 200}
    reached |= {visit.endpoint for visit in answered if visit.role != "anyone"}
    pages = {
        rule.endpoint
        for rule in demo.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and not rule.rule.startswith(("/static", "/bootstrap", "/api", "/health", "/favicon"))
    }

    assert pages - reached == UNLINKED | BEHIND_A_PRESS | OTHERWISE


def test_what_the_demo_town_did_is_told_in_words(demo):
    with Session(demo.engine) as session:
        events = session.query(AuditEvent.object_kind, AuditEvent.details).all()

    kinds = {kind for kind, _details in events}
    names = {name for _kind, details in events for name in details}
    assert sorted(kinds - set(room.trail().objects)) == []
    assert sorted(names - set(room.trail().details)) == []
