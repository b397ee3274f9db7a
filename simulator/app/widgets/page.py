"""A page behind a tab that is laid out when it is first opened: whoever never opens it never waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widgets import TabPane

if TYPE_CHECKING:
    from textual.content import Content
    from textual.widget import Widget


class Page(TabPane):
    """A tab's page.

    Args:
        title: of the tab.
        build: makes what stands on the page.
        id: of the page.
    """

    def __init__(self, title: Content, build: Callable[[], Widget], *, id: str) -> None:
        super().__init__(title, id=id)
        self._build = build
        self._is_laid_out = False

    async def lay_out(self) -> None:
        """Put on the page what belongs there, once."""
        if not self._is_laid_out:
            self._is_laid_out = True
            await self.mount(self._build())
