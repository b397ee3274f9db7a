"""Key bindings whose labels are messages of the interface.

A binding is declared with message keys as its description and tooltip (`key-...` and `tip-...`); the words are put
in when a footer or the help asks for them, so that a change of language shows at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from simulator.app.wording import Wording

LABEL_PREFIX = "key-"
TIP_PREFIX = "tip-"


def key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """Return a binding labelled by the messages `key-<name>` and `tip-<name>`."""
    return Binding(keys, action, LABEL_PREFIX + name, show=show, priority=priority, tooltip=TIP_PREFIX + name)


def translated(bindings: dict[str, ActiveBinding], wording: Wording) -> dict[str, ActiveBinding]:
    """Return the bindings with their labels and tooltips in words; the library's own are left as they are."""
    said = {}
    for name, active in bindings.items():
        if not active.binding.description.startswith(LABEL_PREFIX):
            said[name] = active
            continue
        tip = wording.say(active.binding.tooltip)
        label = replace(active.binding, description=wording.say(active.binding.description), tooltip=tip)
        said[name] = active._replace(binding=label, tooltip=tip)
    return said
