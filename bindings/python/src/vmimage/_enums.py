# SPDX-License-Identifier: Apache-2.0
"""The numbers of the C headers as enumerations. A test compares each with the headers."""
from __future__ import annotations

import enum


class Status(enum.IntEnum):
    """Status codes. The numbers are permanent."""

    OK = 0
    DONE = 1
    INVALID = -1
    NO_MEMORY = -2
    NOT_FOUND = -3
    AMBIGUOUS = -4
    EXISTS = -5
    CONFLICT = -6
    UNAUTHENTICATED = -7
    FORBIDDEN = -8
    UNREACHABLE = -9
    TLS = -10
    TIMEOUT = -11
    CANCELLED = -12
    BUSY = -13
    LIMIT = -14
    PARSE = -15
    INTEGRITY = -16
    IO = -17
    PROTOCOL = -18
    UNSUPPORTED = -19
    EXPIRED = -20
    NOT_READY = -21
    FAILED = -22
    MISUSE = -23
    ABI = -24


class Feature(enum.IntEnum):
    """What a build of the library may lack."""

    DIRECTORY = 1
    HTTP = 2
    VSPHERE = 3
    KUBERNETES = 4


class Option(enum.IntEnum):
    """Behaviour that VM Operator's documentation promises and its code does not have."""

    OVF_CAPABILITIES = 1


class LogLevel(enum.IntEnum):
    """Levels of the library's log."""

    NONE = 0
    ERROR = 1
    WARNING = 2
    INFO = 3
    DEBUG = 4


class Limit(enum.IntEnum):
    """Limits of a context; the library has a default for each."""

    DESCRIPTOR_BYTES = 1
    DESCRIPTOR_DEPTH = 2
    DESCRIPTOR_ELEMENTS = 3
    JSON_BYTES = 4
    JSON_DEPTH = 5
    ARCHIVE_MEMBERS = 6
    DIRECTORY_ENTRIES = 7
    CONCURRENCY = 8


class Capability(enum.IntFlag):
    """What a registry can do."""

    LIBRARIES = 1
    ITEMS = 2
    IMAGES = 4
    DERIVED = 8
    KEEP = 16
    WATCH = 32
    FILES = 64
    REQUESTS = 128


class Resolve(enum.IntFlag):
    """Ways to resolve a name that differ from VM Operator's."""

    PREFER_NAMESPACE = 1


class HrefLocation(enum.IntEnum):
    """Where the href of a file of an OVF package leads to."""

    INSIDE = 1
    WEB = 2
    OUTSIDE = 3


class Gate(enum.IntFlag):
    """Feature gates of VM Operator's item reconcilers."""

    FAST_DEPLOY = 1
    INVENTORY_LIBRARY = 2
    MULTIPLE_LIBRARIES = 4


class Action(enum.IntEnum):
    """What a pass of the item reconcilers does."""

    SKIP = 0
    ADD_FINALIZER = 1
    REMOVE_FINALIZERS = 2
    CREATE = 3
    UPDATE = 4
    KEEP = 5
    REFUSE = 6


class PublishQuestion(enum.IntEnum):
    """What a publishing pass asks for."""

    NOTHING = 0
    TASKS = 1
    LIBRARY_ITEM = 2
    INVENTORY_ITEM = 3
    STORAGE = 4
    ENCRYPTION = 5
    UPDATE_ITEM = 6


class PublishItem(enum.IntEnum):
    """What an item of a publishing target is."""

    LIBRARY = 0
    MACHINE = 1
    FOLDER = 2


class PublishSubmit(enum.IntEnum):
    """How a VM is to be published."""

    NOTHING = 0
    CAPTURE = 1
    CLONE = 2


class AdmissionGate(enum.IntFlag):
    """Gates of VM Operator that change what is admitted."""

    IMPORT = 1
    RESTORE = 2


class Change(enum.IntEnum):
    """How an object differs between two snapshots."""

    ADDED = 1
    REMOVED = 2
    CHANGED = 3


class EventKind(enum.IntEnum):
    """What an event of a job tells. Later versions of the library have more."""

    ADDED = 1
    MODIFIED = 2
    REMOVED = 3
    SYNCED = 4
    ERROR = 5
    DONE_FILE = 6
    CONDITION = 7


class DownloadFlag(enum.IntFlag):
    """What a download may do."""

    REPLACE = 1
    RESUME = 2


class ExportFlag(enum.IntFlag):
    """What an export may do."""

    REMOVE = 1


class Policy(enum.IntFlag):
    """What a package must have to pass."""

    REQUIRE_MANIFEST = 1
    REQUIRE_SIGNATURE = 2
    STRICT = 4


class Result(enum.IntEnum):
    """The answer of a verification as a whole."""

    PASSED = 1
    UNCHECKED = 2
    FAILED = 3


class Verdict(enum.IntEnum):
    """The answer of a verification for one file."""

    OK = 1
    MISMATCH = 2
    MISSING = 3
    WRONG_SIZE = 4
    NOT_COVERED = 5
    UNCHECKED = 6
    EXTRA = 7
    OUTSIDE = 8


class RuleVerdict(enum.IntEnum):
    """The answer of one rule of a policy."""

    PASSED = 1
    FAILED = 2
    NOT_APPLICABLE = 3


class CertificateWarning(enum.IntFlag):
    """vCenter's warnings about the certificate of a signature."""

    SELF_SIGNED = 1
    EXPIRED = 2
    NOT_YET_VALID = 4
    UNTRUSTED = 8


class RequestKind(enum.IntEnum):
    """The kinds of requests."""

    PUBLISH = 1
    GROUP_PUBLISH = 2
    IMPORT = 3


class RequestState(enum.IntEnum):
    """How a request stands."""

    PENDING = 1
    COMPLETE = 2
    FAILED = 3


class WriteFlag(enum.IntFlag):
    """How an object is written."""

    CHECK = 1
    DRY_RUN = 2
    STATUS = 4
    APPLY = 8
    FORCE = 16


# The common beginning of each enumeration's names in C.
PREFIXES = {
    "VMIMAGE_FEATURE_": Feature,
    "VMIMAGE_LOG_": LogLevel,
    "VMIMAGE_LIMIT_": Limit,
    "VMIMAGE_OPTION_": Option,
    "VMIMAGE_CAPABILITY_": Capability,
    "VMIMAGE_RESOLVE_": Resolve,
    "VMIMAGE_HREF_": HrefLocation,
    "VMIMAGE_ADMISSION_": AdmissionGate,
    "VMIMAGE_GATE_": Gate,
    "VMIMAGE_PUBLISH_ASK_": PublishQuestion,
    "VMIMAGE_PUBLISH_ITEM_": PublishItem,
    "VMIMAGE_PUBLISH_SUBMIT_": PublishSubmit,
    "VMIMAGE_ACTION_": Action,
    "VMIMAGE_DRIFT_": Change,
    "VMIMAGE_VERIFY_": Policy,
    "VMIMAGE_RESULT_": Result,
    "VMIMAGE_RULE_": RuleVerdict,
    "VMIMAGE_VERDICT_": Verdict,
    "VMIMAGE_CERTIFICATE_": CertificateWarning,
    "VMIMAGE_DOWNLOAD_": DownloadFlag,
    "VMIMAGE_EXPORT_": ExportFlag,
    "VMIMAGE_EVENT_": EventKind,
    "VMIMAGE_REQUEST_": RequestKind,
    "VMIMAGE_STATE_": RequestState,
    "VMIMAGE_WRITE_": WriteFlag,
    "VMIMAGE_E_": Status,
}
