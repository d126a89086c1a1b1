"""What the room `garden` declares: plots and who waters them."""

from core.declarations import NoticeSort, Room
from core.menu import Menu, MenuLine
from garden import checks, own_file
from garden.blueprint import blueprints
from garden.permissions import PERMISSIONS, Permission
from garden.plots import rules
from garden.settings import SETTINGS
from garden.trail import TRAIL

MENU = (
    MenuLine(
        menu=Menu.MINE,
        place=45,
        label="我的园地",
        endpoint="garden.plots",
        permission=Permission.OWN_DATA,
        icon="leaf",
    ),
)

ROOM = Room(
    blueprints=blueprints,
    menu=MENU,
    permissions=PERMISSIONS,
    trail=TRAIL,
    settings=SETTINGS,
    notices=(NoticeSort(name="plot_list", object_at="garden.plots", decide_at="garden.plots"),),
    jobs={"plots that dried up": rules.take_back},
    checks={"plots are watered after they are given": checks.watered_after_given},
    own_data_of_member=own_file.of_member,
)
