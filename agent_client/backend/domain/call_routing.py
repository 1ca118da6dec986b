"""Who is tried for a call, in which order, and the code that the log gets for it (F5).

A customer's own operators come first, then the project's, then everybody's. A project that names none has the agents of its
group. Without the caller's number nobody can say whose operator to try: then everybody's come first.
"""

from __future__ import annotations

from msgspec import Struct

from agent_client.protocol.names import RouteCode


class Tier(Struct, frozen=True):
    """``phones``: operators, the first free one of them; None: whoever serves the group, the longest available first.
    ``code`` is the log's when one of them is given the call."""

    code: RouteCode
    phones: tuple[str, ...] | None = None


OF_THE_GROUP = (Tier(RouteCode.PROJECT),)
"""For what no project's rules are about: a consult, a campaign."""


def tiers(
    number: str,
    *,
    customer: tuple[str, ...] = (),
    project: tuple[str, ...] = (),
    everybody: tuple[str, ...] = (),
    served: bool = True,
) -> tuple[Tier, ...]:
    """``number``: the caller's, empty when withheld; ``customer``, ``project``, ``everybody``: their operators' phones;
    ``served``: whether the group has agents at all."""
    withheld = not number
    of_project = Tier(RouteCode.NO_NUMBER if withheld else RouteCode.PROJECT, project or None)
    named = (of_project,) if project or served else ()
    if withheld:
        return (Tier(RouteCode.NO_NUMBER, everybody), *named) if everybody else named
    own = (Tier(RouteCode.CUSTOMER, customer),) if customer else ()
    last = RouteCode.EVERYBODY if own or named else RouteCode.NO_DATA
    return (*own, *named, *((Tier(last, everybody),) if everybody else ()))
