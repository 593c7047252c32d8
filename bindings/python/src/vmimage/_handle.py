# SPDX-License-Identifier: Apache-2.0
"""Handles: a Python object that owns one reference of a C object, and calls that give new ones.

What the objects say is in _model.py and _registry.py.
"""
from __future__ import annotations

from ctypes import POINTER, byref, string_at
from typing import Any, ClassVar, Optional, Tuple, Type, TypeVar

from . import _api
from ._errors import call, text
from ._native import Library, lib

_string_pointer = POINTER(_api.vmimage_string)
H = TypeVar("H", bound="Handle")


class Handle:
    """Owns one reference. It is released with the object, also while an exception passes and at the interpreter's exit.

    __del__ finds all that it needs on its class: the modules' own names may be gone by then.
    """

    __slots__ = ("_pointer", "__weakref__")
    _pointer: Any
    #: The ctypes class of the C object, and its name in function names: "image" for vmimage_image_ref().
    _struct: ClassVar[Any] = None
    _prefix: ClassVar[str] = ""
    _lib: ClassVar[Library] = lib

    def __init__(self) -> None:
        raise TypeError(f"{type(self).__name__} objects are made by the library")

    @classmethod
    def _adopt(cls: Type[H], pointer: Any) -> H:
        """An object for a reference that the caller gives away."""
        self = cls.__new__(cls)
        self._pointer = pointer
        self._prepare()
        return self

    def _prepare(self) -> None:
        """What a class has besides the pointer."""

    def _function(self, name: str) -> Any:
        return getattr(self._lib, f"vmimage_{self._prefix}_{name}")

    def _release(self) -> None:
        pointer = getattr(self, "_pointer", None)
        if pointer:
            self._pointer = None
            self._function("unref")(pointer)

    def __del__(self) -> None:
        self._release()


def make(kind: Type[H], function: Any, *arguments: Any, is_path: bool = False) -> H:
    """The object that a fallible function puts into its out-parameter."""
    pointer = POINTER(kind._struct)()
    made = None
    try:
        call(function, *arguments, byref(pointer), is_path=is_path)
    finally:
        # Also when a log function raised after the call had made the object: it is then released here.
        if pointer:
            made = kind._adopt(pointer)
    assert made is not None
    return made


def make_next(kind: Type[H], function: Any, iterator: Any) -> H:
    """The next object of an iterator; StopIteration at its end."""
    pointer = POINTER(kind._struct)()
    made = None
    try:
        call(function, iterator, byref(pointer))
    finally:
        if pointer:
            made = kind._adopt(pointer)
    if made is None:
        raise StopIteration
    return made


def make_text(function: Any, *arguments: Any) -> Optional[str]:
    """The text that a fallible function puts into its out-parameter; None when it puts NULL there."""
    pointer = _string_pointer()
    try:
        call(function, *arguments, byref(pointer))
        return read_text(pointer)
    finally:
        lib.vmimage_string_unref(pointer)


def read_text(pointer: Any) -> Optional[str]:
    if not pointer:
        return None
    length: int = lib.vmimage_string_length(pointer)
    return text(string_at(lib.vmimage_string_data(pointer), length))


def array_of(handles: Tuple[Handle, ...], struct: Any) -> Any:
    """A C array of borrowed pointers. The caller keeps the handles until the call is over."""
    return (POINTER(struct) * len(handles))(*(handle._pointer for handle in handles))
