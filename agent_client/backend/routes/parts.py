"""What the routes are given to work with, and how they ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, PathParameter, SkipValidation
from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.hub import Hub
from agent_client.backend.ports.clock import Clock
from agent_client.backend.ports.units import Units
from agent_client.backend.recording_files import RecordingFiles
from agent_client.backend.services.callers import Callers
from agent_client.backend.services.commands import Command, Commands
from agent_client.backend.services.desk_phones import DeskPhoneKeeping
from agent_client.backend.services.links import Links
from agent_client.backend.services.password_changing import PasswordChanging
from agent_client.backend.services.signing_in import SigningIn
from agent_client.backend.settings import Settings
from agent_client.protocol.paths import KEY_HEADER

Number: TypeAlias = Annotated[int, PathParameter(ge=1, le=2**53)]
Key: TypeAlias = Annotated[
    str | None,
    HeaderParameter(
        name=KEY_HEADER,
        max_length=100,
        min_length=1,
        description="Chosen by the client: the same command under the same key is done once, and answered alike.",
    ),
]
HttpRequest: TypeAlias = Request[Any, Any, Any]


class Parts(Struct, frozen=True, kw_only=True):
    settings: Settings
    clock: Clock
    units: Units
    hub: Hub
    callers: Callers
    commands: Commands
    links: Links
    passwords: PasswordChanging
    signing_in: SigningIn
    recordings: RecordingFiles
    desk_phones: DeskPhoneKeeping
    phones_answer: Callable[[str], bool]
    """Whether a phone can be answered from the desktop."""


def template(path: str) -> str:
    """``/contacts/{contact}`` as the router wants it."""
    return re.sub(r"{(\w+)}", r"{\1:int}", path)


Wired: TypeAlias = NamedDependency[SkipValidation[Parts]]
"""Made by this program, not by a client: nothing in it needs to be looked at."""
Given: TypeAlias = NamedDependency[Command]
"""The command as a whole, its caller within."""
Asking: TypeAlias = NamedDependency[Caller]
"""Who asks, where nothing is changed."""
