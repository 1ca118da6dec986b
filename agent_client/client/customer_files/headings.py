"""Which column of a file is which part of a card: told by its heading, in six languages and as other programs export them; where
there are no headings, by what stands in the column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from agent_client.rules.dial_numbers import fault
from agent_client.rules.folding import folded_words


class Column(StrEnum):
    """What is made of a column. First and last names become one name."""

    IGNORED = "ignored"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    COMPANY = "company"
    COMPANY_ID = "company_id"
    NUMBER = "number"
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    NOTE = "note"
    OPERATORS = "operators"
    PROJECT = "project"


SEVERAL = frozenset({Column.IGNORED, Column.NUMBER, Column.NOTE, Column.STREET})
"""Of these a file may have more than one; of the others each once."""

_WORDS: dict[Column, str] = {
    Column.NAME: (
        "name|full name|display name|contact|contact name|customer|customer name|person|fn"
        "|jmeno|jmeno a prijmeni|cele jmeno|zakaznik|jmeno zakaznika|kontakt|osoba|nazev"
        "|vollstandiger name|kunde|kundenname|ansprechpartner|kontaktperson|anzeigename"
        "|naam|volledige naam|klant|klantnaam|contactpersoon|weergavenaam"
        "|namn|fullstandigt namn|kund|kundnamn|visningsnamn"
        "|navn|fullt navn|kundenavn|visningsnavn|nom|nazwa|imie i nazwisko|nombre|nome|meno|meno a priezvisko|nev"
    ),
    Column.FIRST_NAME: (
        "first name|given name|firstname|givenname|krestni jmeno|krestni|vorname|voornaam|fornamn|fornavn|prenom|imie"
    ),
    Column.LAST_NAME: (
        "last name|surname|family name|lastname|prijmeni|nachname|familienname|zuname|achternaam|familienaam|efternamn|etternavn"
        "|nazwisko|priezvisko|apellidos"
    ),
    Column.COMPANY: (
        "company|company name|organization|organisation|organization name|firm|business|employer|account|org"
        "|firma|nazev firmy|jmeno firmy|spolecnost|organizace|podnik|obchodni jmeno"
        "|firmenname|unternehmen|gesellschaft|betrieb"
        "|bedrijf|bedrijfsnaam|organisatie|werkgever"
        "|foretag|foretagsnamn|bolag"
        "|firmanavn|bedrift|selskap|virksomhet|societe|empresa"
    ),
    Column.COMPANY_ID: (
        "company id|company number|customer id|customer number|customer no|client id|account number|companyid|id|external id|uid"
        "|id firmy|cislo firmy|cislo zakaznika|id zakaznika|ico|ic|zakaznicke cislo"
        "|firmen id|firmennummer|kundennummer|kunden nr|kundennr|kunden id|debitorennummer"
        "|bedrijfs id|bedrijfsnummer|klantnummer|klant id|klantnr|debiteurnummer|kvk nummer"
        "|foretags id|kundnummer|kund id|kundnr|organisationsnummer"
        "|firma id|kundenummer|kunde id|kundenr|organisasjonsnummer"
    ),
    Column.NUMBER: (
        "number|numbers|phone|phone number|telephone|telephone number|tel|tel no|mobile|mobile phone|mobile number"
        "|cell|cell phone|home phone|business phone|work phone|main phone|other phone|company main phone|primary phone"
        "|phone value|office phone"
        "|cislo|cisla|telefon|telefonni cislo|telefony|mobil|mobilni telefon|telefon do zamestnani|telefon domu"
        "|volajici cislo|tel cislo|tel c|telefon prace|telefon domov"
        "|nummer|nummern|rufnummer|telefonnummer|mobilnummer|mobiltelefon|handy|handynummer|festnetz|telefon geschaftlich"
        "|telefon privat|telefon mobil|durchwahl"
        "|telefoonnummer|telefoon|nummers|mobiel|mobiel nummer|gsm|telefoon werk|telefoon thuis|mobiele telefoon|vast nummer"
        "|telefonnr|mobilnr|mobiltelefonnummer|arbetstelefon|hemtelefon|telefon arbete|telefon hem"
        "|mobiltelefon|telefon arbeid|telefon privat|arbeidstelefon|telefono|telephone portable|numer telefonu|telefonszam"
    ),
    Column.STREET: (
        "street|street address|address|address line|home street|business street|address street"
        "|ulice|adresa|ulice a cislo|ulice cp|ulice pracovni|strasse|strassenname|anschrift|adresse|strasse und hausnummer"
        "|strasse geschaftlich|strasse privat|straat|straatnaam|adres|straat en huisnummer|straat werk|straat thuis"
        "|gata|gatuadress|adress|gate|gateadresse|vei|ulica|rue|utca"
    ),
    Column.POSTCODE: (
        "postcode|postal code|zip|zip code|post code|business postal code|home postal code|address postal code"
        "|psc|postovni smerovaci cislo|plz|postleitzahl|postnummer|postnr|postnumer|kod pocztowy|code postal|iranyitoszam"
    ),
    Column.TOWN: (
        "town|city|locality|business city|home city|address city|place"
        "|mesto|obec|mesto pracovni|ort|stadt|wohnort|ort geschaftlich|ort privat"
        "|plaats|woonplaats|stad|postort|stad ort|poststed|sted|by|miasto|ville|ciudad|varos"
    ),
    Column.COUNTRY: (
        "country|country region|country code|business country region|home country region|address country"
        "|zeme|stat|kod zeme|land|landkreis land|landercode|landcode|landskod|landkode|kraj|pays|pais|orszag"
    ),
    Column.NOTE: (
        "note|notes|remark|remarks|comment|comments|memo"
        "|poznamka|poznamky|komentar|notiz|notizen|bemerkung|bemerkungen|anmerkung|kommentar"
        "|opmerking|opmerkingen|notitie|notities|anmarkning|anmarkningar|anteckning|anteckningar|kommentarer"
        "|merknad|merknader|notat|notater|uwagi"
    ),
    Column.OPERATORS: (
        "operators|operator|agents|agent|operatori|operatori zakaznika|agenti|bearbeiter|agenten|betreuer"
        "|medewerkers|handlaggare|operatorer|agenter|saksbehandlere"
    ),
    Column.PROJECT: "project|project number|project name|projekt|cislo projektu|projektnummer|prosjekt|projectnummer",
}
_LEFT_OUT = re.compile(r"\b(?:fax|telefax|pager|e?mail|email|website|web|url|type|label)\b")
"""A column of these is none that somebody can be called by, whatever else its heading says."""
_COLUMNS = {words: column for column, all_words in _WORDS.items() for words in all_words.split("|")}


def of_heading(heading: str) -> Column:
    words = " ".join(folded_words(heading.replace("ß", "ss")))
    if _LEFT_OUT.search(words):
        return Column.IGNORED
    for form in (words, re.sub(r"\s*\d+\s*", " ", words).strip(), words.replace("_", " ")):
        if form in _COLUMNS:
            return _COLUMNS[form]
    return Column.IGNORED


def are_headings(cells: Sequence[str]) -> bool:
    """Two that are known, or as many as there are; and nothing that can be dialled."""
    filled = [cell for cell in cells if cell.strip()]
    known = sum(of_heading(cell) is not Column.IGNORED for cell in filled)
    return bool(filled) and known >= min(2, len(filled)) and not any(_is_number(cell) for cell in filled)


def of_headings(cells: Sequence[str]) -> tuple[Column, ...]:
    return only_once([of_heading(cell) for cell in cells])


def of_contents(rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Without headings: numbers are numbers, and the first text is the name."""
    width = max((len(row) for row in rows), default=0)
    found = [Column.IGNORED] * width
    for at in range(width):
        cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
        if cells and sum(_is_number(cell) for cell in cells) > 0.6 * len(cells):
            found[at] = Column.NUMBER
    texts = [at for at in range(width) if found[at] is Column.IGNORED and any(_is_text(r, at) for r in rows)]
    for at, column in zip(texts, (Column.NAME, Column.COMPANY), strict=False):
        found[at] = column
    return tuple(found)


def only_once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The first of each counts, where one part cannot stand in two columns."""
    seen: set[Column] = set()
    found = []
    for column in columns:
        found.append(Column.IGNORED if column in seen and column not in SEVERAL else column)
        seen.add(column)
    return tuple(found)


def chosen(columns: Sequence[Column], at: int, column: Column) -> tuple[Column, ...]:
    """With another choice for one column: what could be there only once leaves the place where it was."""
    return tuple(
        column if place == at else Column.IGNORED if known is column and column not in SEVERAL else known
        for place, known in enumerate(columns)
    )


def _is_number(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    return digits >= 6 and fault(cell) is None


def _is_text(row: Sequence[str], at: int) -> bool:
    return at < len(row) and any(character.isalpha() for character in row[at])
