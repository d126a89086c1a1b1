"""How templates become pages: compiled to escape without detours, some of it drawn once for all."""

from collections.abc import Callable
from typing import Any

from flask.globals import request_ctx
from flask.templating import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]  # what `escape` itself asks

DRAWN_AT_MOST = 1024


class Compiler(CodeGenerator):
    """Jinja's own, but that what is printed is escaped by `Drawing.printed`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.printed(")


class Drawing(Environment):
    """The environment of our templates."""

    code_generator_class = Compiler

    @staticmethod
    def printed(value: object) -> str:
        """Return what `markupsafe.escape` does as plain text: a page prints it, nothing more.

        A page of forty rows prints a thousand values; each as a `Markup` of its own took longer
        than escaping it.
        """
        if type(value) is str:
            return str(_escape_inner(value))
        if type(value) is Markup or type(value) is int:
            return str(value)
        if hasattr(value, "__html__"):
            return str(value.__html__())
        return str(_escape_inner(str(value)))


def drawn_once(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """Return `macro`, drawn once for each arguments and kept until the program ends.

    For macros that rest on their arguments and on addresses of our own files alone.
    """
    kept: dict[object, Markup] = {}

    def drawn(*args: Any, **values: Any) -> Markup:
        try:
            root = request_ctx._get_current_object().request.script_root  # type: ignore[attr-defined]  # a proxy
        except RuntimeError:
            return macro(*args, **values)
        key = (root, args, *map(type, args), *values.items())
        found = kept.get(key)
        if found is None:
            if len(kept) >= DRAWN_AT_MOST:
                kept.clear()
            found = kept[key] = macro(*args, **values)
        return found

    return drawn
