"""Whether events arrive as they are sent, or whether something on the way holds them back: a trial stream, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from agent_client.client.api import Api
from agent_client.protocol.paths import STREAM_TRIAL
from agent_client.protocol.sessions import TRIAL_PINGS, TRIAL_SECONDS

_PING = b"event: ping"


class Trial(Struct, frozen=True):
    """``arrivals``: when each ping came, in monotonic seconds. ``by``: what the answer's headers name as having passed it on."""

    arrivals: tuple[float, ...]
    by: str = ""

    @property
    def whole(self) -> bool:
        return len(self.arrivals) >= TRIAL_PINGS


async def try_stream(api: Api, monotonic: Callable[[], float]) -> Trial:
    """Raises `Refusal` and `ServerTrouble`."""
    passed_on: list[str] = []
    arrivals: list[float] = []
    rest = b""

    def opened(headers: Mapping[str, str]) -> None:
        passed_on.append(named(headers))

    async for piece in api.download(STREAM_TRIAL, opened=opened):
        *whole, rest = (rest + piece).split(b"\n\n")
        at = monotonic()
        arrivals.extend(at for one in whole if one.startswith(_PING))
    return Trial(tuple(arrivals), "".join(passed_on))


def held_back(arrivals: Sequence[float]) -> float | None:
    """For how many seconds the first ping was kept from us, where it was; pings that come together were sent apart."""
    sent_over = TRIAL_SECONDS * (TRIAL_PINGS - 1)
    came_over = arrivals[-1] - arrivals[0] if arrivals else 0.0
    return sent_over - came_over if came_over < sent_over / 2 else None


def named(headers: Mapping[str, str]) -> str:
    """Who passed the answer on, by their own words (RFC 9110, 7.6.3); our server names neither itself nor anybody else."""
    words = headers.get("via") or headers.get("x-cache") or headers.get("server") or ""
    return "".join(character for character in words if character.isprintable())[:100]
