"""One conversation with a Wyoming server: asyncio inside, plain blocking calls outside; one thread at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from audio.errors import SpeechServerError
from audio.speech_server.address import ServerAddress

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from wyoming.client import AsyncTcpClient
    from wyoming.event import Event
    from wyoming.info import Info

CONNECT_S: Final = 3.0
"""A server in the same building answers in milliseconds; longer waiting would be silence in a call."""

ANSWER_S: Final = 15.0
"""How long a server may work without a sign of life; a large recogniser without a graphics card needs several
seconds for a long turn."""

Result = TypeVar("Result")


class ServerClosedError(SpeechServerError):
    """The server closed the connection before it had answered."""


class Connection:
    """An open connection.

    Args:
        address: of the server.
        client: connected.
        runner: of the connection's own event loop.
        answer_s: how long an event is waited for.
    """

    def __init__(
        self, address: ServerAddress, client: AsyncTcpClient, runner: asyncio.Runner, answer_s: float = ANSWER_S
    ) -> None:
        self._address = address
        self._client = client
        self._runner = runner
        self._answer_s = answer_s

    def send(self, events: Iterable[Event]) -> None:
        """Send events, one after another.

        Raises:
            SpeechServerError: the server went away, or takes nothing any more.
        """

        async def all_of_them() -> None:
            for event in events:
                await self._client.write_event(event)

        self._run(all_of_them())

    def receive(self) -> Event:
        """Return the next event; blocks.

        Raises:
            SpeechServerError: the server went away, is silent for too long, reports an error or sends nonsense.
        """
        event = self._run(self._client.read_event())
        if event is None:
            raise ServerClosedError(f"The speech server at {self._address} closed the connection in the middle.")
        if event.type == "error":
            said = str((event.data or {}).get("text", "no reason given")).strip()
            raise SpeechServerError(f"The speech server at {self._address} reports an error: {said}")
        return event

    def describe(self) -> Info:
        """Return what the server can do.

        Raises:
            SpeechServerError: it does not say.
        """
        from wyoming.info import Describe, Info

        self.send([Describe().event()])
        while True:
            try:
                event = self.receive()
            except ServerClosedError as fault:
                # The library takes a line that is no event for the end.
                raise _stranger(self._address) from fault
            if Info.is_type(event.type):
                with _sense(self._address):
                    return Info.from_event(event)

    def _run(self, step: Coroutine[Any, Any, Result]) -> Result:
        with _sense(self._address):
            return self._runner.run(asyncio.wait_for(step, self._answer_s))


@contextmanager
def connected(address: ServerAddress, answer_s: float = ANSWER_S) -> Iterator[Connection]:
    """Connect for as long as the block takes.

    Raises:
        SpeechServerError: the server cannot be reached; the sentence says why and what to do.
    """
    from wyoming.client import AsyncTcpClient

    with asyncio.Runner() as runner:
        client = AsyncTcpClient(address.host, address.port, connect_timeout=CONNECT_S)
        try:
            runner.run(client.connect())
        except ConnectionRefusedError as fault:
            raise SpeechServerError(
                f"Nothing listens at {address}. Start the speech server there, or check host and port."
            ) from fault
        except TimeoutError as fault:
            raise SpeechServerError(
                f"The speech server at {address} does not answer within {CONNECT_S:.0f} s. Check host and port."
            ) from fault
        except OSError as fault:
            raise SpeechServerError(
                f"The speech server at {address} cannot be reached ({fault.strerror or fault}). Check host and network."
            ) from fault
        try:
            yield Connection(address, client, runner, answer_s)
        finally:
            with suppress(OSError, TimeoutError):
                runner.run(asyncio.wait_for(client.disconnect(), CONNECT_S))


@contextmanager
def _sense(address: ServerAddress) -> Iterator[None]:
    """Turn what goes wrong on the way into a sentence."""
    try:
        yield
    except TimeoutError as fault:
        raise SpeechServerError(
            f"The speech server at {address} has not answered for {ANSWER_S:.0f} s. It may be overloaded; check it."
        ) from fault
    except (ConnectionError, EOFError, OSError) as fault:
        raise SpeechServerError(f"The speech server at {address} went away in the middle.") from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _stranger(address) from fault


def _stranger(address: ServerAddress) -> SpeechServerError:
    return SpeechServerError(f"What answers at {address} does not speak the Wyoming protocol. Check the port.")
