"""The sign-in window's memory (A2, A3): servers by their centres' names, chosen, switched, forgotten; queues as last time or
others."""

from __future__ import annotations

import asyncio

from agent_client.protocol.names import Phase
from agent_client.workstation.settings import QUEUES, REMEMBER_PASSWORD, SERVERS
from tests.end_to_end.agent import is_shown
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow


async def back_to_sign_in(anna) -> SignInWindow:
    anna.window.actions_["sign_out"].trigger()
    window = await anna.new_window(SignInWindow)
    await anna.until(window.server.answer.isVisible, "the server to be looked at")
    return window


async def enter_again(anna, window: SignInWindow, **other: str) -> None:
    await anna.enter(window, **other)
    await anna.until(lambda: not is_shown(window) or window.error.text(), "an answer")
    anna.window = await anna.new_window(MainWindow)
    await anna.until_phase(Phase.PAUSE)


def offered(window: SignInWindow) -> list[str]:
    window.server.open()
    lines = [action.text() for action in window.server.menu.actions() if action.text()]
    window.server.menu.hide()
    return lines


async def test_A2_servers_are_remembered_switched_and_forgotten_one_by_one(sit_down, team):
    anna = await sit_down(team.anna).sign_in()
    one, two = anna.server, anna.server.replace("127.0.0.1", "localhost")
    window = await back_to_sign_in(anna)
    assert window.server.answer.text() == "Test centre"
    anna.server = two
    await enter_again(anna, window)
    assert anna.program.online().session.api.base_url == two

    window = await back_to_sign_in(anna)
    assert window.server.text() == two, "the last one comes first"
    assert offered(window) == [f"Test centre — {two}", f"Test centre — {one}", "Forget this server"]
    window.server.menu.actions()[1].trigger()
    assert window.server.text() == one
    window.server.choose(two)
    offered(window)
    window.server.menu.actions()[-1].trigger()
    assert window.server.text() == one
    assert anna.desk.settings.get(SERVERS) == (one,)
    assert offered(window) == [f"Test centre — {one}", "Forget this server"]
    anna.server = one
    await enter_again(anna, window)


async def test_A2_a_store_that_answers_when_somebody_is_signed_in_fills_in_no_window_that_is_gone(
    sit_down, team, monkeypatch
):
    """A locked store asks its own question, and the agent types the password meanwhile."""
    anna = await sit_down(team.anna).sign_in()
    anna.desk.settings.set(REMEMBER_PASSWORD, True)
    asked, gone, answered = asyncio.Event(), asyncio.Event(), []

    async def late(server: str, user: str) -> str:
        asked.set()
        try:
            await gone.wait()
        finally:
            answered.append(user)
        return "secret"

    monkeypatch.setattr(anna.desk.secrets, "get", late)
    window = await back_to_sign_in(anna)
    window.destroyed.connect(gone.set)
    await anna.until(asked.is_set, "the store to be asked")
    await enter_again(anna, window)
    await anna.until(lambda: answered, "the store's answer, or that nobody waits for it")


async def test_A3_queues_are_chosen_at_sign_in_as_last_time_by_default(sit_down, team):
    anna = sit_down(team.anna)
    window = await anna.new_window(SignInWindow)
    assert window.queues.line.text() == "The preselected ones apply; you can change them after signing in."
    await anna.enter(window)
    anna.window = await anna.new_window(MainWindow)
    await anna.until_phase(Phase.PAUSE)
    all_of_them = anna.state.me.queues
    assert set(all_of_them) == set(anna.state.me.may_staff)
    names = {queue.id: queue.name for queue in anna.state.centre.queues}

    window = await back_to_sign_in(anna)
    said = window.queues.line.text()
    assert said.startswith("As last time: ") and all(names[queue] in said for queue in all_of_them)
    await anna.hands.click(window.queues.change)
    kept, *others = all_of_them
    for queue in others:
        window.queues.boxes[queue].click()
    assert window.queues.line.text() == "1 queue"
    await enter_again(anna, window)
    assert anna.state.me.queues == (kept,)

    window = await back_to_sign_in(anna)
    assert window.queues.line.text() == f"As last time: {names[kept]}"
    await enter_again(anna, window)
    assert anna.state.me.queues == (kept,), "as last time"


async def test_A3_a_queue_that_is_not_the_agents_any_more_is_said_and_forgotten(sit_down, centre, team):
    anna = await sit_down(team.anna).sign_in()
    await anna.until_phase(Phase.PAUSE)
    window = await back_to_sign_in(anna)
    known = next(iter(anna.desk.settings.get(QUEUES).values()))
    await anna.hands.click(window.queues.change)
    foreign = 10**6
    window.queues.boxes[foreign] = window.queues.boxes[known.staffed[0]]
    await anna.enter(window)
    assert await anna.refused(window) == "One of these queues is not yours any more: look at the list again."
    assert window.queues.wished() is None
    assert window.queues.line.text().startswith("The preselected ones apply")
    await enter_again(anna, window)
