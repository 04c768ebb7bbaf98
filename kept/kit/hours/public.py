"""Public holidays of countries and their regions, by the library `holidays`.

The library is loaded when somebody first asks, and a year is worked out once: both take their time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from kept.kit.hours.windows import BadHours

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""The library knows no later year of any country. Beyond these years nothing is a holiday."""
ENGLISH = "en_US"


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A country by its two letters (ISO 3166-1), and the library's code of a part of it."""

    country: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.country}-{self.part}" if self.part else self.country


def public_holidays(region: Region, year: int, language: str = "en") -> Mapping[date, str]:
    """The dates of one year in order, with their names, in `language` where they are known in it.

    Raises `BadHours` where there is no such region.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return MappingProxyType({})
    return _of_year(region, year, _spoken(region.country, language))


def public_dates(region: Region, first: date, last: date) -> Iterator[date]:
    """The holidays from `first` to `last`, both of them counting."""
    for year in range(max(first.year, FIRST_YEAR), min(last.year, LAST_YEAR) + 1):
        yield from (day for day in public_holidays(region, year) if first <= day <= last)


@cache
def countries() -> Mapping[str, str]:
    """English names by two letters, in the order of the names."""
    from holidays.registry import COUNTRIES

    named = {code: _in_words(name) for name, code, *_ in COUNTRIES.values()}
    return MappingProxyType(dict(sorted(named.items(), key=lambda one: one[1])))


@cache
def parts_of(country: str) -> Mapping[str, str]:
    """The parts of a country with holidays of their own: names by code, in the order of the names.

    Raises `BadHours`.
    """
    found = _library(country)
    named = {code: name for name, code in getattr(found, "subdivisions_aliases", {}).items()}
    parts = {code: named.get(code, code) for code in found.subdivisions}
    return MappingProxyType(dict(sorted(parts.items(), key=lambda one: one[1])))


def known_region(country: str, part: str = "") -> Region:
    """Raises `BadHours` where there is no such country, or no such part of it."""
    if country not in countries():
        raise BadHours(f"{country[:20]!r} is no country whose holidays we know.")
    if part and part not in parts_of(country):
        raise BadHours(f"{part[:20]!r} is no part of {countries()[country]}.")
    return Region(country, part)


@lru_cache(maxsize=4096)
def _of_year(region: Region, year: int, language: str | None) -> Mapping[date, str]:
    known_region(region.country, region.part)
    found = _library(region.country, region.part, year, language)
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=1024)
def _spoken(country: str, language: str) -> str | None:
    """The library's word for a language; without one it would ask the machine's locale."""
    known = _library(country).supported_languages
    for wanted in (language, language.partition("-")[0], ENGLISH):
        if wanted in known:
            return wanted
    return next((name for name in known if name.startswith("en")), None)


def _library(
    country: str, part: str = "", year: int | None = None, language: str | None = None
) -> HolidayBase:
    if country not in countries():
        raise BadHours(f"{country[:20]!r} is no country whose holidays we know.")
    from holidays import country_holidays

    return country_holidays(
        country, subdiv=part or None, years=year, expand=False, language=language
    )


def _in_words(name: str) -> str:
    """`BosniaAndHerzegovina` as people write it."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return re.sub(r"\b(And|Of|The)\b", lambda found: found[0].lower(), words)
