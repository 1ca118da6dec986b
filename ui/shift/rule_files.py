"""The rules and the call log, carried to files on this computer and back (F5, F6)."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Coroutine
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shiboken6 import isValid

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.administration import CallLogCleared, RulesFile, RulesRead
from agent_client.protocol.names import ProjectId
from agent_client.protocol.refusals import BadLine, Refusal
from agent_client.rules import local_times
from ui import wording
from ui.administration.call_log import CSV, CallLogPane, Days
from ui.administration.exchange import ExchangePage
from ui.administration.rules_file import ExportPane, ImportPane
from ui.commands import Commands
from ui.text import tr

from .to_files import to_file

_MOST = 200_000_000


class RuleFileJoin:
    def __init__(
        self,
        page: ExchangePage,
        session: Session,
        store: Store,
        commands: Commands,
        tasks: TaskOwner,
    ) -> None:
        self._page = page
        self._session = session
        self._store = store
        self._commands = commands
        self._tasks = tasks
        self._text = ""
        """Of the file whose dry run is shown."""
        self._saved: tuple[datetime | None, datetime | None] = (None, None)
        self._last = 0
        """What of the log the file that was saved last holds."""
        page.rules_out.wanted.connect(lambda *wish: self._start(self._export(*wish), "save the rules"))
        page.rules_in.chosen.connect(lambda file: self._start(self._try(file), "try the rules"))
        page.rules_in.wanted.connect(self._read_in)
        page.call_log.wanted.connect(lambda *wish: self._start(self._save_log(*wish), "save the call log"))
        page.call_log.clear_wanted.connect(self._clear)

    # -- the rules

    async def _export(self, file: Path, history: bool, project: ProjectId | None) -> None:
        pane = self._page.rules_out
        pane.set_requested(True)
        try:
            written = await to_file(self._session.api.export_rules(history=history, project=project), file)
        except (Refusal, ServerTrouble, OSError) as error:
            pane.refuse(_said(error))
        else:
            pane.show_written(file, written.size)
        finally:
            _set_done(pane)

    async def _try(self, file: Path) -> None:
        """What would be done; nothing is."""
        pane, text = self._page.rules_in, ""
        pane.set_requested(True)
        try:
            text = await asyncio.to_thread(_read, file)
            would = await self._session.api.read_rules(RulesFile(text=text, dry=True))
        except BadLine as refusal:
            pane.show_bad_line(refusal, _line(text, refusal.params.get("line", "")))
        except UnicodeDecodeError:
            pane.refuse(tr("This is no text in UTF-8: save it as UTF-8, then choose it again."))
        except (Refusal, ServerTrouble, OSError) as error:
            pane.refuse(_said(error))
        else:
            self._text = text
            pane.show_would(file, would)
        finally:
            _set_done(pane)

    def _read_in(self) -> None:
        pane, text = self._page.rules_in, self._text

        async def read(api: Api) -> RulesRead:
            try:
                return await api.read_rules(RulesFile(text=text))
            except BadLine as refusal:
                pane.show_bad_line(refusal, _line(text, refusal.params.get("line", "")))
                raise

        self._commands.press("read the rules", read, control=_ReadingIn(pane), done=pane.show_read)

    # -- the call log

    async def _save_log(self, file: Path, days: Days, form: str, clear: bool) -> None:
        pane = self._page.call_log
        pane.set_requested(True)
        ends = self._instants(days)
        try:
            written = await to_file(self._session.api.call_log(form, *ends, self._note_last), file)
        except (Refusal, ServerTrouble, OSError) as error:
            pane.refuse(_said(error))
        else:
            self._saved = ends
            calls = max(0, written.lines - 1) if form == CSV else written.lines
            if clear and calls:
                pane.ask_to_clear(file, calls)
            else:
                pane.show_written(file, calls)
        finally:
            _set_done(pane)

    def _clear(self) -> None:
        def cleared(answer: CallLogCleared) -> None:
            self._page.call_log.show_cleared(answer.lines)

        self._commands.press(
            "clear the call log",
            lambda api: api.clear_call_log(*self._saved, self._last),
            control=self._page.call_log.clear,
            done=cleared,
        )

    def _note_last(self, last: int) -> None:
        self._last = last

    def _instants(self, days: Days) -> tuple[datetime | None, datetime | None]:
        """Whole days by the centre's clock."""
        centre = self._store.state.centre
        zone = local_times.zone(centre.time_zone if centre is not None else "UTC")

        def begins(day: date | None) -> datetime | None:
            return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)

        return begins(days.first), begins(days.last + timedelta(days=1) if days.last is not None else None)

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.start(work, name, replacing=name)


class _ReadingIn:
    """The pane as a control; what it said of a bad line stays."""

    def __init__(self, pane: ImportPane) -> None:
        self._pane = pane

    def set_requested(self, on: bool) -> None:
        self._pane.set_requested(on)

    def refuse(self, text: str) -> None:
        if self._pane.line.isHidden():
            self._pane.refuse(text)


def _set_done(pane: ExportPane | ImportPane | CallLogPane) -> None:
    """The window may have gone meanwhile."""
    if isValid(pane):
        pane.set_requested(False)


def _read(file: Path) -> str:
    """Raises OSError and UnicodeDecodeError."""
    if file.stat().st_size > _MOST:
        raise OSError(errno.EFBIG, "larger than any file of rules")
    return file.read_text(encoding="utf-8-sig")


def _line(text: str, number: str) -> str:
    """What stands in this line of the file."""
    lines = text.splitlines()
    return lines[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(lines) else ""


def _said(error: Exception) -> str:
    match error:
        case Refusal():
            return wording.refusal(error)
        case ServerTrouble():
            return wording.trouble(error)
        case OSError(errno=errno.ENOSPC):
            return tr("There is no room on the disk: make some, or choose another place.")
        case PermissionError():
            return tr("You may not use this file or folder: choose another one.")
        case _:
            return tr("The file cannot be used: choose another one.")
