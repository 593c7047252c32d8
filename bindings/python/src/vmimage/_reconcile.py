# SPDX-License-Identifier: Apache-2.0
"""From a library item to its image: one pass of VM Operator's item reconcilers, without a cluster."""
from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Optional, Tuple, Union

from . import _api
from ._enums import Action, Gate
from ._errors import NoMemoryError, call, encode, text
from ._handle import Handle, make
from ._model import Image, Item
from ._native import lib
from ._ovf import Ovf
from ._rules import ObjectData, json_bytes


@dataclass(frozen=True)
class Pass:
    """What one pass does. A pass that fails as VM Operator's would is one too: error says why."""

    action: Action
    #: The image as it is to be; None when the pass makes none.
    image: Optional[Image]
    #: The item as it is to be: its finalizers and labels may differ.
    item: Item
    #: The finalizers that the item is to have.
    finalizers: Tuple[str, ...]
    skip_reason: Optional[str]
    error: Optional[str]
    #: Each as "TYPE REASON MESSAGE".
    events: Tuple[str, ...]
    #: The VirtualMachineImageCache that the pass writes.
    cache: Optional[Dict[str, Any]]


class _Result(Handle):
    """The library's object, as long as it is read."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_reconcile_result
    _prefix: ClassVar[str] = "reconcile_result"

    def _texts(self, name: str) -> Tuple[str, ...]:
        count, at = self._function(f"{name}_count"), self._function(name)
        return tuple(text(at(self._pointer, i)) or "" for i in range(count(self._pointer)))

    def read(self) -> Pass:
        p = self._pointer
        image, cache = lib.vmimage_reconcile_result_image(p), text(lib.vmimage_reconcile_result_cache(p))
        return Pass(
            action=Action(lib.vmimage_reconcile_result_action(p)),
            image=Image._adopt(lib.vmimage_image_ref(image)) if image else None,
            item=Item._adopt(lib.vmimage_item_ref(lib.vmimage_reconcile_result_item(p))),
            finalizers=self._texts("finalizer"),
            skip_reason=text(lib.vmimage_reconcile_result_skip_reason(p)),
            error=text(lib.vmimage_reconcile_result_error(p)),
            events=self._texts("event"),
            cache=None if cache is None else json.loads(cache))


class _Reconcile(Handle):
    """The question of one pass."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_reconcile
    _prefix: ClassVar[str] = "reconcile"

    def __init__(self, item: Item) -> None:
        if not isinstance(item, Item):
            raise TypeError(f"item must be a vmimage.Item, not {type(item).__name__}")
        self._pointer: Any = lib.vmimage_reconcile_new(item._pointer)
        if not self._pointer:
            raise NoMemoryError("no memory for a reconcile")

    def set(self, name: str, *arguments: Any) -> None:
        call(self._function(f"set_{name}"), self._pointer, *arguments)


def _time(now: Union[str, datetime.datetime, None]) -> Optional[bytes]:
    """A time as the API server writes it. A datetime without a zone is local time, as everywhere in Python."""
    if isinstance(now, str):
        return encode(now, "now")
    moment = datetime.datetime.now(datetime.timezone.utc) if now is None else now.astimezone(datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def reconcile(item: Item, *, now: Union[str, datetime.datetime, None] = None, image: Optional[Image] = None,
              descriptor: Optional[Ovf] = None, content_error: Optional[str] = None, cache: Optional[ObjectData] = None,
              config_map: Union[str, bytes, None] = None, gates: Gate = Gate(0), version: Optional[int] = None) -> Pass:
    """One pass of the item reconciler.

    image is the one that is there now, descriptor that of the item, content_error why it could not be had. cache and config_map
    are the VirtualMachineImageCache of the item and the YAML of its ConfigMap. version is 1 for the v1alpha1 reconciler, 2 for
    v1alpha2; by default the gates decide, as in VM Operator. now becomes the time of conditions that change.
    """
    question = _Reconcile(item)
    question.set("gates", gates)
    if version is not None:
        question.set("version", version)
    if image is not None:
        question.set("image", image._pointer)
    if descriptor is not None:
        question.set("descriptor", descriptor._pointer)
    if content_error is not None:
        question.set("content_error", encode(content_error, "content_error"))
    if cache is not None:
        question.set("cache", *json_bytes(cache))
    if config_map is not None:
        question.set("config_map", *json_bytes(config_map))
    return make(_Result, lib.vmimage_reconcile_run, question._pointer, _time(now)).read()
