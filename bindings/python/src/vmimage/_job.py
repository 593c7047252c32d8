# SPDX-License-Identifier: Apache-2.0
"""Jobs: what takes long, stepped by the program, and the events that it tells."""
from __future__ import annotations

import contextlib
import ctypes
import datetime
import select
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Iterator, Optional, Tuple, Type, Union

from . import _api
from ._attributes import Attribute, optional_text
from ._enums import EventKind, Status
from ._errors import DeadlineError, Error, MisuseError, call, from_pointer
from ._handle import Handle, make_next
from ._model import Condition, Image, Item, Library, _condition
from ._native import lib
from ._request import GroupPublishRequest, ImportRequest, PublishRequest

if TYPE_CHECKING:
    from ._registry import Registry

#: How long wait() is in the library at a time: Python's signal handlers run in between, and other users of the registry.
_SLICE = 100


def _kind(event: Handle) -> Union[EventKind, int]:
    number: int = lib.vmimage_event_kind(event._pointer)
    return EventKind(number) if number in EventKind._value2member_map_ else number


def _time(event: Handle) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(lib.vmimage_event_time(event._pointer) / 1000, datetime.timezone.utc)


def _error(event: Handle) -> Optional[Error]:
    pointer = lib.vmimage_event_error(event._pointer)
    return from_pointer(lib.vmimage_error_status(pointer), lib.vmimage_error_ref(pointer)) if pointer else None


def _image(event: Handle) -> Optional[Image]:
    pointer = lib.vmimage_event_image(event._pointer)
    return Image._adopt(lib.vmimage_image_ref(pointer)) if pointer else None


def _item(event: Handle) -> Optional[Item]:
    pointer = lib.vmimage_event_item(event._pointer)
    return Item._adopt(lib.vmimage_item_ref(pointer)) if pointer else None


def _library(event: Handle) -> Optional[Library]:
    pointer = lib.vmimage_event_library(event._pointer)
    return Library._adopt(lib.vmimage_library_ref(pointer)) if pointer else None


def _event_condition(event: Handle) -> Optional[Condition]:
    pointer = lib.vmimage_event_condition(event._pointer)
    return _condition(pointer) if pointer else None


def _publish_request(event: Handle) -> Optional[PublishRequest]:
    pointer = lib.vmimage_event_publish_request(event._pointer)
    return PublishRequest._adopt(lib.vmimage_publish_request_ref(pointer)) if pointer else None


def _group_publish_request(event: Handle) -> Optional[GroupPublishRequest]:
    pointer = lib.vmimage_event_group_publish_request(event._pointer)
    return GroupPublishRequest._adopt(lib.vmimage_group_publish_request_ref(pointer)) if pointer else None


def _import_request(event: Handle) -> Optional[ImportRequest]:
    pointer = lib.vmimage_event_import_request(event._pointer)
    return ImportRequest._adopt(lib.vmimage_import_request_ref(pointer)) if pointer else None


class Event(Handle):
    """Something that a job tells. It never changes and may be used by several threads."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_event
    _prefix: ClassVar[str] = "event"

    kind = Attribute("vmimage_event_kind", _kind, "What it tells: an EventKind, or a number that this version doesn't know.")
    time = Attribute("vmimage_event_time", _time, "When it happened, as far as the library knows.")
    text = optional_text("vmimage_event_text")
    error = Attribute("vmimage_event_error", _error, "What failed; None unless the kind is ERROR.")
    image = Attribute("vmimage_event_image", _image)
    item = Attribute("vmimage_event_item", _item)
    library = Attribute("vmimage_event_library", _library)
    publish_request = Attribute("vmimage_event_publish_request", _publish_request)
    group_publish_request = Attribute("vmimage_event_group_publish_request", _group_publish_request)
    import_request = Attribute("vmimage_event_import_request", _import_request)
    condition = Attribute("vmimage_event_condition", _event_condition)

    @property
    def object(self) -> Union[Image, Item, Library, PublishRequest, GroupPublishRequest, ImportRequest, None]:
        """The image, item, library or request that it is about, whichever it is."""
        return (self.image or self.item or self.library or self.publish_request or self.group_publish_request
                or self.import_request)

    def __repr__(self) -> str:
        kind = self.kind
        return f"<vmimage.Event {kind.name if isinstance(kind, EventKind) else kind} {self.text or ''}>"


def _milliseconds(seconds: Optional[float]) -> int:
    if seconds is None:
        return -1
    if seconds < 0:
        raise ValueError("timeout is negative")
    return min(int(seconds * 1000 + 0.999), 2**31 - 1)


class Job(Handle):
    """Something that takes long and is stepped by the program; for event loops it is a file.

    for event in job: is the simple way. In a loop: when fileno() is readable, call step() and take events(). A job is a context
    manager that abandons it at the end. Several threads may use it; cancel() and progress never wait for the others.
    """

    __slots__ = ("_registry", "_fd")
    _struct: ClassVar[Any] = _api.vmimage_job
    _prefix: ClassVar[str] = "job"
    _registry: Registry

    def _prepare(self) -> None:
        self._fd: int = lib.vmimage_job_fd(self._pointer)

    def _of(self, registry: Registry) -> Job:
        self._registry = registry
        return self

    @contextlib.contextmanager
    def _use(self) -> Iterator[Any]:
        """The pointer for one call. The job uses its registry, so that is taken, too."""
        with self._registry._lock:
            if self._registry._busy:
                raise MisuseError("a job can't be used by a function that its registry called")
            if not self._pointer:
                raise MisuseError("the job is closed")
            self._registry._busy = True
            try:
                yield self._pointer
            finally:
                self._registry._busy = False

    def fileno(self) -> int:
        """A file descriptor that is readable when step() has something to do, an event waits, or the job has ended."""
        if not self._pointer:
            raise ValueError("the job is closed")
        return self._fd

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return not self._pointer

    def close(self) -> None:
        """Release the job; one that has not ended is abandoned, nothing is left half-done. May be called again."""
        with self._registry._lock:
            if self._registry._busy:
                raise MisuseError("a job can't be closed by a function that its registry called")
            with self._registry._guard:
                self._release()

    def __enter__(self) -> Job:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], value: Optional[BaseException],
                 traceback: Optional[TracebackType]) -> None:
        self.close()

    def _until_readable(self, milliseconds: int) -> None:
        """Outside of the library, where other threads may use the registry and signal handlers run."""
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        poll.poll(None if milliseconds < 0 else milliseconds)

    def step(self, timeout: Optional[float] = 0) -> bool:
        """Do a piece of the work; True when the job goes on, False when it has ended well. When it failed, that is raised.

        timeout is how many seconds to wait for something to do; None waits without a limit.
        """
        milliseconds = _milliseconds(timeout)
        if milliseconds != 0:
            self._until_readable(milliseconds)
        with self._use() as pointer:
            return call(lib.vmimage_job_step, pointer, 0) != Status.DONE

    def wait(self, timeout: Optional[float] = None) -> None:
        """Do all of the work. DeadlineError when it has not ended in time; it then goes on and can be used as before.

        Of very many events that nobody takes the oldest are forgotten.
        """
        end = None if timeout is None else time.monotonic() + _milliseconds(timeout) / 1000
        while True:
            left = _SLICE if end is None else max(0, min(_SLICE, int((end - time.monotonic()) * 1000)))
            with self._use() as pointer:
                try:
                    call(lib.vmimage_job_wait, pointer, left)
                    return
                except DeadlineError:
                    if lib.vmimage_job_status(pointer) != Status.OK or (end is not None and time.monotonic() >= end):
                        raise

    @property
    def ended(self) -> bool:
        """Whether the job has ended, well or not."""
        with self._use() as pointer:
            return bool(lib.vmimage_job_status(pointer) != Status.OK)

    def next_event(self) -> Optional[Event]:
        """The oldest event that waits; None when none does."""
        with self._use() as pointer:
            try:
                return make_next(Event, lib.vmimage_job_next_event, pointer)
            except StopIteration:
                return None

    def events(self) -> Iterator[Event]:
        """The events that wait."""
        while True:
            event = self.next_event()
            if event is None:
                return
            yield event

    def __iter__(self) -> Iterator[Event]:
        """All events, as they come, until the job ends."""
        goes_on = True
        while goes_on:
            try:
                goes_on = self.step(None)
            except Error:
                yield from self.events()
                raise
            yield from self.events()

    @property
    def progress(self) -> Tuple[int, int]:
        """How much is done, and how much there is in all: 0 while that is not known."""
        done, total = ctypes.c_uint64(), ctypes.c_uint64()
        with self._registry._guard:
            lib.vmimage_job_progress(self._pointer or None, ctypes.byref(done), ctypes.byref(total))
        return done.value, total.value

    def cancel(self) -> None:
        """Make the job end with CancelledError and nothing half-done. For other threads and signal handlers."""
        with self._registry._guard:
            if self._pointer:
                lib.vmimage_job_cancel(self._pointer)

    def __repr__(self) -> str:
        return f"<vmimage.Job{' closed' if self.closed else ''} of {self._registry.url}>"
