# SPDX-License-Identifier: Apache-2.0
"""Finds and loads the shared library, and gives its functions with their types set.

The declarations themselves are in _api.py. Errors are made in _errors.py, handles are kept in _handle.py.
"""
from __future__ import annotations

import ctypes
import ctypes.util
import os
from typing import Any, List, Tuple

from . import _api

SONAME = "libvmimage.so.0"
ENVIRONMENT = "VMIMAGE_LIBRARY"


def _open() -> Tuple[ctypes.CDLL, str]:
    """The library that VMIMAGE_LIBRARY names, else the one that the loader finds, else the one that the linker finds.

    The loader comes before find_library(): it is what every other program on the machine uses, and find_library() starts
    a compiler to look.
    """
    wanted = os.environ.get(ENVIRONMENT)
    if wanted:
        try:
            return ctypes.CDLL(wanted), wanted
        except OSError as error:
            raise ImportError(f"{ENVIRONMENT}: {error}", path=wanted) from error
    tried: List[str] = []
    try:
        return ctypes.CDLL(SONAME), SONAME
    except OSError as error:
        tried.append(str(error))
    found = ctypes.util.find_library("vmimage")
    if found is not None:
        try:
            return ctypes.CDLL(found), found
        except OSError as error:
            tried.append(str(error))
    raise ImportError(
        f"libvmimage is not installed where the loader looks ({'; '.join(tried)}); "
        f"install it, or set {ENVIRONMENT} to the path of {SONAME}")


def _check_version(cdll: ctypes.CDLL, path: str) -> None:
    """Refuse a library that is older than the headers that this package was written for, or of another line."""
    try:
        function = cdll.vmimage_version
    except AttributeError:
        raise ImportError(f"{path} is no libvmimage: it has no function vmimage_version", path=path) from None
    function.restype, function.argtypes = ctypes.c_uint32, ()
    have, need = int(function()), int(_api.CONSTANTS["VMIMAGE_VERSION_NUMBER"])
    if have < need or have // 1000000 != need // 1000000:
        raise ImportError(
            f"{path} is libvmimage {version_text(have)}, but this package needs {version_text(need)} or a later one of "
            f"the same major version", path=path)


def version_text(number: int) -> str:
    """A version number as text: 1000 is "0.1.0"."""
    return f"{number // 1000000}.{number // 1000 % 1000}.{number % 1000}"


class Library:
    """The functions of the library as attributes, each given its types when it is first used."""

    def __init__(self) -> None:
        self.cdll, self.path = _open()
        _check_version(self.cdll, self.path)

    def __getattr__(self, name: str) -> Any:
        try:
            restype, argtypes, documentation = _api.FUNCTIONS[name]
        except KeyError:
            raise AttributeError(f"libvmimage has no function {name}") from None
        try:
            function = getattr(self.cdll, name)
        except AttributeError:
            raise ImportError(f"{self.path} lacks {name}; it does not fit this package", path=self.path) from None
        function.restype, function.argtypes = restype, argtypes
        function.__doc__ = documentation
        self.__dict__[name] = function
        return function


lib = Library()
