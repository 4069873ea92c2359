"""Settings with dates: `--set PATH=VALUE@2027` and `--set PATH=VALUE@2027..2032`, as rules of a regulator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from worlds.config.faults import FaultyFile, InputError, Mark, shown
from worlds.config.loading import LoadedWorld
from worlds.config.settings import Setting, parse_setting
from worlds.config.tree import planted

_DATES = r"(?P<since>\d{4}(?:\.\d+)?)(?:\.\.(?P<until>\d{4}(?:\.\d+)?))?$"
_DATED = re.compile(rf"^(?P<setting>.*\S)\s*@\s*{_DATES}")
_DATED_PATH = re.compile(rf"^(?P<path>[^@]*)@{_DATES}")
_UNDATED = re.compile(r"^[^@]*=[^@\"'\[{]*(?P<dates>@[^@\"']*)$")
"""What has something behind an `@` that is not in quotes or in brackets of YAML."""
BY_HAND = "settings_with_dates"
"""Name of the regulator that settings with dates become."""


@dataclass(frozen=True)
class TimedSetting:
    """A number, or all that a pattern names, set to a value from a date on.

    Attributes:
        path: dotted path or pattern.
        value: what it shall be, as plain data.
        since: decimal year from which it holds.
        until: decimal year in which it goes back; None for good.
        written: how it is written, `PATH=VALUE@SINCE..UNTIL`.
    """

    path: str
    value: object
    since: float
    until: float | None
    written: str


def has_date(text: str) -> bool:
    """Return whether a setting is written with a date, as `PATH=VALUE@2027`."""
    return _DATED.match(text) is not None


def parse_change(text: str) -> Setting | TimedSetting:
    """Return the setting of `PATH=VALUE`, `PATH=VALUE@2027` or `PATH=VALUE@2027..2032`.

    Raises:
        InputError: when it is none of them.
    """
    found = _DATED.match(text)
    if found is None:
        undated = _UNDATED.match(text)
        if undated is not None:
            allowed = "PATH=VALUE@2027 from a date on, PATH=VALUE@2027..2032 until another"
            raise InputError(f"--set {text}: not decimal years; allowed: {allowed}; given: {shown(undated['dates'])}")
        return parse_setting(text)
    plain = parse_setting(found["setting"])
    return TimedSetting(plain.path, plain.value, *_years(found), text)


def dated(name: str) -> tuple[str, float | None, float | None]:
    """Return the path of `PATH@2027..2032` and its dates; None for those that are not there."""
    found = _DATED_PATH.match(name)
    return (name, None, None) if found is None else (found["path"], *_years(found))


def _years(found: re.Match[str]) -> tuple[float, float | None]:
    """Return the dates that were found."""
    return float(found["since"]), None if found["until"] is None else float(found["until"])


def enacting(loaded: LoadedWorld, settings: Sequence[TimedSetting]) -> LoadedWorld:
    """Return a world in which settings hold from their dates on.

    Raises:
        InputError: when a path is no number that may change, or a value is not allowed there.
    """
    for i, one in enumerate(settings):
        stated = {"path": one.path, "from": one.since, "value": one.value}
        rule = stated if one.until is None else {**stated, "until": one.until}
        tree = planted({"regulators": {BY_HAND: {"enacts": {f"setting-{i + 1}": rule}}}}, Mark(f"--set {one.written}"))
        try:
            loaded = loaded.with_more(tree)
        except FaultyFile as error:
            place = f"regulators.{BY_HAND}.enacts.setting-{i + 1}."
            raise InputError(str(error).replace(place, "")) from error
    return loaded
