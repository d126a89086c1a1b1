"""A refusal stays where it was pressed, and what looks alike is told apart."""

from tests.activity_builders import SATURDAY, a_shift, a_sign_up

HOME = "/c/dongjie/"


def test_wrong_digits_stay_on_the_page_with_what_was_typed(town, reader, now):
    a_sign_up(town.session, town.community, town.shift, town.reader)
    town.session.commit()
    now(SATURDAY)
    path = f"{HOME}shifts/{town.shift.id}/arrival"

    wrong = reader.post(f"{path}s", reader.get(path).form("arrivals") | {"digits": "000000"})

    assert wrong.status == 409
    assert wrong.page.headings == ["到岗签到"]
    assert "数字不对，或者已经换了" in wrong.words
    assert wrong.form("arrivals")["digits"] == "000000"


def test_posts_of_one_name_and_time_are_numbered_and_others_are_not(town, reader):
    a_shift(town.session, town.activity)
    a_shift(town.session, town.activity, starts_at=SATURDAY.replace(hour=14))
    town.session.commit()

    page = reader.get(f"{HOME}activities/{town.activity.id}")

    assert "志愿者（第 1 组）" in page.words
    assert "志愿者（第 2 组）" in page.words
    assert page.words.count("组）") == 2


def test_after_the_sign_in_ended_one_tap_leads_back_to_the_button(town, client):
    came_from = {"Referer": f"http://localhost{HOME}", "Origin": "http://localhost"}
    path = f"{HOME}shifts/{town.shift.id}/sign-ups"

    ended = client.post(path, {"request_key": "k"}, headers=came_from)

    assert ended.status == 401
    assert "/sign-in?next=/c/dongjie/" in ended.page.links
    assert "_blank" not in ended.html


def test_an_old_one_tap_form_is_sent_again_in_place(town, reader):
    came_from = {"Referer": f"http://localhost{HOME}", "Origin": "http://localhost"}
    path = f"{HOME}shifts/{town.shift.id}/sign-ups"
    old = reader.post(path, {"request_key": "k", "csrf_token": "old"}, headers=came_from)
    assert (old.status, "再交一次" in old.words) == (400, True)

    assert ">\nk</textarea>" in old.html
    again = old.form("sign-ups") | {"request_key": "k"}
    assert reader.post(path, again).status == 303
