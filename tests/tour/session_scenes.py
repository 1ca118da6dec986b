"""The session's own matters in the main window: the password in time and too late, queues chosen, what is out of reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import ModuleType

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import Rights
from agent_client.protocol.centre import QueueName
from agent_client.protocol.names import AgentState, NotReadyReason, QueueId, WhyCode
from agent_client.protocol.why import Why
from ui.text import tr

Draw = Callable[..., QWidget]
Made = Callable[[int, int], QWidget]
MORE = ("Complaints", "Orders from abroad", "Night line", "Repairs", "Warranty and returns of large appliances")


def session_scenes(seen: ModuleType, window: Draw) -> Iterator[tuple[str, Made]]:
    lost = replace(seen.ME, phone_lost_since=seen.ago(140))
    why = Why(code=WhyCode.PHONE_LOST, at=seen.ago(140), params={"phone": "204"})
    gone = replace(lost, state=AgentState.NOT_READY, not_ready=NotReadyReason.UNREACHABLE, why=why)
    over = replace(seen.ON_CALL, link=Link.ENDED, ended=Why(code=WhyCode.SESSION_EXPIRED, at=seen.ago(30)))
    yield "session_password", lambda width, height: _asks(window(seen.ON_CALL, width, height, note=True), "until")
    yield "session_refused", lambda width, height: _asks(window(seen.WAITING, width, height), "refused")
    yield "session_over", lambda width, height: _asks(window(over, width, height, note=True), "again")
    yield "session_queues", lambda width, height: _queues(seen, window, width, height)
    yield "session_phone_lost", lambda width, height: window(replace(seen.WAITING, me=gone), width, height)
    nailed = replace(seen.ME, rights=Rights(keeps_line=True))
    up = replace(seen.WAITING, me=replace(nailed, line_up_since=seen.ago(5_400)))
    yield "session_line_up", lambda width, height: window(up, width, height)
    rings = replace(seen.SIGNING_ON, me=replace(seen.SIGNING_ON.me, rights=nailed.rights))
    yield "session_line_rings", lambda width, height: window(rings, width, height)
    ended = Why(code=WhyCode.LINE_DOWN, at=seen.ago(20), params={"phone": "204"})
    ended_me = replace(nailed, state=AgentState.NOT_READY, not_ready=NotReadyReason.UNREACHABLE, why=ended)
    yield "session_line_ended", lambda width, height: window(replace(seen.WAITING, me=ended_me), width, height)
    down = replace(seen.WAITING, link=Link.DOWN, link_since=seen.ago(9))
    yield "session_no_news", lambda width, height: _way(window(down, width, height), seen, answers=True)
    yield "session_no_answer", lambda width, height: _way(window(seen.WAITING, width, height), seen, answers=False)


def _asks(made: QWidget, how: str) -> QWidget:
    bar = made.password  # type: ignore[attr-defined]
    if how == "again":
        words = tr("Enter your password to go on where you were: nothing that you typed is lost.")
        bar.ask(words, tr("Sign in again"))
    else:
        bar.ask(tr("Enter your password by {time} to stay signed in.", time="15:20"), tr("Stay signed in"))
    bar.field.setText("secret-word")
    bar.button.setEnabled(True)
    if how == "refused":
        bar.refuse(tr("That is not your password: type it exactly as you do at sign-in."))
    return made


def _way(made: QWidget, seen: ModuleType, *, answers: bool) -> QWidget:
    bar = made.status_bar  # type: ignore[attr-defined]
    bar.show_way(0.009, answers=answers)
    bar.tick(seen.NOW + timedelta(seconds=0))
    return made


def _queues(seen: ModuleType, window: Draw, width: int, height: int) -> QWidget:
    names = (*seen.CENTRE.queues, *(QueueName(QueueId(20 + at), name) for at, name in enumerate(MORE)))
    may = (*seen.ME.queues, *(name.id for name in names if name.id >= 20))
    state: State = replace(seen.WAITING, me=replace(seen.ME, may_staff=may), centre=replace(seen.CENTRE, queues=names))
    made = window(state, width, height)
    made.queues.open()
    made.queues.box.boxes[QueueId(22)].setChecked(True)
    return made
