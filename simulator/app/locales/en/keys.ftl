# What keys do: a short label for the bottom line, a sentence for the help.

key-help = Help
tip-help = Shows what you can do on this screen.
key-quit = Quit
tip-quit = Closes the program; a running call is saved first.
key-palette = Commands
tip-palette = Searches all commands.
key-back = Back
tip-back = Goes back to the screen before.
key-close = Close
tip-close = Closes this window.
key-no = No
tip-no = Leaves it as it is.
key-other = Other choice
tip-other = Goes to the other button.

key-choose = Choose
tip-choose = Chooses this caller and shows who you are and what you may do.
key-search = Search
tip-search = Finds a caller by name, subject or attitude.
key-suggested = Suggested
tip-suggested = Takes the caller that is suggested.
key-past-calls = Calls made
tip-past-calls = Looks back on calls you have made.
key-settings = Settings
tip-settings = Chooses language, colours, microphone and headphones.
key-reload = Read again
tip-reload = Reads the callers again, for example after a file was changed.
key-back-to-list = To the list
tip-back-to-list = Goes to the list of callers.

key-speak = Speak
tip-speak = Lets the phone ring, and you talk with the caller.
key-type = Type
tip-type = Lets the phone ring, and you type what you say.
key-sound-check = Sound check
tip-sound-check = Looks at your microphone and sounds a tone in your headphones.

key-answer = Answer
tip-answer = Picks up the phone.
key-decline = Do not answer
tip-decline = Lets the phone ring and goes back.

key-mute = Microphone
tip-mute = Switches your microphone off or on again.
key-hold = Hold
tip-hold = Puts the caller on hold, or takes them back. Say so first.
key-coach = Coach
tip-coach = Shows Leary's Rose with one hint. Press again to put it away.
key-end-turn = Done speaking
tip-end-turn = Says that you are done, without waiting for the silence.
key-hang-up = Hang up
tip-hang-up = Hangs up; you are asked once whether you are sure.
key-older = Earlier
tip-older = Leafs back through what was said.
key-newer = Later
tip-newer = Leafs forward through what was said.

key-tab-scores = Scores
tip-tab-scores = Shows your scores, and what earned or cost them.
key-tab-rose = Rose
tip-tab-rose = Shows how you both moved over Leary's Rose.
key-tab-words = Call
tip-tab-words = Shows what was said.
key-play = Listen
tip-play = Plays the turn you point at.
key-again = Once more
tip-again = Holds a call with this caller once more.

key-evidence = Why
tip-evidence = Goes to what earned or cost this score.
key-to-turn = To the turn
tip-to-turn = Goes to the place in the call this is about.
key-to-scores = To the scores
tip-to-scores = Goes back to the list of scores.
key-open = Open
tip-open = Opens the debrief of this call.
key-tone = Tone
tip-tone = Sounds a tone in your headphones.
key-check-again = Check again
tip-check-again = Looks at microphone and headphones once more.
key-retry = Try again
tip-retry = Tries the same once more.
