# What keys do: a short label for the bottom line, a sentence for the help.

key-help = Hulp
tip-help = Laat zien wat je op dit scherm kunt doen.
key-quit = Stoppen
tip-quit = Sluit het programma; een lopend gesprek wordt eerst bewaard.
key-palette = Opdrachten
tip-palette = Zoek in alle opdrachten.
key-back = Terug
tip-back = Ga terug naar het vorige scherm.
key-close = Sluiten
tip-close = Sluit dit venster.
key-no = Nee
tip-no = Doe het niet.
key-other = Andere keuze
tip-other = Ga naar de andere knop.

key-choose = Kiezen
tip-choose = Kies deze beller en lees wie je bent en wat je mag.
key-search = Zoeken
tip-search = Zoek een beller op naam, onderwerp of houding.
key-suggested = Voorstel
tip-suggested = Neem de beller die wordt voorgesteld.
key-past-calls = Gesprekken
tip-past-calls = Kijk terug op gesprekken die je gevoerd hebt.
key-settings = Instellingen
tip-settings = Kies taal, kleuren, microfoon en koptelefoon.
key-reload = Opnieuw lezen
tip-reload = Lees de bellers opnieuw, bijvoorbeeld na een wijziging in een bestand.
key-back-to-list = Naar de lijst
tip-back-to-list = Ga naar de lijst met bellers.

key-speak = Spreken
tip-speak = Laat de telefoon gaan en praat met de beller.
key-type = Typen
tip-type = Laat de telefoon gaan en typ wat je zegt.
key-sound-check = Geluid testen
tip-sound-check = Bekijk je microfoon en hoor een toon in je koptelefoon.

key-answer = Opnemen
tip-answer = Neem de telefoon op.
key-decline = Niet opnemen
tip-decline = Laat de telefoon gaan en ga terug.

key-mute = Microfoon
tip-mute = Zet je microfoon uit of weer aan.
key-hold = Wacht
tip-hold = Zet de beller in de wacht, of haal hem of haar terug. Zeg het eerst even.
key-coach = Coach
tip-coach = Laat de roos van Leary zien, met één aanwijzing. Nog eens drukken haalt hem weg.
key-end-turn = Uitgesproken
tip-end-turn = Zeg dat je klaar bent met praten, zonder op de stilte te wachten.
key-hang-up = Ophangen
tip-hang-up = Hang op; er wordt één keer gevraagd of je het zeker weet.
key-older = Eerder
tip-older = Blader terug in wat er gezegd is.
key-newer = Later
tip-newer = Blader vooruit in wat er gezegd is.

key-tab-scores = Scores
tip-tab-scores = Bekijk je scores, en wat ze opleverde of kostte.
key-tab-rose = Roos
tip-tab-rose = Bekijk hoe jullie over de roos van Leary gingen.
key-tab-words = Gesprek
tip-tab-words = Lees terug wat er gezegd is.
key-play = Luisteren
tip-play = Luister naar de beurt die je aanwijst.
key-again = Nog eens
tip-again = Voer het gesprek met deze beller nog eens.

key-evidence = Waarom
tip-evidence = Ga naar wat deze score opleverde of kostte.
key-to-turn = Naar de beurt
tip-to-turn = Ga naar de plek in het gesprek waar dit over gaat.
key-to-scores = Naar de scores
tip-to-scores = Ga terug naar de lijst met scores.
key-open = Openen
tip-open = Open de nabespreking van dit gesprek.
key-tone = Toon
tip-tone = Laat een toon horen in je koptelefoon.
key-check-again = Opnieuw testen
tip-check-again = Bekijk microfoon en koptelefoon nog eens.
key-retry = Nog eens
tip-retry = Probeer hetzelfde nog een keer.
