"""The phones that the telephone system lets register: which there are, new ones, and their passwords."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

EXTENSION = r"^[0-9]{3,6}$"
"""How a new one is called: the number that is dialled, and that its agent signs in with."""
PHONE = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$"
"""How any is called that the telephone system has already."""
NAME_LIMIT = 80

Phone = Annotated[str, Meta(pattern=PHONE)]


class DeskPhone(Struct, frozen=True, kw_only=True):
    phone: str
    name: str = ""
    """As other phones show it when it calls."""
    online: bool = False
    fixed: bool = False
    """From the telephone system's own configuration: changed there."""
    agent: str = ""
    """Who is signed in with it now."""


class DeskPhones(Struct, frozen=True, kw_only=True):
    """By number. Not ``possible``: the telephone system cannot be told of phones, and tells of none."""

    possible: bool = True
    phones: tuple[DeskPhone, ...] = ()


class SaveDeskPhone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``new``: there is none of this number yet, which is an `EXTENSION`; else it gets a new password. At once."""

    phone: Phone
    name: Annotated[str, Meta(max_length=NAME_LIMIT)] = ""
    new: bool = False


class DeskPhonePassword(Struct, frozen=True, kw_only=True):
    """Told once, and kept by the telephone system alone."""

    phone: str
    name: str = ""
    password: str

    def __repr__(self) -> str:
        return f"DeskPhonePassword({self.phone!r})"
