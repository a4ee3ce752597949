"""Names of countries for their codes, as the account's places carry them."""

from __future__ import annotations

from functools import lru_cache

from crosswire.lexicon import standard
from crosswire.model import Place
from crosswire.report.wording import plain


def country_named(code: str | None) -> str:
    """ "Algeria" for "DZ"; a code that the list does not hold stands for itself."""
    return _names().get(code or "", code or "")


def where(place: Place | None) -> str:
    """ "near In Amenas, Algeria"; nothing where no place is known."""
    if place is None:
        return ""
    name, country = plain(place.name), country_named(place.country)
    prefix = "near " if place.precision == "near" else ""
    return prefix + (f"{name}, {country}" if country and country != name and place.precision != "country" else name)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in standard().table("demonyms")["country"]:
        if row.get("code") and row.get("kind") is None:
            names.setdefault(str(row["code"]), str(row["name"]))
    return names
