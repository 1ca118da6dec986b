"""The box for appointments (E9) in each of its situations, over the window it is opened from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Appointment, Callback
from agent_client.protocol.names import CallbackId, CallbackOrigin, Section
from ui.models.appointment_subject import of_contact, of_customer, of_entry

Window = Callable[..., QWidget]
Scene = Callable[[int, int], QWidget]


def appointment_scenes(seen: ModuleType, window: Window) -> dict[str, Scene]:
    prague = replace(seen.CENTRE, time_zone="Europe/Prague")

    def at_centre(state: State) -> State:
        return replace(state, centre=prague)

    def of_call(text: str, *, state: State = seen.ON_CALL, now: datetime = seen.NOW, remark: str = "") -> Scene:
        def make(width: int, height: int) -> QWidget:
            made = window(at_centre(state), width, height)
            box = made.appointment.box
            box.tick(now)
            contact = made.contact.contact()
            made.appointment.open(
                of_contact(contact, at_centre(state), made.customer.customer()), made.contact.appointment_button()
            )
            box.when.put(text)
            box.details.remark.setText(remark)
            return made

        return make

    def of_card(width: int, height: int) -> QWidget:
        state = at_centre(seen.WAITING)
        made = window(state, width, height)
        made.appointment.box.tick(seen.NOW)
        customer = replace(seen.PAGE.customer, numbers=("+16135550123", "+420541220117"))
        made.customer.open_customer(customer.id)
        made.appointment.open(of_customer(customer, state), made.customer.card.later)
        made.appointment.box.when.put("tomorrow 9:00")
        return made

    def of_appointed(width: int, height: int) -> QWidget:
        state = at_centre(seen.WAITING)
        made = window(state, width, height)
        made.appointment.box.tick(seen.NOW)
        made.appointment.open(of_entry(appointed(seen)), made.callbacks.list)
        return made

    spring = datetime(2027, 3, 27, 14, 6, 22, tzinfo=UTC)
    autumn = datetime(2026, 10, 24, 14, 6, 22, tzinfo=UTC)
    wrapping = seen.WRAP_UP
    return {
        "appointment": of_call("", state=wrapping),
        "appointment_call": of_call("24 Nov 2026, 17:30", remark="The offer for two more units"),
        "appointment_typed": of_call("tomorrow 9", state=wrapping),
        "appointment_skipped": of_call("28.3.2027 2:30", state=wrapping, now=spring),
        "appointment_twice": of_call("25.10. 2:30", state=wrapping, now=autumn),
        "appointment_past": of_call("14:00", state=wrapping),
        "appointment_unreadable": of_call("next blue moon", state=wrapping),
        "appointment_customer": of_card,
        "appointment_change": of_appointed,
    }


def appointed(seen: ModuleType) -> Callback:
    return Callback(
        id=CallbackId(90),
        version=2,
        queue=seen.SUPPORT,
        section=Section.OPEN,
        number="+442079460000",
        dnis="+31800100200",
        name="Kanzlei Hoffmann & Partner",
        first_at=seen.ago(9000),
        last_at=seen.ago(9000),
        origin=CallbackOrigin.AGENT,
        appointment=Appointment(
            at=seen.NOW + timedelta(hours=20), agent=seen.BRAM, by=seen.ANNA, remark="Wants to speak to Bram himself"
        ),
    )
