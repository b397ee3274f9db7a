"""A call that was held elsewhere, made a session of: heard from its stereo recording, scored as any other."""
