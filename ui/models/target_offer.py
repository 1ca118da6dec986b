"""What the target picker offers: its tabs, what was typed in them, and the rows and words that follow. No widgets."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from agent_client.client.store.state import State
from agent_client.protocol.centre import Directory
from agent_client.rules.dial_numbers import dialable
from ui import dialling
from ui.text import tr

from . import targets
from .targets import Purpose, TargetRow


class Tab(StrEnum):
    AGENTS = "agents"
    QUEUES = "queues"
    NUMBER = "number"
    DIRECTORY = "directory"


class Offer(Struct, frozen=True, kw_only=True):
    """``words`` are typed in the lists, which share them; ``number`` in the number's tab. ``directory`` None: on its way."""

    purpose: Purpose = Purpose.CONSULT
    tab: Tab = Tab.AGENTS
    words: str = ""
    number: str = ""
    directory: Directory | None = None
    failed: str = ""


def typed(offer: Offer) -> str:
    return offer.number if offer.tab is Tab.NUMBER else offer.words


def means_first(offer: Offer) -> bool:
    """Whether what was typed means the first row: an unfinished number means none of those called lately."""
    return dialable(offer.number) is not None if offer.tab is Tab.NUMBER else bool(offer.words.strip())


def with_typed(offer: Offer, text: str) -> Offer:
    return replace(offer, number=text) if offer.tab is Tab.NUMBER else replace(offer, words=text)


def with_tab(offer: Offer, tab: Tab) -> Offer:
    """What can be dialled and was typed elsewhere is a number here, too."""
    number = offer.number or (offer.words if tab is Tab.NUMBER and dialable(offer.words) else "")
    return replace(offer, tab=tab, number=number)


def rows(offer: Offer, state: State, recent: tuple[str, ...]) -> list[TargetRow]:
    words = offer.words
    found: list[TargetRow] = []
    match offer.tab:
        case Tab.NUMBER:
            return targets.number_rows(offer.number, recent, state)
        case Tab.AGENTS:
            found = targets.agent_rows(state, offer.purpose, words)
        case Tab.QUEUES:
            found = targets.queue_rows(state, words)
        case Tab.DIRECTORY:
            if offer.directory is not None:
                found = targets.directory_rows(offer.directory, state, offer.purpose, words)
    return targets.with_number(found, words, state)


def about(offer: Offer, state: State) -> str:
    """One line under the field: what is wrong with the number, or what it is; that there is more to find; what
    else is possible where nobody is free."""
    if offer.tab is Tab.NUMBER:
        return dialling.about_number(offer.number, state.centre)
    if offer.tab is Tab.DIRECTORY and offer.directory is not None and offer.directory.more:
        return tr("There are more: type on to narrow it down.")
    if offer.tab is Tab.AGENTS and not offer.words.strip():
        found = targets.agent_rows(state, offer.purpose, "")
        if found and not any(row.possible for row in found):
            return tr("Nobody is free now: choose a queue or a number, or wait until somebody is.")
    return ""


def nothing(offer: Offer) -> str:
    """Instead of an empty list."""
    match offer.tab:
        case Tab.NUMBER:
            return ""
        case Tab.DIRECTORY if offer.failed:
            return offer.failed
        case Tab.DIRECTORY if offer.directory is None:
            return tr("Searching…")
        case _ if offer.words.strip():
            return tr("Nothing found. Try the first letters of a word.")
        case Tab.AGENTS:
            return tr("No other agent is signed in.")
        case Tab.QUEUES:
            return tr("There is no queue.")
        case _:
            return tr("The directory is empty.")


def tab_words() -> dict[str, str]:
    return {
        Tab.AGENTS.value: tr("Agents"),
        Tab.QUEUES.value: tr("Queues"),
        Tab.NUMBER.value: tr("Number"),
        Tab.DIRECTORY.value: tr("Directory"),
    }
