# Words that are used in more than one place.

you = Jij

language-nl = Nederlands
language-en = Engels

octant-helping = helpend
octant-leading = leidend
octant-competing = concurrerend
octant-attacking = aanvallend
octant-rebellious = opstandig
octant-withdrawn = teruggetrokken
octant-following = volgend
octant-cooperating = meewerkend

stance-neutral = neutraal
stance-between = { $first } tot { $second }

criterion-questioning = Vragen stellen
criterion-summarising = Samenvatten
criterion-jargon = Vaktaal
criterion-leary = Houding
criterion-structure = Opbouw
criterion-listening = Luisteren

score-unrated = niet te beoordelen
score-why-unrated = Hiervan was in dit gesprek niets te zien.
score-sum = Begint op { $base }; wat je deed maakt er { $total } van.

ending-solved = opgelost
ending-escalated = vroeg om een leidinggevende
ending-hung-up = beller hing op
ending-transferred = doorverbonden
ending-call-back = terugbellen afgesproken
ending-closed-unsolved = afgerond, niet opgelost
ending-out-of-time = geen tijd meer
ending-trainee-hung-up = jij hing op
ending-cut-short = afgebroken

sign-warning = Let op:
sign-fine = ✓

turn-number = Beurt { $number }
turn-unheard = (niet verstaan)

rose-caller-path = { $steps ->
    [0] { $name } was { $start }.
    [one] { $name } begon { $start } en eindigde na één stap { $end }.
   *[other] { $name } begon { $start } en eindigde na { $steps } stappen { $end }.
}
rose-trainee-last = Jij was aan het eind { $stance }.
rose-empty = Nog niemand heeft iets gezegd.
rose-legend-caller = ● { $name }, begonnen bij ○
rose-legend-you = ◆ jij; hoe wijder de kring, hoe onzekerder

attempt-test = Toets
opening = Wordt geopend …
