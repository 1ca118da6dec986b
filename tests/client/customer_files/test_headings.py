"""What a column is: by its heading in six languages and of other programs, or by what stands in it."""

from __future__ import annotations

import pytest

from agent_client.client.customer_files.headings import (
    _COLUMNS,
    _WORDS,
    Column,
    are_headings,
    chosen,
    of_contents,
    of_heading,
    of_headings,
)

C = Column
IN_LANGUAGES = {
    "en": "Company ID;Company;Name;Number 1;Number 2;Street;Postcode;Town;Country;Note;Operators;Project",
    "cs": "ID firmy;Firma;Jméno;Číslo 1;Číslo 2;Ulice;PSČ;Město;Země;Poznámka;Operátoři;Projekt",
    "de": "Firmen-ID;Firma;Name;Nummer 1;Nummer 2;Straße;PLZ;Ort;Land;Bemerkung;Agenten;Projekt",
    "nl": "Bedrijfs-ID;Bedrijf;Naam;Nummer 1;Nummer 2;Straat;Postcode;Plaats;Land;Opmerking;Agents;Project",
    "sv": "Företags-ID;Företag;Namn;Nummer 1;Nummer 2;Gata;Postnummer;Ort;Land;Anmärkning;Handläggare;Projekt",
    "nb": "Firma-ID;Firma;Navn;Nummer 1;Nummer 2;Gate;Postnummer;Sted;Land;Merknad;Agenter;Prosjekt",
}
ALL = (
    *(C.COMPANY_ID, C.COMPANY, C.NAME, C.NUMBER, C.NUMBER, C.STREET),
    *(C.POSTCODE, C.TOWN, C.COUNTRY, C.NOTE, C.OPERATORS, C.PROJECT),
)


@pytest.mark.parametrize("language", IN_LANGUAGES)
def test_our_own_words_in_each_language(language):
    cells = IN_LANGUAGES[language].split(";")
    assert of_headings(cells) == ALL
    assert are_headings(cells)


def test_the_wires_own_names():
    assert of_heading("company_id") is C.COMPANY_ID
    assert of_headings(["name", "number1", "number_2", "operators", "country"]) == (
        *(C.NAME, C.NUMBER, C.NUMBER, C.OPERATORS, C.COUNTRY),
    )


def test_as_other_programs_export_them():
    outlook = "First Name,Last Name,Company,Business Street,Business City,Business Postal Code,Business Country/Region"
    assert of_headings(outlook.split(",")) == (
        *(C.FIRST_NAME, C.LAST_NAME, C.COMPANY, C.STREET, C.TOWN, C.POSTCODE, C.COUNTRY),
    )
    phones = ["Business Phone", "Mobile Phone", "Home Phone", "Business Fax", "E-mail Address", "Pager"]
    assert of_headings(phones) == (*[C.NUMBER] * 3, *[C.IGNORED] * 3)
    google = ["Name", "Phone 1 - Type", "Phone 1 - Value", "Organization 1 - Name", "Notes"]
    assert of_headings(google) == (C.NAME, C.IGNORED, C.NUMBER, C.COMPANY, C.NOTE)
    profix = ["ID", "Číslo projektu", "ID firmy", "Firma", "Volající číslo1", "Volající číslo2", "Operátoři"]
    assert of_headings(profix)[1:] == (C.PROJECT, C.IGNORED, C.COMPANY, C.NUMBER, C.NUMBER, C.OPERATORS)


def test_a_part_stands_in_one_column_only_where_it_cannot_be_several():
    assert of_headings(["Name", "Contact", "Phone", "Mobile", "Note", "Remark"]) == (
        *(C.NAME, C.IGNORED, C.NUMBER, C.NUMBER, C.NOTE, C.NOTE),
    )


@pytest.mark.parametrize(
    ("cells", "are"),
    [
        (["Name", "Phone"], True),
        (["Jméno", "cosi", "Telefon"], True),
        (["Telefon"], True),
        (["Jana Nováková", "+420724118305"], False),
        (["Name", "+420 724 118 305"], False),
        (["x", "y", "z"], False),
        (["", ""], False),
        ([], False),
    ],
)
def test_whether_the_first_line_is_headings(cells, are):
    assert are_headings(cells) is are


def test_without_headings_the_contents_tell():
    rows = [["Jana", "Elektro", "+420 724 118 305", "602 00"], ["Karel", "", "020 1234567", "x"], ["Eva", "B"]]
    assert of_contents(rows) == (C.NAME, C.COMPANY, C.NUMBER, C.IGNORED)
    assert of_contents([]) == ()


def test_choosing_by_hand():
    columns = (C.NAME, C.NUMBER, C.IGNORED)
    assert chosen(columns, 2, C.NAME) == (C.IGNORED, C.NUMBER, C.NAME)
    assert chosen(columns, 2, C.NUMBER) == (C.NAME, C.NUMBER, C.NUMBER)
    assert chosen(columns, 0, C.IGNORED) == (C.IGNORED, C.NUMBER, C.IGNORED)


def test_no_heading_means_two_things():
    words = [word for all_words in _WORDS.values() for word in set(all_words.split("|"))]
    assert sorted(words) == sorted(_COLUMNS)
