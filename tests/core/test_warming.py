"""Before the first request every template is compiled and every file compressed."""

from core.assets import WAYS
from core.warming import warm


def test_nobody_waits_for_a_template_or_a_file(app):
    warm(app)

    compiled = {name for _loader, name in app.jinja_env.cache}
    assert compiled >= set(app.jinja_env.list_templates())
    worth_it = [asset for asset in app.extensions["wuse_assets"].values() if asset.is_compressible]
    assert worth_it
    assert all(set(asset.compressed) == set(WAYS) for asset in worth_it)
