# SPDX-License-Identifier: Apache-2.0
"""From a publish request to a new image: one pass of VM Operator's controllers of publish requests, without cluster or vCenter."""
from __future__ import annotations

import datetime
import json
import threading
from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Iterable, Optional, Tuple, Union

from . import _api
from ._enums import Gate, PublishItem, PublishQuestion, PublishSubmit
from ._errors import NoMemoryError, call, encode, text
from ._handle import Handle, make
from ._native import lib
from ._reconcile import _time
from ._rules import ObjectData, json_bytes


@dataclass(frozen=True)
class PublishCall:
    """A question that a pass asked. What does not belong to the question is None."""

    question: PublishQuestion
    activation_id: Optional[str]
    #: The ID of the library, or of the folder.
    library: Optional[str]
    name: Optional[str]
    #: Of the VM, the storage policy or the item.
    id: Optional[str]
    description: Optional[str]


@dataclass(frozen=True)
class Submission:
    """What is to be sent to vCenter once the request is saved."""

    kind: PublishSubmit
    activation_id: str
    library: str
    library_name: str
    machine: str
    machine_name: str
    item: str
    description: str
    storage_class: Optional[str]


@dataclass(frozen=True)
class PublishPass:
    """What one pass does. A pass that fails as VM Operator's would is one too: error says why."""

    #: What the pass waits for; while it is not NOTHING only calls counts.
    question: PublishQuestion
    calls: Tuple[PublishCall, ...]
    #: The request as it is to be saved.
    request: Optional[Dict[str, Any]]
    submission: Optional[Submission]
    #: The request is to be deleted.
    remove: bool
    #: Seconds; 0: when something changes.
    requeue_after: int
    error: Optional[str]
    #: The error is final.
    final: bool
    #: Each as "TYPE REASON MESSAGE".
    events: Tuple[str, ...]
    #: Of a group: publish requests to be created, and the names of those to be deleted.
    created: Tuple[Dict[str, Any], ...]
    removed: Tuple[str, ...]


class _Result(Handle):
    """The library's object, as long as it is read."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_publish_result
    _prefix: ClassVar[str] = "publish_result"

    def _texts(self, name: str) -> Tuple[str, ...]:
        count, at = self._function(f"{name}_count"), self._function(name)
        return tuple(text(at(self._pointer, i)) or "" for i in range(count(self._pointer)))

    def _call(self, i: int) -> PublishCall:
        p = self._pointer
        return PublishCall(
            PublishQuestion(lib.vmimage_publish_result_call_question(p, i)), text(lib.vmimage_publish_result_call_activation_id(p, i)),
            text(lib.vmimage_publish_result_call_library(p, i)), text(lib.vmimage_publish_result_call_name(p, i)),
            text(lib.vmimage_publish_result_call_id(p, i)), text(lib.vmimage_publish_result_call_description(p, i)))

    def _submission(self) -> Optional[Submission]:
        p, kind = self._pointer, PublishSubmit(lib.vmimage_publish_result_submit(self._pointer))
        if kind == PublishSubmit.NOTHING:
            return None
        return Submission(
            kind, text(lib.vmimage_publish_result_submit_activation_id(p)) or "", text(lib.vmimage_publish_result_submit_library(p)) or "",
            text(lib.vmimage_publish_result_submit_library_name(p)) or "", text(lib.vmimage_publish_result_submit_machine(p)) or "",
            text(lib.vmimage_publish_result_submit_machine_name(p)) or "", text(lib.vmimage_publish_result_submit_item(p)) or "",
            text(lib.vmimage_publish_result_submit_description(p)) or "", text(lib.vmimage_publish_result_submit_storage_class(p)))

    def read(self) -> PublishPass:
        p = self._pointer
        request = text(lib.vmimage_publish_result_request(p))
        return PublishPass(
            question=PublishQuestion(lib.vmimage_publish_result_question(p)),
            calls=tuple(self._call(i) for i in range(lib.vmimage_publish_result_call_count(p))),
            request=None if request is None else json.loads(request),
            submission=self._submission(),
            remove=lib.vmimage_publish_result_remove(p) != 0,
            requeue_after=lib.vmimage_publish_result_requeue_after(p),
            error=text(lib.vmimage_publish_result_error(p)),
            final=lib.vmimage_publish_result_is_final(p) != 0,
            events=self._texts("event"),
            created=tuple(json.loads(c) for c in self._texts("created")),
            removed=self._texts("removed"))


class PublishStep(Handle):
    """A pass over a publish request, of a VM or of a group.

    objects are those of the cluster: the VM, its library, images, storage classes, publish requests of a group. Run it; while the
    result has a question, find out what it asks for, answer, run it again. Then save the request, and only then submit.
    """

    __slots__ = ("_lock",)
    _struct: ClassVar[Any] = _api.vmimage_publish_step
    _prefix: ClassVar[str] = "publish_step"

    def __init__(self, request: ObjectData, *, objects: Iterable[ObjectData] = (), gates: Gate = Gate(0)) -> None:
        self._pointer: Any = lib.vmimage_publish_step_new()
        if not self._pointer:
            raise NoMemoryError("no memory for a publishing pass")
        self._lock = threading.Lock()
        call(lib.vmimage_publish_step_set_request, self._pointer, *json_bytes(request))
        call(lib.vmimage_publish_step_set_gates, self._pointer, gates)
        for other in objects:
            self.add_object(other)

    def add_object(self, data: ObjectData) -> None:
        """An object of the cluster; kinds that do not matter are passed over."""
        with self._lock:
            call(lib.vmimage_publish_step_add_object, self._pointer, *json_bytes(data))

    def add_task(self, state: str, *, description_id: str, activation_id: Optional[str] = None, result: Optional[Tuple[str, str]] = None,
                 message: Optional[str] = None) -> None:
        """A task of vCenter; result is type and ID of what it made, message why it failed."""
        kind, value = result if result is not None else (None, None)
        with self._lock:
            call(lib.vmimage_publish_step_add_task, self._pointer, encode(activation_id, "activation_id"), encode(description_id, "description_id"),
                 encode(state, "state"), encode(kind, "result"), encode(value, "result"), encode(message, "message"))

    def add_item(self, name: str, id: str, *, type: PublishItem = PublishItem.LIBRARY, description: Optional[str] = None,
                 request_uid: Optional[str] = None) -> None:
        """What the target holds under a name; request_uid is "vmservice.vmpub.uuid" of a VM's ExtraConfig."""
        with self._lock:
            call(lib.vmimage_publish_step_add_item, self._pointer, type, encode(name, "name"), encode(id, "id"),
                 encode(description, "description"), encode(request_uid, "request_uid"))

    def set_storage(self, size: int) -> None:
        """How many bytes the files of the VM take."""
        with self._lock:
            call(lib.vmimage_publish_step_set_storage, self._pointer, size)

    def set_encrypts(self, encrypts: bool) -> None:
        """Whether the storage policy of the target encrypts."""
        with self._lock:
            call(lib.vmimage_publish_step_set_encrypts, self._pointer, int(encrypts))

    def answer(self, question: PublishQuestion, failure: Optional[str] = None) -> None:
        """What was added is all there is, or what was to be done is done; failure says why not."""
        with self._lock:
            call(lib.vmimage_publish_step_answer, self._pointer, question, encode(failure, "failure"))

    def run(self, now: Union[str, datetime.datetime, None] = None) -> PublishPass:
        """One pass, from the request as it was given."""
        with self._lock:
            return make(_Result, lib.vmimage_publish_step_run, self._pointer, _time(now)).read()
