"""The encoding of a file is told from its bytes: six languages, with marks and without."""

from __future__ import annotations

import codecs

import pytest

from agent_client.client.customer_files.encodings import Encoding, guess

CZECH = "Jméno;Firma;Město\r\nJiří Dvořák;Pekařství Řehoř;Žďár nad Sázavou\r\nKateřina Šťastná;Ďáblík;Plzeň\r\n"
POLISH = "Łukasz Wiśniewski;Gdańsk;Żółta 3\r\nMałgorzata Kąkol;Łódź;Źródlana\r\n"
GERMAN = "Jürgen Groß;Bäckerei Müller;Köln\r\n"
DUTCH = "Zoë Coëlho;Café België;Enschede\r\n"
SWEDISH = "Åsa Öberg;Smörgås AB;Malmö\r\nBjörn Ångström;Räksmörgås;Västerås\r\n"
NORWEGIAN = "Bjørn Sørensen;Blåbær AS;Tromsø\r\nØystein Næss;Grønt;Ålesund\r\nJørgen Ødegård;Kjøtt;Bærum\r\n"


@pytest.fixture
def file(tmp_path):
    def written(data: bytes):
        path = tmp_path / "customers.csv"
        path.write_bytes(data)
        return path

    return written


@pytest.mark.parametrize("text", [CZECH, POLISH, GERMAN, DUTCH, SWEDISH, NORWEGIAN])
@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", Encoding.UTF_8),
        ("utf-8", codecs.BOM_UTF8, Encoding.UTF_8),
        ("utf-16-le", codecs.BOM_UTF16_LE, Encoding.UTF_16),
        ("utf-16-be", codecs.BOM_UTF16_BE, Encoding.UTF_16),
        ("utf-16-le", b"", Encoding.UTF_16),
        ("utf-16-be", b"", Encoding.UTF_16),
    ],
)
def test_unicode_is_known_by_its_mark_or_by_what_it_can_be(file, text, codec, mark, encoding):
    data = mark + text.encode(codec)
    found = guess(file(data))
    assert found is encoding
    assert data.decode(found.codec(data[:64])) == text


@pytest.mark.parametrize("likely", [Encoding.CENTRAL_EUROPEAN, Encoding.WESTERN])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CZECH, Encoding.CENTRAL_EUROPEAN),
        (POLISH, Encoding.CENTRAL_EUROPEAN),
        (SWEDISH, Encoding.WESTERN),
        (NORWEGIAN, Encoding.WESTERN),
    ],
)
def test_the_letters_tell_one_windows_encoding_from_the_other(file, text, encoding, likely):
    assert guess(file(text.encode(encoding.value)), likely) is encoding


@pytest.mark.parametrize("likely", [Encoding.CENTRAL_EUROPEAN, Encoding.WESTERN])
@pytest.mark.parametrize("text", [GERMAN, DUTCH])
def test_where_both_say_the_same_the_likely_one_is_meant(file, text, likely):
    data = text.encode("cp1252")
    assert guess(file(data), likely) is likely
    assert data.decode(likely.value) == text, "and nothing is lost by it"


def test_a_letter_of_utf8_cut_in_two_by_reading_in_pieces_is_no_other_encoding(file):
    data = b"x" * ((1 << 16) - 1) + "é".encode()
    assert guess(file(data)) is Encoding.UTF_8
    assert guess(file(data[:-1])) is Encoding.WESTERN, "its last letter is no UTF-8"


def test_an_empty_file_is_any(file):
    assert guess(file(b"")) is Encoding.UTF_8
