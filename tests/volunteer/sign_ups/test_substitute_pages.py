"""Asking for a substitute and answering, as people do it."""

from tests.activity_builders import a_queue, a_sign_up
from tests.builders import a_member


def test_asking_by_number_and_accepting_on_ones_own_list(town, reader, signed_in):
    place = a_sign_up(town.session, town.community, town.shift, town.reader)
    other = a_member(town.session, town.community, "王淑兰")
    town.session.commit()
    path = f"/c/dongjie/my/sign-ups/{place.id}/substitute"
    assert path in reader.get("/c/dongjie/my/sign-ups").page.links
    key = reader.get(path).form("substitute")["request_key"]

    sent = reader.post(path, {"volunteer_no": other.volunteer_no, "request_key": key})
    assert "已经请了王*兰" in reader.follow(sent).words
    theirs = signed_in(other.person)
    mine = theirs.get("/c/dongjie/my/sign-ups")
    assert "刘*芳" in mine.words
    action = next(f for f in mine.page.forms if str(f["action"]).endswith("acceptance"))
    done = theirs.follow(theirs.post(action["action"], action["fields"]))
    assert "名额转到您名下了" in done.words
    assert "眼下没有要去的活动" in reader.get("/c/dongjie/my/sign-ups").words


def test_unknown_number_is_kept_with_the_reason(town, reader):
    place = a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()
    path = f"/c/dongjie/my/sign-ups/{place.id}/substitute"

    read = reader.post(path, {"volunteer_no": "DJ9999", "request_key": "k"})

    assert read.status == 409
    assert "没有找到这个编号的志愿者" in read.words
    assert 'value="DJ9999"' in read.html


def test_with_a_queue_the_page_leads_to_cancelling(town, reader):
    place = a_sign_up(town.session, town.community, town.shift, town.reader)
    a_queue(town.session, town.community, town.shift, "甲乙")
    town.session.commit()

    page = reader.get(f"/c/dongjie/my/sign-ups/{place.id}/substitute")

    assert "有 1 人在排候补" in page.words
    assert f"/c/dongjie/my/sign-ups/{place.id}/cancellation" in page.page.links
