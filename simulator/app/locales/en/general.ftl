# Words that are used in more than one place.

you = You

language-nl = Dutch
language-en = English

octant-helping = helping
octant-leading = leading
octant-competing = competing
octant-attacking = attacking
octant-rebellious = rebellious
octant-withdrawn = withdrawn
octant-following = following
octant-cooperating = cooperating

stance-neutral = neutral
stance-between = { $first } to { $second }

criterion-questioning = Questioning
criterion-summarising = Summarising
criterion-jargon = Jargon
criterion-leary = Attitude
criterion-structure = Structure
criterion-listening = Listening

score-unrated = not rated
score-why-unrated = There was nothing of this to see in the call.
score-sum = Starts at { $base }; what you did makes it { $total }.

ending-solved = solved
ending-escalated = asked for a manager
ending-hung-up = caller hung up
ending-transferred = transferred
ending-call-back = call back agreed
ending-closed-unsolved = closed, not solved
ending-out-of-time = out of time
ending-trainee-hung-up = you hung up
ending-cut-short = cut short

sign-warning = Note:
sign-fine = ✓

turn-number = Turn { $number }
turn-unheard = (not understood)

rose-caller-path = { $steps ->
    [0] { $name } was { $start }.
    [one] { $name } began { $start } and was { $end } after one step.
   *[other] { $name } began { $start } and was { $end } after { $steps } steps.
}
rose-trainee-last = You were { $stance } last.
rose-empty = Nobody has said anything yet.
rose-legend-caller = ● { $name }, who began at ○
rose-legend-you = ◆ you; the wider the ring, the less certain

attempt-test = Test
opening = Opening …
