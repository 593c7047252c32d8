# SPDX-License-Identifier: Apache-2.0
"""Options: how to reach a place, for registries that are not folders."""
from __future__ import annotations

import os
from typing import Any, ClassVar, Iterable, Optional, Union

from . import _api
from ._context import in_range
from ._errors import NoMemoryError, call, encode, encode_path
from ._handle import Handle
from ._native import lib

_Path = Union[str, "os.PathLike[str]", None]


def _text(value: Optional[str], name: str) -> Optional[bytes]:
    return None if value is None else encode(value, name)


def _path(value: _Path) -> Optional[bytes]:
    return None if value is None else encode_path(value)


class Options(Handle):
    """How to reach a place. It never changes once it is made, and may serve several registries and threads.

    user and password are sent to the host of the registry's URL only. ca_file holds the trusted roots in place of the
    system's; fingerprint is the SHA-256 or SHA-1 of the one certificate to trust. certificate and key are what the program shows of
    itself. api_versions are those to be used and no other: "vmoperator.vmware.com/v1alpha5". proxy is a URL, "" for none; None
    is what the environment says. poll_interval and deadline are in seconds.
    """

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_options
    _prefix: ClassVar[str] = "options"

    def __init__(self, *, user: Optional[str] = None, password: Optional[str] = None, ca_file: _Path = None,
                 fingerprint: Optional[str] = None, certificate: _Path = None, key: _Path = None,
                 proxy: Optional[str] = None, insecure: bool = False, connections: int = 0, poll_interval: float = 0,
                 deadline: float = 0, kubeconfig: _Path = None, kubernetes_context: Optional[str] = None,
                 api_versions: Iterable[str] = ()) -> None:
        self._pointer = lib.vmimage_options_new()
        if not self._pointer:
            raise NoMemoryError("no memory for options")
        call(lib.vmimage_options_set_credentials, self._pointer, _text(user, "user"), _text(password, "password"))
        call(lib.vmimage_options_set_ca_file, self._pointer, _path(ca_file))
        call(lib.vmimage_options_set_fingerprint, self._pointer, _text(fingerprint, "fingerprint"))
        call(lib.vmimage_options_set_client_certificate, self._pointer, _path(certificate), _path(key))
        call(lib.vmimage_options_set_proxy, self._pointer, _text(proxy, "proxy"))
        call(lib.vmimage_options_set_insecure, self._pointer, int(bool(insecure)))
        call(lib.vmimage_options_set_connections, self._pointer, in_range(connections, 32, "connections"))
        call(lib.vmimage_options_set_poll_interval, self._pointer, in_range(round(poll_interval * 1000), 64, "poll_interval"))
        call(lib.vmimage_options_set_deadline, self._pointer, in_range(round(deadline * 1000), 64, "deadline"))
        call(lib.vmimage_options_set_kubernetes, self._pointer, _path(kubeconfig),
             _text(kubernetes_context, "kubernetes_context"))
        for version in api_versions:
            call(lib.vmimage_options_set_api_version, self._pointer, encode(version, "api_versions"))
