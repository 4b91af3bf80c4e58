"""Each key is handled to its end before the next one.

Textual hands a key to the focused widget and goes on at once; what the key means (Enter:
the next field) happens some messages later.  On a slow line keys arrive in bursts, and a
phone number would land in the name field.  Here a key that follows closely on another
waits until the earlier one has had its whole effect.
"""

import asyncio
import time
from collections import deque
from typing import Final, TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

ReturnType = TypeVar("ReturnType")

CLOSE_S: Final = 0.25
"""Keys further apart than this have settled by themselves."""
PATIENCE_S: Final = 1.0
"""A widget that is busy for longer is not waited for."""
ROUNDS: Final = 3
"""A key becomes a message, the message moves the focus, the focus tells the screen."""


class OrderedKeysApp(App[ReturnType]):
    """An app that never handles two keys at once."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Event] = deque()
        self._typist: asyncio.Task[None] | None = None
        self._last_key = 0.0

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._typed.append(event)
            if self._typist is None or self._typist.done():
                self._typist = asyncio.create_task(self._handle_typed())
            return
        await super().on_event(event)

    async def _handle_typed(self) -> None:
        while self._typed and not self._exit:
            event = self._typed.popleft()
            try:
                if time.monotonic() - self._last_key < CLOSE_S:
                    await self._settled()
                await super().on_event(event)
            except Exception as error:
                self._handle_exception(error)
                return
            self._last_key = time.monotonic()

    async def _settled(self) -> None:
        """Wait until the widgets from the focus up to the app have emptied their queues."""
        for _ in range(ROUNDS):
            here: DOMNode = self.focused or self.screen
            for node in here.ancestors_with_self:
                if isinstance(node, MessagePump):
                    await _emptied(node)


async def _emptied(node: MessagePump) -> None:
    done = asyncio.Event()
    if node.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), PATIENCE_S)
        except TimeoutError:
            return
