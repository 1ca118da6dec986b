"""Towns as they really are: with the postcodes and the telephone numbers that belong there. Data, no behaviour.

In number patterns ``#`` is any digit; in British ones the ranges are those that Ofcom keeps free for fiction.
"""

from __future__ import annotations

from msgspec import Struct


class Town(Struct, frozen=True):
    name: str
    postcodes: tuple[str, ...]
    """Patterns: ``#`` any digit, ``@`` any letter."""
    number: str


class Country(Struct, frozen=True, kw_only=True):
    code: str
    language: str
    share: int
    """Of a hundred customers."""
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    female_surname: tuple[tuple[str, str], ...] = ()
    """Endings that change in a woman's surname; first names ending in ``a`` or ``e`` are women's there."""
    streets: tuple[str, ...]
    house: str
    """How street and house number are written together."""
    towns: tuple[Town, ...]
    mobiles: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    """Company names: ``{name}`` a surname, ``{trade}`` what they do, ``{town}`` where."""


def words(text: str, separator: str = " ") -> tuple[str, ...]:
    return tuple(text.split(separator))


NETHERLANDS = Country(
    code="NL",
    language="Dutch",
    share=40,
    first_names=words(
        "Jan Pieter Willem Hendrik Sander Bas Joris Thijs Daan Ruben Kees Maarten Wouter Jeroen Anna Sanne Lotte Femke "
        "Marieke Inge Sofie Eline Fleur Roos Esther Ilse Hanneke Margriet Yara Fatima"
    ),
    surnames=(
        *words(
            "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kok Jacobs "
            "Vermeulen Schouten Willems Hoekstra Koster Prins Huisman Postma Kuipers Veenstra Groen"
        ),
        "de Vries",
        "de Jong",
        "van Dijk",
        "van den Berg",
        "van der Meer",
        "de Boer",
        "van Leeuwen",
        "van der Linden",
    ),
    streets=(
        *words(
            "Kerkstraat Dorpsstraat Molenweg Schoolstraat Stationsweg Julianalaan Nieuwstraat Beatrixstraat Eikenlaan "
            "Havenkade Prinsengracht Hoofdweg Lindelaan Marktplein Wilhelminastraat Parallelweg Tuinstraat"
        ),
        "Oude Gracht",
        "Burgemeester Smitstraat",
        "Laan van Meerdervoort",
    ),
    house="{street} {number}",
    towns=(
        Town("Amsterdam", ("101# @@", "102# @@", "105# @@", "107# @@", "109# @@"), "+3120#######"),
        Town("Rotterdam", ("301# @@", "302# @@", "303# @@", "306# @@"), "+3110#######"),
        Town("Utrecht", ("351# @@", "352# @@", "358# @@"), "+3130#######"),
        Town("Den Haag", ("251# @@", "256# @@", "259# @@"), "+3170#######"),
        Town("Eindhoven", ("561# @@", "562# @@", "565# @@"), "+3140#######"),
        Town("Groningen", ("971# @@", "972# @@", "974# @@"), "+3150#######"),
        Town("Tilburg", ("501# @@", "503# @@"), "+3113#######"),
        Town("Zwolle", ("801# @@", "802# @@"), "+3138#######"),
        Town("Leiden", ("231# @@", "232# @@"), "+3171#######"),
        Town("Maastricht", ("621# @@", "622# @@"), "+3143#######"),
        Town("Haarlem", ("201# @@", "202# @@"), "+3123#######"),
        Town("Arnhem", ("681# @@", "682# @@"), "+3126#######"),
    ),
    mobiles=("+3161#######", "+3162#######", "+3164#######", "+3165#######"),
    trades=words("Bouw Installatie Fietsen Tuinen Keukens Advies Transport Horeca Elektro Optiek Interieur Bloemen"),
    forms=(
        "{name} {trade} BV",
        "{trade} {town}",
        "{name} & Zonen",
        "Bakkerij {name}",
        "{name} Advocaten",
        "Garage {name}",
    ),
)

GERMANY = Country(
    code="DE",
    language="German",
    share=20,
    first_names=words(
        "Thomas Michael Andreas Stefan Markus Jürgen Wolfgang Tobias Lukas Felix Jonas Niklas Sabine Petra Monika Claudia "
        "Katrin Anja Julia Lena Hannah Greta Ursula Renate Birgit Emre Leyla"
    ),
    surnames=words(
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf "
        "Schröder Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Werner Krause Lehmann Köhler Yılmaz"
    ),
    streets=(
        *words(
            "Hauptstraße Schulstraße Gartenstraße Bahnhofstraße Dorfstraße Bergstraße Lindenstraße Kirchstraße Waldstraße "
            "Ringstraße Goethestraße Schillerstraße Mozartstraße Rosenweg Amselweg Marktplatz"
        ),
        "Am Mühlbach",
        "Alte Landstraße",
    ),
    house="{street} {number}",
    towns=(
        Town("Berlin", ("101##", "104##", "109##", "120##"), "+4930########"),
        Town("Hamburg", ("200##", "203##", "222##"), "+4940########"),
        Town("München", ("803##", "805##", "816##"), "+4989########"),
        Town("Köln", ("506##", "508##", "509##"), "+49221#######"),
        Town("Frankfurt am Main", ("603##", "604##", "605##"), "+4969########"),
        Town("Stuttgart", ("701##", "703##"), "+49711#######"),
        Town("Leipzig", ("041##", "043##"), "+49341#######"),
        Town("Bremen", ("281##", "282##"), "+49421#######"),
        Town("Nürnberg", ("904##",), "+49911#######"),
        Town("Münster", ("481##",), "+49251#######"),
    ),
    mobiles=("+49151########", "+49160#######", "+49171#######", "+49176########"),
    trades=words("Bau Elektrotechnik Gartenbau Möbel Logistik Sanitär Maschinenbau Druck Catering Optik"),
    forms=("{name} {trade} GmbH", "{name} & Söhne KG", "{trade} {town} GmbH", "Bäckerei {name}", "Autohaus {name}"),
)

CZECHIA = Country(
    code="CZ",
    language="Czech",
    share=12,
    first_names=words(
        "Jiří Jan Petr Josef Pavel Martin Tomáš Jaroslav Miroslav Zdeněk Ondřej Jakub Jana Marie Eva Hana Lenka Kateřina "
        "Lucie Věra Alena Petra Zuzana Markéta Tereza Barbora"
    ),
    surnames=words(
        "Novák Svoboda Novotný Dvořák Černý Procházka Kučera Veselý Horák Němec Marek Pospíšil Pokorný Hájek Král "
        "Růžička Beneš Fiala Sedláček Doležal Zeman Kolář Navrátil Čermák Vaněk Urban"
    ),
    female_surname=(("ý", "á"), ("a", "ová"), ("ek", "ková"), ("", "ová")),
    streets=(
        *words(
            "Masarykova Husova Nádražní Zahradní Palackého Školní Lipová Dlouhá Komenského Jiráskova Smetanova Sokolská "
            "Polní Tyršova Nerudova Žižkova"
        ),
        "U Parku",
        "Na Kopci",
    ),
    house="{street} {number}",
    towns=(
        Town("Praha", ("110 00", "120 00", "130 00", "140 00", "150 00", "160 00", "170 00"), "+4202########"),
        Town("Brno", ("602 00", "612 00", "615 00", "621 00"), "+42054#######"),
        Town("Ostrava", ("700 30", "702 00", "708 00"), "+42059#######"),
        Town("Plzeň", ("301 00", "318 00", "326 00"), "+42037#######"),
        Town("Liberec", ("460 01", "460 06"), "+42048#######"),
        Town("Olomouc", ("779 00",), "+42058#######"),
        Town("České Budějovice", ("370 01", "370 05"), "+42038#######"),
        Town("Hradec Králové", ("500 02", "500 03"), "+42049#######"),
    ),
    mobiles=("+420602######", "+420724######", "+420731######", "+420777######"),
    trades=words("Stavby Elektro Zahrady Nábytek Doprava Servis Optika Tisk"),
    forms=("{name} {trade} s.r.o.", "{trade} {town} s.r.o.", "Pekařství {name}", "{name} a syn", "Autoservis {name}"),
)

SWEDEN = Country(
    code="SE",
    language="Swedish",
    share=10,
    first_names=words(
        "Lars Anders Mikael Johan Erik Per Karl Fredrik Oskar Gustav Elias Anna Eva Maria Karin Kristina Lena Emma Sara "
        "Malin Ingrid Astrid Elsa Maja Linnéa"
    ),
    surnames=words(
        "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindberg Lindström "
        "Lindqvist Bergström Sandberg Forsberg Sjöberg Wallin Engström Danielsson Lundgren Holm Åberg Björk"
    ),
    streets=words(
        "Storgatan Kungsgatan Drottninggatan Skolgatan Kyrkogatan Järnvägsgatan Björkvägen Ringvägen Skogsvägen "
        "Parkgatan Nygatan Vasagatan Hamngatan Ängsvägen Tallvägen"
    ),
    house="{street} {number}",
    towns=(
        Town("Stockholm", ("111 ##", "113 ##", "116 ##", "118 ##"), "+468#######"),
        Town("Göteborg", ("411 ##", "413 ##", "416 ##"), "+4631#######"),
        Town("Malmö", ("211 ##", "214 ##"), "+4640#######"),
        Town("Uppsala", ("753 ##", "754 ##"), "+4618######"),
        Town("Västerås", ("722 ##", "723 ##"), "+4621######"),
        Town("Örebro", ("702 ##", "703 ##"), "+4619######"),
        Town("Linköping", ("582 ##", "583 ##"), "+4613######"),
        Town("Umeå", ("903 ##", "907 ##"), "+4690######"),
    ),
    mobiles=("+4670#######", "+4672#######", "+4673#######", "+4676#######"),
    trades=words("Bygg El Trädgård Möbler Åkeri Rör Optik Tryck Konsult"),
    forms=("{name}s {trade} AB", "{trade} i {town} AB", "{name} & Co AB", "Bageri {name}", "Bilfirma {name}"),
)

NORWAY = Country(
    code="NO",
    language="Norwegian",
    share=8,
    first_names=words(
        "Jan Per Bjørn Ole Lars Kjell Knut Svein Arne Thomas Magnus Sindre Anne Inger Kari Marit Ingrid Liv Eva Berit "
        "Astrid Nora Silje Hilde Ragnhild Solveig"
    ),
    surnames=words(
        "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen "
        "Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Halvorsen Lie Solberg Bakke Moen Strand"
    ),
    streets=words(
        "Storgata|Kirkegata|Skolegata|Strandgata|Kongens gate|Dronningens gate|Skogveien|Bjørkeveien|Solveien|Parkveien|"
        "Nygata|Havnegata|Elveveien|Åsveien",
        "|",
    ),
    house="{street} {number}",
    towns=(
        Town("Oslo", ("015#", "025#", "035#", "045#", "055#"), "+4722######"),
        Town("Bergen", ("500#", "501#", "503#"), "+4755######"),
        Town("Trondheim", ("701#", "703#", "704#"), "+4773######"),
        Town("Stavanger", ("400#", "401#", "402#"), "+4751######"),
        Town("Kristiansand", ("461#", "463#"), "+4738######"),
        Town("Tromsø", ("900#", "901#"), "+4777######"),
        Town("Drammen", ("301#", "304#"), "+4732######"),
    ),
    mobiles=("+4741######", "+4746######", "+4791######", "+4798######"),
    trades=words("Bygg Elektro Hage Møbler Transport Rør Optikk Trykk"),
    forms=("{name} {trade} AS", "{trade} {town} AS", "{name} & Sønn AS", "Bakeri {name}", "Bilsenter {name}"),
)

BRITAIN = Country(
    code="GB",
    language="English",
    share=10,
    first_names=words(
        "James John Robert David William Richard Thomas Daniel Oliver Harry George Jack Mary Susan Margaret Sarah Karen "
        "Emily Olivia Amelia Grace Sophie Charlotte Priya Aisha Mohammed"
    ),
    surnames=words(
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts "
        "Green Hall Wood Harris Clarke Jackson Turner Hill Cooper Morris Ward Khan O'Brien Campbell"
    ),
    streets=words(
        "High Street|Station Road|Church Lane|Victoria Road|Green Lane|Manor Road|Park Avenue|Kings Road|Mill Lane|"
        "The Crescent|Queens Road|Albert Street|Grange Road|York Road|Springfield Close",
        "|",
    ),
    house="{number} {street}",
    towns=(
        Town("London", ("N1 #@@", "SW4 #@@", "E8 #@@", "SE15 #@@", "NW3 #@@"), "+442079460###"),
        Town("Manchester", ("M14 #@@", "M20 #@@"), "+441614960###"),
        Town("Birmingham", ("B13 #@@", "B29 #@@"), "+441214960###"),
        Town("Leeds", ("LS6 #@@", "LS8 #@@"), "+441134960###"),
        Town("Edinburgh", ("EH3 #@@", "EH9 #@@"), "+441314960###"),
        Town("Glasgow", ("G11 #@@", "G41 #@@"), "+441414960###"),
        Town("Bristol", ("BS3 #@@", "BS7 #@@"), "+441174960###"),
    ),
    mobiles=("+447700900###",),
    trades=("Building", "Electrical", "Gardens", "Furniture", "Haulage", "Plumbing", "Print", "Catering", "Optical"),
    forms=("{name} {trade} Ltd", "{town} {trade} Ltd", "{name} & Sons", "{name}'s Bakery", "{name} Motors"),
)

COUNTRIES = (NETHERLANDS, GERMANY, CZECHIA, SWEDEN, NORWAY, BRITAIN)
LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"
"""Of postcodes."""
