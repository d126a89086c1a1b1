"""Only core/db.py commits or rolls back."""

import ast

from core.house import ROOT, packages


def _sources():
    for package in packages():
        yield from (ROOT / package).rglob("*.py")


def test_only_the_database_module_commits():
    committing = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in _sources()
        if path != ROOT / "core" / "db.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    ]

    assert committing == [], "changes go through core.db.run"


def test_no_file_is_too_long_to_be_read():
    most = {400: (ROOT / "tests").rglob("*.py"), 300: [*_sources(), ROOT / "app.py"]}
    long = [
        str(path.relative_to(ROOT))
        for lines, paths in most.items()
        for path in paths
        if len(path.read_text().splitlines()) > lines
    ]

    assert long == []
