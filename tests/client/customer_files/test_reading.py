"""Whole files, of each kind and encoding, row by row."""

from __future__ import annotations

import codecs

import pytest

from agent_client.client.customer_files.encodings import Encoding
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import Form, NoRows, Reader, Unreadable, examine, laid_out

C = Column
TEXT = (
    "Jméno{s}Firma{s}Telefon 1{s}Telefon 2{s}Poznámka\r\n"
    'Jiří Dvořák{s}"Pekařství ""U Řehoře"""{s}724 118 305{s}541 220 117{s}"první\r\ndruhý"\r\n'
    "Kateřina Šťastná{s}{s}12{s}{s}\r\n"
    "Žofie{s}Ďáblík\r\n"
)


@pytest.fixture
def file(tmp_path):
    def written(data: bytes, name="customers.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


def read(path, layout=None):
    with Reader(path, layout or examine(path)) as reader:
        rows = reader.take(10_000)
        assert reader.take(1) == []
    return rows


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "mark", "codec"),
    [
        (Encoding.CENTRAL_EUROPEAN, b"", "cp1250"),
        (Encoding.UTF_8, b"", "utf-8"),
        (Encoding.UTF_8, codecs.BOM_UTF8, "utf-8"),
        (Encoding.UTF_16, codecs.BOM_UTF16_LE, "utf-16-le"),
        (Encoding.UTF_16, b"", "utf-16-be"),
    ],
)
def test_each_encoding_and_separator(file, separator, encoding, mark, codec):
    path = file(mark + TEXT.format(s=separator).encode(codec))
    layout = examine(path)
    assert (layout.form, layout.encoding, layout.separator, layout.headings) == (Form.CSV, encoding, separator, True)
    assert layout.heads == ("Jméno", "Firma", "Telefon 1", "Telefon 2", "Poznámka")
    assert layout.columns == (C.NAME, C.COMPANY, C.NUMBER, C.NUMBER, C.NOTE)
    rows = read(path, layout)
    first = rows[0].row
    assert (first.line, first.name, first.company) == (2, "Jiří Dvořák", 'Pekařství "U Řehoře"')
    assert (first.numbers, first.note) == (("724 118 305", "541 220 117"), "první\r\ndruhý")
    assert [[(fault.line, fault.kind.value) for fault in row.faults] for row in rows[1:]] == [
        [(4, "number")],
        [(5, "few_columns")],
    ]


def test_western_letters(file):
    path = file("Navn;Telefon\r\nBjørn Næss;22 41 90 03\r\n".encode("cp1252"))
    assert examine(path).encoding is Encoding.WESTERN
    assert read(path)[0].row.name == "Bjørn Næss"


def test_the_choice_of_encoding_separator_and_headings_is_the_agents(file):
    path = file(b"Jana;724118305;Brno\r\nKarel;541220117;Praha\r\n")
    guessed = examine(path)
    assert (guessed.headings, guessed.columns) == (False, (C.NAME, C.NUMBER, C.COMPANY))
    assert len(read(path, guessed)) == 2
    headed = laid_out(path, guessed.encoding, ";", True)
    assert (headed.heads, headed.columns) == (("Jana", "724118305", "Brno"), (C.IGNORED,) * 3)
    assert len(read(path, headed)) == 1
    assert laid_out(path, guessed.encoding, ",").columns == (C.NAME,)


def test_vcards_in_a_wide_encoding(file):
    text = "BEGIN:VCARD\r\nFN:Zoë Řehoř\r\nTEL:204\r\nEND:VCARD\r\n"
    for codec in ("utf-8", "utf-16", "cp1250"):
        path = file(text.replace("Zoë", "Zoe").encode(codec), "customers.vcf")
        layout = examine(path, Encoding.CENTRAL_EUROPEAN)
        assert layout.form is Form.VCARD
        assert read(path, layout)[0].row.name == "Zoe Řehoř"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", NoRows.EMPTY),
        (b"\xef\xbb\xbf \r\n", NoRows.EMPTY),
        (b"PK\x03\x04rest of a workbook", NoRows.SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1older", NoRows.SPREADSHEET),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR and further bytes", NoRows.BINARY),
    ],
)
def test_a_file_that_holds_no_customers_says_which_kind_it_is(file, data, why):
    with pytest.raises(Unreadable) as unreadable:
        examine(file(data))
    assert unreadable.value.why is why


def test_how_far_one_has_come(file):
    path = file(b"Name;Number\r\n" + b"Jana;724118305\r\n" * 20_000)
    with Reader(path, examine(path)) as reader:
        assert len(reader.take(100)) == 100
        early = reader.progress
        assert 0 < early < 0.9
        assert len(reader.take(100_000)) == 19_900
        assert reader.progress == 1.0
    assert reader.take(5) == []
