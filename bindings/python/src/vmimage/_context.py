# SPDX-License-Identifier: Apache-2.0
"""Contexts: log, limits and cache directory, set once when one is made and then shared."""
from __future__ import annotations

import logging
import os
from typing import Any, Callable, ClassVar, Dict, FrozenSet, Iterable, Mapping, Optional, Union

from . import _api
from ._enums import Limit, LogLevel, Option
from ._errors import NoMemoryError, call, calls, encode_path, text
from ._handle import Handle
from ._native import lib

LogFunction = Callable[[LogLevel, str, str], object]

#: Where the library's lines go unless a context says otherwise. The program decides what becomes of them.
LOGGER = logging.getLogger("vmimage")
LOGGER.addHandler(logging.NullHandler())

_PYTHON_LEVELS = {
    LogLevel.ERROR: logging.ERROR, LogLevel.WARNING: logging.WARNING, LogLevel.INFO: logging.INFO,
    LogLevel.DEBUG: logging.DEBUG,
}


def _level_of(logger: logging.Logger) -> LogLevel:
    """The least important level that a logger lets through."""
    effective = logger.getEffectiveLevel()
    enabled = [ours for ours, theirs in _PYTHON_LEVELS.items() if theirs >= effective]
    return max(enabled, default=LogLevel.NONE)


def _to_logger(logger: logging.Logger) -> LogFunction:
    def log(level: LogLevel, module: str, message: str) -> None:
        logger.getChild(module).log(_PYTHON_LEVELS.get(level, logging.DEBUG), "%s", message)

    return log


def _receiver(log: LogFunction) -> Any:
    """The C function that hands lines to a Python one.

    C can't be unwound, so what the Python function raises is kept and raised when the call of the library is over. A line
    that comes outside of such a call goes the way of all that can't be raised: sys.unraisablehook.
    """

    def receive(data: Optional[int], level: int, module: Optional[bytes], message: Optional[bytes]) -> None:
        try:
            log(LogLevel(level), text(module) or "", text(message) or "")
        except BaseException as error:
            if calls.depth == 0:
                raise
            if calls.raised is None:
                calls.raised = error

    return _api.vmimage_log_fn(receive)


def in_range(value: int, bits: int, name: str, signed: bool = True) -> int:
    """A whole number that C can hold; ctypes would cut it off."""
    value = int(value)
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    if not low <= value <= high:
        raise OverflowError(f"{name} must be from {low} to {high}, not {value}")
    return value


class Context(Handle):
    """What a program sets once and shares between registries and threads.

    log is a logging.Logger, or a function that takes a LogLevel, the module and the line; None turns the log off.
    log_level is by default what the logger lets through when the context is made, INFO for a function.
    limits maps Limit numbers, or their names in any case, to values; 0 is the library's default.
    options are those that are on; none is unless it is named here.
    cache_directory is where the library may keep what it can fetch again.
    """

    __slots__ = ("_callback",)
    _struct: ClassVar[Any] = _api.vmimage_context
    _prefix: ClassVar[str] = "context"
    _callback: Any

    def __init__(self, *, log: Union[logging.Logger, LogFunction, None] = LOGGER, log_level: Optional[LogLevel] = None,
                 limits: Optional[Mapping[Union[Limit, str], int]] = None, options: Iterable[Option] = (),
                 cache_directory: Union[str, os.PathLike[str], None] = None) -> None:
        self._pointer = lib.vmimage_context_new()
        if not self._pointer:
            raise NoMemoryError("no memory for a context")
        self._set_log(log, log_level)
        for limit, value in (limits or {}).items():
            number = Limit[limit.upper()] if isinstance(limit, str) else limit
            call(lib.vmimage_context_set_limit, self._pointer, number, in_range(value, 64, "a limit", signed=False))
        for option in options:
            call(lib.vmimage_context_set_option, self._pointer, option, 1)
        if cache_directory is not None:
            call(lib.vmimage_context_set_cache_directory, self._pointer, encode_path(cache_directory))

    def _set_log(self, log: Union[logging.Logger, LogFunction, None], level: Optional[LogLevel]) -> None:
        self._callback = None
        if isinstance(log, logging.Logger):
            level = _level_of(log) if level is None else level
            log = _to_logger(log)
        if log is not None:
            self._callback = _receiver(log)
            level = LogLevel.INFO if level is None else level
            call(lib.vmimage_context_set_log, self._pointer, level, self._callback, None)

    def limit(self, limit: Limit) -> int:
        """The value of a limit."""
        value: int = lib.vmimage_context_limit(self._pointer, limit)
        return value

    @property
    def limits(self) -> Dict[Limit, int]:
        """All limits, as a copy."""
        return {limit: self.limit(limit) for limit in Limit}

    @property
    def options(self) -> FrozenSet[Option]:
        """The options that are on."""
        return frozenset(option for option in Option if lib.vmimage_context_option(self._pointer, option))

    @property
    def cache_directory(self) -> Optional[str]:
        """The folder where the library may keep what it can fetch again."""
        return text(lib.vmimage_context_cache_directory(self._pointer))

    def __repr__(self) -> str:
        return f"<vmimage.Context at {id(self):#x}>"
