# SPDX-License-Identifier: Apache-2.0
"""Policies: rules that a package has to pass, from a JSON file."""
from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, ClassVar, Optional, Union

from . import _api
from ._attributes import texts
from ._enums import RuleVerdict
from ._errors import encode_path
from ._handle import Handle, make
from ._native import lib
from ._rules import json_bytes


@dataclass(frozen=True)
class CheckedRule:
    """A rule of a policy and what it said of a package."""

    name: str
    verdict: RuleVerdict
    message: str


class Rules(Handle):
    """The rules of a policy; for the argument rules of Verify. They never change and may be used by several threads."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_policy
    _prefix: ClassVar[str] = "policy"

    names = texts("vmimage_policy_rule_count", "vmimage_policy_rule", "What the rules are called.")

    @classmethod
    def from_json(cls, data: Union[str, bytes], folder: Union[str, os.PathLike[str], None] = None) -> Rules:
        """Read a policy; paths in it are relative to folder, without which there must be none."""
        return make(cls, lib.vmimage_policy_from_json, *json_bytes(data), None if folder is None else encode_path(folder), is_path=True)

    @classmethod
    def from_file(cls, path: Union[str, os.PathLike[str]]) -> Rules:
        """Read a policy; paths in it are relative to the folder of the file."""
        return make(cls, lib.vmimage_policy_from_file, encode_path(path), is_path=True)
