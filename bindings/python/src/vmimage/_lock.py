# SPDX-License-Identifier: Apache-2.0
"""Locks: the images that names stand for, pinned, so that a later change is noticed."""
from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, ClassVar, Iterable, Optional, Tuple, Union

from . import _api
from ._errors import NoMemoryError, call, encode, text
from ._handle import Handle, array_of, make, make_text
from ._model import Image, Item
from ._native import lib
from ._registry import Registry
from ._rules import json_bytes
from ._version import Difference, Drift


@dataclass(frozen=True)
class PinnedFile:
    """A file of a pinned image's item."""

    name: str
    #: In bytes.
    size: int
    version: Optional[str]


@dataclass(frozen=True)
class Pin:
    """What a name stood for when it was pinned."""

    name: str
    namespace: Optional[str]
    kind: str
    id: str
    item_id: Optional[str]
    content_version: Optional[str]
    files: Tuple[PinnedFile, ...]


class Lock(Handle):
    """Pinned names. What is written to a lock file is str(lock) or to_json(); several threads may use one lock."""

    __slots__ = ("_guard",)
    _struct: ClassVar[Any] = _api.vmimage_lock
    _prefix: ClassVar[str] = "lock"
    _guard: threading.RLock

    def __init__(self) -> None:
        self._pointer: Any = lib.vmimage_lock_new()
        if not self._pointer:
            raise NoMemoryError("no memory for a lock")
        self._prepare()

    def _prepare(self) -> None:
        self._guard = threading.RLock()

    @classmethod
    def from_json(cls, data: Union[str, bytes]) -> Lock:
        """Read the text of a lock file."""
        return make(cls, lib.vmimage_lock_from_json, *json_bytes(data))

    def to_json(self) -> str:
        """The text of a lock file; the same pins give the same text."""
        with self._guard:
            return make_text(lib.vmimage_lock_to_json, self._pointer) or ""

    def add(self, registry: Registry, name: str, namespace: Optional[str] = None) -> None:
        """Pin the image that a VMI ID or display name stands for."""
        with registry._use() as pointer, self._guard:
            call(lib.vmimage_lock_add, self._pointer, pointer, encode(namespace, "namespace"), encode(name, "name"))

    def add_from(self, images: Iterable[Image], items: Iterable[Item], name: str, namespace: Optional[str] = None) -> None:
        """The same over images and items that you hold: for many names, which would each list the registry anew."""
        held, behind = tuple(images), tuple(items)
        if not all(isinstance(i, Image) for i in held) or not all(isinstance(i, Item) for i in behind):
            raise TypeError("images must hold vmimage.Image objects and items vmimage.Item objects")
        with self._guard:
            call(lib.vmimage_lock_add_from, self._pointer, array_of(held, _api.vmimage_image), len(held),
                 array_of(behind, _api.vmimage_item), len(behind), encode(namespace, "namespace"), encode(name, "name"))

    def check(self, registry: Registry) -> Tuple[Difference, ...]:
        """What differs from what a registry has now."""
        with registry._use() as pointer, self._guard:
            return make(Drift, lib.vmimage_lock_check, self._pointer, pointer).read()

    @property
    def pins(self) -> Tuple[Pin, ...]:
        """What is pinned, by name."""
        with self._guard:
            return tuple(_pin(self._pointer, i) for i in range(lib.vmimage_lock_count(self._pointer)))

    def __str__(self) -> str:
        return self.to_json()

    def __repr__(self) -> str:
        return f"<vmimage.Lock {' '.join(pin.name for pin in self.pins)}>"


def _pin(p: Any, i: int) -> Pin:
    return Pin(
        text(lib.vmimage_lock_name(p, i)) or "", text(lib.vmimage_lock_namespace(p, i)), text(lib.vmimage_lock_kind(p, i)) or "",
        text(lib.vmimage_lock_id(p, i)) or "", text(lib.vmimage_lock_item_id(p, i)),
        text(lib.vmimage_lock_content_version(p, i)),
        tuple(PinnedFile(text(lib.vmimage_lock_file_name(p, i, j)) or "", lib.vmimage_lock_file_size(p, i, j),
                         text(lib.vmimage_lock_file_version(p, i, j))) for j in range(lib.vmimage_lock_file_count(p, i))))
