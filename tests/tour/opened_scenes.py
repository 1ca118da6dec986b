"""What opens within the main window, or stands there at the end of a call: the target picker, keypad, wrap-up, history.

States come from the tour's own, which are handed in; the windows are opened as a press would open them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.agents import AgentBrief, NextState, Presence
from agent_client.protocol.centre import Directory, DirectoryEntry, Project, QueueName
from agent_client.protocol.contacts import Contact
from agent_client.protocol.interactions import Moment, PastCall, PastRecording
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    CallbackOrigin,
    ContactId,
    ContactState,
    Direction,
    EndedBy,
    IdleReasonId,
    InteractionId,
    MomentKind,
    NotReadyReason,
    ProjectId,
    QueueId,
    Role,
    SoundState,
    WhyCode,
    WrapUpReasonId,
)
from agent_client.protocol.why import Why
from agent_client.rules.parties import ContactAction
from ui.models.player import Stage, opened
from ui.text import tr

Window = Callable[..., QWidget]
NO_SOUND = "This computer has no sound: connect a headset or a loudspeaker, and try again."
_COLLEAGUES = (
    ("Bram de Wit", "207", "Technical", AgentState.READY, None, 214),
    ("Tomáš Dvořák", "212", "Technical", AgentState.READY, None, 38),
    ("Fatima el Amrani-Bouzid", "219", "Sales and contracts", AgentState.ON_CONTACT, None, 611),
    ("Ingrid Solheim", "215", "Sales and contracts", AgentState.NOT_READY, NotReadyReason.IDLE, 1320),
    ("Lars Öberg", "221", "Technical", AgentState.WRAP_UP, None, 24),
    ("Petra Hoffmann", "223", "Technical", AgentState.NOT_READY, NotReadyReason.RONA, 95),
    ("Sanne Bakker", "224", "Sales and contracts", AgentState.OFFERED, None, 4),
    ("Willem Janssen", "225", "", AgentState.NOT_READY, NotReadyReason.PAUSE, 52),
)
_DIRECTORY = Directory(
    (
        DirectoryEntry(
            id=1, name="Bram de Wit", number="207", role="Engineer", department="Technical", agent=AgentId(11)
        ),
        DirectoryEntry(id=2, name="Elektro Svoboda, workshop", number="+420541220117", role="Partner"),
        DirectoryEntry(id=3, name="Fatima el Amrani-Bouzid", number="219", department="Sales", agent=AgentId(13)),
        DirectoryEntry(id=4, name="Reception Amsterdam", number="+31206241180", department="House"),
        DirectoryEntry(id=5, name="Emergency line for gas and water", number="+31800900800", department="Safety"),
    ),
    more=True,
)


def with_colleagues(seen: ModuleType, state: State, *, busy: bool = False) -> State:
    agents = {}
    for at, (name, phone, team, doing, reason, seconds) in enumerate(_COLLEAGUES, start=11):
        agents[AgentId(at)] = Presence(
            id=AgentId(at),
            name=name,
            phone=phone,
            team=team,
            state=AgentState.ON_CONTACT if busy else doing,
            not_ready=None if busy else reason,
            idle_reason=IdleReasonId(1) if reason is NotReadyReason.IDLE and not busy else None,
            since=seen.ago(seconds),
            version=1,
        )
    centre = replace(
        state.centre,
        queues=(*(QueueName(one.id, one.name) for one in seen.QUEUES.values()), QueueName(QueueId(3), "Contracts")),
        projects=(*state.centre.projects, Project(ProjectId(2), "Orders", "+31800100300", seen.SALES)),
    )
    return replace(state, agents=agents, centre=centre)


def opened_scenes(seen: ModuleType, window: Window) -> dict[str, Callable[[int, int], QWidget]]:
    """Each with how it is made, for a width and a height."""
    call = with_colleagues(seen, seen.ON_CALL)
    busy = with_colleagues(seen, seen.ON_CALL, busy=True)
    wrap_up = wrap_ups(seen)

    def wrapping(state: State, *, unsent: bool = False) -> Callable[[int, int], QWidget]:
        return lambda width, height: window(state, width, height, note=unsent)

    supervises = replace(seen.ON_CALL, me=replace(seen.ON_CALL.me, role=Role.SUPERVISOR))
    return {
        "picker_agents": lambda w, h: picker(window(call, w, h)),
        "picker_transfer": lambda w, h: picker(window(call, w, h), action=ContactAction.TRANSFER),
        "picker_all_busy": lambda w, h: picker(window(busy, w, h)),
        "picker_refused": lambda w, h: picker(window(call, w, h), typed="fati", enter=True),
        "picker_nobody": lambda w, h: picker(window(call, w, h), typed="zacharias"),
        "picker_queues": lambda w, h: picker(window(call, w, h), tab="queues"),
        "picker_number": lambda w, h: picker(window(call, w, h), tab="number", typed="020 624 11 80"),
        "picker_number_wrong": lambda w, h: picker(window(call, w, h), tab="number", typed="020 6x"),
        "picker_entry_point": lambda w, h: picker(window(call, w, h), tab="number", typed="0800 100300"),
        "picker_directory": lambda w, h: picker(window(call, w, h), tab="directory", directory=_DIRECTORY),
        "picker_server_refused": lambda w, h: refused_pick(window(call, w, h)),
        "keypad": lambda w, h: keypad(window(seen.ON_CALL, w, h)),
        "press_refused": lambda w, h: refused_press(window(seen.ON_CALL, w, h)),
        "variables_time": lambda w, h: time_chooser(window(_with_values(seen), w, h)),
        "state_next": lambda w, h: next_state(window(_with_next(seen), w, h)),
        "taken_over": lambda w, h: window(_taken_over(seen), w, h),
        "message": lambda w, h: window(_message(seen), w, h),
        **{f"wrap_up_{name}": wrapping(state) for name, state in wrap_up.items()},
        "wrap_up_unsent": wrapping(wrap_up["default"], unsent=True),
        "history_calls": lambda w, h: history(window(seen.ON_CALL, w, h), seen),
        "history_playing": lambda w, h: history(
            window(supervises, w, h),
            seen,
            playing={"stage": Stage.PLAYING, "position": 61.0, "there": 240.0, "hurries": True},
        ),
        "history_no_sound": lambda w, h: history(
            window(seen.ON_CALL, w, h), seen, playing={"stage": Stage.FAILED, "problem": tr(NO_SOUND)}
        ),
        "history_unfolded": lambda w, h: history(window(seen.ON_CALL, w, h), seen, unfolded=True),
        "dial_drop": lambda w, h: dial(window(seen.WAITING, w, h), "+420 541 220 117"),
        "dial_drop_empty": lambda w, h: dial(window(seen.WAITING, w, h), ""),
    }


def picker(made, *, action=ContactAction.CONSULT, tab="", typed="", enter=False, directory=None):
    page = made.contact.call
    page.picker.recent.add("+31612884410")
    page.picker.recent.add("+46855671749")
    page.press(action)
    if tab:
        page.picker.tabs.open(tab)
    if directory is not None:
        page.picker.show_directory(directory)
    if typed:
        page.picker.field.setText(typed)
        page.picker.field.textEdited.emit(typed)
    if enter:
        page.picker.field.submitted.emit()
    return made


def refused_pick(made):
    picker(made, typed="bram")
    made.contact.call.picker.refuse("Bram de Wit took another call a moment ago: choose somebody else.")
    return made


def keypad(made):
    made.contact.call.press(ContactAction.DIGITS)
    for key in "4711#":
        made.contact.call.keypad.keys[key].press()
    return made


def refused_press(made):
    made.contact.call.button(ContactAction.HOLD).refuse("The customer hung up at that moment: the call is over.")
    return made


def time_chooser(made):
    """The chooser is a window of its own: its picture is laid where it stands."""
    row = made.contact.call.variables.rows.rows()["callback"]
    row.choose.click()
    chooser = made.contact.call.variables.rows._chooser
    _lay_over(made, chooser)
    return made


def next_state(made):
    made.header.switch.open()
    _lay_over(made, made.header.switch.menu)
    return made


def _lay_over(made, opened):
    picture = QLabel(made)
    picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    picture.setPixmap(opened.grab())
    picture.resize(opened.size())
    picture.move(made.mapFromGlobal(opened.pos()))
    opened.hide()
    picture.show()


def dial(made, number):
    made.dial.box.recent.add("+31612884410")
    made.dial.box.recent.add("+46855671749")
    made.dial.open(number)
    return made


def history(made, seen, *, unfolded=False, playing=None):
    """``playing``: what the player shows of the long call's recording, as fields of `Player`."""
    calls = past_calls(seen)
    made.customer.show_page(replace(seen.PAGE, calls=calls))
    if unfolded:
        made.customer.history.line.toggle(("call", InteractionId(72)))
    if playing is not None:
        made.customer.history.player.show_player(replace(opened(calls[0], "22 Nov 2026, 13:48 · Bram Smit"), **playing))
    return made


def past_calls(seen: ModuleType) -> tuple[PastCall, ...]:
    began = seen.RECORDS[0].call_at

    def after(seconds: float):
        return began + timedelta(seconds=seconds)

    bram, tomas = seen.BRAM, AgentBrief(AgentId(12), "Tomáš Dvořák", "212")
    missed = Why(code=WhyCode.CONSULT_NOT_ANSWERED, at=after(95), params={"target": "Lars Öberg", "seconds": "20"})
    course = (
        Moment(at=began, kind=MomentKind.QUEUED, to="Support"),
        Moment(at=after(21), kind=MomentKind.RANG, agent=bram),
        Moment(at=after(25), kind=MomentKind.CONNECTED, agent=bram),
        Moment(at=after(25), kind=MomentKind.RECORDING_STARTED),
        Moment(at=after(70), kind=MomentKind.HELD, agent=bram),
        Moment(at=after(74), kind=MomentKind.CONSULT_REQUESTED, agent=bram, to="Lars Öberg"),
        Moment(at=after(95), kind=MomentKind.CONSULT_FAILED, to="Lars Öberg", why=missed),
        Moment(at=after(101), kind=MomentKind.CONSULT_REQUESTED, agent=bram, to="Tomáš Dvořák"),
        Moment(at=after(108), kind=MomentKind.CONSULT_ACCEPTED, agent=tomas),
        Moment(at=after(130), kind=MomentKind.RECORDING_PAUSED, agent=bram),
        Moment(at=after(160), kind=MomentKind.RECORDING_RESUMED),
        Moment(at=after(180), kind=MomentKind.TRANSFERRED, agent=bram, to="Tomáš Dvořák"),
        Moment(at=after(180), kind=MomentKind.TOOK_OVER, agent=tomas),
        Moment(at=after(412), kind=MomentKind.ENDED, ended_by=EndedBy.CUSTOMER, agent=tomas),
    )
    missed_call = PastCall(
        interaction=InteractionId(71),
        contacts=(ContactId(390),),
        direction=Direction.INBOUND,
        number="+420724118305",
        queue="Support",
        started_at=began - timedelta(days=3),
        ended_at=began - timedelta(days=3) + timedelta(seconds=44),
        ended_by=EndedBy.CUSTOMER,
    )
    long_call = PastCall(
        interaction=InteractionId(72),
        contacts=(seen.RECORDS[0].contact,),
        direction=Direction.INBOUND,
        number="+420724118305",
        queue="Support",
        started_at=began,
        connected_at=after(25),
        ended_at=after(412),
        ended_by=EndedBy.CUSTOMER,
        agents=(bram, tomas),
        reasons=("Technician sent",),
        recorded=True,
        recording=PastRecording(state=SoundState.KEPT, began_at=after(25), seconds=387.0),
        moments=course,
    )
    return (long_call, missed_call)


def wrap_ups(seen: ModuleType) -> dict[str, State]:
    contact: Contact = next(iter(seen.WRAP_UP.contacts.values()))

    def state(made: Contact) -> State:
        return seen.with_contact(made, AgentState.WRAP_UP, 18)

    default = replace(contact, default_reason=WrapUpReasonId(11), extensions=2, extend_seconds=60)
    transferred = Moment(at=seen.ago(18), kind=MomentKind.TRANSFERRED, agent=seen.ANNA, to="Bram de Wit")
    return {
        "default": state(default),
        "last_seconds": state(replace(default, until=seen.NOW + timedelta(seconds=6), extensions=0)),
        "transferred": state(replace(default, ended_by=EndedBy.TRANSFERRED, course=(*seen.CALL.course, transferred))),
        "cancelled": state(
            replace(
                seen.WEB_REQUEST,
                state=ContactState.WRAP_UP,
                ringing_at=None,
                ended_at=seen.ago(18),
                ended_by=EndedBy.CANCELLED,
                can_cancel=False,
                until=seen.NOW + timedelta(seconds=42),
                origin=CallbackOrigin.WEB,
            )
        ),
    }


def _with_values(seen: ModuleType) -> State:
    from variable_scenes import with_values

    return with_values(seen.ON_CALL)


def _with_next(seen: ModuleType) -> State:
    return replace(seen.ON_CALL, me=replace(seen.ON_CALL.me, next=NextState(AgentState.NOT_READY, IdleReasonId(1))))


def _taken_over(seen: ModuleType) -> State:
    why = Why(code=WhyCode.TRANSFERRED_BY, at=seen.ago(4), params={"agent": "Bram de Wit", "phone": "207"})
    course = (
        Moment(at=seen.ago(266), kind=MomentKind.QUEUED, to="Support"),
        Moment(at=seen.ago(255), kind=MomentKind.RANG, agent=seen.BRAM),
        Moment(at=seen.ago(252), kind=MomentKind.CONNECTED, agent=seen.BRAM),
        Moment(at=seen.ago(74), kind=MomentKind.CONSULT_REQUESTED, agent=seen.BRAM, to="Anna de Vries"),
        Moment(at=seen.ago(65), kind=MomentKind.CONSULT_ACCEPTED, agent=seen.ANNA),
        Moment(at=seen.ago(4), kind=MomentKind.TRANSFERRED, agent=seen.BRAM, to="Anna de Vries"),
        Moment(at=seen.ago(4), kind=MomentKind.TOOK_OVER, agent=seen.ANNA, why=why),
    )
    taken = replace(
        seen.CALL, direction=Direction.CONSULT, why=why, connected_at=seen.ago(65), course=course, version=9
    )
    return seen.with_contact(taken, AgentState.ON_CONTACT, 65)


def _message(seen: ModuleType) -> State:
    email = replace(
        seen.EMAIL_REQUEST,
        customer=seen.JANA,
        state=ContactState.CONNECTED,
        connected_at=seen.ago(41),
        until=None,
        cad=(),
        text=seen.EMAIL_REQUEST.text + "\n\nKind regards\nJana Nováková",
    )
    return seen.with_contact(email, AgentState.ON_CONTACT, 41)
