"""The caller as a value: what is asked of it, how it moves on the rose, what it says."""
