"""The words of the form with which customers ask to be called back (E10), in each language, and which one a browser wants."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True, kw_only=True):
    """``{…}`` is filled by `str.format`."""

    own_name: str
    """The language's, in itself."""
    title: str
    lead: str
    name: str
    optional: str
    number: str
    number_hint: str
    ask: str
    leave_empty: str
    bad_number: str
    no_number: str
    too_many: str
    closed: str
    thanks: str
    we_call: str
    wrong_number: str


LANGUAGES: dict[str, Words] = {
    "en": Words(
        own_name="English",
        title="We call you back",
        lead="Leave your number, and one of us calls you as soon as somebody is free.",
        name="Your name",
        optional="optional",
        number="Your phone number",
        number_hint="From another country with + and the country's code.",
        ask="Call me back",
        leave_empty="Leave this empty",
        bad_number="We cannot call “{number}”. Please check it: with its area code, and from another country with + in front.",
        no_number="Please enter your phone number.",
        too_many="That was asked very often. Please try again in {minutes} min, or call us.",
        closed="Nobody can be called here at the moment. Please try again later.",
        thanks="Thank you",
        we_call="We call you back on {number}.",
        wrong_number="Is the number wrong? Enter another one.",
    ),
    "cs": Words(
        own_name="Čeština",
        title="Zavoláme vám zpět",
        lead="Nechte nám své číslo a jakmile se někdo uvolní, zavolá vám.",
        name="Vaše jméno",
        optional="nepovinné",
        number="Vaše telefonní číslo",
        number_hint="Z jiné země s + a předvolbou země.",
        ask="Zavolejte mi",
        leave_empty="Nechte prázdné",
        bad_number="Na číslo „{number}“ nemůžeme volat. Zkontrolujte ho, prosím: z jiné země začíná znakem +.",
        no_number="Napište prosím své telefonní číslo.",
        too_many="Žádostí bylo příliš mnoho. Zkuste to prosím znovu za {minutes} min, nebo nám zavolejte.",
        closed="Teď tu není komu volat. Zkuste to prosím později.",
        thanks="Děkujeme",
        we_call="Zavoláme vám zpět na číslo {number}.",
        wrong_number="Je číslo špatně? Zadejte jiné.",
    ),
    "de": Words(
        own_name="Deutsch",
        title="Wir rufen Sie zurück",
        lead="Hinterlassen Sie Ihre Nummer: Sobald jemand frei ist, rufen wir Sie an.",
        name="Ihr Name",
        optional="freiwillig",
        number="Ihre Telefonnummer",
        number_hint="Aus einem anderen Land mit + und der Landesvorwahl.",
        ask="Rufen Sie mich zurück",
        leave_empty="Bitte leer lassen",
        bad_number="„{number}“ können wir nicht anrufen. Bitte prüfen Sie die Nummer: mit Vorwahl, aus dem Ausland mit +.",
        no_number="Bitte geben Sie Ihre Telefonnummer ein.",
        too_many="Das waren zu viele Anfragen. Bitte versuchen Sie es in {minutes} min erneut, oder rufen Sie uns an.",
        closed="Im Moment kann hier niemand angerufen werden. Bitte versuchen Sie es später.",
        thanks="Vielen Dank",
        we_call="Wir rufen Sie unter {number} zurück.",
        wrong_number="Ist die Nummer falsch? Geben Sie eine andere ein.",
    ),
    "nl": Words(
        own_name="Nederlands",
        title="Wij bellen u terug",
        lead="Laat uw nummer achter: zodra er iemand vrij is, bellen wij u.",
        name="Uw naam",
        optional="niet verplicht",
        number="Uw telefoonnummer",
        number_hint="Uit een ander land met + en het landnummer.",
        ask="Bel mij terug",
        leave_empty="Laat dit leeg",
        bad_number="‘{number}’ kunnen wij niet bellen. Kijk het nummer na: met netnummer, en uit een ander land met + ervoor.",
        no_number="Vul uw telefoonnummer in.",
        too_many="Dat waren te veel aanvragen. Probeer het over {minutes} min opnieuw, of bel ons.",
        closed="Op dit moment kan hier niemand gebeld worden. Probeer het later opnieuw.",
        thanks="Dank u wel",
        we_call="Wij bellen u terug op {number}.",
        wrong_number="Klopt het nummer niet? Vul een ander in.",
    ),
    "sv": Words(
        own_name="Svenska",
        title="Vi ringer upp dig",
        lead="Lämna ditt nummer, så ringer vi så snart någon är ledig.",
        name="Ditt namn",
        optional="frivilligt",
        number="Ditt telefonnummer",
        number_hint="Från ett annat land med + och landsnumret.",
        ask="Ring upp mig",
        leave_empty="Lämna tomt",
        bad_number="Vi kan inte ringa ”{number}”. Kontrollera numret: med riktnummer, och från ett annat land med + först.",
        no_number="Skriv ditt telefonnummer.",
        too_many="Det blev för många förfrågningar. Försök igen om {minutes} min, eller ring oss.",
        closed="Just nu går det inte att bli uppringd. Försök igen senare.",
        thanks="Tack",
        we_call="Vi ringer upp dig på {number}.",
        wrong_number="Är numret fel? Ange ett annat.",
    ),
    "nb": Words(
        own_name="Norsk",
        title="Vi ringer deg tilbake",
        lead="Legg igjen nummeret ditt, så ringer vi så snart noen er ledige.",
        name="Navnet ditt",
        optional="valgfritt",
        number="Telefonnummeret ditt",
        number_hint="Fra et annet land med + og landsnummeret.",
        ask="Ring meg tilbake",
        leave_empty="La dette stå tomt",
        bad_number="Vi kan ikke ringe «{number}». Se over nummeret: fra et annet land med + foran.",
        no_number="Skriv inn telefonnummeret ditt.",
        too_many="Det ble for mange forespørsler. Prøv igjen om {minutes} min, eller ring oss.",
        closed="Akkurat nå kan ingen ringes opp herfra. Prøv igjen senere.",
        thanks="Takk",
        we_call="Vi ringer deg tilbake på {number}.",
        wrong_number="Er nummeret feil? Skriv inn et annet.",
    ),
}
ENGLISH = "en"
_SPOKEN = {"no": "nb", "nn": "nb"}
_MOST = 32
"""Of the languages that a browser names, so many are looked at."""


def wanted(accepted: str) -> str:
    """The language of ours that an ``Accept-Language`` prefers; English where there is none."""
    best, weight = ENGLISH, 0.0
    for part in accepted.split(",")[:_MOST]:
        tag, _, parameters = part.partition(";")
        code = tag.strip().split("-")[0].lower()
        code = _SPOKEN.get(code, code)
        found = _weight(parameters)
        if code in LANGUAGES and found > weight:
            best, weight = code, found
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
