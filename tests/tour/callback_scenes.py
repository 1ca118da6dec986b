"""The callback list in each of its situations: claims, appointments, requests, filters, search, history, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import ModuleType

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from agent_client.client.store.state import State
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Appointment, Callback, CallbackHistory, CallbackMoment, Claim
from agent_client.protocol.names import (
    AgentId,
    CallbackId,
    CallbackMomentKind,
    CallbackOrigin,
    Period,
    Section,
    WhyCode,
)
from agent_client.protocol.why import Why
from agent_client.workstation.settings import CallbackChoice

Window = Callable[..., QWidget]
Scene = Callable[[int, int], QWidget]
_K = CallbackMomentKind


def list_state(seen: ModuleType) -> State:
    """Every kind of entry at once, at a centre in Amsterdam."""
    anna, bram, now = seen.ANNA, seen.BRAM, seen.NOW
    fatima = AgentBrief(AgentId(13), "Fatima el Amrani-Bouzid", "219")

    def due(minutes: float, agent: AgentBrief | None, remark: str = "") -> Appointment:
        return Appointment(at=now + timedelta(minutes=minutes), agent=agent, by=anna, remark=remark)

    by_id = {entry.id: entry for entry in seen.ENTRIES}
    changed = {
        1: {"times": times(now, 18, 95, 260), "attempts": 1, "tried_at": seen.ago(4000)},
        2: {"claim": Claim(fatima, seen.ago(12))},
        3: {"appointment": due(-12, anna, "The offer for two more units")},
        4: {"appointment": due(84, anna)},
        5: {"origin": CallbackOrigin.WEB, "name": "Frau Keller"},
        6: {"times": times(now, 131, 190)},
        7: {"origin": CallbackOrigin.QUEUE},
        9: {"number": "+12125550123"},
    }
    for number, values in changed.items():
        by_id[CallbackId(number)] = replace(by_id[CallbackId(number)], **values)
    extra = (
        replace(
            seen.callback(40, "+420602334455", 1500, name="Petr Novák"),
            appointment=due(60 * 19.5, None),
            origin=CallbackOrigin.AGENT,
            calls=0,
        ),
        replace(seen.callback(41, "+31206249999", 25, name="Van der Meer"), claim=Claim(anna, seen.ago(5))),
        replace(seen.callback(42, "+31206249998", 400, name="Nora van Veen"), appointment=due(-190, bram)),
    )
    centre = replace(seen.CENTRE, time_zone="Europe/Amsterdam")
    entries = {**by_id, **{entry.id: entry for entry in extra}}
    counts = {section: sum(entry.section is section for entry in entries.values()) for section in Section}
    return replace(
        seen.WAITING, centre=centre, callbacks=entries, sections={**counts, Section.DONE: 148, Section.UNKNOWN: 0}
    )


def times(now: datetime, *minutes: float) -> tuple[datetime, ...]:
    return tuple(now - timedelta(minutes=each) for each in minutes)


def history(seen: ModuleType, entry: Callback) -> CallbackHistory:
    reached = Why(code=WhyCode.CLAIM_EXPIRED, at=seen.ago(2000))
    moments = (
        CallbackMoment(kind=_K.MISSED, at=seen.ago(15600), seconds=31, queue=entry.queue),
        CallbackMoment(kind=_K.MISSED, at=seen.ago(5700), seconds=8, queue=entry.queue, counts=False),
        CallbackMoment(kind=_K.TRIED, at=seen.ago(4000), seconds=18, agent=seen.BRAM, phone="207"),
        CallbackMoment(kind=_K.TRIED, at=seen.ago(3600), seconds=2, agent=seen.ANNA, phone="204", counts=False),
        CallbackMoment(kind=_K.RELEASED, at=seen.ago(2000), agent=seen.BRAM, why=reached),
        CallbackMoment(kind=_K.MISSED, at=seen.ago(1080), seconds=47, queue=entry.queue),
    )
    return CallbackHistory(entry=entry, moments=moments)


def callback_scenes(seen: ModuleType, window: Window) -> Iterator[tuple[str, Scene]]:
    state = list_state(seen)

    def shown(then: Callable[[QWidget], object] = lambda _: None, choice: CallbackChoice | None = None) -> Scene:
        def make(width: int, height: int) -> QWidget:
            made = window(state, width, height)
            if choice is not None:
                made.callbacks.show_choice(choice)
            return then(made) or made

        return make

    def choose(made: QWidget, entry: int) -> None:
        panel = made.callbacks
        panel.list.setCurrentIndex(panel.rows.index(panel.rows.place_of(CallbackId(entry))))

    def with_history(made: QWidget) -> None:
        panel = made.callbacks
        panel.drawer.wanted.connect(lambda entry: panel.drawer.show_history(history(seen, state.callbacks[entry])))
        choose(made, 1)
        panel.toggle_history()

    def filters(made: QWidget) -> QWidget:
        made.callbacks.open_filters()
        made.callbacks.filters.owner = made
        return made.callbacks.filters

    def refused(made: QWidget) -> None:
        choose(made, 2)
        made.callbacks.list.called.emit(CallbackId(2))

    def undo(made: QWidget) -> None:
        choose(made, 7)
        made.callbacks.foot.offer_undo(CallbackId(1), "Done: Bakkerij Van Dam")

    yield "callbacks", shown(lambda made: choose(made, 1))
    yield "callbacks_apart", shown(choice=CallbackChoice(combine=False))
    yield "callbacks_history", shown(with_history)
    yield "callbacks_filters", shown(filters)
    yield "callbacks_chosen", shown(choice=CallbackChoice(queues=(seen.SALES,), period=Period.LAST_2_DAYS))
    yield "callbacks_search", shown(lambda made: made.callbacks.head.open_search("van"))
    yield "callbacks_nobody", shown(lambda made: made.callbacks.head.open_search("zzz"))
    yield "callbacks_refused", shown(refused)
    yield "callbacks_undo", shown(undo)
    for section in (Section.ATTEMPTED, Section.DONE, Section.NOT_REACHED):
        yield (
            f"callbacks_{section.value}",
            shown(lambda made, section=section: made.callbacks.tabs.open(section.value)),
        )
