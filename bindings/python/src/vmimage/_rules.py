# SPDX-License-Identifier: Apache-2.0
"""Rules over whole objects: conversion between API versions. The objects are JSON; nothing is kept between calls."""
from __future__ import annotations

import json
from typing import Any, Mapping, Tuple, Union

from ._errors import encode
from ._handle import make_text
from ._native import lib

#: A Kubernetes object as JSON, or as the mapping that json.load() gives.
ObjectData = Union[str, bytes, Mapping[str, Any]]


def json_bytes(data: ObjectData) -> Tuple[bytes, int]:
    """JSON for the library, with its length. A text keeps lone surrogates, so that it is the library that refuses them."""
    if isinstance(data, Mapping):
        data = json.dumps(data, ensure_ascii=False)
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    return raw, len(raw)


def convert(data: ObjectData, api_version: str) -> str:
    """An object of any kind of the image model in another API version of its kind, as JSON."""
    return make_text(lib.vmimage_object_convert, *json_bytes(data), encode(api_version, "api_version")) or ""
