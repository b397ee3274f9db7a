"""A call as it runs: events, commands, one pure machine, one runner with the threads."""
