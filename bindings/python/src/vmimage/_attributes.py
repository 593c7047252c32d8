# SPDX-License-Identifier: Apache-2.0
"""Descriptors that make a getter of the library an attribute, and mappings over its indexed getters.

Each takes its documentation from the C header, so that there is one text to keep.
"""
from __future__ import annotations

import re
from typing import Any, Callable, Dict, Generic, Iterator, Mapping, Optional, Tuple, TypeVar, Union, overload

from . import _api
from ._errors import encode, text
from ._handle import Handle
from ._native import lib

T = TypeVar("T")
UNSET: int = _api.CONSTANTS["VMIMAGE_UNSET"]


def documentation(function: str) -> str:
    """The header's sentence, in Python's words for what is absent."""
    return re.sub(r"\b(NULL|VMIMAGE_UNSET)\b", "None", _api.FUNCTIONS[function][2])


class Attribute(Generic[T]):
    """A read-only attribute that asks the library each time; objects of the model never change."""

    def __init__(self, function: str, read: Callable[[Handle], T], description: Optional[str] = None) -> None:
        self.function = function
        self.read = read
        self.__doc__ = description or documentation(function)

    def __set_name__(self, owner: type, name: str) -> None:
        self.__name__ = name

    @overload
    def __get__(self, instance: None, owner: type) -> Attribute[T]: ...

    @overload
    def __get__(self, instance: Handle, owner: type) -> T: ...

    def __get__(self, instance: Optional[Handle], owner: type) -> Union[Attribute[T], T]:
        if instance is None:
            return self
        return self.read(instance)

    def __set__(self, instance: Handle, value: Any) -> None:
        raise AttributeError(f"{self.__name__} of a {type(instance).__name__} can't be changed")


def _getter(function: str, convert: Callable[[Any], T], description: Optional[str] = None) -> Attribute[T]:
    return Attribute(function, lambda owner: convert(getattr(lib, function)(owner._pointer)), description)


def optional_text(function: str) -> Attribute[Optional[str]]:
    """A text that may be absent."""
    return _getter(function, text)


def required_text(function: str) -> Attribute[str]:
    """A text that every object has."""
    return _getter(function, lambda value: text(value) or "")


def boolean(function: str) -> Attribute[bool]:
    return _getter(function, lambda value: bool(value != 0))


def optional_boolean(function: str) -> Attribute[Optional[bool]]:
    """1, 0, or the library's sign for a value that the object does not carry."""
    return _getter(function, optional_bool)


def optional_bool(value: int) -> Optional[bool]:
    return None if value == UNSET else value != 0


def number(function: str) -> Attribute[int]:
    return _getter(function, int)


def nonzero(function: str) -> Attribute[Optional[int]]:
    """A number for which 0 means that it is not known."""
    return _getter(function, lambda value: value or None, re.sub(r"\b0 when", "None when", documentation(function)))


def elements(count: str, read: Callable[[Any, int], T], description: str) -> Attribute[Tuple[T, ...]]:
    """A tuple of what read() gives for each index."""

    def read_all(owner: Handle) -> Tuple[T, ...]:
        return tuple(read(owner._pointer, index) for index in range(getattr(lib, count)(owner._pointer)))

    return Attribute(count, read_all, description)


def texts(count: str, function: str, description: str) -> Attribute[Tuple[str, ...]]:
    return elements(count, lambda pointer, index: text(getattr(lib, function)(pointer, index)) or "", description)


class Texts(Mapping[str, str]):
    """Labels or annotations of an object: looked up by the library, in its order."""

    __slots__ = ("_owner", "_name")

    def __init__(self, owner: Handle, name: str) -> None:
        self._owner = owner
        self._name = name

    def __getitem__(self, key: str) -> str:
        value = text(self._owner._function(self._name)(self._owner._pointer, encode(key, "key")))
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        key = self._owner._function(f"{self._name}_key")
        return iter([text(key(self._owner._pointer, index)) or "" for index in range(len(self))])

    def __len__(self) -> int:
        count: int = self._owner._function(f"{self._name}_count")(self._owner._pointer)
        return count

    def as_dict(self) -> Dict[str, str]:
        """A copy that the program may change."""
        key, value = (self._owner._function(f"{self._name}_{part}") for part in ("key", "value"))
        pointer = self._owner._pointer
        return {text(key(pointer, i)) or "": text(value(pointer, i)) or "" for i in range(len(self))}

    def __repr__(self) -> str:
        return repr(self.as_dict())


def mapping(prefix: str, name: str) -> Attribute[Texts]:
    """Labels or annotations as a mapping."""
    return Attribute(f"vmimage_{prefix}_{name}_count", lambda owner: Texts(owner, name),
                     f"The {name}s, as a mapping in byte order of the keys.")
