"""What a place is called, of which kind it is, and what it stands below."""

from wtforms import SelectField, StringField

from core import inputs
from core.fields import Required, SelectChoice, Typed, value_of
from core.form import Form
from teams.members.models import OWN_KINDS, Place, PlaceKind
from teams.members.rules.place_tree import TreePlace
from teams.places.rules.places import PlaceFields
from teams.places.words import PLACE_KIND_WORDS


class PlaceForm(Form):
    """A place to be renamed or moved."""

    name = StringField(
        "名称",
        [Required("请写名称。"), Typed(inputs.note(30))],
        description="例如 东苑小区、3 号楼。",
    )
    parent = SelectField("在哪里面", coerce=int)

    def offer(self, tree: list[TreePlace], community_name: str, place: Place | None = None) -> None:
        """Offer the community and its open places that `place`, or a new one, may stand below."""
        kind = PlaceKind.BUILDING if place is None else place.kind
        above = OWN_KINDS[: OWN_KINDS.index(kind)]
        kept = None if place is None else place.parent_id
        self.parent.choices = [SelectChoice(0, community_name)] + [
            SelectChoice(each.place.id, each.words)
            for each in tree
            if each.place.kind in above and (not each.place.is_closed or each.place.id == kept)
        ]

    def fields(self) -> PlaceFields:
        """Return what was filled in, once `validate` is content."""
        return PlaceFields(value_of(self.name), self.parent.data or None)


class NewPlaceForm(PlaceForm):
    """A place to be added."""

    kind = SelectField(
        "是什么",
        choices=[SelectChoice(kind.value, words) for kind, words in PLACE_KIND_WORDS.items()],
    )
