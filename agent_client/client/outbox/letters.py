"""What the outbox holds and how it is written to disk: plain structs and their names there. Nothing here acts."""

from __future__ import annotations

from hashlib import sha256
from typing import TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from agent_client.protocol.names import ContactId, CustomerId, RecordId
from agent_client.protocol.refusals import Refusal, RefusalBody
from agent_client.protocol.time import Instant


class ContactSubject(Struct, frozen=True, tag="contact"):
    """A note on a contact, whoever its customer turns out to be."""

    id: ContactId


class CustomerSubject(Struct, frozen=True, tag="customer"):
    """A note on a customer, without a call."""

    id: CustomerId


class RecordSubject(Struct, frozen=True, tag="record"):
    """A correction of a record: how it shall read."""

    id: RecordId


Subject: TypeAlias = ContactSubject | CustomerSubject | RecordSubject


class About(Struct, frozen=True, kw_only=True):
    """Whom a text is about, as far as the screen knew while it was written: so that it can be told from others later."""

    customer: CustomerId | None = None
    name: str = ""
    number: str = ""
    at: Instant | None = None
    """When the call began, or the record was saved that is corrected."""
    corrections: int = 0
    """How many the record had when its correction was begun."""


NOBODY = About()


class Place(Struct, frozen=True):
    """Whose draft it is: contact 5 of another centre, or another agent's, is not this one."""

    account: str
    subject: Subject


class KeptDraft(Struct, frozen=True, kw_only=True):
    """A draft as it lies on disk. ``refusal``: why the server would not have it. ``begun``: when its first letter was
    typed. ``key`` tells it from the drafts before and after it in the same place."""

    place: Place
    text: str
    at: Instant
    refusal: RefusalBody | None = None
    about: About = NOBODY
    begun: Instant | None = None
    key: str = ""


class Letter(Struct, frozen=True, kw_only=True):
    """A note on its way: its text is fixed, and ``key`` makes it one record however often it is posted.

    ``number`` is the order of sending, ``draft`` the key of the draft that became it.
    """

    key: str
    number: int
    place: Place
    text: str
    customer: CustomerId | None
    contact: ContactId | None
    written_at: Instant
    about: About = NOBODY
    draft: str = ""


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


class Unsent(Struct, frozen=True, kw_only=True):
    """A draft, or a letter that the server has not accepted yet. ``since``: when it was begun, or sent."""

    subject: Subject
    about: About
    text: str
    since: Instant
    status: DraftStatus
    letter: Letter | None = None

    @property
    def key(self) -> tuple[Subject, str]:
        """The same while it is written on; a letter is another thing than the draft it came from."""
        return self.subject, "" if self.letter is None else self.letter.key


# Names and contents on disk.

DRAFT = "draft."
LETTER = "letter."
SPOILT = "spoilt."
"""What could not be read, kept for whoever can."""

T = TypeVar("T")

_KINDS: dict[type[Subject], str] = {ContactSubject: "contact", CustomerSubject: "customer", RecordSubject: "record"}


def draft_name(place: Place) -> str:
    kind = _KINDS[type(place.subject)]
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
    """One draft out of two texts, both whole; a text that the other one has already is not there twice."""
    one, other = f"\n\n{older}\n\n", f"\n\n{newer}\n\n"
    if not newer or other in one:
        return older
    return newer if not older or one in other else f"{older}\n\n{newer}"
