"""The criteria of a call, one module each: what earns and what costs."""
