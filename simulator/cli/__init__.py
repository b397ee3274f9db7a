"""The command line: one module a group of commands; adapters are chosen in composition."""
