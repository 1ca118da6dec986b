"""vCards of three versions, as telephones and mail programs write them."""

from __future__ import annotations

import pytest

from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.records import FaultKind
from agent_client.client.customer_files.vcards import COLUMNS, is_vcard, records

OLD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Nov=C3=A1kov=C3=A1;Jana;;Ing.;\r\n"
    b"ORG:Elektro Svoboda;Sales\r\n"
    b"TEL;CELL;VOICE:+420 724 118 305\r\nTEL;WORK;FAX:+420 541 000 000\r\nTEL;WORK;PREF:541 220 117\r\n"
    b"ADR;WORK;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1250:;;Lidick=E1 41;Brno;;602 00;=\r\n"
    b"=C8esko\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0Asecond\r\n"
    b"PHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n  /9j/4AAQ\r\n  SkZJRg==\r\n\r\n"
    b"END:VCARD\r\n"
)
NEW = (
    "BEGIN:VCARD\nVERSION:4.0\nFN:Zoë de Vries\nN:de Vries;Zoë;;;\nORG:Café\\; Bar\\, Grill\n"
    'item1.TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+31-20-624-1180;ext=12\nitem1.X-ABLabel:Büro\n'
    "TEL:+31 6 1288 4410\nADR;TYPE=home:PO 3;2nd floor;Damrak 1;Amsterdam;;1012 LG;Nederland\n"
    "NOTE:One\\nTwo\\, three and a line th\n at was fol\n\tded\n"
    "X-COMPANY-ID:C-88\nX-OPERATORS:204\\,212\nX-PROJECT:Support\nEND:VCARD\n"
).encode()


def read(data: bytes, encoding="utf-8-sig"):
    return list(records(data.splitlines(keepends=True), encoding))


def named(record):
    return {column.value: cell for column, cell in zip(COLUMNS, record.cells, strict=True) if cell}


def test_an_old_one_with_character_sets_of_its_own():
    [record] = read(OLD, "cp1252")
    assert named(record) == {
        "name": "Ing. Jana Nováková",
        "company": "Elektro Svoboda",
        "number": "541 220 117\n+420 724 118 305",
        "street": "Lidická 41",
        "postcode": "602 00",
        "town": "Brno",
        "country": "Česko",
        "note": "First line\r\nsecond",
    }


def test_a_new_one_with_escapes_groups_and_folded_lines():
    [record] = read(NEW)
    assert named(record) == {
        "name": "Zoë de Vries",
        "company": "Café; Bar, Grill",
        "company_id": "C-88",
        "number": "+31-20-624-1180\n+31 6 1288 4410",
        "street": "Damrak 1, 2nd floor, PO 3",
        "postcode": "1012 LG",
        "town": "Amsterdam",
        "country": "Nederland",
        "note": "One\nTwo, three and a line that was folded",
        "operators": "204,212",
        "project": "Support",
    }


def test_each_card_has_the_line_it_begins_at():
    assert [record.line for record in read(OLD + NEW + OLD)] == [1, 16, 32]


def test_a_fold_in_the_middle_of_a_letter():
    """Some programs count bytes."""
    whole = "FN:Zoë".encode()
    data = b"BEGIN:VCARD\r\n" + whole[:6] + b"\r\n " + whole[6:] + b"\r\nEND:VCARD\r\n"
    assert named(read(data)[0])["name"] == "Zoë"


def test_a_card_within_a_card_is_not_mixed_with_it():
    data = b"BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Secretary\nTEL:204\nEND:VCARD\nTEL:212\nEND:VCARD\n"
    assert [named(record) for record in read(data)] == [{"name": "Boss", "number": "212"}]


def test_a_card_without_its_end_is_named_and_the_next_is_read():
    data = b"BEGIN:VCARD\nFN:First\nBEGIN:VCARD\nFN:Second\nEND:VCARD\nBEGIN:VCARD\nFN:Third\n"
    found = read(data)
    assert [(record.line, record.fault) for record in found] == [
        (1, FaultKind.UNFINISHED),
        (3, None),
        (6, FaultKind.UNFINISHED),
    ]
    assert named(found[1]) == {"name": "Second"}


@pytest.mark.parametrize("junk", [b"", b"hello\r\n", b";;:\r\n", b"TEL\r\n", b"=\r\n \r\n"])
def test_lines_that_say_nothing_are_passed_over(junk):
    data = b"BEGIN:VCARD\r\n" + junk + b"FN:Jana\r\nTEL;CHARSET=no-such:204\r\nEND:VCARD\r\n"
    assert named(read(data)[-1]) == {"name": "Jana", "number": "204"}


def test_the_kind_of_file_is_known_by_its_first_line():
    assert is_vcard(b"\xef\xbb\xbf\r\nbegin:vcard\r\n")
    assert not is_vcard(b"name;BEGIN:VCARD")
    assert Column.IGNORED not in COLUMNS


def test_an_escaped_backslash_escapes_no_separator():
    [card] = read(b"BEGIN:VCARD\nVERSION:3.0\nFN:x\nN:x;;;;\nADR:;;a\\\\;b\\;c;;1;SE\nEND:VCARD\n")
    assert named(card) == {"name": "x", "street": "a\\", "town": "b;c", "postcode": "1", "country": "SE"}


@pytest.mark.parametrize("shown", ["Bakker", "204"])
def test_a_card_whose_parts_of_a_name_are_empty_stands_under_its_company_or_number(shown):
    text = f"BEGIN:VCARD\nVERSION:3.0\nFN:{shown}\nN:;;;;\nORG:Bakker\nTEL:204\nEND:VCARD\n"
    [card] = read(text.encode())
    assert named(card) == {"company": "Bakker", "number": "204"}
    [person] = read(text.replace("N:;;;;\n", "").encode())
    assert named(person)["name"] == shown
