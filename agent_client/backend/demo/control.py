"""Driving the simulated PBX over HTTP, for scripts and tests: mounted by the demo alone, on loopback, without a session."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from litestar import Router, post
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from agent_client.backend.ports.telephony import CallId
from agent_client.backend.routes.errors import refusals
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour, Simulator
from agent_client.backend.telephony.simulator.behaviours import Seconds
from agent_client.protocol.paths import API
from agent_client.protocol.refusals import BadNumber, NotFound, NotPossibleNow
from agent_client.rules.dial_numbers import canonical

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


class Done(Struct, frozen=True):
    done: bool = True


def router(pbx: Simulator, country: str) -> Router:
    """``country``: how numbers without an international prefix are read."""

    @post("/calls", operation_id="simulate_call", responses=_COMMAND)
    async def call_in(data: JSONBody[Call]) -> Called:
        """A customer calls."""
        return Called(pbx.call_in(data.ani, data.dnis, data.patience, data.talk))

    @post("/calls/{call:str}/hang-up", status_code=200, operation_id="simulate_hang_up", responses=_COMMAND)
    async def hang_up(call: Text) -> Done:
        """The customer hangs up."""
        if not pbx.hang_up(CallId(call)):
            raise NotFound("no such call")
        return Done()

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

    @post("/customers/{number:str}", status_code=200, operation_id="simulate_customer", responses=_COMMAND)
    async def customer(number: Text, data: JSONBody[CustomerBehaviour]) -> CustomerBehaviour:
        """How a customer behaves who is called back."""
        pbx.set_customer(_number(number, country), data)
        return data

    return Router(path=PATH, route_handlers=[call_in, hang_up, phone, pick_up, put_down, customer], tags=["simulator"])


def _number(text: str, country: str) -> str:
    number = canonical(text, country)
    if not number:
        raise BadNumber("not a number", number=text)
    return number
