"""What is measured, leg by leg: `LEGS` by name, in the order they are run."""

from bench.legs import pages, service, shop
from bench.legs.leg import Leg

LEGS: dict[str, Leg] = {each.name: each for each in (*service.LEGS, *shop.LEGS, *pages.LEGS)}
