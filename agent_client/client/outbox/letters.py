"""What the outbox holds and how it is written to disk: plain structs and their names there. Nothing here acts."""

from __future__ import annotations

from hashlib import sha256
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from agent_client.protocol.names import ContactId, CustomerId
from agent_client.protocol.refusals import Refusal, RefusalBody
from agent_client.protocol.time import Instant


class ContactSubject(Struct, frozen=True, tag="contact"):
    """A note on a contact, whoever its customer turns out to be."""

    id: ContactId


class CustomerSubject(Struct, frozen=True, tag="customer"):
    """A note on a customer, without a call."""

    id: CustomerId


Subject: TypeAlias = ContactSubject | CustomerSubject


class Place(Struct, frozen=True):
    """Whose draft it is: contact 5 of another centre, or another agent's, is not this one."""

    account: str
    subject: Subject


class KeptDraft(Struct, frozen=True, kw_only=True):
    """A draft as it lies on disk. ``refusal``: why the server would not have it."""

    place: Place
    text: str
    at: Instant
    refusal: RefusalBody | None = None


class Letter(Struct, frozen=True, kw_only=True):
    """A note on its way: its text is fixed, and ``key`` makes it one record however often it is posted.

    ``number`` is the order of sending.
    """

    key: str
    number: int
    place: Place
    text: str
    customer: CustomerId | None
    contact: ContactId | None
    written_at: Instant


# What the editor shows of a draft.


class Empty(Struct, frozen=True):
    pass


class Unsaved(Struct, frozen=True):
    """Not on disk yet. ``trouble``: what the disk said, when it was tried."""

    trouble: str = ""


class Kept(Struct, frozen=True):
    at: Instant


class Sending(Struct, frozen=True):
    pass


class Waiting(Struct, frozen=True):
    """The server could not be reached, or could not store it; it is tried again."""


class Refused(Struct, frozen=True):
    """The server will not have the text that is in the draft again."""

    refusal: Refusal


DraftStatus: TypeAlias = Empty | Unsaved | Kept | Sending | Waiting | Refused


# Names and contents on disk.

DRAFT = "draft."
LETTER = "letter."
SPOILT = "spoilt."
"""What could not be read, kept for whoever can."""

T = TypeVar("T")


def draft_name(place: Place) -> str:
    kind = "contact" if isinstance(place.subject, ContactSubject) else "customer"
    return f"{DRAFT}{sha256(place.account.encode()).hexdigest()[:16]}.{kind}.{place.subject.id}"


def letter_name(letter: Letter) -> str:
    return f"{LETTER}{letter.key}"


def spoilt_name(name: str, data: bytes) -> str:
    return f"{SPOILT}{sha256(data).hexdigest()[:8]}.{name}"


def read_kept(data: bytes, kind: type[T]) -> T | None:
    """None for what is damaged."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def storable(text: str) -> str:
    """Without halves of surrogate pairs, which some input methods leave behind and UTF-8 has no bytes for."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def merged(older: str, newer: str) -> str:
    """One draft out of two texts, both whole."""
    return older if not newer or newer == older else newer if not older else f"{older}\n\n{newer}"
