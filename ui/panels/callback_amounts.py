"""How many entries each section of the callback list has, and what is said where there are none."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from agent_client.client.store.state import State
from agent_client.protocol.names import Section
from ui.models.callback_lines import Arrangement
from ui.text import tr


def amounts(
    state: State, counted: Mapping[Section, int], shown: Arrangement, unread: Collection[Section] | None
) -> dict[str, int]:
    """``counted`` are the known entries that pass, ``unread`` the sections of which more are to be had (None: nobody knows).

    Those the server counts; of a choice among them nothing certain can be said, unless it is of the last days, which are
    always known, or a search: then it is told how many were found so far.
    """
    read = frozenset() if unread is None else frozenset(Section) - frozenset(unread)
    sure: dict[Section, int]
    if not shown.filters:
        sure = {
            section: counted.get(section, 0) if section in read else state.sections[section]
            for section in state.sections
        }
    elif shown.spans is not None or shown.query or unread is None:
        sure = dict(counted)
    else:
        sure = {section: count for section, count in counted.items() if section in read}
    return {section.value: count for section, count in sure.items() if count}


def nothing_words(section: Section, shown: Arrangement) -> tuple[str, str, str, str]:
    """An icon, what there is not, why, and what the button offers."""
    if shown.query:
        return (
            "search",
            tr("Nobody found"),
            tr("Nobody in this section has that name or number: the other sections say how many they have."),
            tr("End the search"),
        )
    icon = "done" if section is Section.OPEN else "callback"
    title, sentence = _nothing(section)
    if shown.queues is not None or shown.spans is not None:
        return icon, title, tr("Of the queues and days that you have chosen."), tr("Show all")
    return icon, title, sentence, ""


def _nothing(section: Section) -> tuple[str, str]:
    match section:
        case Section.ATTEMPTED:
            return tr("No attempts"), tr("Who was called back and did not answer appears here.")
        case Section.DONE:
            return tr("Nothing done yet"), tr("Entries that were reached or marked Done appear here.")
        case Section.NOT_REACHED:
            return tr("Everybody was reached"), tr("Entries that were given up appear here.")
        case _:
            return tr("Nobody waits for a call"), tr("A call that nobody took appears here at once.")
