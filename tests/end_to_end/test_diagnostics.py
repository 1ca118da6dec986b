"""The window of diagnostics through the real program: signed in, and where signing in is what fails; the support file."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading

import pytest
from PySide6.QtWidgets import QFileDialog

from agent_client.client.api import system_ssl
from agent_client.client.store.state import Link
from agent_client.protocol.names import Phase
from agent_client.rules.findings import Check, Found, Grade
from tests.fakes.faulty_proxy import FaultyProxy
from ui.diagnostics.window import DiagnosticsWindow
from ui.dialogs.sign_in import SignInWindow


class Kept:
    """A store of passwords as a system has it."""

    name = "Test store"

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


@pytest.fixture(autouse=True)
def no_proxy_in_these_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def opened(agent) -> DiagnosticsWindow:
    await agent.press("Shift+F1")
    return await agent.new_window(DiagnosticsWindow)


async def results(agent, window) -> dict[Check, Found]:
    """Once every check has one."""
    await agent.until(lambda: all(window.findings().values()), "a result of every check")
    return {check: finding.found for check, finding in window.findings().items()}


async def test_diagnostics_of_an_agent_who_is_signed_in(anna):
    anna.desk.secrets._backend = Kept()
    window = await opened(anna)
    found = await results(anna, window)
    assert found == {
        Check.SERVER: Found.SERVER_ANSWERS,
        Check.VERSIONS: Found.VERSIONS_FIT,
        Check.STREAM: Found.STREAM_LIVES,
        Check.PHONE: Found.PHONE_BUSY,
        Check.CLOCK: Found.CLOCK_RIGHT,
        Check.CERTIFICATE: Found.CERTIFICATE_LOCAL,
        Check.PROXY: Found.PROXY_NONE,
        Check.KEYRING: Found.KEYRING_KEEPS,
        Check.DISK: found[Check.DISK],
        Check.SEAT: Found.SEAT_NAMED,
        Check.SCREENS: found[Check.SCREENS],
        Check.PROGRAM: found[Check.PROGRAM],
    }
    assert window.rows[Check.SERVER].steps.text().startswith("Name ")
    assert window.rows[Check.STREAM].sentence.text().endswith("The connection has held since you signed in.")
    assert not window.ring.isEnabled()
    assert window.again.isEnabled()


async def test_A9_the_phone_is_rung_from_diagnostics_and_its_answer_changes_no_state(anna, centre, team):
    await anna.choose_state("3")
    await anna.until_phase(Phase.PAUSE)
    window = await opened(anna)
    await centre.pbx(f"phones/{team.anna.phone}", desktop=True)
    row = window.rows[Check.PHONE]
    await anna.until(lambda: row.finding and row.finding.found is Found.PHONE_NOT_TRIED, "the phone to be tried")
    await anna.hands.click(window.ring)
    await anna.until(lambda: row.finding.found is Found.PHONE_RINGS, "the ring")
    await centre.pbx(f"phones/{team.anna.phone}/pick-up")
    await anna.until(lambda: row.finding.found is Found.PHONE_ANSWERED, "the answer")
    await anna.until_phase(Phase.PAUSE)
    assert anna.window.header.switch.text() == "Lunch"
    assert row.finding.grade is Grade.GOOD


async def test_diagnostics_while_the_link_is_lost_and_after(sit_down, centre, team):
    proxy = FaultyProxy("127.0.0.1", centre.port)
    anna = await sit_down(team.anna).sign_in(server=proxy.url)
    anna.desk.secrets._backend = Kept()
    proxy.refuse()
    await anna.until(lambda: anna.state.link is Link.DOWN, "the loss to be noticed")
    window = await opened(anna)
    found = await results(anna, window)
    assert (found[Check.SERVER], found[Check.STREAM]) == (Found.SERVER_BROKEN, Found.STREAM_DOWN)
    assert not window.ring.isEnabled()
    proxy.flow()
    await anna.until(lambda: anna.state.link is Link.UP, "the link")
    await anna.hands.click(window.again)
    found = await results(anna, window)
    assert (found[Check.SERVER], found[Check.STREAM]) == (Found.SERVER_ANSWERS, Found.STREAM_LIVES)
    assert window.rows[Check.STREAM].sentence.text().endswith("was lost 1 time since you signed in.")
    await anna.leave()
    proxy.close()


async def test_diagnostics_where_signing_in_is_what_fails(sit_down, team):
    anna = sit_down(team.anna)
    form = await anna.new_window(SignInWindow)
    await anna.until(anna.program.online, "the client")
    anna.desk.secrets._backend = Kept()
    form.server.setText("https://nobody.invalid")
    await anna.hands.click(form.diagnostics)
    window = await anna.new_window(DiagnosticsWindow)
    found = await results(anna, window)
    assert found[Check.SERVER] is Found.SERVER_NO_NAME
    unknown = (Check.VERSIONS, Check.STREAM, Check.CLOCK, Check.CERTIFICATE)
    assert {found[check] for check in unknown} == {Found.NOT_KNOWN}
    assert found[Check.PHONE] is Found.PHONE_SIGNED_OUT
    assert found[Check.KEYRING] is Found.KEYRING_KEEPS, "nobody waits for a server that is not there"
    form.server.setText(anna.centre.url)
    await anna.hands.click(form.diagnostics)
    await anna.until(lambda: window.rows[Check.SERVER].finding is None, "the checks to begin again")
    found = await results(anna, window)
    assert (found[Check.SERVER], found[Check.STREAM]) == (Found.SERVER_ANSWERS, Found.STREAM_FLOWS)


async def test_a_check_that_hangs_or_fails_holds_up_no_other_and_not_the_window(sit_down, team):
    go_on = threading.Event()

    class Hanging(Kept):
        def set_password(self, service: str, username: str, password: str) -> None:
            go_on.wait(60)

    anna = sit_down(team.anna)
    form = await anna.new_window(SignInWindow)
    await anna.until(anna.program.online, "the client")
    anna.desk.secrets._backend, anna.desk.secrets._limit = Hanging(), 2.0
    anna.desk.paths.logs.rmdir()
    form.server.setText(anna.centre.url)
    await anna.hands.click(form.diagnostics)
    window = await anna.new_window(DiagnosticsWindow)
    others = [check for check in Check if check is not Check.KEYRING]
    await anna.until(lambda: all(window.findings()[check] for check in others), "the others' results")
    assert window.findings()[Check.KEYRING] is None, "the store hangs, and nobody waits for it"
    assert window.findings()[Check.DISK].found is Found.DISK_CLOSED
    assert window.rows[Check.DISK].sentence.text().startswith("Nothing can be written into the folder “log”")
    assert not window.again.isEnabled()
    await anna.until(lambda: window.findings()[Check.KEYRING], "the store to be given up")
    assert window.findings()[Check.KEYRING].found is Found.KEYRING_LATE
    await anna.hands.click(window.again)
    await anna.until(lambda: window.findings()[Check.KEYRING], "no second thread beside one that hangs")
    go_on.set()


def greets() -> bool:
    """Whether the diagnostics' thread waits for the server's part of a handshake."""
    [way] = [thread for thread in threading.enumerate() if thread.name == "way"] or [None]
    frame = None if way is None else sys._current_frames().get(way.ident)
    return frame is not None and frame.f_code.co_name == "do_handshake"


def lends(lock: threading.RLock) -> bool:
    """Others load certificates under it for a moment, too."""
    lent = lock.acquire(timeout=2)
    if lent:
        lock.release()
    return lent


async def test_a_server_that_never_finishes_its_greeting_holds_up_no_other_connection(sit_down, team):
    anna = sit_down(team.anna)
    form = await anna.new_window(SignInWindow)
    await anna.until(anna.program.online, "the client")
    anna.desk.secrets._backend = Kept()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        form.server.setText(f"https://127.0.0.1:{listener.getsockname()[1]}")
        await anna.hands.click(form.diagnostics)
        await anna.until(greets, "the handshake that is never answered")
        assert await asyncio.to_thread(lends, system_ssl()._ctx_lock), "the windows' own connections would wait for it"
    window = await anna.new_window(DiagnosticsWindow)
    found = await results(anna, window)
    assert found[Check.SERVER] in (Found.SERVER_NO_TLS, Found.SERVER_BROKEN)


async def test_J1_the_support_file_is_read_before_it_is_saved_and_names_no_customer(anna, team, tmp_path):
    await anna.talk_to(team.known, team.main)
    (anna.desk.paths.logs / "agent-client.log").write_text(
        f"2026-11-22T09:14:03.120Z INFO    ui  {team.customer('Jana')} called from {team.known}, token=s3cr3t-hunter2\n",
        encoding="utf-8",
    )
    anna.desk.died = ("Fatal Python error: Segmentation fault",)
    window = await opened(anna)
    await results(anna, window)
    await anna.hands.click(window.support)
    await anna.until(window.previewing, "the text")
    text = window.preview.text.toPlainText()
    for part in (
        "== Checks ==",
        "== Settings ==",
        "== Policy ==",
        "== Log ==",
        "Segmentation fault",
        "[server_answers]",
    ):
        assert part in text
    assert all(row.sentence.text() in text for row in window.rows.values()), "what the window says"
    assert "2026-11-22T09:14:03.120Z INFO" in text and "called from •••" in text
    for secret in (team.customer("Jana").split()[1], team.known[3:], "s3cr3t"):
        assert secret not in text
    anna.hands.type(window.preview.search, "server_answers")
    assert window.preview.count.text() == "1 place"
    await anna.hands.click(window.preview.save)
    chooser = await anna.until(lambda: window.findChild(QFileDialog), "the file chooser")
    file = tmp_path / "support.txt"
    chooser.fileSelected.emit(str(file))
    chooser.close()
    await anna.until(lambda: window.preview.said.text().startswith("Saved as "), "the word that it is saved")
    assert file.read_text(encoding="utf-8") == text
