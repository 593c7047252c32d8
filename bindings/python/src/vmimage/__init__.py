# SPDX-License-Identifier: Apache-2.0
"""VM Operator's image model: libraries, items, images and VMI IDs, through libvmimage.

    import vmimage

    print(vmimage.vmi_id("e1968c25-dd84-4506-8dc7-9beacb6b688e"))
    with vmimage.Registry("/srv/images") as registry:
        for image in registry.images(ready=True):
            print(image.id, image.display_name, image.type)

All rules are the library's; this package only makes its objects and errors those of Python.
"""
from ._admission import Admission, Answer
from ._context import Context, LogFunction
from ._enums import (
    Action, AdmissionGate, Capability, CertificateWarning, Change, DownloadFlag, EventKind, ExportFlag, Feature, Gate,
    HrefLocation, Limit, LogLevel, Option, Policy, PublishItem, PublishQuestion, PublishSubmit, RequestKind, RequestState, Resolve,
    Result, RuleVerdict, Status, Verdict, WriteFlag)
from ._errors import (
    ABIError, AmbiguousError, BusyError, CancelledError, Candidate, ConflictError, DeadlineError, Error, ExistsError,
    ExpiredError, FailedError, ForbiddenError, InputOutputError, IntegrityError, InvalidError, LimitError, MisuseError,
    NoMemoryError, NotFoundError, NotReadyError, ParseError, PathNotFoundError, ProtocolError, TLSError,
    UnauthenticatedError, UnreachableError, UnsupportedError)
from ._job import Event, Job
from ._lock import Lock, Pin, PinnedFile
from ._model import (
    Condition, Conditions, Disk, File, Image, Images, Item, Items, Libraries, Library, Owner, Property, Storage, SystemProperty)
from ._options import Options
from ._ovf import Ovf, OvfDisk, OvfFile
from ._package import DiskHeader, Package, PackageFile
from ._policy import CheckedRule, Rules
from ._publish import PublishCall, PublishPass, PublishStep, Submission
from ._reconcile import Pass, reconcile
from ._registry import Registry
from ._request import (
    GroupImage, GroupPublishRequest, GroupPublishRequests, ImportRequest, ImportRequests, PublishRequest, PublishRequests, Request,
    Upload)
from ._rules import ObjectData, convert
from ._stream import Stream
from ._values import (
    canonical_quantity, check_uuid, cim_from_guest_id, feature_supported, guest_id_from_cim, hardware_version, is_label_key,
    is_label_value, is_vmi_id, item_name, library_name, library_version, parse_quantity, quantity_from_bytes, resolve,
    status_name, vmi_id, vmi_id_from_item_name, vmi_id_from_provider_item)
from ._verify import CheckedFile, ProgressFunction, Verify, VerifyReport
from ._version import (
    Constraint, Difference, compare_content_versions, compare_versions, drift, family_key, in_family, is_prerelease, newest,
    version_key)

__version__ = "0.1.0"

__all__ = [
    "ABIError", "Action", "Admission", "AdmissionGate", "AmbiguousError", "Answer", "BusyError", "CancelledError",
    "Candidate", "Capability", "CertificateWarning", "Change", "CheckedFile", "CheckedRule", "Condition",
    "Conditions", "ConflictError", "Constraint", "Context", "DeadlineError", "Difference", "Disk", "DiskHeader",
    "DownloadFlag", "Error", "Event", "EventKind", "ExistsError", "ExpiredError", "ExportFlag", "FailedError",
    "Feature", "File", "ForbiddenError", "Gate", "GroupImage", "GroupPublishRequest", "GroupPublishRequests",
    "HrefLocation", "Image", "Images", "ImportRequest", "ImportRequests", "InputOutputError", "IntegrityError",
    "InvalidError", "Item", "Items", "Job", "Libraries", "Library", "Limit", "LimitError", "Lock", "LogFunction",
    "LogLevel", "MisuseError", "NoMemoryError", "NotFoundError", "NotReadyError", "ObjectData", "Option", "Options",
    "Ovf", "OvfDisk", "OvfFile", "Owner", "Package", "PackageFile", "ParseError", "Pass", "PathNotFoundError", "Pin",
    "PinnedFile", "Policy", "ProgressFunction", "Property", "ProtocolError", "PublishCall", "PublishItem",
    "PublishPass", "PublishQuestion", "PublishRequest", "PublishRequests", "PublishStep", "PublishSubmit", "Registry",
    "Request", "RequestKind", "RequestState", "Resolve", "Result", "RuleVerdict", "Rules", "Status", "Storage",
    "Stream", "Submission", "SystemProperty", "TLSError", "UnauthenticatedError", "UnreachableError",
    "UnsupportedError", "Upload", "Verdict", "Verify", "VerifyReport", "WriteFlag", "canonical_quantity",
    "check_uuid", "cim_from_guest_id", "compare_content_versions", "compare_versions", "convert", "drift",
    "family_key", "feature_supported", "guest_id_from_cim", "hardware_version", "in_family", "is_label_key",
    "is_label_value", "is_prerelease", "is_vmi_id", "item_name", "library_name", "library_version", "newest",
    "parse_quantity", "quantity_from_bytes", "reconcile", "resolve", "status_name", "version_key", "vmi_id",
    "vmi_id_from_item_name", "vmi_id_from_provider_item",
]
