"""A Wyoming server on loopback that does as a test says, and forgets nothing it was sent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from types import TracebackType

from wyoming.event import Event, async_read_event, async_write_event
from wyoming.info import AsrModel, AsrProgram, Attribution, Info, TtsProgram, TtsVoice

from audio.speech_server import ServerAddress

NOBODY = Attribution("nobody", "")
Answer = Callable[[Event, asyncio.StreamWriter], AsyncIterator[Event]]


def recognising(languages: list[str]) -> Info:
    model = AsrModel(name="ear", attribution=NOBODY, installed=True, description="", version="1", languages=languages)
    return Info(
        asr=[AsrProgram(name="a", attribution=NOBODY, installed=True, description="", version="1", models=[model])]
    )


def speaking(*voices: tuple[str, str]) -> Info:
    listed = [
        TtsVoice(name=name, attribution=NOBODY, installed=True, description="", version="1", languages=[language])
        for name, language in voices
    ]
    return Info(
        tts=[TtsProgram(name="t", attribution=NOBODY, installed=True, description="", version="1", voices=listed)]
    )


class ScriptedServer:
    """Use it as a context manager; it runs on a thread of its own.

    Args:
        info: what it says it can do.
        answer: yields what it answers to an event; may close the writer.
        raw: sent on connecting instead of speaking the protocol.
    """

    def __init__(self, info: Info, answer: Answer | None = None, raw: bytes | None = None) -> None:
        self._info, self._answer, self._raw = info, answer, raw
        self.received: list[Event] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def __enter__(self) -> ServerAddress:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        ).result(10.0)
        return ServerAddress("127.0.0.1", self._server.sockets[0].getsockname()[1])

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        async def end() -> None:
            assert self._server is not None
            self._server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10.0)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10.0)
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self._raw is not None:
                writer.write(self._raw)
                await writer.drain()
            while (event := await async_read_event(reader)) is not None:
                self.received.append(event)
                if event.type == "describe":
                    await async_write_event(self._info.event(), writer)
                elif self._answer is not None:
                    async for each in self._answer(event, writer):
                        await async_write_event(each, writer)
        except (ConnectionError, ValueError, asyncio.CancelledError):
            return
        finally:
            writer.close()
