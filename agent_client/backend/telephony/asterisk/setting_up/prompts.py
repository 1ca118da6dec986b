"""The words of the prompts, in the languages of the client: what a machine speaks for a beginning, and somebody records later."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from agent_client.backend.ports.prompts import Prompt

NUMBERS = range(31)
"""That are spoken with the prompts: a place in the queue beyond them is said by Asterisk, or not at all."""
_AS = MappingProxyType({"no": "nb"})
"""A language that Asterisk calls otherwise."""

TEXTS: Mapping[str, Mapping[Prompt, str]] = MappingProxyType(
    {
        "en": {
            Prompt.SIGNED_IN: "You are signed in. Your calls will ring on your registered phone.",
            Prompt.QUEUES: "Number of your queues:",
            Prompt.SIGNED_OUT: "You are signed out.",
            Prompt.NOT_REGISTERED: "This phone is not registered for signing in.",
            Prompt.NUMBER_WITHHELD: "It does not show its number.",
            Prompt.BUSY_NOW: "You have a call in hand and stay signed in. Please call again when it is over.",
            Prompt.NOT_WITH_CHAT: "One of your queues brings chats, e-mails or messages. Please sign in at a computer.",
            Prompt.NOT_WITH_CAMPAIGNS: "One of your queues calls customers of a campaign. Please sign in at a computer.",
            Prompt.NO_QUEUES: "No queue is preselected for you. Please ask your administrator.",
            Prompt.NO_CONTACTS: "You are not set up to take calls. Please ask your administrator.",
            Prompt.LOCKED: "Your account is locked. Please ask your administrator.",
            Prompt.PHONE_IN_USE: "A colleague is signed in on your registered phone.",
            Prompt.PLEASE_WAIT: "All agents are still busy. Please hold the line.",
            Prompt.PLACE_IN_QUEUE: "Your place in the queue is:",
            Prompt.CALLBACK_OFFER: "If you would like us to call you back, press:",
            Prompt.CALLBACK_NOTED: "Thank you. We will call you back.",
            Prompt.SIGN_ON: "You are signing in. To confirm, press 1.",
            Prompt.CALL_FOR_YOU: "A call for you. To take it, press 1.",
        },
        "cs": {
            Prompt.SIGNED_IN: "Jste přihlášeni. Hovory budou zvonit na vašem registrovaném telefonu.",
            Prompt.QUEUES: "Počet vašich front:",
            Prompt.SIGNED_OUT: "Jste odhlášeni.",
            Prompt.NOT_REGISTERED: "Tento telefon není registrován pro přihlášení.",
            Prompt.NUMBER_WITHHELD: "Neukazuje své číslo.",
            Prompt.BUSY_NOW: "Máte ještě hovor a zůstáváte přihlášeni. Zavolejte prosím znovu, až skončí.",
            Prompt.NOT_WITH_CHAT: "Do jedné z vašich front chodí chaty, e-maily nebo zprávy. Přihlaste se prosím u počítače.",
            Prompt.NOT_WITH_CAMPAIGNS: "Jedna z vašich front volá zákazníkům kampaně. Přihlaste se prosím u počítače.",
            Prompt.NO_QUEUES: "Nemáte žádnou předvolenou frontu. Obraťte se prosím na správce.",
            Prompt.NO_CONTACTS: "Nemáte nastaveno přijímání hovorů. Obraťte se prosím na správce.",
            Prompt.LOCKED: "Váš účet je zamčený. Obraťte se prosím na správce.",
            Prompt.PHONE_IN_USE: "Na vašem registrovaném telefonu je přihlášen někdo jiný.",
            Prompt.PLEASE_WAIT: "Všichni operátoři mají ještě hovor. Zůstaňte prosím na lince.",
            Prompt.PLACE_IN_QUEUE: "Vaše pořadí ve frontě je:",
            Prompt.CALLBACK_OFFER: "Pokud si přejete, abychom vám zavolali zpět, stiskněte:",
            Prompt.CALLBACK_NOTED: "Děkujeme. Zavoláme vám zpět.",
            Prompt.SIGN_ON: "Přihlašujete se. Pro potvrzení stiskněte jedničku.",
            Prompt.CALL_FOR_YOU: "Hovor pro vás. Přijmete ho stisknutím jedničky.",
        },
        "de": {
            Prompt.SIGNED_IN: "Sie sind angemeldet. Ihre Anrufe klingeln an Ihrem hinterlegten Telefon.",
            Prompt.QUEUES: "Anzahl Ihrer Warteschlangen:",
            Prompt.SIGNED_OUT: "Sie sind abgemeldet.",
            Prompt.NOT_REGISTERED: "Dieses Telefon ist nicht für die Anmeldung hinterlegt.",
            Prompt.NUMBER_WITHHELD: "Es zeigt seine Nummer nicht an.",
            Prompt.BUSY_NOW: "Sie haben noch ein Gespräch und bleiben angemeldet. Bitte rufen Sie danach noch einmal an.",
            Prompt.NOT_WITH_CHAT: "In einer Ihrer Warteschlangen kommen Chats, E-Mails oder Nachrichten an."
            " Bitte melden Sie sich an einem Computer an.",
            Prompt.NOT_WITH_CAMPAIGNS: "Eine Ihrer Warteschlangen ruft Kunden einer Kampagne an."
            " Bitte melden Sie sich an einem Computer an.",
            Prompt.NO_QUEUES: "Für Sie ist keine Warteschlange vorgewählt. Bitte fragen Sie Ihren Administrator.",
            Prompt.NO_CONTACTS: "Sie sind nicht für Anrufe eingerichtet. Bitte fragen Sie Ihren Administrator.",
            Prompt.LOCKED: "Ihr Konto ist gesperrt. Bitte fragen Sie Ihren Administrator.",
            Prompt.PHONE_IN_USE: "An Ihrem hinterlegten Telefon ist schon jemand angemeldet.",
            Prompt.PLEASE_WAIT: "Alle Mitarbeiter sind noch im Gespräch. Bitte bleiben Sie am Apparat.",
            Prompt.PLACE_IN_QUEUE: "Ihr Platz in der Warteschlange ist:",
            Prompt.CALLBACK_OFFER: "Wenn wir Sie zurückrufen sollen, drücken Sie die Taste:",
            Prompt.CALLBACK_NOTED: "Vielen Dank. Wir rufen Sie zurück.",
            Prompt.SIGN_ON: "Sie melden sich an. Zur Bestätigung drücken Sie die Eins.",
            Prompt.CALL_FOR_YOU: "Ein Anruf für Sie. Um ihn anzunehmen, drücken Sie die Eins.",
        },
        "nb": {
            Prompt.SIGNED_IN: "Du er logget på. Samtalene dine ringer på den registrerte telefonen din.",
            Prompt.QUEUES: "Antall køer du har:",
            Prompt.SIGNED_OUT: "Du er logget av.",
            Prompt.NOT_REGISTERED: "Denne telefonen er ikke registrert for pålogging.",
            Prompt.NUMBER_WITHHELD: "Den viser ikke nummeret sitt.",
            Prompt.BUSY_NOW: "Du har en samtale og forblir pålogget. Ring igjen når den er over.",
            Prompt.NOT_WITH_CHAT: "En av køene dine tar imot chatter, e-post eller meldinger. Logg på ved en datamaskin.",
            Prompt.NOT_WITH_CAMPAIGNS: "En av køene dine ringer kunder i en kampanje. Logg på ved en datamaskin.",
            Prompt.NO_QUEUES: "Ingen kø er forhåndsvalgt for deg. Spør administratoren.",
            Prompt.NO_CONTACTS: "Du er ikke satt opp til å ta imot samtaler. Spør administratoren.",
            Prompt.LOCKED: "Kontoen din er låst. Spør administratoren.",
            Prompt.PHONE_IN_USE: "En kollega er logget på den registrerte telefonen din.",
            Prompt.PLEASE_WAIT: "Alle våre medarbeidere er fortsatt opptatt. Vennligst vent.",
            Prompt.PLACE_IN_QUEUE: "Din plass i køen er:",
            Prompt.CALLBACK_OFFER: "Hvis du vil at vi skal ringe deg tilbake, trykk:",
            Prompt.CALLBACK_NOTED: "Takk. Vi ringer deg tilbake.",
            Prompt.SIGN_ON: "Du logger på. Trykk 1 for å bekrefte.",
            Prompt.CALL_FOR_YOU: "En samtale til deg. Trykk 1 for å ta den.",
        },
        "nl": {
            Prompt.SIGNED_IN: "U bent ingelogd. Uw gesprekken gaan over op uw geregistreerde telefoon.",
            Prompt.QUEUES: "Aantal van uw wachtrijen:",
            Prompt.SIGNED_OUT: "U bent uitgelogd.",
            Prompt.NOT_REGISTERED: "Deze telefoon is niet geregistreerd om in te loggen.",
            Prompt.NUMBER_WITHHELD: "Hij toont zijn nummer niet.",
            Prompt.BUSY_NOW: "U hebt nog een gesprek en blijft ingelogd. Bel opnieuw wanneer het voorbij is.",
            Prompt.NOT_WITH_CHAT: "In een van uw wachtrijen komen chats, e-mails of berichten. Log in op een computer.",
            Prompt.NOT_WITH_CAMPAIGNS: "Een van uw wachtrijen belt klanten van een campagne. Log in op een computer.",
            Prompt.NO_QUEUES: "Er is geen wachtrij voor u voorgekozen. Vraag uw beheerder.",
            Prompt.NO_CONTACTS: "U bent niet ingesteld om gesprekken aan te nemen. Vraag uw beheerder.",
            Prompt.LOCKED: "Uw account is vergrendeld. Vraag uw beheerder.",
            Prompt.PHONE_IN_USE: "Er is al een collega ingelogd op uw geregistreerde telefoon.",
            Prompt.PLEASE_WAIT: "Al onze medewerkers zijn nog in gesprek. Blijft u aan de lijn.",
            Prompt.PLACE_IN_QUEUE: "Uw plaats in de wachtrij is:",
            Prompt.CALLBACK_OFFER: "Wilt u dat wij u terugbellen, druk dan op:",
            Prompt.CALLBACK_NOTED: "Dank u wel. Wij bellen u terug.",
            Prompt.SIGN_ON: "U logt in. Druk op 1 om te bevestigen.",
            Prompt.CALL_FOR_YOU: "Een gesprek voor u. Druk op 1 om het aan te nemen.",
        },
        "sv": {
            Prompt.SIGNED_IN: "Du är inloggad. Dina samtal ringer på din registrerade telefon.",
            Prompt.QUEUES: "Antal köer du har:",
            Prompt.SIGNED_OUT: "Du är utloggad.",
            Prompt.NOT_REGISTERED: "Den här telefonen är inte registrerad för inloggning.",
            Prompt.NUMBER_WITHHELD: "Den visar inte sitt nummer.",
            Prompt.BUSY_NOW: "Du har ett pågående samtal och förblir inloggad. Ring igen när det är över.",
            Prompt.NOT_WITH_CHAT: "En av dina köer tar emot chattar, e-post eller meddelanden. Logga in vid en dator.",
            Prompt.NOT_WITH_CAMPAIGNS: "En av dina köer ringer upp kunder i en kampanj. Logga in vid en dator.",
            Prompt.NO_QUEUES: "Ingen kö är förvald för dig. Fråga din administratör.",
            Prompt.NO_CONTACTS: "Du är inte inställd för att ta emot samtal. Fråga din administratör.",
            Prompt.LOCKED: "Ditt konto är låst. Fråga din administratör.",
            Prompt.PHONE_IN_USE: "En kollega är inloggad på din registrerade telefon.",
            Prompt.PLEASE_WAIT: "Alla våra handläggare är fortfarande upptagna. Var god dröj.",
            Prompt.PLACE_IN_QUEUE: "Din plats i kön är:",
            Prompt.CALLBACK_OFFER: "Om du vill att vi ringer upp dig, tryck:",
            Prompt.CALLBACK_NOTED: "Tack. Vi ringer upp dig.",
            Prompt.SIGN_ON: "Du loggar in. Tryck 1 för att bekräfta.",
            Prompt.CALL_FOR_YOU: "Ett samtal till dig. Tryck 1 för att ta det.",
        },
    }
)
"""By language, as espeak-ng calls it."""


def known(language: str) -> str:
    """Of `TEXTS`, for what Asterisk calls ``language`` (``de``, ``de_AT``, ``no``); empty: its words are not known."""
    base = language.partition("_")[0]
    base = _AS.get(base, base)
    return base if base in TEXTS else ""


def to_be_recorded(folder: str, language: str) -> str:
    """The list for whoever records them: in English where the language is not known."""
    words = TEXTS[known(language) or "en"]
    lines = [f"{folder}/{prompt.value}.wav\n    {words[prompt]}\n" for prompt in Prompt]
    return (
        "What the centre says. Record each as a WAV file, 8 kHz, 16 bit, one channel, in the language of your callers, and put\n"
        "it where it stands here, within the folder of Asterisk's sounds in that language (/usr/share/asterisk/sounds/en, say).\n"
        f"A number or key that follows is said by {folder}/number_5.wav and its like, where there are such, else by Asterisk's\n"
        "own sounds. A prompt without a file is said by those as well, as far as they go; without a file of its own,\n"
        "callback_offer is not said at all.\n\n" + "\n".join(lines)
    )
