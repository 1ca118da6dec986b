"""The foot of the import: what the file comes to, how far it is, what became of it, and the one button that goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.customer_exchange.importing import Imported, Stage
from agent_client.client.customer_files.survey import Survey
from ui.text import grouped, tr, trn
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.progress_line import ProgressLine

from . import words


class ImportFoot(QWidget):
    """First the file is looked through, then the server is asked what would be done, then it is done."""

    check_pressed = Signal()
    import_pressed = Signal()
    cancel_pressed = Signal()
    save_bad_pressed = Signal()
    done_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._survey = Survey()
        self._imported: Imported | None = None
        self._why_not = ""
        self.words = Label("", wraps=True)
        self.about = Label("", tone="dim", wraps=True)
        self.progress = ProgressLine(tr("Import"))
        self.check = OfferedButton(tr("Check with the server"), Kind.PRIMARY, hint="↵", sends=False)
        self.start = OfferedButton(tr("Import"), Kind.PRIMARY, hint="↵", sends=False)
        self.save_bad = ActionButton(tr("Save the bad lines…"), sends=False)
        self.cancel = ActionButton(tr("Cancel"), hint="Esc", sends=False)
        self.done = ActionButton(tr("Done"), Kind.PRIMARY, hint="↵", sends=False)
        self._lay_out()
        self.check.clicked.connect(self.check_pressed)
        self.start.clicked.connect(self.import_pressed)
        self.cancel.clicked.connect(self.cancel_pressed)
        self.save_bad.clicked.connect(self.save_bad_pressed)
        self.done.clicked.connect(self.done_pressed)
        self._show()

    def show_survey(self, survey: Survey) -> None:
        """Another file, or the same read otherwise: what the server said of it before is no longer so."""
        self._survey, self._imported = survey, None
        self._show()

    def show_imported(self, imported: Imported | None) -> None:
        self._imported = imported
        self._show()

    def offer(self, why_not: str) -> None:
        """Why nothing can be imported now; empty where it can."""
        self._why_not = why_not
        self._show()

    def press(self) -> None:
        """By Enter: whichever button goes on."""
        for button in (self.check, self.start, self.done):
            if not button.isHidden():
                button.press()
                return

    def running(self) -> bool:
        return self._imported is not None and not self._imported.over

    # -- inside

    def _show(self) -> None:
        survey, now = self._survey, self._imported
        checked = now is not None and now.dry and now.stage is Stage.DONE
        over = now is not None and now.over and not now.dry
        running = self.running()
        ready = survey.whole and not running and not over
        self.check.setHidden(not ready or checked)
        self.start.setHidden(not ready or not checked)
        self.cancel.setHidden(not running)
        self.done.setHidden(not over)
        bad = survey.kept_out if now is None else now.bad_rows
        self.save_bad.setHidden(running or not survey.whole or not bad)
        why_not = self._why_not or ("" if survey.rows else tr("There is nobody to import in this file"))
        self.check.offer(not why_not, why_not)
        worth = now is not None and now.added + now.changed > 0
        nothing = "" if worth else tr("Nothing would be changed by it")
        self.start.offer(not (why_not or nothing), why_not or nothing)
        self.progress.setHidden(not running and survey.whole)
        self.progress.show_progress(self._fraction(), waiting=now is not None and now.stage is Stage.WAITING)
        self._say()

    def _fraction(self) -> float:
        if self._imported is None:
            return self._survey.progress
        whole = self._survey.rows + self._survey.kept_out
        return self._imported.read / whole if whole else 1.0

    def _say(self) -> None:
        first, second, tone = self._of_file() if self._imported is None else self._of_import(self._imported)
        self.words.say(first)
        self.about.set_tone(tone)
        self.about.say(second)

    def _of_file(self) -> tuple[str, str, str]:
        survey = self._survey
        rows, bad = grouped(survey.rows), grouped(survey.kept_out)
        if not survey.whole:
            first = tr("Reading the file…")
        else:
            first = trn("{amount} customer in the file", "{amount} customers in the file", survey.rows, amount=rows)
        if survey.kept_out:
            second = trn(
                "{amount} line cannot be imported", "{amount} lines cannot be imported", survey.kept_out, amount=bad
            )
        else:
            second = tr("Nothing is wrong with it") if survey.whole and survey.rows else ""
        return first, second, "dim"

    def _of_import(self, now: Imported) -> tuple[str, str, str]:
        what = words.done(now)
        match now.stage:
            case Stage.STOPPED:
                return tr("Stopped: {what}", what=what), words.trouble(now.problem), "alarm"
            case Stage.WAITING:
                return self._how_far(now), words.trouble(now.problem), "setup"
            case Stage.CANCELLED if now.dry:
                return tr("The check was cancelled"), "", "dim"
            case Stage.CANCELLED:
                return self._stopped(now), what, "dim"
            case Stage.DONE if now.dry:
                first = tr("The server would do this: {what}", what=what)
                return first, tr("Nothing has been changed yet."), "dim"
            case Stage.DONE:
                return tr("Imported: {what}", what=what), "", "dim"
            case _:
                return self._how_far(now), what, "dim"

    def _how_far(self, now: Imported) -> str:
        done, whole = grouped(now.done), grouped(self._survey.rows)
        if now.dry:
            return tr("Checked: {n} of {total}", n=done, total=whole)
        return tr("Imported: {n} of {total}", n=done, total=whole)

    def _stopped(self, now: Imported) -> str:
        return tr("Cancelled: {n} of {total} were imported", n=grouped(now.done), total=grouped(self._survey.rows))

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.words)
        said.addWidget(self.about)
        self.about.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(said, 1)
        for button in (self.save_bad, self.cancel, self.check, self.start, self.done):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.progress)
        layout.addLayout(row)
