"""What is chosen when a code for a stall is opened."""

from wtforms import SelectField

from core.fields import SelectChoice
from core.form import Form
from teams.members.models import Team

HOURS = (1, 2, 4, 8, 12, 24)


class RecruitForm(Form):
    """For which team, and for how long."""

    team = SelectField("给哪支队伍", coerce=int)
    hours = SelectField("开多久", coerce=int, default=4)

    def offer(self, teams: list[Team], most_hours: int) -> None:
        """Offer these teams, and no more hours than the community permits."""
        self.team.choices = [SelectChoice(team.id, team.short_name) for team in teams]
        offered = sorted({each for each in HOURS if each <= most_hours} | {most_hours})
        self.hours.choices = [(each, f"{each}") for each in offered]
