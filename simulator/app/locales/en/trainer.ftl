# The trainer's room and the review of a call.

key-trainers-room = Trainer's room
tip-trainers-room = Shows and reviews the calls of everybody on this computer.
key-search-sessions = Search
tip-search-sessions = Searches by words of the call, by caller or by trainee.
key-reload-sessions = Look again
tip-reload-sessions = Looks again which calls there are.
key-to-sessions = To the calls
tip-to-sessions = Goes to the list of calls.
key-review = Review
tip-review = Opens this call to review it.
key-pick = Choose
tip-pick = Takes what you point at.
key-comment = Comment
tip-comment = Lets you say something about the turn you point at; the trainee reads it.
key-comment-call = On the whole
tip-comment-call = Lets you say something about the call as a whole.
key-correct-label = Correct a label
tip-correct-label = Corrects what the program saw in this turn, with a reason.
key-correct-score = Score
tip-correct-score = Gives another score, with a reason.
key-decide = Verdict
tip-decide = Says whether the call is a pass.
key-next-task = Next task
tip-next-task = Says what the trainee is to do next.

room-title = Trainer's room
room-words = Words said
room-caller = Caller
room-trainee = Trainee
room-reading = Looking for the calls …
room-none = There are no calls on this computer yet.
room-none-fit = No call fits. Search for something else, or clear a line.
room-private = no name
room-reviewed = reviewed
room-count = { $count ->
    [0] no calls
    [one] 1 call
   *[other] { $count } calls
}

review-title = { $trainee } with { $caller }
review-trainee = Trainee
review-none = Not reviewed yet. C comments on a turn, Enter corrects what the program saw in it.
review-comment-by = { $author }:
review-decided = Reviewed by { $author }: { $verdict }
review-undecided = Looked at by { $author }, no verdict yet
review-next = Next: { $task }
review-label-corrected = { $author }: { $about } from “{ $before }” to “{ $after }”. { $reason }
review-score-corrected = { $author }: { $criterion } from { $before } to { $after }. { $reason }
review-comment-title = Comment on turn { $turn }
review-comment-call-title = Comment on the whole call
review-no-labels = There is nothing to correct in this turn: only what the trainee said is assessed.
review-which-label = What is not right in turn { $turn }?
review-why = Why? The trainee reads your reason.
review-which-score = Which score?
review-score-title = { $criterion }: which score, from 0 to 100?
review-score-fault = A score is a whole number from 0 to 100; “{ $given }” is not.
review-verdict-title = What is your verdict on this call?
review-task-title = What is the trainee to do next?
review-your-name = What is your name? It stands beside your reviews.
review-how = Enter keeps it, Esc closes without keeping.
review-changed = Somebody else changed this review in the meantime; you see theirs now. Yours is not kept yet. Add it?
review-add = Add it
review-add-not = Leave it
verdict-pass = pass
verdict-fail = fail
verdict-open = no verdict yet

label-question-form = Kind of question
label-question-form-open = open
label-question-form-closed = closed
label-question-form-none = no question
label-question-flags = Wrong with the question
label-question-flags-leading = leading
label-question-flags-stacked = stacked
label-question-flags-assumption = assumption
label-question-flags-reproach = reproach
label-question-flags-none = nothing
label-jargon = Jargon
label-jargon-explained = explained
label-jargon-unexplained = unexplained
label-jargon-none = no jargon
label-reflection = Reflects feeling or content
label-reflection-yes = yes
label-reflection-no = no
label-summary = Summary
label-summary-checked = checked
label-summary-unchecked = unchecked
label-summary-none = none
label-octant = Attitude

# Settings: what is kept, and the models

settings-keep = What is kept
settings-kept-days = For how long
kept-always = until you delete it
kept-days = { $days } days
kept-deleted = { $count ->
    [one] One call was older than { $days } days and was deleted, as you had set.
   *[other] { $count } calls were older than { $days } days and were deleted, as you had set.
}
settings-exemplars = Trainers' corrections
exemplars-off = do not count
exemplars-on = count, from { $file }
exemplars-none = none chosen (press F)
settings-models = Speech models
models-reading = Looking which there are …
model-cost = { $megabytes } MB
model-installed = on this computer
settings-folders = Where things are
folder-sessions = Calls
folder-callers = Your own callers
folder-models = Models
folder-settings = These choices
folders-how = Something else? Press F. The folder of models is chosen with --models at the start.
trouble-speech-server = The speech server does not answer as it should. See whether it runs and can be reached, or type the call.

# The callers as files

key-workshop = Files
tip-workshop = Shows the callers' files and what is wrong with them, as soon as they are saved.
key-rehearse = Rehearse
tip-rehearse = Walks this caller's rehearsals and shows what comes of them. Press again to stop.
workshop-title = Callers as files
workshop-reading = Looking at the files …
workshop-none = There are no files with callers.
workshop-count = { $faulty ->
    [0] { $count } files, no faults
    [one] { $count } files, 1 with faults
   *[other] { $count } files, { $faulty } with faults
}
workshop-errors = { $count ->
    [one] 1 fault
   *[other] { $count } faults
}
workshop-smells = { $count ->
    [one] 1 doubt
   *[other] { $count } doubts
}
workshop-smell = Doubtful:
workshop-fine = Nothing wrong with it.
workshop-cannot = This caller cannot ring yet: mend the faults in the file first.
workshop-walks = Rehearsals
workshop-walking = Still ringing … Esc stops it.
walk-good = good
walk-bad = bad
walk-silent = silent
walk-jargon = jargon
walk-outcome = { $turns } turns, { $facts } of { $all } facts, { $ending }; scores { $scores }

# Another folder, and whether the trainee read the review

key-sessions-folder = Other folder
tip-sessions-folder = Looks at the calls in another folder, on a memory stick or a shared disk for example.
room-folder = Which folder are the calls in?
room-folder-how = Enter opens the folder. Leave the line empty for the calls on this computer. Esc closes.
review-unread = The trainee has not read this yet.
review-read = Read by the trainee on { DATETIME($when, dateStyle: "medium", timeStyle: "short") }.
review-read-before = The trainee read this on { DATETIME($when, dateStyle: "medium", timeStyle: "short") }, before the latest was added.

# Settings: where things are kept

place-which = What would you like to choose?
place-sessions = Folder for calls
place-callers = Folder with your own callers
place-exemplars = File with trainers' corrections
place-sessions-title = Which folder should calls go to?
place-callers-title = Which folder are your own callers in?
place-exemplars-title = Which file are the trainers' corrections in?
place-sessions-what = New calls go to this folder, and you see the calls that are there already. What is in the old folder stays there. If calls are deleted after a while, that holds for this folder too.
place-callers-what = The callers in this folder join the list, beside callsim's own. What is in the old folder stays there and is no longer in the list.
place-exemplars-what = The corrections count from the next call on; scores that are there stay as they are. A file is made with “callsim sessions calibrate exemplars”.
place-how = Enter chooses. An empty line means the usual place. Esc closes.
place-how-exemplars = Enter chooses. Leave the line empty to score without corrections. Esc closes.
place-by = { $what } goes first now. What you choose here holds once you start without it.
place-fault-absent = { $path } is not there. See whether the name is right, or make it first.
place-fault-no-folder = { $path } is a file. Choose a folder.
place-fault-closed = { $path } does not open ({ $detail }). Choose something else.
place-fault-not-writable = Nothing can be kept in { $path } ({ $detail }). Choose a folder you may write in.
place-fault-no-exemplars = This is no file of corrections that callsim can read. { $detail }
place-chosen-sessions = { $count ->
    [0] New calls go to { $path } from now on. There are no calls there yet.
    [one] New calls go to { $path } from now on. One call is there already.
   *[other] New calls go to { $path } from now on. { $count } calls are there already.
}
place-chosen-callers = { $count ->
    [0] Your own callers come from { $path } from now on. There are no callers there yet.
    [one] Your own callers come from { $path } from now on. One caller is there.
   *[other] Your own callers come from { $path } from now on. { $count } callers are there.
}
place-chosen-exemplars = { $count ->
    [one] One correction from { $path } counts from now on.
   *[other] { $count } corrections from { $path } count from now on.
}
place-usual-sessions = New calls go to the usual place again.
place-usual-callers = Your own callers come from the usual folder again.
place-usual-exemplars = Trainers' corrections no longer count.
