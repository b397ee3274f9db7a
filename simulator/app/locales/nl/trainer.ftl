# The trainer's room and the review of a call.

key-trainers-room = Trainerskamer
tip-trainers-room = Bekijk en beoordeel de gesprekken van iedereen op deze computer.
key-search-sessions = Zoeken
tip-search-sessions = Zoek op woorden uit het gesprek, op beller of op deelnemer.
key-reload-sessions = Opnieuw kijken
tip-reload-sessions = Kijk opnieuw welke gesprekken er zijn.
key-to-sessions = Naar de gesprekken
tip-to-sessions = Ga naar de lijst met gesprekken.
key-review = Beoordelen
tip-review = Open dit gesprek om het te beoordelen.
key-pick = Kiezen
tip-pick = Neem wat je aanwijst.
key-comment = Opmerking
tip-comment = Zeg iets over de beurt die je aanwijst; de deelnemer leest het terug.
key-comment-call = Over het geheel
tip-comment-call = Zeg iets over het gesprek als geheel.
key-correct-label = Label verbeteren
tip-correct-label = Verbeter wat het programma in deze beurt zag, met een reden.
key-correct-score = Score
tip-correct-score = Geef een andere score, met een reden.
key-decide = Oordeel
tip-decide = Zeg of het gesprek voldoende is.
key-next-task = Opdracht
tip-next-task = Zeg wat de deelnemer hierna moet doen.

room-title = Trainerskamer
room-words = Woorden
room-caller = Beller
room-trainee = Deelnemer
room-reading = De gesprekken worden gezocht …
room-none = Er zijn nog geen gesprekken op deze computer.
room-none-fit = Geen enkel gesprek past hierbij. Zoek op iets anders, of maak een regel leeg.
room-private = zonder naam
room-reviewed = beoordeeld
room-count = { $count ->
    [0] geen gesprekken
    [one] 1 gesprek
   *[other] { $count } gesprekken
}

review-title = { $trainee } met { $caller }
review-trainee = Deelnemer
review-none = Nog niet beoordeeld. Met C zeg je iets over een beurt, met Enter verbeter je wat het programma zag.
review-comment-by = { $author }:
review-decided = Beoordeeld door { $author }: { $verdict }
review-undecided = Bekeken door { $author }, nog geen oordeel
review-next = Hierna: { $task }
review-label-corrected = { $author }: { $about } van “{ $before }” naar “{ $after }”. { $reason }
review-score-corrected = { $author }: { $criterion } van { $before } naar { $after }. { $reason }
review-comment-title = Opmerking bij beurt { $turn }
review-comment-call-title = Opmerking over het hele gesprek
review-no-labels = Bij deze beurt valt niets te verbeteren: alleen wat de deelnemer zei, wordt beoordeeld.
review-which-label = Wat klopt er niet in beurt { $turn }?
review-why = Waarom? De deelnemer leest je reden.
review-which-score = Welke score?
review-score-title = { $criterion }: welke score, van 0 tot 100?
review-score-fault = Een score is een heel getal van 0 tot 100; “{ $given }” is dat niet.
review-verdict-title = Wat is je oordeel over dit gesprek?
review-task-title = Wat moet de deelnemer hierna doen?
review-your-name = Hoe heet je? Je naam komt bij je beoordelingen te staan.
review-how = Enter bewaart het, Esc sluit zonder te bewaren.
review-changed = Iemand anders heeft deze beoordeling intussen gewijzigd; je ziet nu die versie. Die van jou is nog niet bewaard. Toevoegen?
review-add = Toevoegen
review-add-not = Niet doen
verdict-pass = voldoende
verdict-fail = onvoldoende
verdict-open = nog geen oordeel

label-question-form = Soort vraag
label-question-form-open = open
label-question-form-closed = gesloten
label-question-form-none = geen vraag
label-question-flags = Mis met de vraag
label-question-flags-leading = sturend
label-question-flags-stacked = gestapeld
label-question-flags-assumption = aanname
label-question-flags-reproach = verwijt
label-question-flags-none = niets
label-jargon = Vaktaal
label-jargon-explained = uitgelegd
label-jargon-unexplained = niet uitgelegd
label-jargon-none = geen vaktaal
label-reflection = Geeft gevoel of inhoud terug
label-reflection-yes = ja
label-reflection-no = nee
label-summary = Samenvatting
label-summary-checked = met controlevraag
label-summary-unchecked = zonder controlevraag
label-summary-none = geen
label-octant = Houding

# Settings: what is kept, and the models

settings-keep = Wat er bewaard wordt
settings-kept-days = Hoe lang
kept-always = tot je het zelf wist
kept-days = { $days } dagen
kept-deleted = { $count ->
    [one] Eén gesprek was ouder dan { $days } dagen en is gewist, zoals je had ingesteld.
   *[other] { $count } gesprekken waren ouder dan { $days } dagen en zijn gewist, zoals je had ingesteld.
}
settings-exemplars = Correcties van trainers
exemplars-off = tellen niet mee
exemplars-on = tellen mee, uit { $file }
exemplars-none = geen gekozen (druk op F)
settings-models = Spraakmodellen
models-reading = Er wordt gekeken welke er zijn …
model-cost = { $megabytes } MB
model-installed = staat op deze computer
settings-folders = Waar het staat
folder-sessions = Gesprekken
folder-callers = Eigen bellers
folder-models = Modellen
folder-settings = Deze keuzes
folders-how = Iets anders kiezen? Druk op F. De map voor modellen kies je met --models bij het starten.
trouble-speech-server = De spraakserver doet niet mee. Kijk of hij aanstaat en bereikbaar is, of typ het gesprek.

# The callers as files

key-workshop = Bestanden
tip-workshop = Bekijk de bestanden van de bellers en wat eraan mankeert, meteen als je ze bewaart.
key-rehearse = Proefgesprekken
tip-rehearse = Voer de proefgesprekken van deze beller en zie wat ervan komt. Nog eens drukken breekt het af.
workshop-title = Bellers als bestand
workshop-reading = De bestanden worden bekeken …
workshop-none = Er zijn geen bestanden met bellers.
workshop-count = { $faulty ->
    [0] { $count } bestanden, geen fouten
    [one] { $count } bestanden, 1 met fouten
   *[other] { $count } bestanden, { $faulty } met fouten
}
workshop-errors = { $count ->
    [one] 1 fout
   *[other] { $count } fouten
}
workshop-smells = { $count ->
    [one] 1 bedenking
   *[other] { $count } bedenkingen
}
workshop-smell = Bedenking:
workshop-fine = Niets op aan te merken.
workshop-cannot = Deze beller kan nog niet bellen: los eerst de fouten in het bestand op.
workshop-walks = Proefgesprekken
workshop-walking = Er wordt nog gebeld … Esc breekt het af.
walk-good = goed
walk-bad = slecht
walk-silent = zwijgend
walk-jargon = vaktaal
walk-outcome = { $turns } beurten, { $facts } van { $all } feiten, { $ending }; scores { $scores }

# Another folder, and whether the trainee read the review

key-sessions-folder = Andere map
tip-sessions-folder = Bekijk de gesprekken in een andere map, bijvoorbeeld op een stick of een gedeelde schijf.
room-folder = In welke map staan de gesprekken?
room-folder-how = Enter opent de map. Laat de regel leeg voor de gesprekken van deze computer. Esc sluit.
review-unread = De deelnemer heeft dit nog niet gelezen.
review-read = Gelezen door de deelnemer op { DATETIME($when, dateStyle: "medium", timeStyle: "short") }.
review-read-before = De deelnemer las dit op { DATETIME($when, dateStyle: "medium", timeStyle: "short") }, voordat het laatste erbij kwam.

# Settings: where things are kept

place-which = Wat wil je kiezen?
place-sessions = Map voor gesprekken
place-callers = Map met eigen bellers
place-exemplars = Bestand met correcties van trainers
place-sessions-title = In welke map komen de gesprekken?
place-callers-title = In welke map staan je eigen bellers?
place-exemplars-title = In welk bestand staan de correcties van trainers?
place-sessions-what = Nieuwe gesprekken komen in deze map, en je ziet de gesprekken die er al staan. Wat in de oude map staat, blijft daar. Worden gesprekken na een tijd gewist, dan ook in deze map.
place-callers-what = De bellers in deze map komen in de lijst, naast die van callsim zelf. Wat in de oude map staat, blijft daar en staat niet meer in de lijst.
place-exemplars-what = De correcties tellen mee vanaf het volgende gesprek; scores die er al zijn, blijven zoals ze zijn. Een bestand maak je met “callsim sessions calibrate exemplars”.
place-how = Enter kiest. Laat de regel leeg voor de gewone plek. Esc sluit.
place-how-exemplars = Enter kiest. Laat de regel leeg om zonder correcties te scoren. Esc sluit.
place-by = { $what } gaat nu voor. Wat je hier kiest, geldt pas als je zonder start.
place-fault-absent = { $path } is er niet. Kijk of de naam klopt, of maak het eerst aan.
place-fault-no-folder = { $path } is een bestand. Kies een map.
place-fault-closed = { $path } gaat niet open ({ $detail }). Kies iets anders.
place-fault-not-writable = In { $path } kan niets bewaard worden ({ $detail }). Kies een map waarin je mag schrijven.
place-fault-no-exemplars = Dit is geen bestand met correcties dat callsim kan lezen. { $detail }
place-chosen-sessions = { $count ->
    [0] Nieuwe gesprekken komen voortaan in { $path }. Daar staan nog geen gesprekken.
    [one] Nieuwe gesprekken komen voortaan in { $path }. Daar staat al één gesprek.
   *[other] Nieuwe gesprekken komen voortaan in { $path }. Daar staan al { $count } gesprekken.
}
place-chosen-callers = { $count ->
    [0] Eigen bellers komen voortaan uit { $path }. Daar staan nog geen bellers.
    [one] Eigen bellers komen voortaan uit { $path }. Daar staat één beller.
   *[other] Eigen bellers komen voortaan uit { $path }. Daar staan { $count } bellers.
}
place-chosen-exemplars = { $count ->
    [one] Eén correctie uit { $path } telt voortaan mee.
   *[other] { $count } correcties uit { $path } tellen voortaan mee.
}
place-usual-sessions = Nieuwe gesprekken komen weer op de gewone plek.
place-usual-callers = Eigen bellers komen weer uit de gewone map.
place-usual-exemplars = Correcties van trainers tellen niet meer mee.
