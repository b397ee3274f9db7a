# Home

home-title = Who is calling?
home-search = Search (/)
home-all-languages = Languages
home-all-octants = Any stance
home-all-levels = Any level
home-done-or-not = All callers
home-to-do = Not yet done
home-done = Done
home-reading = Reading the callers …
home-calls-made = { $count ->
    [0] no calls yet
    [one] 1 call made
   *[other] { $count } calls made
}
home-problems = { $count ->
    [one] One fault in the callers: { $first }
   *[other] { $count } faults in the callers. The first: { $first }
}
home-none-fit = No caller fits. Search for something else, or clear the filters.
home-no-callers = There are no callers. Put a file that ends in .persona.yaml into the callers' folder and press F5.
home-suggest-first = To begin with: { $name }. { $title }.
home-suggest-new = The easiest you have not done yet: { $name }. { $title }.
home-suggest-again = Worth another try, after { $value } last time: { $name }. { $title }.
home-suggest-weak = { $criterion } is your weakest score, and lowest with { $name }, { $value }: { $title }.
card-not-done = not done yet
card-last = last time { $score }
card-last-unrated = last time not rated
card-outbound = you ring
preview-person = { $name } is calling you.
preview-start = Starts out { $octant }.
preview-difficulty = Difficulty { $level } of 5
preview-last = Last time: { DATETIME($when, dateStyle: "medium", timeStyle: "short") }

# Briefing

briefing-title = Before you answer
briefing-rings-you = { $name } rings you.
briefing-you-ring = You ring { $name }.
briefing-checking-sound = Looking at microphone and headphones …
briefing-sound-ready = Sound is fine: { $microphone } and { $speaker }
briefing-type-instead = You can still type: press T.
briefing-speak = Speak (s)
briefing-type = Type (t)
briefing-preparation = You have { $left } left to prepare. You may start sooner.
briefing-prepared = Your preparation time is over. You can ring now.

# A slow voice

ahead-slow = This caller's voice is slow on this computer. Preparing its lines takes { $minutes ->
    [0] less than a minute
    [one] about a minute
   *[other] about { $minutes } minutes
} more, just this once. You can also start the call right away.
ahead-stopped = This caller's voice is slow on this computer. Preparing its lines has stopped; what is done is kept. You can also start the call right away.
ahead-stand-still = Pause (v)
ahead-go-on = Go on (v)
ahead-done = All of this caller's lines are prepared. The voice will not keep you waiting.

# Ringing

ringing-title = Telephone
ringing-inbound = The phone is ringing
ringing-outbound = You are ringing { $name }
ringing-press = Press Enter to answer
ringing-press-outbound = Press Enter when they pick up
ringing-loading = Getting the line ready …
ringing-ready = The line is ready.

# The call

floor-connecting = Connecting …
floor-caller = { $name } is speaking
floor-trainee = Your turn
floor-speaking = You are being heard
floor-thinking = { $name } is listening …
floor-held = { $name } is on hold
floor-over = The call is over; your debrief is on its way …
call-say = Type what you say and press Enter
call-branch = again from turn { $turn }
meter-microphone = microphone
meter-loud = too loud  
meter-muted = microphone off
hang-up-question = Hang up?
hang-up-yes = Hang up
keep-talking = Keep talking

# Debrief

debrief-title = Debrief: { $name }
debrief-tab-scores = 1 Scores
debrief-tab-rose = 2 The rose
debrief-tab-words = 3 The call
debrief-tab-both = 4 Both
both-before = As it was
both-last-time = Last time
both-after = This time
both-ending = Ending
branch-choose = Point at one of your own turns with the arrows, then press R.
debrief-no-score = This call could not be scored.
debrief-scored = These are your scores.
debrief-next = Next time, try:
debrief-doubt-legend = Between ‹ and ›: not heard for certain, does not count.
evidence-better = Better:
evidence-where = turn { $turn }, { $at }
hand-in-question = Hand this call in to your trainer? You cannot take it back.
hand-in-yes = Hand in
hand-in-no = Not now
hand-in-done = Handed in. It is sent as soon as the training centre can be reached.
again-gone = The caller { $persona } is no longer there.

# Calls made

past-title = Calls made
past-none = You have not made a call yet. Go back with Esc and choose a caller.
past-damaged = The call { $id } is damaged and cannot be opened.
past-few = { $count ->
    [one] One call says little yet about how it is going.
   *[other] { $count } calls say little yet about how it is going.
}
past-spread = last { $last }, mostly { $low } to { $high }
past-when = { DATETIME($when, dateStyle: "medium", timeStyle: "short") }

# Settings and sound

settings-title = Settings
settings-language = Language of the screen
settings-theme = Colours
settings-microphone = Microphone
settings-speaker = Headphones
settings-system-choice = Whatever the system chooses
settings-note = A choice works at once and is kept. Callers speak their own language.
theme-dark = Dark
theme-light = Light
theme-contrast = High contrast
sound-title = Sound check
sound-devices = Microphone: { $microphone }. Headphones: { $speaker }.
sound-how = Talk as you would on the phone: the bar should reach halfway or a little further. Enter does the next step.

# Trouble, help, leaving

trouble-title = That did not work
trouble-no-sound-system = This computer has no working sound system, so there is no call by voice.
trouble-device = The microphone or the headphones cannot be used.
trouble-no-microphone = No microphone was found. Plug in a headset and try again.
trouble-no-speaker = No headphones or speaker were found. Plug in a headset and try again.
trouble-device-gone = { $device } came loose or was switched off. Plug it in again, or choose another device in the settings.
trouble-device-taken = Another program is using { $device }. Close that program and try again.
trouble-device-refused = { $device } does not work with this program. Choose another device in the settings.
trouble-model-missing = A model that a call by voice needs is not installed yet.
trouble-model = A model that a call by voice needs is damaged.
trouble-kept = Whatever was said is saved. You can try again, or type the call.
trouble-retry = Try again (a)
trouble-type = Type (t)
trouble-back = Back
help-title = What you can do here
help-foot = Tab moves from box to box, the arrows move through a list. Ctrl+P searches all commands. Esc closes this window.
palette-placeholder = Search for a command …
quit-saving = Saving the call …

# Notes, practice and test, standing still

briefing-notes = Notes for yourself (n)
briefing-test = Test (x): no coach, no pause, no second try
note-title = Note
note-how = Enter keeps it, Esc closes. The caller does not notice.
note-kept = Noted.
note-yours = Your note
still-trainee = Paused. Press P to go on.
still-device = The microphone or the headphones are gone. The call stands still and nothing is lost. Plug them in again and it goes on by itself.
still-over = The sound is back. You can go on talking.
floor-paused = The call stands still
transfer-question = Put through to the second line?
transfer-yes = Put through
branch-how = Again from turn { $turn }. How do you go on?
evidence-yours = You:
score-before = Last time { $before }.

# The first start

welcome-title = Welcome
welcome-words = Here you practise phone calls with callers who talk back. Mistakes are fine: nobody listens in.
welcome-name = Your name
welcome-private = may stay empty
welcome-keep = What may be kept?
welcome-kept-here = Everything stays on this computer. Without a name, your calls do not say whose they are. You can change this later with W.
welcome-on = Go on: sound check
welcome-done = Done
keep-text = Words and scores, no sound
keep-everything = The sound too, to hear yourself again

# The steps of the sound check

sound-step-tone = Tone (t)
sound-step-recording = Record and listen (o)
sound-step-echo = Look for an echo (e)
sound-step-reading = Read a sentence aloud (z)
sound-wait = One moment …
sound-now-tone = You hear the phone ring once …
sound-now-recording = Talk for some seconds now, then you hear yourself …
sound-now-echo = Quiet for a moment: a rising tone sounds …
sound-now-reading = Read this sentence aloud:
sound-tone-done = A tone sounded. Heard nothing? Choose other headphones in the settings.
sound-recording-done = Voice { $speech } dBFS, noise { $noise } dBFS.
sound-echo-none = No echo: your microphone does not hear your headphones.
sound-echo-found = Echo { $loss } dB weaker.
sound-reading-done = Recognised: { $heard }
sound-without = Without a headset you can still type. Connect one and press D, or go on with Enter.
sound-done = The check is done. Enter or Esc takes you back.
finding-microphone-silent = Nothing at all comes from the microphone. It may be muted, on the headset or in the system, or another one is meant.
finding-no-speech = No voice was heard. Talk after the start, or choose another microphone.
finding-too-soft = Your voice is faint. Bring the microphone to a thumb's width from the corner of your mouth, or turn it up.
finding-clipped = Your voice is too loud for the microphone. Turn it down, or move it away a little.
finding-noisy = The room is loud. Close the door or the window, or take a headset with its own microphone.
finding-echo = The microphone hears the speaker, so the caller hears themselves. Use a headset. Without one the program does not listen while the caller talks.
finding-partly-recognised = Some words were not recognised. Talk calmly, with the microphone near your mouth.
finding-not-recognised = Hardly anything was recognised. Check the language, the microphone and the noise, and read it once more.

# How quick the models are, and what still has to be sent

speed-measuring = The models are being loaded and measured. This takes a moment …
speed-measured = Recognising a sentence takes { $heard } s ({ $recogniser }), speaking it { $spoken } s ({ $voice }).
speed-enough = Quick enough for a flowing call.
speed-slow = On the slow side: callers will keep you waiting longer. A smaller model is quicker.
home-waiting = { $count ->
    [one] One call you handed in has not been sent yet; it goes as soon as the training centre can be reached.
   *[other] { $count } calls you handed in have not been sent yet; they go as soon as the training centre can be reached.
}
