# SPDX-License-Identifier: Apache-2.0
"""Admission: what VM Operator's webhooks would answer, without a cluster."""
from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Iterable, List, Optional

from . import _api
from ._enums import AdmissionGate
from ._errors import NoMemoryError, call, encode, text
from ._handle import Handle, make
from ._native import lib
from ._rules import ObjectData, json_bytes


@dataclass(frozen=True)
class Answer:
    """What a webhook answers. A refusal is an answer, no error."""

    allowed: bool
    #: The HTTP status: 200, 400, 403, 404, 422 or 500.
    code: int
    #: Where VM Operator lists all fields that it refuses.
    reason: Optional[str]
    message: Optional[str]
    #: RFC 6902 operations; None when nothing is patched.
    patch: Optional[List[Dict[str, Any]]]

    def __bool__(self) -> bool:
        return self.allowed


class _Answer(Handle):
    """The library's object, as long as it is read."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_admission_answer
    _prefix: ClassVar[str] = "admission_answer"

    def read(self) -> Answer:
        p = self._pointer
        patch = text(lib.vmimage_admission_answer_patch(p))
        return Answer(
            lib.vmimage_admission_answer_allowed(p) != 0, lib.vmimage_admission_answer_code(p),
            text(lib.vmimage_admission_answer_reason(p)), text(lib.vmimage_admission_answer_message(p)),
            None if patch is None else json.loads(patch))


class Admission(Handle):
    """The question whether an object may be created, or with old, changed.

    data is a VirtualMachinePublishRequest, a VirtualMachineGroupPublishRequest or a VirtualMachine, of which only the image
    references are looked at. objects are those of the cluster that the rules may look up. privileged, groups and sso_domain say
    who asks.
    """

    __slots__ = ("_lock",)
    _struct: ClassVar[Any] = _api.vmimage_admission
    _prefix: ClassVar[str] = "admission"

    def __init__(self, data: ObjectData, *, old: Optional[ObjectData] = None, objects: Iterable[ObjectData] = (),
                 privileged: bool = False, groups: Iterable[str] = (), sso_domain: Optional[str] = None,
                 gates: AdmissionGate = AdmissionGate(0)) -> None:
        self._pointer: Any = lib.vmimage_admission_new()
        if not self._pointer:
            raise NoMemoryError("no memory for an admission")
        self._lock = threading.Lock()
        p = self._pointer
        call(lib.vmimage_admission_set_object, p, *json_bytes(data))
        if old is not None:
            call(lib.vmimage_admission_set_old_object, p, *json_bytes(old))
        for other in objects:
            call(lib.vmimage_admission_add_object, p, *json_bytes(other))
        call(lib.vmimage_admission_set_privileged, p, int(privileged))
        for group in groups:
            call(lib.vmimage_admission_add_group, p, encode(group, "group"))
        call(lib.vmimage_admission_set_sso_domain, p, encode(sso_domain, "sso_domain"))
        call(lib.vmimage_admission_set_gates, p, gates)

    def mutate(self) -> Answer:
        """What the mutating webhook answers: the fields that it fills in, as a patch."""
        with self._lock:
            return make(_Answer, lib.vmimage_admission_mutate, self._pointer).read()

    def validate(self) -> Answer:
        """What the validating webhook answers. The object is taken as it was given."""
        with self._lock:
            return make(_Answer, lib.vmimage_admission_validate, self._pointer).read()
