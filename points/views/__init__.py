"""Pages of the floor `points`; each module below adds its routes to `bp`."""

import points.views.counter
import points.views.hourly_points
import points.views.imports
import points.views.locking
import points.views.opening
import points.views.passbook
import points.views.printing
import points.views.receiving
import points.views.redemptions
import points.views.shelf
import points.views.stock  # noqa: F401 - each module adds its routes
from points.views.routes import bp

blueprints = [bp]
