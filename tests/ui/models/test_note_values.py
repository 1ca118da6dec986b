"""What the placeholders stand for: of the call, the customer, the agent; never a secret; and which templates are offered."""

from __future__ import annotations

from types import ModuleType

from msgspec.structs import replace

from agent_client.protocol.centre import Template
from agent_client.protocol.contacts import CadVariable
from agent_client.protocol.names import QueueId, TemplateId, VariableKind
from ui.models.note_values import note_values, offered
from ui.text import clock_time, day, day_and_time


def test_of_a_call(seen: ModuleType) -> None:
    at = "2026-11-24T10:30:00Z"
    call = replace(
        seen.CALL,
        cad=(*seen.CALL.cad, CadVariable(key="wanted", label="Wanted", kind=VariableKind.DATE_TIME, value=at)),
    )
    values = note_values(seen.ON_CALL, call, None, seen.NOW)
    assert values == {
        "case": "SR-40-18822",
        "product": "Thermo 4 Pro",
        "language": "Czech",
        "wanted": day_and_time(seen.NOW.replace(hour=10, minute=30)),
        "customer": "Jana Nováková",
        "company": "Elektro Svoboda s.r.o.",
        "number": "+420 724 118 305",
        "agent": "Anna de Vries",
        "queue": "Support",
        "project": "Support",
        "date": day(seen.NOW),
        "time": clock_time(seen.NOW),
    }
    assert "iban" not in values, "a secret is left to be seen as it is written"


def test_without_a_call_what_belongs_to_one_is_not_known(seen: ModuleType) -> None:
    values = note_values(seen.WAITING, None, seen.CUSTOMER, seen.NOW)
    assert (values["customer"], values["number"]) == ("Jana Nováková", "+420 724 118 305")
    assert not {"queue", "project", "case"} & values.keys()


def test_the_callers_number_goes_before_the_customers(seen: ModuleType) -> None:
    call = replace(seen.CALL, ani="+31201234567")
    assert note_values(seen.ON_CALL, call, seen.CUSTOMER, seen.NOW)["number"] == "020 123 4567"
    withheld = replace(seen.CALL, ani="", customer=None)
    values = note_values(seen.ON_CALL, withheld, None, seen.NOW)
    assert values["number"] == "" and "customer" not in values


def test_a_moment_that_is_none_stays_as_it_was_typed(seen: ModuleType) -> None:
    call = replace(seen.CALL, cad=(CadVariable(key="w", label="W", kind=VariableKind.DATE_TIME, value="soon"),))
    assert note_values(seen.ON_CALL, call, None, seen.NOW)["w"] == "soon"


def test_templates_of_the_contacts_queue_and_those_for_all(seen: ModuleType) -> None:
    def made(number: int, queue: int | None) -> Template:
        return Template(
            id=TemplateId(number), name=str(number), text="{customer}", queue=None if queue is None else QueueId(queue)
        )

    templates = (made(1, None), made(2, seen.SUPPORT), made(3, seen.SALES), made(4, 99))
    state = replace(seen.ON_CALL, centre=replace(seen.CENTRE, templates=templates))
    of_call = offered(state, seen.CALL, None, seen.NOW)
    assert [template.id for template, _ in of_call] == [1, 2]
    assert of_call[0][1].text == "Jana Nováková"
    assert [template.id for template, _ in offered(state, None, None, seen.NOW)] == [1, 2, 3]
    assert offered(replace(state, centre=None), None, None, seen.NOW) == ()
