"""In which order requests stand on one another, which of them are shown at once, and which one a key means (C2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel

MOST_SHOWN = 5

_FROM_THE_TOP = (Channel.EMAIL, Channel.SOCIAL, Channel.UNKNOWN, Channel.CHAT, Channel.VOICE)


class Page(Struct, frozen=True):
    """What is shown at once of all requests: ``first`` to ``last`` of ``total``, counted from 1."""

    shown: tuple[Contact, ...]
    number: int
    pages: int
    first: int
    last: int
    total: int


def popover_order(requests: Iterable[Contact]) -> list[Contact]:
    """From top to bottom: e-mail, social, chat, calls; the oldest of a channel first."""
    return sorted(requests, key=lambda one: (_FROM_THE_TOP.index(one.channel), one.queued_at, one.id))


def page(ordered: Sequence[Contact], number: int = 0) -> Page:
    """``number`` from 0; past the end it is the last page.

    The oldest call is on every page: calls stand last, and a phone that rings unseen would be missed for the e-mails
    that came before it. It counts on the first page only.
    """
    total = len(ordered)
    if total <= MOST_SHOWN:
        return Page(tuple(ordered), 0, 1, min(1, total), total, total)
    call = next((one for one in ordered if one.channel is Channel.VOICE), None)
    others = [one for one in ordered if one is not call]
    room = MOST_SHOWN - (call is not None)
    pages = -(-len(others) // room)
    at = max(0, min(number, pages - 1))
    chosen = others[at * room : (at + 1) * room]
    shown = [one for one in ordered if one is call or one in chosen]
    before = 0 if at == 0 else at * room + (call is not None)
    return Page(tuple(shown), at, pages, before + 1, before + len(shown) - (call is not None and at > 0), total)


def page_of(ordered: Sequence[Contact], contact: Contact) -> int:
    """The number of the first page that shows it."""
    pages = page(ordered).pages
    return next((at for at in range(pages) if contact in page(ordered, at).shown), 0)


def meant(shown: Sequence[Contact]) -> Contact | None:
    """The one that Accept and Decline by key mean: a caller who hears it ring goes first, else the one on top."""
    return next((one for one in shown if one.channel is Channel.VOICE), shown[0] if shown else None)
