"""个人信息说明: the notice as public pages, a short one for parents, and what changed in it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.gate import reader_id
from accounts.rules import notice_answers
from accounts.rules.notice_versions import VERSIONS, in_force
from accounts.words import NOTICE
from core import clock
from core.db import db, run
from core.local_path import local_path
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.blueprint import bp, sign_in_pages
from teams.gate import community, requires
from teams.permissions import Permission
from teams.privacy.queries import answers


@bp.get("/privacy")
@requires(Permission.ANYONE)
def privacy() -> ResponseReturnValue:
    """Show who processes what for which purpose, how long, and what one may ask."""
    return render_template(
        "teams/privacy/notice.html",
        notice=NOTICE,
        version=in_force(clock.now()),
        versions=VERSIONS[::-1],
    )


@bp.get("/privacy/parents")
@requires(Permission.ANYONE)
def privacy_for_parents() -> ResponseReturnValue:
    """Show the short notice about children, to be read before a guardian agrees."""
    return render_template(
        "teams/privacy/parents.html", notice=NOTICE, version=in_force(clock.now())
    )


@bp.get("/privacy/answers")
@requires(Permission.COMMUNITY_SETTINGS)
def privacy_answers() -> ResponseReturnValue:
    """Show which version is in force, and how many members have agreed to it."""
    version = in_force(clock.now())
    return render_template(
        "teams/privacy/answers.html",
        version=version,
        counted=answers.counted(db.session(), community(), version.name),
        versions=VERSIONS[::-1],
    )


@sign_in_pages.get("/privacy-changes")
@requires(Permission.SIGNED_IN)
def privacy_changes() -> ResponseReturnValue:
    """Show what changed in the notice; `next` is where the reader was going."""
    return render_template(
        "teams/privacy/changes.html",
        version=in_force(clock.now()),
        places=membership.communities_of(db.session(), reader_id()),
        next=local_path(request.args.get("next")),
    )


@sign_in_pages.post("/privacy-changes")
@requires(Permission.SIGNED_IN)
def answer_privacy_changes() -> ResponseReturnValue:
    """Keep the answer and go on: who does not agree is not held up, nor asked again."""
    person_id, now, agrees = reader_id(), clock.now(), request.form.get("agrees") == "1"
    run(lambda session: notice_answers.answer(Act(session, now), person_id, agrees=agrees))
    if agrees:
        flash(gettext("记下了，您同意这一版说明。"), "success")
    else:
        flash(gettext("好的，还按您以前同意的来。想好了在“资料与同意”里答。"))
    return redirect(local_path(request.form.get("next"), url_for(".start")), code=303)
