"""How templates become pages: compiled to escape without detours, some of it drawn once for all."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask.globals import request_ctx
from flask.templating import Environment
from jinja2 import BaseLoader, Template, TemplateNotFound
from jinja2 import Environment as Kit
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


class Variants(BaseLoader):
    """Finds `name_elder.html` before `name.html`, for the kit called elder."""

    def __init__(self, plain: BaseLoader, kit: str) -> None:
        self.plain, self.kit = plain, kit

    def get_source(
        self, environment: Kit, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the variant of this kit where there is one. Raises TemplateNotFound."""
        stem, _dot, ending = template.rpartition(".")
        try:
            return self.plain.get_source(environment, f"{stem}_{self.kit}.{ending}")
        except TemplateNotFound:
            return self.plain.get_source(environment, template)


class Drawing(Environment):
    """The environment of our templates, with a kit beside it for each way of reading.

    A kit holds the same names; each is its own variant where there is one (decision 0028). Which
    kit a page is drawn from is asked once, where the page begins: its layout and its components
    come from the same kit, so that none of them asks who reads.
    """

    code_generator_class = Compiler
    wanted_kit: Callable[[], str] = staticmethod(str)
    """Names the kit of whoever reads; empty for the plain one. The gate says it."""

    def get_or_select_template(
        self,
        template_name_or_list: str | Template | list[str | Template],
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the name is Jinja's
    ) -> Template:
        """Return the page as Jinja does, from the kit of whoever reads."""
        kit = self._kit(self.wanted_kit())
        return Environment.get_or_select_template(kit, template_name_or_list, parent, globals)

    def _kit(self, name: str) -> Environment:
        if not name:
            return self
        kits = self.__dict__.setdefault("kits", {})
        if name not in kits and self.loader is not None:
            kits[name] = self.overlay(loader=Variants(self.loader, name))
        found: Environment = kits[name]
        return found

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
