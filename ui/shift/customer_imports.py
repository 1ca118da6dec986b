"""An import from the choice of the file to its last line: read in a worker thread, looked through, checked, sent, told (F1)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from agent_client.client.customer_exchange.importing import Imported, Importing, Wish
from agent_client.client.customer_exchange.report import save_bad_lines
from agent_client.client.customer_files.encodings import Encoding
from agent_client.client.customer_files.reading import Form, Layout, Reader, Unreadable, examine, laid_out
from agent_client.client.customer_files.rows import Fault
from agent_client.client.customer_files.survey import Surveying
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from ui.customers import words
from ui.customers.import_columns import column_name
from ui.customers.window import CustomersWindow
from ui.notices import Level, Notice, Notices
from ui.text import tr, trn
from ui.widgets.file_chooser import choose_to_read, choose_to_write

_READ, _RUN, _SAVE = "read the file", "import", "save the bad lines"
AT_ONCE = 2000
"""Rows that are read before the window is told."""
_CENTRAL_EUROPE = frozenset({"CZ", "SK", "PL", "HU", "SI", "HR", "RO", "RS", "BA", "AL"})
"""Where a Windows file without any mark is written in its Central European encoding."""


class ImportJoin:
    """``changed`` is called when customers have come in."""

    def __init__(
        self,
        window: CustomersWindow,
        notices: Notices,
        session: Session,
        store: Store,
        tasks: TaskOwner,
        changed: Callable[[], None],
    ) -> None:
        self._window = window
        self._page = page = window.importing
        self._notices = notices
        self._session = session
        self._store = store
        self._tasks = tasks
        self._changed = changed
        self._job: Importing | None = None
        self.leave = store.watch(Changed.LINK, self._on_link)
        window.file_dropped.connect(lambda file: self.open(Path(file)))
        page.file_wanted.connect(self._choose)
        page.reread.connect(self._reread)
        page.layout_chosen.connect(self._look_through)
        page.run_pressed.connect(self._run)
        page.cancel_pressed.connect(self._cancel)
        page.save_bad_pressed.connect(self._choose_place)

    def open(self, path: Path) -> None:
        if not self._page.running():
            self._tasks.start(self._open(path), _READ, replacing=_READ)

    # -- the file

    def _choose(self) -> None:
        kinds = tr("Customers (*.csv *.txt *.tsv *.vcf *.vcard)") + ";;" + tr("All files (*)")
        choose_to_read(self._window, tr("Import customers"), kinds, self.open)

    async def _open(self, path: Path) -> None:
        centre = self._store.state.centre
        central = centre is not None and centre.country.upper() in _CENTRAL_EUROPE
        likely = Encoding.CENTRAL_EUROPEAN if central else Encoding.WESTERN
        try:
            layout = await asyncio.to_thread(examine, path, likely)
        except (Unreadable, OSError) as problem:
            self._page.show_unreadable(path, words.trouble(problem))
            return
        self._page.show_file(path, layout)
        await self._survey(path, layout)

    def _reread(self, encoding: Encoding, separator: str, headings: bool) -> None:
        path, layout = self._page.path(), self._page.layout_of_file()
        if path is not None and layout is not None:
            again = self._lay_out(path, layout, encoding, separator, headings)
            self._tasks.start(again, _READ, replacing=_READ)

    async def _lay_out(self, path: Path, before: Layout, encoding: Encoding, separator: str, headings: bool) -> None:
        try:
            if before.form is Form.VCARD:
                layout = replace(before, encoding=encoding)
            else:
                headed = headings if (encoding, separator) == (before.encoding, before.separator) else None
                layout = await asyncio.to_thread(laid_out, path, encoding, separator, headed)
        except OSError as problem:
            self._page.show_unreadable(path, words.trouble(problem))
            return
        self._page.show_file(path, layout)
        await self._survey(path, layout)

    def _look_through(self, layout: Layout) -> None:
        path = self._page.path()
        if path is not None:
            self._tasks.start(self._survey(path, layout), _READ, replacing=_READ)

    async def _survey(self, path: Path, layout: Layout) -> None:
        surveying = Surveying()
        try:
            reader = await asyncio.to_thread(Reader, path, layout)
            try:
                while rows := await asyncio.to_thread(reader.take, AT_ONCE):
                    surveying.add(rows)
                    self._page.show_survey(surveying.survey(reader.progress, whole=False))
            finally:
                reader.close()
        except OSError as problem:
            self._page.show_unreadable(path, words.trouble(problem))
            return
        self._page.show_survey(surveying.survey(1.0, whole=True))

    # -- the rows

    def _run(self, wish: Wish) -> None:
        if not self._page.running():
            self._job = Importing(lambda: self._session.api, wish, self._page.show_imported)
            self._page.show_imported(self._job.progress)
            self._tasks.start(self._send(self._job), _RUN)

    async def _send(self, job: Importing) -> None:
        done: Imported = await job.run()
        if done.done and not done.dry:
            self._changed()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_link(self, state: State, what: Changed) -> None:
        if self._job is not None and state.link is Link.UP:
            self._job.wake()

    # -- what was not imported

    def _choose_place(self, faults: tuple[Fault, ...]) -> None:
        path, layout = self._page.path(), self._page.layout_of_file()
        if path is None or layout is None:
            return
        name = tr("{name} not imported", name=path.stem)
        kept = tuple(fault for fault in faults if fault.keeps_out())

        def save(target: Path) -> None:
            self._tasks.start(self._save_bad(path, layout, kept, target), _SAVE)

        choose_to_write(self._window, tr("Save the bad lines"), f"{name}.csv", tr("CSV (*.csv)"), save)

    async def _save_bad(self, path: Path, layout: Layout, faults: tuple[Fault, ...], target: Path) -> None:
        heads = (tr("Line"), tr("Reason"))
        naming = column_name if layout.form is Form.CSV else lambda at: words.column(layout.columns[at])
        try:
            saved = await asyncio.to_thread(save_bad_lines, path, layout, faults, target, heads, naming, words.fault)
        except OSError as problem:
            self._notices.post(Notice(Level.WARNING, words.trouble(problem), key="bad lines"))
            return
        said = trn("Saved to {file}: {n} line.", "Saved to {file}: {n} lines.", saved, file=target.name)
        self._notices.post(Notice(Level.INFORMATION, said, key="bad lines"))
