"""Pages from templates: everything escaped, nothing undefined passed over in silence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from crosswire.desk.standing import View
from crosswire.policies import DEFAULT
from crosswire.report.wording import day, plain

if TYPE_CHECKING:
    from jinja2 import Environment


def drawn(template: str, **values: object) -> str:
    """The page of a template in ``templates/``."""
    return _environment().get_template(template).render(**values)


def known(template: str) -> None:
    """Make ready what it takes to draw a template for the first time."""
    _environment().get_template(template)


def link(path: str, view: View | None = None, **more: str | int | None) -> str:
    """A path with the view and whatever else it is asked with: ``link("/claims/c12", view, page=2)``.

    What the view has by default is left out, so that the newest account has the shortest address.
    """
    view = view or View()
    given = {
        "as_of": view.as_of,
        "known_by": view.known_by,
        "policy": view.policy if view.policy != DEFAULT else None,
        **more,
    }
    asked = urlencode({key: value for key, value in given.items() if value is not None})
    return f"{path}?{asked}" if asked else path


def segment(name: str) -> str:
    """A name as one part of a path: a report's id may hold slashes, and is a stranger's."""
    return quote(name, safe="")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("crosswire.desk", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.globals.update(link=link, segment=segment, day=day)
    environment.filters.update(plain=plain)
    return environment
