"""Chinese names of the kinds of places a community has."""

from teams.members.models import PlaceKind

PLACE_KIND_WORDS: dict[PlaceKind, str] = {
    PlaceKind.GRID: "网格",
    PlaceKind.ESTATE: "小区",
    PlaceKind.BUILDING: "楼栋",
}
