"""导出名单: the list of members as the screen shows it, as a file that says who took it."""

import io
from urllib.parse import quote

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.gate import rechecked
from core import clock, request_id, wording, workbook_out
from core.db import db, run
from core.errors import RuleError
from core.fields import value_of
from core.masking import name_for_staff
from core.template_filters import tongue
from teams.authority.act import Act
from teams.authority.queries import membership
from teams.blueprint import bp
from teams.gate import authority, community, requires
from teams.members.forms.desk import ExportForm
from teams.members.models import Community, Member
from teams.members.queries import people
from teams.members.queries.teams import all_teams
from teams.members.rules import exports as rules
from teams.members.rules.exports import MOST_ROWS, MemberExport
from teams.members.words import MEMBER_STATE_WORDS
from teams.permissions import Permission


@bp.get("/members/exports/new")
@requires(Permission.MEMBER_EXPORT)
def new_member_export() -> ResponseReturnValue:
    """Say what the file will hold, and ask what for."""
    return _page(ExportForm(formdata=None, data=request.args.to_dict()), None)


def _page(form: ExportForm, refusal: RuleError | None) -> str:
    here, wanted = community(), form.wanted()
    teams = {team.id: team.short_name for team in all_teams(db.session(), here)}
    count = people.members_count(db.session(), here, wanted)
    return render_template(
        "teams/members/new_export.html",
        form=form,
        count=count,
        most=MOST_ROWS,
        wanted=wanted,
        team=teams.get(wanted.team_id or 0, ""),
        state=MEMBER_STATE_WORDS[wanted.state] if wanted.state else "",
        refusal=refusal,
    )


@bp.post("/members/exports")
@requires(Permission.MEMBER_EXPORT)
@rechecked
def export_members() -> ResponseReturnValue:
    """Hand out the list as .xlsx, covered as on the screen; the trail keeps who and what for."""
    form, here_id, by, now = ExportForm(), community().id, authority(), clock.now()
    if not form.validate():
        return _page(form, None), 400
    wanted, reason = form.wanted(), value_of(form.reason)
    members = people.members_listed(db.session(), community(), wanted, MOST_ROWS + 1)
    state = wanted.state.value if wanted.state else ""
    taken = MemberExport(wanted.words, state, wanted.team_id, len(members), reason)
    try:
        run(
            lambda s: rules.note_members(
                Act(s, now, by=by, community=s.get_one(Community, here_id)), taken
            )
        )
    except RuleError as refusal:
        return _page(form, refusal), refusal.status
    title = str(_("志愿者名单"))
    content = workbook_out.workbook(title, _rows(members, reason))
    day = f"{clock.local_day(now, community().zone):%Y%m%d}"
    plain = f"{community().slug}-members-{day}.xlsx"
    whole = quote(f"{title}-{community().name}-{day}.xlsx", safe="")
    file = send_file(io.BytesIO(content), workbook_out.XLSX)
    named = f"attachment; filename={plain}; filename*=UTF-8''{whole}"
    file.headers["Content-Disposition"] = named
    file.headers["Cache-Control"] = "no-store"
    return file


def _rows(members: list[Member], reason: str) -> list[list[str]]:
    heads = (_("姓名"), _("编号"), _("主队"), _("手机"), _("状态"))
    return [
        [_watermark(reason)],
        [str(head) for head in heads],
        *([str(cell) for cell in _cells(member)] for member in members),
    ]


def _watermark(reason: str) -> str:
    """Say in the first row who took the list, when, under which number and what for."""
    now, here = clock.now(), community()
    own = membership.member_of(db.session(), here, authority().person_id)
    return str(
        _(
            "%(community)s志愿者名单，%(who)s于 %(day)s %(time)s 导出，"
            "单号 %(number)s，用途：%(reason)s。只供工作使用，不要外传。",
            community=here.name,
            who=own.volunteer_no if own is not None else _("县管理员"),
            day=wording.full_date(clock.local_day(now, here.zone), tongue()),
            time=wording.clock_time(now, here.zone),
            number=request_id.current(),
            reason=reason,
        )
    )


def _cells(member: Member) -> tuple[str, ...]:
    tail = member.person.phone_tail
    return (
        name_for_staff(member.person.name),
        member.volunteer_no,
        member.home_team.short_name if member.home_team else "—",
        _("尾号 %(tail)s", tail=tail) if tail else _("没有手机"),
        _(MEMBER_STATE_WORDS[member.state]),
    )
