"""What the callback list of the whole centre covers: time zone, period, weekends, kinds of groups (E4, E5)."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Sequence
from functools import lru_cache

from agent_client.protocol.administration import Administration, Callbacking
from agent_client.protocol.names import Period
from ui.text import tr
from ui.widgets.suggesting_field import Suggestion

from . import things
from .editor import Editor
from .entries import SelectEntry, SuggestingEntry, TickEntry, TicksEntry
from .form import Form
from .page import BookPage
from .sheets import Book
from .words import GROUP_KINDS, PERIODS, default, default_of_tick, group_kind, period

_OF_DAYS = frozenset({Period.TODAY, Period.YESTERDAY, Period.LAST_2_DAYS, Period.LAST_3_DAYS})
"""Periods that count days: weekends may be left out of them."""
_OFFERED = 200


class CallbackListPage(BookPage):
    NAME = "callbacks"

    def __init__(self) -> None:
        form = Form()
        form.section(tr("Days and hours"))
        form.add(
            "time_zone",
            tr("Time zone"),
            SuggestingEntry(60, _zones, placeholder="Europe/Prague", width=264),
            hint=tr("The centre's: in it days begin, and agents type the times of appointments."),
        )
        form.section(tr("What agents see"), tr("For whoever has not chosen a period for themselves."))
        self._period = SelectEntry(width=264)
        self._period.show_choices([(each, period(each)) for each in PERIODS])
        form.add("period", tr("Calls since"), self._period, hint=default(period(Period.ALL)))
        for name, label, words in (
            ("without_saturdays", tr("Saturdays"), tr("Leave Saturdays out")),
            ("without_sundays", tr("Sundays"), tr("Leave Sundays out")),
        ):
            form.add(name, label, TickEntry(words), hint=default_of_tick(False))
        form.section(tr("Whose calls"))
        kinds = TicksEntry([(kind, group_kind(kind)) for kind in GROUP_KINDS])
        form.add("kinds", tr("Kinds of groups"), kinds, hint=default(tr("all of them")))
        super().__init__(
            tr("What the callback list of the whole centre covers. A change holds at once for what is listed."),
            Book(things.callbacking_fields),
            Editor(form),
        )
        self.body.addWidget(self.editor, 1)

    @classmethod
    def title_text(cls) -> str:
        return tr("Callback list")

    def things(self, known: Administration) -> Iterable[tuple[int, Callbacking]]:
        return ((0, known.callbacking),)

    def read(self, key: int) -> tuple[object, dict[str, str]]:
        return things.read_callbacking(self.book[key].values(), self.book[key].base)

    def refresh(self) -> None:
        super().refresh()
        if self.current not in self.book:
            return
        counts = self.book[self.current].values()["period"] in _OF_DAYS
        words = default_of_tick(False)
        if not counts:
            words = tr("Only a period of days leaves them out: today, since yesterday, the last 2 or 3 days.")
        for name in ("without_saturdays", "without_sundays"):
            self.editor.form.rows[name].hint.say(words)


@lru_cache(maxsize=1)
def _all_zones() -> tuple[str, ...]:
    """Those that are called after a place; of 600 names half are older ones for the same."""
    return tuple(
        sorted(
            name
            for name in zoneinfo.available_timezones()
            if "/" in name and name.partition("/")[0] not in ("Etc", "posix", "right", "SystemV")
        )
    )


def _zones(typed: str) -> Sequence[Suggestion]:
    wanted = typed.casefold().replace(" ", "_")
    found = [name for name in ("UTC", *_all_zones()) if wanted in name.casefold()]
    return [Suggestion(name, name) for name in found[:_OFFERED]]
