# One hint at a time, by where the caller stands.

coach-waiting = First listen to what the caller says.
coach-caller-stands = { $name } is { $stance } now.
coach-neutral = Ask an open question: what exactly is going on?
coach-helping = You are working together. Sum up what you hear and ask whether it is right.
coach-leading = The caller takes the lead. Go along for a step, then ask the next question yourself.
coach-competing = Do not take up the fight. Grant what is true, and say calmly what you will do now.
coach-attacking = Do not defend yourself. Name what this does to the caller and offer to sort it out together.
coach-rebellious = Take the resistance seriously: ask what went wrong before, and promise only what you can keep.
coach-withdrawn = Give room. One open question, then be quiet for a moment.
coach-following = The caller waits for you. Say what the first step is and check that it can be followed.
coach-cooperating = It is going well. Sum up, agree on what happens next, and close.
