"""Driving the simulated PBX over HTTP, for scripts and tests: mounted by the demo alone, on loopback, without a session."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from litestar import Router, get, post
from litestar.params import JSONBody, PathParameter
from litestar.types import ControllerRouterHandler
from msgspec import Meta, Struct

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallId
from agent_client.backend.routes.errors import refusals
from agent_client.backend.telephony.simulator import (
    CustomerBehaviour,
    OwnCall,
    Party,
    PhoneBehaviour,
    Segment,
    Simulator,
)
from agent_client.backend.telephony.simulator.behaviours import Seconds
from agent_client.protocol.paths import API
from agent_client.protocol.refusals import BadNumber, NotFound, NotPossibleNow
from agent_client.rules.dial_numbers import canonical

from . import arrivals, expiry

PATH = f"{API}/simulator"
Text: TypeAlias = Annotated[str, PathParameter(max_length=100)]
_COMMAND = refusals(400, 404, 409)


class Call(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``ani`` empty: withheld. ``patience``: seconds the caller waits; ``talk``: seconds they talk; else until told."""

    ani: Annotated[str, Meta(max_length=40)] = ""
    dnis: Annotated[str, Meta(min_length=1, max_length=40)]
    patience: Seconds | None = None
    talk: Seconds | None = None


class Called(Struct, frozen=True):
    call: CallId


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(pattern="^[0-9*#]$")]


class Hold(Struct, frozen=True, forbid_unknown_fields=True):
    held: bool = True


class Transfer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``talked``: after a second call from the same phone, which was answered there."""

    number: Annotated[str, Meta(min_length=1, max_length=40)]
    talked: bool = False


class Shown(Struct, frozen=True):
    """Whether the phone's transfer was taken; None: it waits to be told, or pressed no such key."""

    taken: bool | None


class Done(Struct, frozen=True):
    done: bool = True


class Calls(Struct, frozen=True):
    calls: tuple[CallId, ...]


class Heard(Struct, frozen=True):
    """Who hears whom: pairs of the one who hears and the one who speaks, or music."""

    pairs: tuple[tuple[Party, Party], ...]


class Spoken(Struct, frozen=True):
    """What the centre itself said: prompts by name, numbers as they are."""

    prompts: tuple[Prompt | int, ...]


class Keyed(Struct, frozen=True):
    """Which tones each party has heard of the others' keypads."""

    digits: dict[str, str]


class Recorded(Struct, frozen=True):
    """A call's recordings by name: who is heard in which of their stretches. What was paused is not there."""

    recordings: dict[str, tuple[Segment, ...]]


def router(pbx: Simulator, country: str) -> Router:
    """``country``: how numbers without an international prefix are read."""
    handlers = [
        *_customers(pbx, country),
        *_phones(pbx, country),
        *_keys(pbx, country),
        *_link(pbx),
        *_looks(pbx),
        *arrivals.handlers(country),
        *expiry.handlers(),
    ]
    return Router(path=PATH, route_handlers=handlers, tags=["simulator"])


def without_pbx(country: str) -> Router:
    """What needs no simulated one."""
    return Router(path=PATH, route_handlers=[*arrivals.handlers(country), *expiry.handlers()], tags=["simulator"])


def _customers(pbx: Simulator, country: str) -> list[ControllerRouterHandler]:
    @post("/calls", operation_id="simulate_call", responses=_COMMAND)
    async def call_in(data: JSONBody[Call]) -> Called:
        """A customer calls."""
        return Called(pbx.call_in(data.ani, data.dnis, data.patience, data.talk))

    @post("/own-calls", operation_id="simulate_own_call", responses=_COMMAND)
    async def by_itself(data: JSONBody[OwnCall]) -> Called:
        """A call of a group that the PBX rings by itself, or of a user without a group: told of when it is over."""
        return Called(pbx.by_itself(data))

    @post("/calls/{call:str}/hang-up", status_code=200, operation_id="simulate_hang_up", responses=_COMMAND)
    async def hang_up(call: Text) -> Done:
        """The customer hangs up."""
        if not pbx.hang_up(CallId(call)):
            raise NotFound("no such call")
        return Done()

    @post("/calls/{call:str}/key", status_code=200, operation_id="simulate_key", responses=_COMMAND)
    async def press(call: Text, data: JSONBody[Key]) -> Done:
        """The customer presses a key of their phone."""
        if not pbx.press_key(CallId(call), data.key):
            raise NotFound("no such call")
        return Done()

    @post("/customers/{number:str}", status_code=200, operation_id="simulate_customer", responses=_COMMAND)
    async def customer(number: Text, data: JSONBody[CustomerBehaviour]) -> CustomerBehaviour:
        """How a customer behaves who is called back, or anybody outside who is consulted or transferred to."""
        pbx.set_customer(_number(number, country), data)
        return data

    return [call_in, by_itself, hang_up, press, customer]


def _phones(pbx: Simulator, country: str) -> list[ControllerRouterHandler]:
    @post("/phones/{phone:str}", status_code=200, operation_id="simulate_phone", responses=_COMMAND)
    async def phone(phone: Text, data: JSONBody[PhoneBehaviour]) -> PhoneBehaviour:
        """How an agent's phone behaves from now on."""
        pbx.set_phone(_number(phone, country), data)
        return data

    @post("/phones/{phone:str}/pick-up", status_code=200, operation_id="simulate_pick_up", responses=_COMMAND)
    async def pick_up(phone: Text) -> Done:
        if not pbx.pick_up(_number(phone, country)):
            raise NotPossibleNow("it does not ring", state="silent")
        return Done()

    @post("/phones/{phone:str}/put-down", status_code=200, operation_id="simulate_put_down", responses=_COMMAND)
    async def put_down(phone: Text) -> Done:
        if not pbx.put_down(_number(phone, country)):
            raise NotPossibleNow("nothing goes on there", state="silent")
        return Done()

    @post("/phones/{phone:str}/kill", status_code=200, operation_id="simulate_kill", responses=_COMMAND)
    async def kill(phone: Text) -> Done:
        """Its network is gone, until it is given a behaviour again."""
        pbx.kill_phone(_number(phone, country))
        return Done()

    @post("/phones/{phone:str}/unplug", status_code=200, operation_id="simulate_unplug", responses=_COMMAND)
    async def unplug(phone: Text) -> Done:
        """It is no longer registered, and the PBX knows."""
        if not pbx.unplug_phone(_number(phone, country)):
            raise NotPossibleNow("it is unplugged already", state="unplugged")
        return Done()

    @post("/phones/{phone:str}/plug-in", status_code=200, operation_id="simulate_plug_in", responses=_COMMAND)
    async def plug_in(phone: Text) -> Done:
        if not pbx.plug_in_phone(_number(phone, country)):
            raise NotPossibleNow("it is plugged in already", state="plugged_in")
        return Done()

    return [phone, pick_up, put_down, kill, unplug, plug_in]


def _keys(pbx: Simulator, country: str) -> list[ControllerRouterHandler]:
    @post("/phones/{phone:str}/hold", status_code=200, operation_id="simulate_hold", responses=_COMMAND)
    async def hold(phone: Text, data: JSONBody[Hold]) -> Done:
        """The hold key of the phone itself; a second press takes back."""
        if not pbx.keys.hold(_number(phone, country), held=data.held):
            raise NotPossibleNow("nobody talks on it, or it is so already", state="held" if data.held else "talking")
        return Done()

    @post("/phones/{phone:str}/transfer", status_code=200, operation_id="simulate_transfer", responses=_COMMAND)
    async def transfer(phone: Text, data: JSONBody[Transfer]) -> Done:
        """The transfer key of the phone itself."""
        number = canonical(data.number, country) or data.number
        if not pbx.keys.transfer(_number(phone, country), number, talked=data.talked):
            raise NotPossibleNow("nobody talks on it", state="silent")
        return Done()

    @get("/phones/{phone:str}/transfer", operation_id="simulator_transfer")
    async def shown(phone: Text) -> Shown:
        """What the phone shows of its last transfer."""
        return Shown(pbx.keys.shown(_number(phone, country)))

    return [hold, transfer, shown]


def _link(pbx: Simulator) -> list[ControllerRouterHandler]:
    @post("/link/lose", status_code=200, operation_id="simulate_lost_link", responses=_COMMAND)
    async def lose() -> Done:
        """The centre's link to the PBX is lost; what goes on there goes on."""
        if not pbx.lose_link():
            raise NotPossibleNow("it is lost already", state="lost")
        return Done()

    @post("/link/restore", status_code=200, operation_id="simulate_restored_link", responses=_COMMAND)
    async def restore() -> Done:
        if not pbx.restore_link():
            raise NotPossibleNow("it is there", state="there")
        return Done()

    return [lose, restore]


def _looks(pbx: Simulator) -> list[ControllerRouterHandler]:
    @get("/calls", operation_id="simulator_calls")
    async def calls() -> Calls:
        """Those that go on now, the oldest first."""
        return Calls(pbx.calls())

    @get("/calls/{call:str}/hears", operation_id="simulator_hears")
    async def hears(call: Text) -> Heard:
        """Nothing of a call that is over."""
        return Heard(tuple(sorted(pbx.hears(CallId(call)))))

    @get("/calls/{call:str}/digits", operation_id="simulator_digits")
    async def digits(call: Text) -> Keyed:
        return Keyed(pbx.digits(CallId(call)))

    @get("/calls/{call:str}/spoken", operation_id="simulator_spoken")
    async def spoken(call: Text) -> Spoken:
        """Also to somebody who has hung up."""
        return Spoken(pbx.spoken(CallId(call)))

    @get("/calls/{call:str}/recordings", operation_id="simulator_recordings")
    async def recordings(call: Text) -> Recorded:
        """Also of a call that is over."""
        return Recorded(pbx.recordings(CallId(call)))

    return [calls, hears, digits, spoken, recordings]


def _number(text: str, country: str) -> str:
    number = canonical(text, country)
    if not number:
        raise BadNumber("not a number", number=text)
    return number
