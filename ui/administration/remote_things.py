"""Signing in by phone as fields: the service number, and each agent's phones and queues. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from agent_client.protocol.administration import Administration
from agent_client.protocol.names import QueueId
from agent_client.protocol.remote import Registering, RemoteAgent, ServiceNumber
from agent_client.rules.dial_numbers import canonical
from ui.text import tr

from .reading import Reading
from .sheets import Values

PHONES = ("phone_number", "alternate_number")


class RemoteThing(Struct, frozen=True, kw_only=True):
    """What a sheet is about: the service number, or with ``agent`` their phones."""

    number: ServiceNumber = ServiceNumber()
    agent: RemoteAgent | None = None


def fields(thing: RemoteThing) -> Values:
    if thing.agent is None:
        return {"number": thing.number.number}
    registered = thing.agent.registered
    return {
        "phone_number": registered.phone_number,
        "alternate_number": registered.alternate_number,
        "preselected": registered.preselected,
    }


class Numbers:
    """Whose a number is already; however it is written."""

    def __init__(self, known: Administration | None, country: str) -> None:
        self._country = country
        self._dialled: set[str] = set()
        self._service = ""
        self._owners: dict[str, tuple[int, str]] = {}
        if known is None:
            return
        self._dialled = {group.number for group in known.groups if group.number} | {one.dnis for one in known.projects}
        self._service = known.remote.service_number.number
        for one in known.remote.agents:
            for number in (one.registered.phone_number, one.registered.alternate_number):
                if number:
                    self._owners[number] = (one.agent.id, one.agent.name)

    def taken(self, typed: str, key: int) -> str:
        """What is wrong with it for the sheet with this key, in a sentence; empty: nothing."""
        number = canonical(typed, self._country) or typed
        owner, name = self._owners.get(number, (key, ""))
        if owner != key:
            return tr("This is {name}'s phone.", name=name)
        if number in self._dialled:
            return tr("Customers dial this number.")
        return tr("This is the service number.") if key and number == self._service else ""


def read(values: Values, thing: RemoteThing, key: int, numbers: Numbers) -> tuple[object, dict[str, str]]:
    reading = Reading(values)
    if thing.agent is None:
        number = _number(reading, "number", key, numbers)
        return ServiceNumber(number=number), reading.faults
    phone, alternate = (_number(reading, name, key, numbers) for name in PHONES)
    if alternate and not phone:
        reading.check("phone_number", tr("Which phone shows that number?"))
    chosen = values["preselected"]
    queues = tuple(QueueId(one) for one in chosen) if isinstance(chosen, tuple) else ()
    return Registering(phone_number=phone, alternate_number=alternate, preselected=queues), reading.faults


def _number(reading: Reading, name: str, key: int, numbers: Numbers) -> str:
    number = reading.number(name)
    if number and (sentence := numbers.taken(number, key)):
        reading.check(name, sentence)
    return number


def saved(thing: RemoteThing, answer: object) -> RemoteThing:
    """The answer to a save as what the sheet is about."""
    if isinstance(answer, ServiceNumber):
        return RemoteThing(number=answer)
    return RemoteThing(agent=answer) if isinstance(answer, RemoteAgent) else thing


def hindered(known: Administration, names: Mapping[QueueId, str], values: Values) -> str:
    """What of the queues keeps an agent from signing in by phone; empty: nothing."""
    chosen = values.get("preselected", ())
    if values.get("phone_number") and not chosen:
        return tr("Without a queue nobody can sign in by phone.")
    barred = {*known.remote.written, *known.remote.campaigns}
    mine = [names[queue] for queue in chosen if queue in barred and queue in names] if isinstance(chosen, tuple) else []
    if not mine:
        return ""
    return tr(
        "Chats, e-mails, messages or a campaign come in {queues}: with it nobody can sign in by phone.",
        queues=", ".join(mine),
    )
