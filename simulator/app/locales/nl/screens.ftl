# Home

home-title = Wie belt er?
home-search = Zoeken (/)
home-all-languages = Alle talen
home-all-octants = Elke houding
home-all-levels = Elk niveau
home-done-or-not = Alle bellers
home-to-do = Nog te doen
home-done = Al gedaan
home-reading = De bellers worden gelezen …
home-calls-made = { $count ->
    [0] nog geen gesprekken
    [one] 1 gesprek gevoerd
   *[other] { $count } gesprekken gevoerd
}
home-problems = { $count ->
    [one] Eén fout in de bellers: { $first }
   *[other] { $count } fouten in de bellers. De eerste: { $first }
}
home-none-fit = Geen enkele beller past hierbij. Zoek op iets anders, of zet de filters terug.
home-no-callers = Er zijn geen bellers. Zet een bestand dat op .persona.yaml eindigt in de map met bellers en druk op F5.
home-suggest-first = Om te beginnen: { $name }. { $title }.
home-suggest-new = De makkelijkste die je nog niet hebt gedaan: { $name }. { $title }.
home-suggest-again = Nog eens proberen, na de { $value } van vorige keer: { $name }. { $title }.
home-suggest-weak = { $criterion } is je laagste score, en bij { $name } het laagst, { $value }: { $title }.
card-not-done = nog niet gedaan
card-last = vorige keer { $score }
card-last-unrated = vorige keer niet te beoordelen
card-outbound = jij belt
preview-person = { $name } belt je.
preview-start = Begint { $octant }.
preview-difficulty = Moeilijkheid { $level } van 5
preview-last = Vorige keer: { DATETIME($when, dateStyle: "medium", timeStyle: "short") }

# Briefing

briefing-title = Voor je opneemt
briefing-rings-you = { $name } belt jou.
briefing-you-ring = Jij belt { $name }.
briefing-checking-sound = Microfoon en koptelefoon worden bekeken …
briefing-sound-ready = Geluid in orde: { $microphone } en { $speaker }
briefing-type-instead = Typen kan wel: druk op T.
briefing-speak = Spreken (s)
briefing-type = Typen (t)
briefing-preparation = Je hebt nog { $left } om je voor te bereiden. Eerder beginnen mag.
briefing-prepared = Je voorbereidingstijd is om. Je kunt bellen.

# A slow voice

ahead-slow = De stem van deze beller is langzaam op deze computer. Vooraf inspreken duurt nog { $minutes ->
    [0] minder dan een minuut
    [one] ongeveer een minuut
   *[other] ongeveer { $minutes } minuten
} en hoeft maar één keer. Meteen bellen kan ook.
ahead-stopped = De stem van deze beller is langzaam op deze computer. Het inspreken staat stil; wat er al is, blijft bewaard. Meteen bellen kan ook.
ahead-stand-still = Stilzetten (v)
ahead-go-on = Verder (v)
ahead-done = Alles van deze beller is ingesproken. Je hoeft straks niet op de stem te wachten.

# Ringing

ringing-title = Telefoon
ringing-inbound = Er wordt gebeld
ringing-outbound = Je belt { $name }
ringing-press = Druk op Enter om op te nemen
ringing-press-outbound = Druk op Enter als er wordt opgenomen
ringing-loading = De verbinding wordt klaargezet …
ringing-ready = De lijn is klaar.

# The call

floor-connecting = Verbinding maken …
floor-caller = { $name } is aan het woord
floor-trainee = Jij bent aan het woord
floor-speaking = Je wordt gehoord
floor-thinking = { $name } luistert …
floor-held = { $name } staat in de wacht
floor-over = Het gesprek is afgelopen; de nabespreking komt eraan …
call-say = Typ wat je zegt en druk op Enter
call-branch = opnieuw vanaf beurt { $turn }
meter-microphone = microfoon
meter-loud = te hard  
meter-muted = microfoon uit
hang-up-question = Ophangen?
hang-up-yes = Ophangen
keep-talking = Verder praten

# Debrief

debrief-title = Nabespreking: { $name }
debrief-tab-scores = 1 Scores
debrief-tab-rose = 2 De roos
debrief-tab-words = 3 Het gesprek
debrief-tab-both = 4 Naast elkaar
both-before = Zoals het ging
both-last-time = Vorige keer
both-after = Deze keer
both-ending = Afloop
branch-choose = Wijs met de pijltjes een beurt van jezelf aan en druk dan op R.
debrief-no-score = Dit gesprek kon niet worden beoordeeld.
debrief-scored = Dit is je uitslag.
debrief-next = Probeer de volgende keer:
debrief-doubt-legend = Tussen ‹ en ›: niet zeker verstaan, telt niet mee.
evidence-better = Beter:
evidence-where = beurt { $turn }, { $at }
hand-in-question = Dit gesprek inleveren bij je trainer? Terugnemen kan niet.
hand-in-yes = Inleveren
hand-in-no = Nu niet
hand-in-done = Ingeleverd. Het wordt verstuurd zodra het trainingscentrum bereikbaar is.
again-gone = De beller { $persona } is er niet meer.

# Calls made

past-title = Gevoerde gesprekken
past-none = Je hebt nog geen gesprek gevoerd. Ga terug met Esc en kies een beller.
past-damaged = Het gesprek { $id } is beschadigd en kan niet worden geopend.
past-few = { $count ->
    [one] Eén gesprek zegt nog weinig over hoe het gaat.
   *[other] { $count } gesprekken zeggen nog weinig over hoe het gaat.
}
past-spread = laatste { $last }, meestal { $low } tot { $high }
past-when = { DATETIME($when, dateStyle: "medium", timeStyle: "short") }

# Settings and sound

settings-title = Instellingen
settings-language = Taal van het scherm
settings-theme = Kleuren
settings-microphone = Microfoon
settings-speaker = Koptelefoon
settings-system-choice = Wat het systeem kiest
settings-note = Een keuze geldt meteen en wordt bewaard. Bellers spreken hun eigen taal.
theme-dark = Donker
theme-light = Licht
theme-contrast = Veel contrast
sound-title = Geluid testen
sound-devices = Microfoon: { $microphone }. Koptelefoon: { $speaker }.
sound-how = Praat zoals je aan de telefoon praat: de balk hoort tot halverwege of iets verder te komen. Enter doet de volgende stap.

# Trouble, help, leaving

trouble-title = Dat ging niet
trouble-no-sound-system = Deze computer heeft geen werkend geluid. Een gesproken gesprek gaat dus niet.
trouble-device = De microfoon of de koptelefoon doet het niet.
trouble-no-microphone = Er is geen microfoon gevonden. Sluit een headset aan en probeer het nog eens.
trouble-no-speaker = Er is geen koptelefoon of luidspreker gevonden. Sluit een headset aan en probeer het nog eens.
trouble-device-gone = { $device } is losgeraakt of uitgezet. Sluit hem weer aan, of kies bij Instellingen een ander apparaat.
trouble-device-taken = { $device } is in gebruik bij een ander programma. Sluit dat programma en probeer het nog eens.
trouble-device-refused = { $device } doet het niet met dit programma. Kies bij Instellingen een ander apparaat.
trouble-model-missing = Er ontbreekt nog een model dat nodig is om te kunnen praten.
trouble-model = Een model dat nodig is om te kunnen praten, is beschadigd.
trouble-kept = Wat er al gezegd was, is bewaard. Je kunt het nog eens proberen, of het gesprek typen.
trouble-retry = Nog eens (a)
trouble-type = Typen (t)
trouble-back = Terug
help-title = Wat je hier kunt doen
help-foot = Met Tab ga je van vak naar vak, met de pijltjes door een lijst. Ctrl+P zoekt in alle opdrachten. Esc sluit dit venster.
palette-placeholder = Zoek een opdracht …
quit-saving = Het gesprek wordt bewaard …

# Notes, practice and test, standing still

briefing-notes = Notities voor jezelf (n)
briefing-test = Toets (x): geen coach, geen pauze, niets opnieuw
note-title = Notitie
note-how = Enter bewaart, Esc sluit. De beller merkt er niets van.
note-kept = Genoteerd.
note-yours = Jouw notitie
still-trainee = Pauze. Druk op P om verder te gaan.
still-device = De microfoon of de koptelefoon is weg. Het gesprek staat stil en er gaat niets verloren. Sluit hem weer aan, dan gaat het vanzelf verder.
still-over = Het geluid is er weer. Je kunt verder praten.
floor-paused = Het gesprek staat stil
transfer-question = Doorverbinden met de tweede lijn?
transfer-yes = Doorverbinden
branch-how = Opnieuw vanaf beurt { $turn }. Hoe ga je verder?
evidence-yours = Jij:
score-before = Vorige keer { $before }.

# The first start

welcome-title = Welkom
welcome-words = Hier oefen je telefoongesprekken met bellers die terugpraten. Fouten maken mag: niemand luistert mee.
welcome-name = Je naam
welcome-private = mag leeg blijven
welcome-keep = Wat mag bewaard worden?
welcome-kept-here = Alles blijft op deze computer. Zonder naam staat er bij je gesprekken niet van wie ze zijn. Later wijzigen kan met W.
welcome-on = Verder: geluid testen
welcome-done = Klaar
keep-text = Woorden en scores, geen geluid
keep-everything = Ook het geluid, om jezelf terug te horen

# The steps of the sound check

sound-step-tone = Toon (t)
sound-step-recording = Opnemen en terugluisteren (o)
sound-step-echo = Echo zoeken (e)
sound-step-reading = Een zin voorlezen (z)
sound-wait = Even geduld …
sound-now-tone = Je hoort de telefoon één keer overgaan …
sound-now-recording = Praat nu een paar seconden, daarna hoor je jezelf terug …
sound-now-echo = Even stil zijn: er klinkt een oplopende toon …
sound-now-reading = Lees deze zin voor:
sound-tone-done = Er klonk een toon. Niets gehoord? Kies bij Instellingen een andere koptelefoon.
sound-recording-done = Stem { $speech } dBFS, ruis { $noise } dBFS.
sound-echo-none = Geen echo: je microfoon hoort je koptelefoon niet.
sound-echo-found = Echo { $loss } dB zachter.
sound-reading-done = Verstaan: { $heard }
sound-without = Zonder headset kun je nog altijd typen. Sluit er een aan en druk op D, of ga met Enter verder.
sound-done = De test is klaar. Met Enter of Esc ga je terug.
finding-microphone-silent = Er komt helemaal niets uit de microfoon. Misschien staat hij uit, op de headset of in het systeem, of is een andere bedoeld.
finding-no-speech = Er was geen stem te horen. Praat na de start, of kies een andere microfoon.
finding-too-soft = Je stem is zacht. Zet de microfoon een duimbreedte naast je mondhoek, of zet hem harder.
finding-clipped = Je stem is te hard voor de microfoon. Zet hem zachter, of iets verder weg.
finding-noisy = Er is veel lawaai. Doe de deur of het raam dicht, of neem een headset met een eigen microfoon.
finding-echo = De microfoon hoort de luidspreker, dus de beller hoort zichzelf. Gebruik een headset. Zonder headset luistert het programma niet zolang de beller praat.
finding-partly-recognised = Sommige woorden werden niet verstaan. Praat rustig, met de microfoon dicht bij je mond.
finding-not-recognised = Er werd bijna niets verstaan. Kijk naar de taal, de microfoon en het lawaai, en lees de zin nog eens voor.

# How quick the models are, and what still has to be sent

speed-measuring = De modellen worden geladen en gemeten. Dat duurt even …
speed-measured = Een zin verstaan duurt { $heard } s ({ $recogniser }), hem uitspreken { $spoken } s ({ $voice }).
speed-enough = Snel genoeg voor een vlot gesprek.
speed-slow = Aan de trage kant: de beller laat je langer wachten. Met een kleiner model gaat het sneller.
home-waiting = { $count ->
    [one] Eén ingeleverd gesprek is nog niet verstuurd; dat gebeurt zodra het trainingscentrum bereikbaar is.
   *[other] { $count } ingeleverde gesprekken zijn nog niet verstuurd; dat gebeurt zodra het trainingscentrum bereikbaar is.
}
