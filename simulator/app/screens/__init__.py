"""One screen a module; a screen routes what its widgets say and decides nothing about the call."""
