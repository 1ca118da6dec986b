"""How a file is read and where its customers go: encoding, separator, headings, the list, and what becomes of those who are there
already."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.customer_files.delimited import SEPARATORS
from agent_client.client.customer_files.encodings import Encoding
from agent_client.client.customer_files.reading import Form, Layout
from agent_client.protocol.names import CustomerList
from ui.panels.customer_form_words import list_word
from ui.text import tr
from ui.theme import Text
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label
from ui.widgets.select_field import SelectField

from . import words


class ImportOptions(QWidget):
    """``reread`` carries encoding, separator and whether the first row is headings; ``changed`` when only what is done with
    the rows is another."""

    reread = Signal(object, str, bool)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.encoding = SelectField(tr("Encoding"))
        self.separator = SelectField(tr("Separator"))
        self.headings = CheckBox(tr("The first row is headings"), wraps=True)
        self.into = SelectField(tr("Into"))
        self.update_known = CheckBox(tr("Change customers who are there already"), wraps=True)
        self.update_known.setChecked(True)
        self.encoding.show_choices([(one, words.encoding(one)) for one in Encoding])
        self.separator.show_choices([(one, words.separator(one)) for one in SEPARATORS])
        self._of_text: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for label, field in (
            (tr("Encoding"), self.encoding),
            (tr("Separator"), self.separator),
        ):
            above = Label(label, Text.SMALL, tone="dim")
            layout.addWidget(above)
            layout.addWidget(field)
            layout.addSpacing(4)
            if field is self.separator:
                self._of_text += [above, field]
        layout.addWidget(self.headings)
        layout.addSpacing(8)
        layout.addWidget(Label(tr("Into"), Text.SMALL, tone="dim"))
        layout.addWidget(self.into)
        layout.addSpacing(4)
        layout.addWidget(self.update_known)
        self._of_text.append(self.headings)
        self.encoding.chosen.connect(lambda _: self._reread())
        self.separator.chosen.connect(lambda _: self._reread())
        self.headings.clicked.connect(lambda _: self._reread())
        self.into.chosen.connect(lambda _: self.changed.emit())
        self.update_known.clicked.connect(lambda _: self.changed.emit())

    def show_layout(self, layout: Layout) -> None:
        self.encoding.choose(layout.encoding)
        self.separator.choose(layout.separator)
        self.headings.setChecked(layout.headings)
        for part in self._of_text:
            part.setHidden(layout.form is Form.VCARD)

    def show_lists(self, lists: tuple[CustomerList, ...]) -> None:
        """Those that the agent may change."""
        self.into.show_choices([(which, list_word(which)) for which in lists])
        if self.into.key() is None and lists:
            self.into.choose(lists[0])

    def which(self) -> CustomerList:
        key = self.into.key()
        return key if isinstance(key, CustomerList) else CustomerList.CENTRAL

    def _reread(self) -> None:
        encoding, separator = self.encoding.key(), self.separator.key()
        self.reread.emit(
            encoding if isinstance(encoding, Encoding) else Encoding.UTF_8,
            str(separator or ";"),
            self.headings.isChecked(),
        )
