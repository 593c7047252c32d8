# SPDX-License-Identifier: Apache-2.0
# Written by bindings/python/update-api from the public headers; change those instead.
# fmt: off
# ruff: noqa
"""What the C headers declare: handles, constants, and for each function result, arguments and first sentence."""
from __future__ import annotations

from ctypes import (
    CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p,
)
from typing import Any, Dict, Tuple


class vmimage_admission(Structure):
    """Opaque."""


class vmimage_admission_answer(Structure):
    """Opaque."""


class vmimage_candidate(Structure):
    """Opaque."""


class vmimage_condition(Structure):
    """Opaque."""


class vmimage_constraint(Structure):
    """Opaque."""


class vmimage_context(Structure):
    """Opaque."""


class vmimage_drift(Structure):
    """Opaque."""


class vmimage_error(Structure):
    """Opaque."""


class vmimage_event(Structure):
    """Opaque."""


class vmimage_group_publish_request(Structure):
    """Opaque."""


class vmimage_group_publish_requests(Structure):
    """Opaque."""


class vmimage_image(Structure):
    """Opaque."""


class vmimage_images(Structure):
    """Opaque."""


class vmimage_import_request(Structure):
    """Opaque."""


class vmimage_import_requests(Structure):
    """Opaque."""


class vmimage_item(Structure):
    """Opaque."""


class vmimage_items(Structure):
    """Opaque."""


class vmimage_job(Structure):
    """Opaque."""


class vmimage_libraries(Structure):
    """Opaque."""


class vmimage_library(Structure):
    """Opaque."""


class vmimage_lock(Structure):
    """Opaque."""


class vmimage_options(Structure):
    """Opaque."""


class vmimage_ovf(Structure):
    """Opaque."""


class vmimage_package(Structure):
    """Opaque."""


class vmimage_policy(Structure):
    """Opaque."""


class vmimage_publish_request(Structure):
    """Opaque."""


class vmimage_publish_requests(Structure):
    """Opaque."""


class vmimage_publish_result(Structure):
    """Opaque."""


class vmimage_publish_step(Structure):
    """Opaque."""


class vmimage_query(Structure):
    """Opaque."""


class vmimage_reconcile(Structure):
    """Opaque."""


class vmimage_reconcile_result(Structure):
    """Opaque."""


class vmimage_registry(Structure):
    """Opaque."""


class vmimage_stream(Structure):
    """Opaque."""


class vmimage_string(Structure):
    """Opaque."""


class vmimage_verify(Structure):
    """Opaque."""


class vmimage_verify_report(Structure):
    """Opaque."""


vmimage_log_fn = CFUNCTYPE(None, c_void_p, c_int32, c_char_p, c_char_p)

vmimage_release_fn = CFUNCTYPE(None, c_void_p)

vmimage_verify_progress_fn = CFUNCTYPE(None, c_void_p, c_char_p, c_uint64, c_uint64)

CONSTANTS: Dict[str, Any] = {
    "VMIMAGE_ACTION_ADD_FINALIZER": 1,
    "VMIMAGE_ACTION_CREATE": 3,
    "VMIMAGE_ACTION_KEEP": 5,
    "VMIMAGE_ACTION_REFUSE": 6,
    "VMIMAGE_ACTION_REMOVE_FINALIZERS": 2,
    "VMIMAGE_ACTION_SKIP": 0,
    "VMIMAGE_ACTION_UPDATE": 4,
    "VMIMAGE_ADMISSION_IMPORT": 1,
    "VMIMAGE_ADMISSION_RESTORE": 2,
    "VMIMAGE_CAPABILITY_DERIVED": 8,
    "VMIMAGE_CAPABILITY_FILES": 64,
    "VMIMAGE_CAPABILITY_IMAGES": 4,
    "VMIMAGE_CAPABILITY_ITEMS": 2,
    "VMIMAGE_CAPABILITY_KEEP": 16,
    "VMIMAGE_CAPABILITY_LIBRARIES": 1,
    "VMIMAGE_CAPABILITY_REQUESTS": 128,
    "VMIMAGE_CAPABILITY_WATCH": 32,
    "VMIMAGE_CERTIFICATE_EXPIRED": 2,
    "VMIMAGE_CERTIFICATE_NOT_YET_VALID": 4,
    "VMIMAGE_CERTIFICATE_SELF_SIGNED": 1,
    "VMIMAGE_CERTIFICATE_UNTRUSTED": 8,
    "VMIMAGE_DONE": 1,
    "VMIMAGE_DOWNLOAD_REPLACE": 1,
    "VMIMAGE_DOWNLOAD_RESUME": 2,
    "VMIMAGE_DRIFT_ADDED": 1,
    "VMIMAGE_DRIFT_CHANGED": 3,
    "VMIMAGE_DRIFT_REMOVED": 2,
    "VMIMAGE_EVENT_ADDED": 1,
    "VMIMAGE_EVENT_CONDITION": 7,
    "VMIMAGE_EVENT_DONE_FILE": 6,
    "VMIMAGE_EVENT_ERROR": 5,
    "VMIMAGE_EVENT_MODIFIED": 2,
    "VMIMAGE_EVENT_REMOVED": 3,
    "VMIMAGE_EVENT_SYNCED": 4,
    "VMIMAGE_EXPORT_REMOVE": 1,
    "VMIMAGE_E_ABI": -24,
    "VMIMAGE_E_AMBIGUOUS": -4,
    "VMIMAGE_E_BUSY": -13,
    "VMIMAGE_E_CANCELLED": -12,
    "VMIMAGE_E_CONFLICT": -6,
    "VMIMAGE_E_EXISTS": -5,
    "VMIMAGE_E_EXPIRED": -20,
    "VMIMAGE_E_FAILED": -22,
    "VMIMAGE_E_FORBIDDEN": -8,
    "VMIMAGE_E_INTEGRITY": -16,
    "VMIMAGE_E_INVALID": -1,
    "VMIMAGE_E_IO": -17,
    "VMIMAGE_E_LIMIT": -14,
    "VMIMAGE_E_MISUSE": -23,
    "VMIMAGE_E_NOT_FOUND": -3,
    "VMIMAGE_E_NOT_READY": -21,
    "VMIMAGE_E_NO_MEMORY": -2,
    "VMIMAGE_E_PARSE": -15,
    "VMIMAGE_E_PROTOCOL": -18,
    "VMIMAGE_E_TIMEOUT": -11,
    "VMIMAGE_E_TLS": -10,
    "VMIMAGE_E_UNAUTHENTICATED": -7,
    "VMIMAGE_E_UNREACHABLE": -9,
    "VMIMAGE_E_UNSUPPORTED": -19,
    "VMIMAGE_FEATURE_DIRECTORY": 1,
    "VMIMAGE_FEATURE_HTTP": 2,
    "VMIMAGE_FEATURE_KUBERNETES": 4,
    "VMIMAGE_FEATURE_VSPHERE": 3,
    "VMIMAGE_GATE_FAST_DEPLOY": 1,
    "VMIMAGE_GATE_INVENTORY_LIBRARY": 2,
    "VMIMAGE_GATE_MULTIPLE_LIBRARIES": 4,
    "VMIMAGE_HREF_INSIDE": 1,
    "VMIMAGE_HREF_OUTSIDE": 3,
    "VMIMAGE_HREF_WEB": 2,
    "VMIMAGE_ID_SIZE": 22,
    "VMIMAGE_ITEM_NAME_SIZE": 25,
    "VMIMAGE_JOB_EVENTS_MAX": 1024,
    "VMIMAGE_LIBRARY_NAME_SIZE": 21,
    "VMIMAGE_LIMIT_ARCHIVE_MEMBERS": 6,
    "VMIMAGE_LIMIT_CONCURRENCY": 8,
    "VMIMAGE_LIMIT_DESCRIPTOR_BYTES": 1,
    "VMIMAGE_LIMIT_DESCRIPTOR_DEPTH": 2,
    "VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS": 3,
    "VMIMAGE_LIMIT_DIRECTORY_ENTRIES": 7,
    "VMIMAGE_LIMIT_JSON_BYTES": 4,
    "VMIMAGE_LIMIT_JSON_DEPTH": 5,
    "VMIMAGE_LOG_DEBUG": 4,
    "VMIMAGE_LOG_ERROR": 1,
    "VMIMAGE_LOG_INFO": 3,
    "VMIMAGE_LOG_NONE": 0,
    "VMIMAGE_LOG_WARNING": 2,
    "VMIMAGE_OK": 0,
    "VMIMAGE_OPTION_OVF_CAPABILITIES": 1,
    "VMIMAGE_PUBLISH_ASK_ENCRYPTION": 5,
    "VMIMAGE_PUBLISH_ASK_INVENTORY_ITEM": 3,
    "VMIMAGE_PUBLISH_ASK_LIBRARY_ITEM": 2,
    "VMIMAGE_PUBLISH_ASK_NOTHING": 0,
    "VMIMAGE_PUBLISH_ASK_STORAGE": 4,
    "VMIMAGE_PUBLISH_ASK_TASKS": 1,
    "VMIMAGE_PUBLISH_ASK_UPDATE_ITEM": 6,
    "VMIMAGE_PUBLISH_ITEM_FOLDER": 2,
    "VMIMAGE_PUBLISH_ITEM_LIBRARY": 0,
    "VMIMAGE_PUBLISH_ITEM_MACHINE": 1,
    "VMIMAGE_PUBLISH_SUBMIT_CAPTURE": 1,
    "VMIMAGE_PUBLISH_SUBMIT_CLONE": 2,
    "VMIMAGE_PUBLISH_SUBMIT_NOTHING": 0,
    "VMIMAGE_REQUEST_GROUP_PUBLISH": 2,
    "VMIMAGE_REQUEST_IMPORT": 3,
    "VMIMAGE_REQUEST_PUBLISH": 1,
    "VMIMAGE_RESOLVE_PREFER_NAMESPACE": 1,
    "VMIMAGE_RESULT_FAILED": 3,
    "VMIMAGE_RESULT_PASSED": 1,
    "VMIMAGE_RESULT_UNCHECKED": 2,
    "VMIMAGE_RULE_FAILED": 2,
    "VMIMAGE_RULE_NOT_APPLICABLE": 3,
    "VMIMAGE_RULE_PASSED": 1,
    "VMIMAGE_STATE_COMPLETE": 2,
    "VMIMAGE_STATE_FAILED": 3,
    "VMIMAGE_STATE_PENDING": 1,
    "VMIMAGE_STREAM_SIZE_UNKNOWN": 18446744073709551615,
    "VMIMAGE_UNSET": -2147483648,
    "VMIMAGE_UUID_SIZE": 37,
    "VMIMAGE_VERDICT_EXTRA": 7,
    "VMIMAGE_VERDICT_MISMATCH": 2,
    "VMIMAGE_VERDICT_MISSING": 3,
    "VMIMAGE_VERDICT_NOT_COVERED": 5,
    "VMIMAGE_VERDICT_OK": 1,
    "VMIMAGE_VERDICT_OUTSIDE": 8,
    "VMIMAGE_VERDICT_UNCHECKED": 6,
    "VMIMAGE_VERDICT_WRONG_SIZE": 4,
    "VMIMAGE_VERIFY_REQUIRE_MANIFEST": 1,
    "VMIMAGE_VERIFY_REQUIRE_SIGNATURE": 2,
    "VMIMAGE_VERIFY_STRICT": 4,
    "VMIMAGE_VERSION_NUMBER": 1000,
    "VMIMAGE_VERSION_STRING": '0.1.0',
    "VMIMAGE_WRITE_APPLY": 8,
    "VMIMAGE_WRITE_CHECK": 1,
    "VMIMAGE_WRITE_DRY_RUN": 2,
    "VMIMAGE_WRITE_FORCE": 16,
    "VMIMAGE_WRITE_STATUS": 4,
}

FUNCTIONS: Dict[str, Tuple[Any, Tuple[Any, ...], str]] = {
    "vmimage_admission_add_group": (
        c_int32, (POINTER(vmimage_admission), c_char_p, POINTER(POINTER(vmimage_error))),
        'A group that the user is in.'),
    "vmimage_admission_add_object": (
        c_int32, (POINTER(vmimage_admission), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'An object of the cluster that the rules may look up: a VirtualMachineGroup, a ContentLibrary, an image, or the ConfigMap wcp-cluster-config with the SSO domain.'),
    "vmimage_admission_answer_allowed": (
        c_int32, (POINTER(vmimage_admission_answer),),
        'Whether the object is let in.'),
    "vmimage_admission_answer_code": (
        c_int32, (POINTER(vmimage_admission_answer),),
        'The HTTP status of the answer: 200, 400, 403, 404, 422 or 500; 0 for NULL.'),
    "vmimage_admission_answer_message": (
        c_char_p, (POINTER(vmimage_admission_answer),),
        'The message of the answer; NULL when there is none.'),
    "vmimage_admission_answer_patch": (
        c_char_p, (POINTER(vmimage_admission_answer),),
        'The patch of the answer, a JSON array of RFC 6902 operations; NULL when nothing is patched.'),
    "vmimage_admission_answer_reason": (
        c_char_p, (POINTER(vmimage_admission_answer),),
        'The reason of the answer, which is where VM Operator lists all fields that it refuses; NULL when there is none.'),
    "vmimage_admission_answer_ref": (
        POINTER(vmimage_admission_answer), (POINTER(vmimage_admission_answer),),
        'Take another reference of an answer.'),
    "vmimage_admission_answer_unref": (
        POINTER(vmimage_admission_answer), (POINTER(vmimage_admission_answer),),
        'Release a reference of an answer.'),
    "vmimage_admission_mutate": (
        c_int32, (POINTER(vmimage_admission), POINTER(POINTER(vmimage_admission_answer)), POINTER(POINTER(vmimage_error))),
        'What the mutating webhook answers: the fields that it fills in on creation, as a JSON patch.'),
    "vmimage_admission_new": (
        POINTER(vmimage_admission), (),
        'Make an admission: the question whether an object may be created or changed.'),
    "vmimage_admission_ref": (
        POINTER(vmimage_admission), (POINTER(vmimage_admission),),
        'Take another reference of an admission.'),
    "vmimage_admission_set_gates": (
        c_int32, (POINTER(vmimage_admission), c_uint32, POINTER(POINTER(vmimage_error))),
        'The gates that are on, VMIMAGE_ADMISSION_IMPORT and VMIMAGE_ADMISSION_RESTORE added up; none at first.'),
    "vmimage_admission_set_object": (
        c_int32, (POINTER(vmimage_admission), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'The object that is to be created or changed, as JSON in any served version.'),
    "vmimage_admission_set_old_object": (
        c_int32, (POINTER(vmimage_admission), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'The object as it was.'),
    "vmimage_admission_set_privileged": (
        c_int32, (POINTER(vmimage_admission), c_int32, POINTER(POINTER(vmimage_error))),
        "Whether the user is privileged: VM Operator's own account, system:masters, kubernetes-admin. 0 at first."),
    "vmimage_admission_set_sso_domain": (
        c_int32, (POINTER(vmimage_admission), c_char_p, POINTER(POINTER(vmimage_error))),
        'The SSO domain of the cluster, such as "vsphere.local": the group sso:SupervisorProviderAdministrators of it may do what privileged users may with publish requests.'),
    "vmimage_admission_unref": (
        POINTER(vmimage_admission), (POINTER(vmimage_admission),),
        'Release a reference of an admission.'),
    "vmimage_admission_validate": (
        c_int32, (POINTER(vmimage_admission), POINTER(POINTER(vmimage_admission_answer)), POINTER(POINTER(vmimage_error))),
        'What the validating webhook answers.'),
    "vmimage_candidate_display_name": (
        c_char_p, (POINTER(vmimage_candidate),),
        'Display name of a candidate; NULL when it has none.'),
    "vmimage_candidate_kind": (
        c_char_p, (POINTER(vmimage_candidate),),
        'Kind of a candidate: "VirtualMachineImage" or "ClusterVirtualMachineImage".'),
    "vmimage_candidate_name": (
        c_char_p, (POINTER(vmimage_candidate),),
        'Object name (VMI ID) of a candidate.'),
    "vmimage_candidate_namespace": (
        c_char_p, (POINTER(vmimage_candidate),),
        'Namespace of a candidate; NULL for an image of the cluster.'),
    "vmimage_condition_is_true": (
        c_int32, (POINTER(vmimage_condition),),
        'Whether the status of a condition is "True".'),
    "vmimage_condition_last_transition_time": (
        c_char_p, (POINTER(vmimage_condition),),
        'When the condition last changed, as RFC 3339 in UTC; NULL when it is not known.'),
    "vmimage_condition_message": (
        c_char_p, (POINTER(vmimage_condition),),
        'Message for a person of a condition; NULL when it has none.'),
    "vmimage_condition_observed_generation": (
        c_int64, (POINTER(vmimage_condition),),
        'The generation of the object that the condition was made from; 0 when not known.'),
    "vmimage_condition_reason": (
        c_char_p, (POINTER(vmimage_condition),),
        'Machine-readable reason of a condition; NULL when it has none.'),
    "vmimage_condition_severity": (
        c_char_p, (POINTER(vmimage_condition),),
        'Severity of a condition of a v1alpha1 object: "Error", "Warning", "Info"; NULL elsewhere.'),
    "vmimage_condition_status": (
        c_char_p, (POINTER(vmimage_condition),),
        'Status of a condition: "True", "False" or "Unknown"; NULL when it has none.'),
    "vmimage_condition_type": (
        c_char_p, (POINTER(vmimage_condition),),
        'Type of a condition: "Ready".'),
    "vmimage_constraint_matches": (
        c_int32, (POINTER(vmimage_constraint), c_char_p),
        'Whether a version satisfies a constraint.'),
    "vmimage_constraint_parse": (
        c_int32, (c_char_p, POINTER(POINTER(vmimage_constraint)), POINTER(POINTER(vmimage_error))),
        'Read a constraint: ">=22.04,<24".'),
    "vmimage_constraint_ref": (
        POINTER(vmimage_constraint), (POINTER(vmimage_constraint),),
        'Take another reference of a constraint.'),
    "vmimage_constraint_text": (
        c_char_p, (POINTER(vmimage_constraint),),
        'The text that a constraint was read from.'),
    "vmimage_constraint_unref": (
        POINTER(vmimage_constraint), (POINTER(vmimage_constraint),),
        'Release a reference of a constraint.'),
    "vmimage_content_version_compare": (
        c_int32, (c_char_p, c_char_p),
        'The order of two content versions: -1, 0 or 1 as a is older than b, the same, or newer.'),
    "vmimage_context_cache_directory": (
        c_char_p, (POINTER(vmimage_context),),
        'The folder set with vmimage_context_set_cache_directory(), or NULL.'),
    "vmimage_context_limit": (
        c_uint64, (POINTER(vmimage_context), c_int32),
        'The value of a limit.'),
    "vmimage_context_new": (
        POINTER(vmimage_context), (),
        'Make a context with default limits, no log and no cache directory.'),
    "vmimage_context_option": (
        c_int32, (POINTER(vmimage_context), c_int32),
        'Whether an option is on.'),
    "vmimage_context_ref": (
        POINTER(vmimage_context), (POINTER(vmimage_context),),
        'Take another reference of a context.'),
    "vmimage_context_set_cache_directory": (
        c_int32, (POINTER(vmimage_context), c_char_p, POINTER(POINTER(vmimage_error))),
        'Set the folder where the library may keep what it can fetch again.'),
    "vmimage_context_set_limit": (
        c_int32, (POINTER(vmimage_context), c_int32, c_uint64, POINTER(POINTER(vmimage_error))),
        'Set a limit.'),
    "vmimage_context_set_log": (
        c_int32, (POINTER(vmimage_context), c_int32, vmimage_log_fn, c_void_p, POINTER(POINTER(vmimage_error))),
        'Send log lines of level and more important ones to log.'),
    "vmimage_context_set_log_release": (
        c_int32, (POINTER(vmimage_context), vmimage_release_fn, POINTER(POINTER(vmimage_error))),
        'Have the data of the log released: release is called with it once, when the log is set again, or when the last reference of the context is gone, also that of a handle made from it.'),
    "vmimage_context_set_option": (
        c_int32, (POINTER(vmimage_context), c_int32, c_int32, POINTER(POINTER(vmimage_error))),
        'Turn an option on or off.'),
    "vmimage_context_unref": (
        POINTER(vmimage_context), (POINTER(vmimage_context),),
        'Release a reference of a context.'),
    "vmimage_download_start": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_item), c_char_p, c_uint32, POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Begin to download an item: all of its files into a folder, all or none.'),
    "vmimage_drift_change": (
        c_int32, (POINTER(vmimage_drift), c_size_t),
        'How the object of the row at index differs: a VMIMAGE_DRIFT_* number; 0 when index is out of range.'),
    "vmimage_drift_count": (
        c_size_t, (POINTER(vmimage_drift),),
        'Number of rows; 0 when nothing differs.'),
    "vmimage_drift_field": (
        c_char_p, (POINTER(vmimage_drift), c_size_t),
        'The field that changed, as a path in the object\'s JSON: "status.disks[disk-0].limit"; an element of a list is named by its name, key or type where all elements have one, else by its place.'),
    "vmimage_drift_images": (
        c_int32, (POINTER(POINTER(vmimage_image)), c_size_t, POINTER(POINTER(vmimage_image)), c_size_t, POINTER(POINTER(vmimage_drift)), POINTER(POINTER(vmimage_error))),
        'What differs between two snapshots of images.'),
    "vmimage_drift_is": (
        c_char_p, (POINTER(vmimage_drift), c_size_t),
        'What the field is now, in the same way.'),
    "vmimage_drift_items": (
        c_int32, (POINTER(POINTER(vmimage_item)), c_size_t, POINTER(POINTER(vmimage_item)), c_size_t, POINTER(POINTER(vmimage_drift)), POINTER(POINTER(vmimage_error))),
        'What differs between two snapshots of items, their files among it: "status.fileInfo[disk.vmdk].sizeInBytes".'),
    "vmimage_drift_kind": (
        c_char_p, (POINTER(vmimage_drift), c_size_t),
        'Kind of the object of the row at index; NULL when index is out of range.'),
    "vmimage_drift_name": (
        c_char_p, (POINTER(vmimage_drift), c_size_t),
        'Object name, or for vmimage_lock_check() the pinned name, of the row at index; NULL when index is out of range.'),
    "vmimage_drift_namespace": (
        c_char_p, (POINTER(vmimage_drift), c_size_t),
        'Namespace of the object of the row at index; NULL when it has none.'),
    "vmimage_drift_ref": (
        POINTER(vmimage_drift), (POINTER(vmimage_drift),),
        'Take another reference of a report.'),
    "vmimage_drift_unref": (
        POINTER(vmimage_drift), (POINTER(vmimage_drift),),
        'Release a reference of a report.'),
    "vmimage_drift_was": (
        c_char_p, (POINTER(vmimage_drift), c_size_t),
        'What the field was: a text as it is, anything else as JSON.'),
    "vmimage_error_candidate": (
        POINTER(vmimage_candidate), (POINTER(vmimage_error), c_size_t),
        'One of the images that answer to an ambiguous name: first those of the namespace, then those of the cluster, each in the order of the list that was searched.'),
    "vmimage_error_candidate_count": (
        c_size_t, (POINTER(vmimage_error),),
        'How many images answer to an ambiguous name. 0 for every other error.'),
    "vmimage_error_http_status": (
        c_int32, (POINTER(vmimage_error),),
        "The HTTP status of the server's answer, 0 when there was none."),
    "vmimage_error_line": (
        c_uint64, (POINTER(vmimage_error),),
        'Line of the text or file where parsing stopped, from 1; 0 when the error has no position.'),
    "vmimage_error_message": (
        c_char_p, (POINTER(vmimage_error),),
        'What went wrong, on what, why: one complete line of UTF-8 for a person, without secrets and without a line end.'),
    "vmimage_error_operation": (
        c_char_p, (POINTER(vmimage_error),),
        'What the library was doing: "read image", "open registry".'),
    "vmimage_error_reason": (
        c_char_p, (POINTER(vmimage_error),),
        'The reason in the words of the server, or in those that VM Operator uses for the same failure (so that logs of both can be compared).'),
    "vmimage_error_ref": (
        POINTER(vmimage_error), (POINTER(vmimage_error),),
        'Take another reference of an error.'),
    "vmimage_error_retry_after_ms": (
        c_int64, (POINTER(vmimage_error),),
        'After how many milliseconds a second try makes sense; -1 when it makes none.'),
    "vmimage_error_status": (
        c_int32, (POINTER(vmimage_error),),
        'The status code that the failed call returned.'),
    "vmimage_error_subject": (
        c_char_p, (POINTER(vmimage_error),),
        'The file, object or URL that the error is about.'),
    "vmimage_error_unref": (
        POINTER(vmimage_error), (POINTER(vmimage_error),),
        'Release a reference of an error.'),
    "vmimage_event_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_event),),
        'The condition that is another than before; NULL unless the event is a VMIMAGE_EVENT_CONDITION.'),
    "vmimage_event_error": (
        POINTER(vmimage_error), (POINTER(vmimage_event),),
        'What failed; NULL unless the event is a VMIMAGE_EVENT_ERROR.'),
    "vmimage_event_group_publish_request": (
        POINTER(vmimage_group_publish_request), (POINTER(vmimage_event),),
        'The group publish request that an event is about; NULL when it is about something else.'),
    "vmimage_event_image": (
        POINTER(vmimage_image), (POINTER(vmimage_event),),
        'The image that an event is about; NULL when it is about something else.'),
    "vmimage_event_import_request": (
        POINTER(vmimage_import_request), (POINTER(vmimage_event),),
        'The import request that an event is about; NULL when it is about something else.'),
    "vmimage_event_item": (
        POINTER(vmimage_item), (POINTER(vmimage_event),),
        'The item that an event is about; NULL when it is about something else.'),
    "vmimage_event_kind": (
        c_int32, (POINTER(vmimage_event),),
        'What an event tells: VMIMAGE_EVENT_*; 0 for NULL.'),
    "vmimage_event_library": (
        POINTER(vmimage_library), (POINTER(vmimage_event),),
        'The library that an event is about; NULL when it is about something else.'),
    "vmimage_event_publish_request": (
        POINTER(vmimage_publish_request), (POINTER(vmimage_event),),
        'The publish request that an event is about; NULL when it is about something else.'),
    "vmimage_event_ref": (
        POINTER(vmimage_event), (POINTER(vmimage_event),),
        'Take another reference of an event.'),
    "vmimage_event_text": (
        c_char_p, (POINTER(vmimage_event),),
        'What an event is about in words: the name of a file, the message of an error; for an object its display name, or its object name when it has none.'),
    "vmimage_event_time": (
        c_int64, (POINTER(vmimage_event),),
        'When it happened, as far as the library knows: milliseconds since 1970 in UTC. 0 for NULL.'),
    "vmimage_event_unref": (
        POINTER(vmimage_event), (POINTER(vmimage_event),),
        'Release a reference of an event.'),
    "vmimage_export_start": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), c_char_p, c_uint32, POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Begin to write items of a registry into a folder, as a VCSP library that vCenter can subscribe to, or to bring such a library up to date.'),
    "vmimage_family_compare": (
        c_int32, (POINTER(vmimage_image), POINTER(vmimage_image)),
        'The order of two images of one family: -1, 0 or 1 as a is older than b, the same, or newer.'),
    "vmimage_family_has": (
        c_int32, (POINTER(vmimage_image), c_char_p),
        'Whether an image belongs to a family, given by its whole name or, of "VENDOR/PRODUCT", by the product alone; compared byte by byte.'),
    "vmimage_family_of_image": (
        c_int32, (POINTER(vmimage_image), POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'The family of an image: the name that its versions share.'),
    "vmimage_family_version": (
        c_char_p, (POINTER(vmimage_image),),
        "The version by which an image is compared with others of its family: the product's version, else its full version, else what the display name ends in; NULL when there is none of these."),
    "vmimage_feature_supported": (
        c_int32, (c_int32,),
        'Whether the loaded library was built with a feature.'),
    "vmimage_group_publish_request_add_virtual_machine": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'Name one more virtual machine of the group to be published.'),
    "vmimage_group_publish_request_annotation": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_char_p),
        'Value of the annotation with key; NULL when there is none.'),
    "vmimage_group_publish_request_annotation_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of annotations.'),
    "vmimage_group_publish_request_annotation_key": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Key of the annotation at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_group_publish_request_annotation_value": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Value of the annotation at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_api_version": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'API version that the object was read in, or the storage version when the library made it: "vmoperator.vmware.com/v1alpha6".'),
    "vmimage_group_publish_request_completion_time": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'When all images were there, as RFC 3339 in UTC; NULL when they are not yet.'),
    "vmimage_group_publish_request_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_group_publish_request), c_char_p),
        'The condition with type; NULL when there is none.'),
    "vmimage_group_publish_request_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_group_publish_request), c_size_t),
        'The condition at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_condition_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of conditions.'),
    "vmimage_group_publish_request_copy": (
        c_int32, (POINTER(vmimage_group_publish_request), POINTER(POINTER(vmimage_group_publish_request)), POINTER(POINTER(vmimage_error))),
        "A copy of a group publish request that is the program's own and can be changed."),
    "vmimage_group_publish_request_creation_time": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'When the group publish request was created, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_group_publish_request_deletion_time": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.'),
    "vmimage_group_publish_request_failure": (
        POINTER(vmimage_condition), (POINTER(vmimage_group_publish_request),),
        'The condition that says why the request has failed for good; NULL when it has not.'),
    "vmimage_group_publish_request_finalizer": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_finalizer_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of finalizers: what must be taken away before a deletion ends.'),
    "vmimage_group_publish_request_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_group_publish_request)), POINTER(POINTER(vmimage_error))),
        'Read a group publish request from the JSON of a Kubernetes object in any served API version.'),
    "vmimage_group_publish_request_generate_name": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Beginning of the name that the server makes; NULL when the object has its name.'),
    "vmimage_group_publish_request_generation": (
        c_int64, (POINTER(vmimage_group_publish_request),),
        'Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.'),
    "vmimage_group_publish_request_image_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_group_publish_request), c_size_t, c_size_t),
        'The condition at condition of the publishing of the virtual machine at index; NULL when one of them is out of range.'),
    "vmimage_group_publish_request_image_condition_count": (
        c_size_t, (POINTER(vmimage_group_publish_request), c_size_t),
        'Number of conditions of the publishing of the virtual machine at index; 0 when index is out of range.'),
    "vmimage_group_publish_request_image_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of virtual machines whose publishing has begun.'),
    "vmimage_group_publish_request_image_name": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Object name, which is the VMI ID, of the image of the virtual machine at index; NULL when there is none yet.'),
    "vmimage_group_publish_request_image_publish_request_name": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Object name of the request that publishes the virtual machine at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_image_source": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Object name of the virtual machine at index of those whose publishing has begun; NULL when index is out of range.'),
    "vmimage_group_publish_request_kind": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Kind of the object: "VirtualMachineGroupPublishRequest".'),
    "vmimage_group_publish_request_label": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_char_p),
        'Value of the label with key; NULL when there is none.'),
    "vmimage_group_publish_request_label_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of labels.'),
    "vmimage_group_publish_request_label_key": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Key of the label at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_group_publish_request_label_value": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Value of the label at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_name": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Object name in Kubernetes terms; NULL when the server is to make one, see vmimage_group_publish_request_set_generate_name().'),
    "vmimage_group_publish_request_namespace": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Namespace of the object; NULL when it is not told.'),
    "vmimage_group_publish_request_new": (
        POINTER(vmimage_group_publish_request), (),
        "Make a group publish request of the program's own, which is empty and can be changed with the functions vmimage_group_publish_request_set_*()."),
    "vmimage_group_publish_request_owner_api_version": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'API version of the owner at index, with its group; NULL when index is out of range.'),
    "vmimage_group_publish_request_owner_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of owner references: the objects with which this one is deleted.'),
    "vmimage_group_publish_request_owner_is_controller": (
        c_int32, (POINTER(vmimage_group_publish_request), c_size_t),
        'Whether the owner at index is the controller of the object.'),
    "vmimage_group_publish_request_owner_kind": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Kind of the owner at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_owner_name": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Object name of the owner at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_owner_uid": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'UID of the owner at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_ref": (
        POINTER(vmimage_group_publish_request), (POINTER(vmimage_group_publish_request),),
        'Take another reference of a group publish request.'),
    "vmimage_group_publish_request_resource_version": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Resource version of the object; NULL when it has none.'),
    "vmimage_group_publish_request_set_annotation": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set an annotation.'),
    "vmimage_group_publish_request_set_condition": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set a condition of the status as VM Operator does, or take it away.'),
    "vmimage_group_publish_request_set_generate_name": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The beginning of the name that the server makes when the object has none: "web-".'),
    "vmimage_group_publish_request_set_label": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set a label.'),
    "vmimage_group_publish_request_set_name": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The object name.'),
    "vmimage_group_publish_request_set_namespace": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The namespace.'),
    "vmimage_group_publish_request_set_source": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The group of virtual machines that is published, by its object name.'),
    "vmimage_group_publish_request_set_target": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The library to publish to, by its object name.'),
    "vmimage_group_publish_request_set_ttl_seconds": (
        c_int32, (POINTER(vmimage_group_publish_request), c_int64, POINTER(POINTER(vmimage_error))),
        'How many seconds the request is kept after it has completed; -1 is for ever.'),
    "vmimage_group_publish_request_source": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Object name of the group of virtual machines that is published; NULL when not given: then it is that of the request.'),
    "vmimage_group_publish_request_start_time": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'When the request was taken up, as RFC 3339 in UTC; NULL when it was not yet.'),
    "vmimage_group_publish_request_state": (
        c_int32, (POINTER(vmimage_group_publish_request),),
        'How the request stands: VMIMAGE_STATE_PENDING, VMIMAGE_STATE_COMPLETE or VMIMAGE_STATE_FAILED; 0 for NULL.'),
    "vmimage_group_publish_request_status_source": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Object name of the group that was published; NULL when not told.'),
    "vmimage_group_publish_request_status_target": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Object name of the library that was published to; NULL when not told.'),
    "vmimage_group_publish_request_target": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'Object name of the library to publish to; NULL when not given: then it is the default one of the namespace.'),
    "vmimage_group_publish_request_to_json": (
        c_int32, (POINTER(vmimage_group_publish_request), c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Write a group publish request as compact JSON with sorted keys.'),
    "vmimage_group_publish_request_ttl_seconds": (
        c_int64, (POINTER(vmimage_group_publish_request),),
        'How many seconds the request is kept after it has completed; -1 when for ever.'),
    "vmimage_group_publish_request_uid": (
        c_char_p, (POINTER(vmimage_group_publish_request),),
        'UID that the API server gave the object; NULL when it has none.'),
    "vmimage_group_publish_request_unref": (
        POINTER(vmimage_group_publish_request), (POINTER(vmimage_group_publish_request),),
        'Release a reference of a group publish request.'),
    "vmimage_group_publish_request_virtual_machine": (
        c_char_p, (POINTER(vmimage_group_publish_request), c_size_t),
        'Object name of the virtual machine at index; NULL when index is out of range.'),
    "vmimage_group_publish_request_virtual_machine_count": (
        c_size_t, (POINTER(vmimage_group_publish_request),),
        'Number of virtual machines that are named to be published; 0: all of the group.'),
    "vmimage_group_publish_requests_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_group_publish_requests)), POINTER(POINTER(vmimage_error))),
        'Read group publish requests from a Kubernetes List, a VirtualMachineGroupPublishRequestList, or one group publish request.'),
    "vmimage_group_publish_requests_next": (
        c_int32, (POINTER(vmimage_group_publish_requests), POINTER(POINTER(vmimage_group_publish_request)), POINTER(POINTER(vmimage_error))),
        'The next group publish request.'),
    "vmimage_group_publish_requests_ref": (
        POINTER(vmimage_group_publish_requests), (POINTER(vmimage_group_publish_requests),),
        'Take another reference of an iterator.'),
    "vmimage_group_publish_requests_unref": (
        POINTER(vmimage_group_publish_requests), (POINTER(vmimage_group_publish_requests),),
        'Release an iterator.'),
    "vmimage_guest_id_from_cim": (
        c_char_p, (c_int32, c_char_p),
        'The vSphere guest identifier for a CIM operating system number and an optional version; NULL when the pair is not known.'),
    "vmimage_guest_id_to_cim": (
        c_int32, (c_char_p,),
        'The CIM operating system number for a vSphere guest identifier; 0 for one without number, unknown or NULL.'),
    "vmimage_hardware_version_parse": (
        c_int32, (c_char_p,),
        'The number of a virtual hardware version: "vmx-19" and "19" give 19. 0 when the text is none; NULL gives 0.'),
    "vmimage_id_from_item_name": (
        c_int32, (c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        "The image's object name for an item's object name: clitem-0123456789abcdef0 gives vmi-0123456789abcdef0."),
    "vmimage_id_from_provider_item": (
        c_int32, (c_char_p, c_char * 22, POINTER(POINTER(vmimage_error))),
        'The VMI ID for any provider item ID: a UUID, or the managed object ID of a VM such as "vm-42".'),
    "vmimage_id_from_uuid": (
        c_int32, (c_char_p, c_char * 22, POINTER(POINTER(vmimage_error))),
        'The VMI ID of the library item with a UUID: e1968c25-dd84-4506-8dc7-9beacb6b688e gives vmi-0a0044d7c690bcbea.'),
    "vmimage_id_is_valid": (
        c_int32, (c_char_p,),
        'Whether a text has the form of a VMI ID: "vmi-" and 17 lower-case hexadecimal digits.'),
    "vmimage_image_annotation": (
        c_char_p, (POINTER(vmimage_image), c_char_p),
        'Value of the annotation with key; NULL when there is none.'),
    "vmimage_image_annotation_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of annotations.'),
    "vmimage_image_annotation_key": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Key of the annotation at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_image_annotation_value": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Value of the annotation at index; NULL when index is out of range.'),
    "vmimage_image_api_version": (
        c_char_p, (POINTER(vmimage_image),),
        'API version that the object was read in, or the storage version when the library made it: "vmoperator.vmware.com/v1alpha6".'),
    "vmimage_image_capability": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'The capability at index; NULL when index is out of range.'),
    "vmimage_image_capability_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of capabilities.'),
    "vmimage_image_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_image), c_char_p),
        'The condition with type; NULL when there is none.'),
    "vmimage_image_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_image), c_size_t),
        'The condition at index; NULL when index is out of range.'),
    "vmimage_image_condition_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of conditions.'),
    "vmimage_image_content_version": (
        c_char_p, (POINTER(vmimage_image),),
        'Content version of the library item that the image was made from; NULL when not known.'),
    "vmimage_image_creation_time": (
        c_char_p, (POINTER(vmimage_image),),
        'When the object was created, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_image_deletion_time": (
        c_char_p, (POINTER(vmimage_image),),
        'Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.'),
    "vmimage_image_disk_capacity": (
        c_uint64, (POINTER(vmimage_image), c_size_t),
        'Capacity of the disk at index in bytes; 0 when not known or index is out of range.'),
    "vmimage_image_disk_controller_bus": (
        c_int32, (POINTER(vmimage_image), c_size_t),
        'Bus number of that controller; VMIMAGE_UNSET when not known. -1 is a number that occurs.'),
    "vmimage_image_disk_controller_type": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Controller of the disk at index: "IDE", "NVME", "SCSI" or "SATA"; NULL when not known.'),
    "vmimage_image_disk_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of disks.'),
    "vmimage_image_disk_limit": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Capacity of the disk at index as a Kubernetes quantity such as "16Gi"; NULL when not known.'),
    "vmimage_image_disk_name": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Name of the disk at index; NULL when index is out of range.'),
    "vmimage_image_disk_requested": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Least storage for the disk at index as a quantity.'),
    "vmimage_image_disk_unit": (
        c_int32, (POINTER(vmimage_image), c_size_t),
        'Unit number of the disk at index on its controller; VMIMAGE_UNSET when not known.'),
    "vmimage_image_display_name": (
        c_char_p, (POINTER(vmimage_image),),
        'Display name of the image (status.name); NULL when it has none.'),
    "vmimage_image_finalizer": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_image_finalizer_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of finalizers: what must be taken away before a deletion ends.'),
    "vmimage_image_firmware": (
        c_char_p, (POINTER(vmimage_image),),
        'Firmware as the descriptor spells it, such as "efi" or "bios"; NULL when not given.'),
    "vmimage_image_from_file": (
        c_int32, (POINTER(vmimage_context), c_char_p, POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The image that an .ovf, .ova or .iso file gives.'),
    "vmimage_image_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'Read an image from the JSON of a Kubernetes object in any served API version.'),
    "vmimage_image_full_version": (
        c_char_p, (POINTER(vmimage_image),),
        'Long version of the product; NULL when not given.'),
    "vmimage_image_generation": (
        c_int64, (POINTER(vmimage_image),),
        'Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.'),
    "vmimage_image_hardware_version": (
        c_int32, (POINTER(vmimage_image),),
        'Virtual hardware version; 0 when not known.'),
    "vmimage_image_id": (
        c_char_p, (POINTER(vmimage_image),),
        'The VMI ID of the image, which is its object name: "vmi-0a0044d7c690bcbea".'),
    "vmimage_image_is_ready": (
        c_int32, (POINTER(vmimage_image),),
        'Whether the condition "Ready" is "True".'),
    "vmimage_image_kind": (
        c_char_p, (POINTER(vmimage_image),),
        'Kind of the object: "VirtualMachineImage" or "ClusterVirtualMachineImage".'),
    "vmimage_image_label": (
        c_char_p, (POINTER(vmimage_image), c_char_p),
        'Value of the label with key; NULL when there is none.'),
    "vmimage_image_label_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of labels.'),
    "vmimage_image_label_key": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Key of the label at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_image_label_value": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Value of the label at index; NULL when index is out of range.'),
    "vmimage_image_name": (
        c_char_p, (POINTER(vmimage_image),),
        'Object name in Kubernetes terms: the VMI ID.'),
    "vmimage_image_namespace": (
        c_char_p, (POINTER(vmimage_image),),
        'Namespace of the object; NULL for an object of the cluster, or of a place that has no namespaces.'),
    "vmimage_image_os_id": (
        c_char_p, (POINTER(vmimage_image),),
        'Number of the operating system in the CIM list, as text; "0" for one without number; NULL when not known.'),
    "vmimage_image_os_type": (
        c_char_p, (POINTER(vmimage_image),),
        'vSphere guest identifier such as "ubuntu64Guest"; NULL when not known.'),
    "vmimage_image_os_version": (
        c_char_p, (POINTER(vmimage_image),),
        'Version of the operating system; NULL when not known.'),
    "vmimage_image_owner_api_version": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'API version of the owner at index, with its group; NULL when index is out of range.'),
    "vmimage_image_owner_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of owner references: the objects with which this one is deleted.'),
    "vmimage_image_owner_is_controller": (
        c_int32, (POINTER(vmimage_image), c_size_t),
        'Whether the owner at index is the controller of the object.'),
    "vmimage_image_owner_kind": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Kind of the owner at index; NULL when index is out of range.'),
    "vmimage_image_owner_name": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Object name of the owner at index; NULL when index is out of range.'),
    "vmimage_image_owner_uid": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'UID of the owner at index; NULL when index is out of range.'),
    "vmimage_image_product": (
        c_char_p, (POINTER(vmimage_image),),
        'Product that the image holds; NULL when not given.'),
    "vmimage_image_property_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of OVF properties that a user may set.'),
    "vmimage_image_property_default": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Default of the property at index; NULL when it has none.'),
    "vmimage_image_property_key": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Key of the property at index; NULL when index is out of range.'),
    "vmimage_image_property_type": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Type of the property at index, in vApp terms: "string", "int(1..5)", "ip:net"; NULL when index is out of range.'),
    "vmimage_image_provider_api_version": (
        c_char_p, (POINTER(vmimage_image),),
        'API version of the object that the image was made from; NULL when it has no provider.'),
    "vmimage_image_provider_item_id": (
        c_char_p, (POINTER(vmimage_image),),
        'ID of the library item that the image was made from; NULL when not known.'),
    "vmimage_image_provider_kind": (
        c_char_p, (POINTER(vmimage_image),),
        'Kind of the object that the image was made from; NULL when it has no provider.'),
    "vmimage_image_provider_name": (
        c_char_p, (POINTER(vmimage_image),),
        'Name of the object that the image was made from; NULL when it has no provider.'),
    "vmimage_image_ref": (
        POINTER(vmimage_image), (POINTER(vmimage_image),),
        'Take another reference of an image.'),
    "vmimage_image_resource_version": (
        c_char_p, (POINTER(vmimage_image),),
        'Resource version of the object; NULL when it has none.'),
    "vmimage_image_system_property_count": (
        c_size_t, (POINTER(vmimage_image),),
        'Number of properties whose keys begin with "vmware-system".'),
    "vmimage_image_system_property_key": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Key of the system property at index; NULL when index is out of range.'),
    "vmimage_image_system_property_value": (
        c_char_p, (POINTER(vmimage_image), c_size_t),
        'Value of the system property at index; NULL when it has none.'),
    "vmimage_image_to_json": (
        c_int32, (POINTER(vmimage_image), c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Write an image as compact JSON with sorted keys.'),
    "vmimage_image_type": (
        c_char_p, (POINTER(vmimage_image),),
        'Type of the library item behind the image: "OVF", "ISO" or "VM"; NULL when not known.'),
    "vmimage_image_uid": (
        c_char_p, (POINTER(vmimage_image),),
        'UID that the API server gave the object; NULL when it has none.'),
    "vmimage_image_unref": (
        POINTER(vmimage_image), (POINTER(vmimage_image),),
        'Release a reference of an image.'),
    "vmimage_image_vendor": (
        c_char_p, (POINTER(vmimage_image),),
        'Vendor of the product; NULL when not given.'),
    "vmimage_image_version": (
        c_char_p, (POINTER(vmimage_image),),
        'Short version of the product; NULL when not given.'),
    "vmimage_image_with_condition": (
        c_int32, (POINTER(vmimage_image), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'A copy of an image with a condition set or taken away, as VM Operator sets it.'),
    "vmimage_image_with_status_labels": (
        c_int32, (POINTER(vmimage_image), POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'A copy of an image with the labels that follow from its status: type, operating system, capabilities.'),
    "vmimage_images_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_images)), POINTER(POINTER(vmimage_error))),
        'Read images from a Kubernetes List, a VirtualMachineImageList, a ClusterVirtualMachineImageList, or one image.'),
    "vmimage_images_next": (
        c_int32, (POINTER(vmimage_images), POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The next image.'),
    "vmimage_images_ref": (
        POINTER(vmimage_images), (POINTER(vmimage_images),),
        'Take another reference of an iterator.'),
    "vmimage_images_unref": (
        POINTER(vmimage_images), (POINTER(vmimage_images),),
        'Release an iterator.'),
    "vmimage_import_request_annotation": (
        c_char_p, (POINTER(vmimage_import_request), c_char_p),
        'Value of the annotation with key; NULL when there is none.'),
    "vmimage_import_request_annotation_count": (
        c_size_t, (POINTER(vmimage_import_request),),
        'Number of annotations.'),
    "vmimage_import_request_annotation_key": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Key of the annotation at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_import_request_annotation_value": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Value of the annotation at index; NULL when index is out of range.'),
    "vmimage_import_request_api_version": (
        c_char_p, (POINTER(vmimage_import_request),),
        'API version that the object was read in, or the storage version when the library made it: "imageregistry.vmware.com/v1alpha2".'),
    "vmimage_import_request_checksum_algorithm": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Algorithm of the checksum of the file at the URL: "SHA256" or "SHA512"; NULL without a checksum.'),
    "vmimage_import_request_checksum_value": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Checksum of the file at the URL; NULL without one.'),
    "vmimage_import_request_completion_time": (
        c_char_p, (POINTER(vmimage_import_request),),
        'When the import was over, as RFC 3339 in UTC; NULL when it is not yet.'),
    "vmimage_import_request_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_import_request), c_char_p),
        'The condition with type; NULL when there is none.'),
    "vmimage_import_request_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_import_request), c_size_t),
        'The condition at index; NULL when index is out of range.'),
    "vmimage_import_request_condition_count": (
        c_size_t, (POINTER(vmimage_import_request),),
        'Number of conditions.'),
    "vmimage_import_request_copy": (
        c_int32, (POINTER(vmimage_import_request), POINTER(POINTER(vmimage_import_request)), POINTER(POINTER(vmimage_error))),
        "A copy of an import request that is the program's own and can be changed."),
    "vmimage_import_request_creation_time": (
        c_char_p, (POINTER(vmimage_import_request),),
        'When the import request was created, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_import_request_deletion_time": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.'),
    "vmimage_import_request_failure": (
        POINTER(vmimage_condition), (POINTER(vmimage_import_request),),
        'The condition that says why the request has failed for good; NULL when it has not.'),
    "vmimage_import_request_finalizer": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_import_request_finalizer_count": (
        c_size_t, (POINTER(vmimage_import_request),),
        'Number of finalizers: what must be taken away before a deletion ends.'),
    "vmimage_import_request_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_import_request)), POINTER(POINTER(vmimage_error))),
        'Read an import request from the JSON of a Kubernetes object in any served API version.'),
    "vmimage_import_request_generate_name": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Beginning of the name that the server makes; NULL when the object has its name.'),
    "vmimage_import_request_generation": (
        c_int64, (POINTER(vmimage_import_request),),
        'Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.'),
    "vmimage_import_request_item_name": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Object name of the library item that came of the request; NULL when there is none yet.'),
    "vmimage_import_request_kind": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Kind of the object: "ContentLibraryItemImportRequest".'),
    "vmimage_import_request_label": (
        c_char_p, (POINTER(vmimage_import_request), c_char_p),
        'Value of the label with key; NULL when there is none.'),
    "vmimage_import_request_label_count": (
        c_size_t, (POINTER(vmimage_import_request),),
        'Number of labels.'),
    "vmimage_import_request_label_key": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Key of the label at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_import_request_label_value": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Value of the label at index; NULL when index is out of range.'),
    "vmimage_import_request_name": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Object name in Kubernetes terms; NULL when the server is to make one, see vmimage_import_request_set_generate_name().'),
    "vmimage_import_request_namespace": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Namespace of the object; NULL when it is not told.'),
    "vmimage_import_request_new": (
        POINTER(vmimage_import_request), (),
        "Make an import request of the program's own, which is empty and can be changed with the functions vmimage_import_request_set_*()."),
    "vmimage_import_request_owner_api_version": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'API version of the owner at index, with its group; NULL when index is out of range.'),
    "vmimage_import_request_owner_count": (
        c_size_t, (POINTER(vmimage_import_request),),
        'Number of owner references: the objects with which this one is deleted.'),
    "vmimage_import_request_owner_is_controller": (
        c_int32, (POINTER(vmimage_import_request), c_size_t),
        'Whether the owner at index is the controller of the object.'),
    "vmimage_import_request_owner_kind": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Kind of the owner at index; NULL when index is out of range.'),
    "vmimage_import_request_owner_name": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Object name of the owner at index; NULL when index is out of range.'),
    "vmimage_import_request_owner_uid": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'UID of the owner at index; NULL when index is out of range.'),
    "vmimage_import_request_ref": (
        POINTER(vmimage_import_request), (POINTER(vmimage_import_request),),
        'Take another reference of an import request.'),
    "vmimage_import_request_resource_version": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Resource version of the object; NULL when it has none.'),
    "vmimage_import_request_set_annotation": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set an annotation.'),
    "vmimage_import_request_set_certificate": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The certificate of the server of the URL, in PEM.'),
    "vmimage_import_request_set_checksum": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'The checksum of the file at the URL.'),
    "vmimage_import_request_set_condition": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set a condition of the status as VM Operator does, or take it away.'),
    "vmimage_import_request_set_generate_name": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The beginning of the name that the server makes when the object has none: "web-".'),
    "vmimage_import_request_set_label": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set a label.'),
    "vmimage_import_request_set_name": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The object name.'),
    "vmimage_import_request_set_namespace": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The namespace.'),
    "vmimage_import_request_set_source": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The URL of the .ovf, .ova or .iso that is imported.'),
    "vmimage_import_request_set_target": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'The library that gets the item, by its object name, and the name, description and type of the new item.'),
    "vmimage_import_request_set_ttl_seconds": (
        c_int32, (POINTER(vmimage_import_request), c_int64, POINTER(POINTER(vmimage_error))),
        'How many seconds the request is kept after it has completed; -1 is for ever.'),
    "vmimage_import_request_source_url": (
        c_char_p, (POINTER(vmimage_import_request),),
        'URL of the .ovf, .ova or .iso that is imported; NULL when not given.'),
    "vmimage_import_request_ssl_certificate": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Certificate of the server of the URL, in PEM; NULL when not given.'),
    "vmimage_import_request_start_time": (
        c_char_p, (POINTER(vmimage_import_request),),
        'When the request was taken up, as RFC 3339 in UTC; NULL when it was not yet.'),
    "vmimage_import_request_state": (
        c_int32, (POINTER(vmimage_import_request),),
        'How the request stands: VMIMAGE_STATE_PENDING, VMIMAGE_STATE_COMPLETE or VMIMAGE_STATE_FAILED; 0 for NULL.'),
    "vmimage_import_request_target_item_description": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Description that the new library item is to have; NULL when there is none.'),
    "vmimage_import_request_target_item_name": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Name that the new library item is to have; NULL when not given: then it is that of the file.'),
    "vmimage_import_request_target_item_type": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Type that the new library item is to have: "OVF", "ISO" or "VM"; NULL when not given.'),
    "vmimage_import_request_target_library": (
        c_char_p, (POINTER(vmimage_import_request),),
        'Object name of the library that gets the item; NULL when not given.'),
    "vmimage_import_request_to_json": (
        c_int32, (POINTER(vmimage_import_request), c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Write an import request as compact JSON with sorted keys.'),
    "vmimage_import_request_ttl_seconds": (
        c_int64, (POINTER(vmimage_import_request),),
        'How many seconds the request is kept after it has completed; -1 when for ever.'),
    "vmimage_import_request_uid": (
        c_char_p, (POINTER(vmimage_import_request),),
        'UID that the API server gave the object; NULL when it has none.'),
    "vmimage_import_request_unref": (
        POINTER(vmimage_import_request), (POINTER(vmimage_import_request),),
        'Release a reference of an import request.'),
    "vmimage_import_request_upload_bytes": (
        c_uint64, (POINTER(vmimage_import_request), c_size_t),
        'How many bytes of the file at index vSphere has; 0 when not known.'),
    "vmimage_import_request_upload_count": (
        c_size_t, (POINTER(vmimage_import_request),),
        'Number of files that are brought to vSphere.'),
    "vmimage_import_request_upload_error": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'What went wrong with the file at index; NULL when nothing did.'),
    "vmimage_import_request_upload_name": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'Name of the file at index; NULL when index is out of range.'),
    "vmimage_import_request_upload_session": (
        c_char_p, (POINTER(vmimage_import_request),),
        'ID of the session in which vSphere gets the files; NULL when there is none yet.'),
    "vmimage_import_request_upload_size": (
        c_uint64, (POINTER(vmimage_import_request), c_size_t),
        'Size of the file at index in bytes; 0 when not known.'),
    "vmimage_import_request_upload_status": (
        c_char_p, (POINTER(vmimage_import_request), c_size_t),
        'How the file at index stands: "Waiting", "Transferring", "Validating", "Ready", "Error"; NULL when index is out of range.'),
    "vmimage_import_requests_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_import_requests)), POINTER(POINTER(vmimage_error))),
        'Read import requests from a Kubernetes List, a ContentLibraryItemImportRequestList, or one import request.'),
    "vmimage_import_requests_next": (
        c_int32, (POINTER(vmimage_import_requests), POINTER(POINTER(vmimage_import_request)), POINTER(POINTER(vmimage_error))),
        'The next import request.'),
    "vmimage_import_requests_ref": (
        POINTER(vmimage_import_requests), (POINTER(vmimage_import_requests),),
        'Take another reference of an iterator.'),
    "vmimage_import_requests_unref": (
        POINTER(vmimage_import_requests), (POINTER(vmimage_import_requests),),
        'Release an iterator.'),
    "vmimage_item_annotation": (
        c_char_p, (POINTER(vmimage_item), c_char_p),
        'Value of the annotation with key; NULL when there is none.'),
    "vmimage_item_annotation_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of annotations.'),
    "vmimage_item_annotation_key": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Key of the annotation at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_item_annotation_value": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Value of the annotation at index; NULL when index is out of range.'),
    "vmimage_item_api_version": (
        c_char_p, (POINTER(vmimage_item),),
        'API version that the object was read in, or the storage version when the library made it: "imageregistry.vmware.com/v1alpha2".'),
    "vmimage_item_cached": (
        c_int32, (POINTER(vmimage_item),),
        'Whether the files are there, not only their descriptions.'),
    "vmimage_item_certificate": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'The certificate at index, in base64; NULL when index is out of range.'),
    "vmimage_item_certificate_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of certificates in the chain that signed the item.'),
    "vmimage_item_certificate_status": (
        c_char_p, (POINTER(vmimage_item),),
        'Verdict on the signature: "NotAvailable", "Verified", "Internal", "VerificationFailure", "VerificationInProgress", "Untrusted"; NULL when not known.'),
    "vmimage_item_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_item), c_char_p),
        'The condition with type; NULL when there is none.'),
    "vmimage_item_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_item), c_size_t),
        'The condition at index; NULL when index is out of range.'),
    "vmimage_item_condition_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of conditions.'),
    "vmimage_item_content_version": (
        c_char_p, (POINTER(vmimage_item),),
        'Version of the content; NULL when not known.'),
    "vmimage_item_creation_time": (
        c_char_p, (POINTER(vmimage_item),),
        'When the item was created, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_item_deletion_time": (
        c_char_p, (POINTER(vmimage_item),),
        'Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.'),
    "vmimage_item_description": (
        c_char_p, (POINTER(vmimage_item),),
        'Description; NULL when it has none.'),
    "vmimage_item_display_name": (
        c_char_p, (POINTER(vmimage_item),),
        'Name of the item as its owner wrote it; NULL when it has none.'),
    "vmimage_item_file_cached": (
        c_int32, (POINTER(vmimage_item), c_size_t),
        'Whether the file at index is there.'),
    "vmimage_item_file_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of files.'),
    "vmimage_item_file_name": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Name of the file at index; NULL when index is out of range.'),
    "vmimage_item_file_size": (
        c_uint64, (POINTER(vmimage_item), c_size_t),
        'Size of the file at index in bytes; 0 when not known or index is out of range.'),
    "vmimage_item_file_uri": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Where the file at index is kept; NULL when not known.'),
    "vmimage_item_file_version": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Version of the file at index; NULL when not known.'),
    "vmimage_item_finalizer": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_item_finalizer_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of finalizers: what must be taken away before a deletion ends.'),
    "vmimage_item_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_item)), POINTER(POINTER(vmimage_error))),
        'Read an item from the JSON of a Kubernetes object in any served API version.'),
    "vmimage_item_generation": (
        c_int64, (POINTER(vmimage_item),),
        'Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.'),
    "vmimage_item_id": (
        c_char_p, (POINTER(vmimage_item),),
        'ID of the item in its provider: a UUID, or "vm-42" in an inventory library.'),
    "vmimage_item_is_ready": (
        c_int32, (POINTER(vmimage_item),),
        'Whether the condition "Ready" is "True".'),
    "vmimage_item_kind": (
        c_char_p, (POINTER(vmimage_item),),
        'Kind of the object: "ContentLibraryItem" or "ClusterContentLibraryItem".'),
    "vmimage_item_label": (
        c_char_p, (POINTER(vmimage_item), c_char_p),
        'Value of the label with key; NULL when there is none.'),
    "vmimage_item_label_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of labels.'),
    "vmimage_item_label_key": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Key of the label at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_item_label_value": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Value of the label at index; NULL when index is out of range.'),
    "vmimage_item_last_modified_time": (
        c_char_p, (POINTER(vmimage_item),),
        'When the item was last changed, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_item_last_sync_time": (
        c_char_p, (POINTER(vmimage_item),),
        'When the item was last synchronised, as RFC 3339 in UTC; NULL when never.'),
    "vmimage_item_library_name": (
        c_char_p, (POINTER(vmimage_item),),
        'Object name of the library that holds the item; NULL when not known.'),
    "vmimage_item_name": (
        c_char_p, (POINTER(vmimage_item),),
        'Object name in Kubernetes terms: "clitem-..." by convention.'),
    "vmimage_item_name_from_uuid": (
        c_int32, (c_char_p, c_char * 25, POINTER(POINTER(vmimage_error))),
        'The object name of the item with a UUID, "clitem-" and the digits of its VMI ID.'),
    "vmimage_item_namespace": (
        c_char_p, (POINTER(vmimage_item),),
        'Namespace of the object; NULL for an object of the cluster, or of a place that has no namespaces.'),
    "vmimage_item_owner_api_version": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'API version of the owner at index, with its group; NULL when index is out of range.'),
    "vmimage_item_owner_count": (
        c_size_t, (POINTER(vmimage_item),),
        'Number of owner references: the objects with which this one is deleted.'),
    "vmimage_item_owner_is_controller": (
        c_int32, (POINTER(vmimage_item), c_size_t),
        'Whether the owner at index is the controller of the object.'),
    "vmimage_item_owner_kind": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Kind of the owner at index; NULL when index is out of range.'),
    "vmimage_item_owner_name": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'Object name of the owner at index; NULL when index is out of range.'),
    "vmimage_item_owner_uid": (
        c_char_p, (POINTER(vmimage_item), c_size_t),
        'UID of the owner at index; NULL when index is out of range.'),
    "vmimage_item_ref": (
        POINTER(vmimage_item), (POINTER(vmimage_item),),
        'Take another reference of an item.'),
    "vmimage_item_resource_version": (
        c_char_p, (POINTER(vmimage_item),),
        'Resource version of the object; NULL when it has none.'),
    "vmimage_item_security_compliance": (
        c_int32, (POINTER(vmimage_item),),
        'Whether the item satisfies the security policy of its library.'),
    "vmimage_item_size": (
        c_uint64, (POINTER(vmimage_item),),
        'Size of all files in bytes; 0 when not known.'),
    "vmimage_item_source_id": (
        c_char_p, (POINTER(vmimage_item),),
        'ID of the item in the library that this one subscribes to; NULL for a local item.'),
    "vmimage_item_to_json": (
        c_int32, (POINTER(vmimage_item), c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Write an item as compact JSON with sorted keys.'),
    "vmimage_item_type": (
        c_char_p, (POINTER(vmimage_item),),
        '"OVF", "ISO" or "VM"; NULL for other files.'),
    "vmimage_item_uid": (
        c_char_p, (POINTER(vmimage_item),),
        'UID that the API server gave the object; NULL when it has none.'),
    "vmimage_item_unref": (
        POINTER(vmimage_item), (POINTER(vmimage_item),),
        'Release a reference of an item.'),
    "vmimage_item_version": (
        c_char_p, (POINTER(vmimage_item),),
        'Version of the metadata; NULL when not known.'),
    "vmimage_item_with_condition": (
        c_int32, (POINTER(vmimage_item), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_item)), POINTER(POINTER(vmimage_error))),
        'A copy of an item with a condition set or taken away, as VM Operator sets it.'),
    "vmimage_items_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_items)), POINTER(POINTER(vmimage_error))),
        'Read items from a Kubernetes List, a ContentLibraryItemList, a ClusterContentLibraryItemList, or one item.'),
    "vmimage_items_next": (
        c_int32, (POINTER(vmimage_items), POINTER(POINTER(vmimage_item)), POINTER(POINTER(vmimage_error))),
        'The next item.'),
    "vmimage_items_ref": (
        POINTER(vmimage_items), (POINTER(vmimage_items),),
        'Take another reference of an iterator.'),
    "vmimage_items_unref": (
        POINTER(vmimage_items), (POINTER(vmimage_items),),
        'Release an iterator.'),
    "vmimage_job_cancel": (
        None, (POINTER(vmimage_job),),
        'Make a job end with VMIMAGE_E_CANCELLED and nothing half-done.'),
    "vmimage_job_fd": (
        c_int32, (POINTER(vmimage_job),),
        'A file descriptor that is readable when vmimage_job_step() has something to do, an event waits, or the job has ended: for poll(), epoll, GLib, libuv.'),
    "vmimage_job_next_event": (
        c_int32, (POINTER(vmimage_job), POINTER(POINTER(vmimage_event)), POINTER(POINTER(vmimage_error))),
        'Take the oldest event that waits, also after the end.'),
    "vmimage_job_progress": (
        None, (POINTER(vmimage_job), POINTER(c_uint64), POINTER(c_uint64)),
        'How far a job has come, in bytes or in objects.'),
    "vmimage_job_ref": (
        POINTER(vmimage_job), (POINTER(vmimage_job),),
        'Take another reference of a job.'),
    "vmimage_job_status": (
        c_int32, (POINTER(vmimage_job),),
        'How a job stands: VMIMAGE_OK while it goes on, VMIMAGE_DONE when it has ended well, else what it failed with.'),
    "vmimage_job_step": (
        c_int32, (POINTER(vmimage_job), c_int64, POINTER(POINTER(vmimage_error))),
        'Do a piece of the work, of some milliseconds.'),
    "vmimage_job_unref": (
        POINTER(vmimage_job), (POINTER(vmimage_job),),
        'Release a reference of a job.'),
    "vmimage_job_wait": (
        c_int32, (POINTER(vmimage_job), c_int64, POINTER(POINTER(vmimage_error))),
        'Do all of the work, or what can be done in a time.'),
    "vmimage_keep_add": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, c_char_p, c_char * 37, POINTER(POINTER(vmimage_error))),
        'Add an item to a library: an .ovf with the files that it names, its manifest and signature; an .ova, unpacked as vCenter needs it; or an .iso.'),
    "vmimage_keep_bytes_done": (
        c_uint64, (POINTER(vmimage_registry),),
        'How many bytes the running or the last vmimage_keep_add() or vmimage_keep_replace() has copied.'),
    "vmimage_keep_bytes_total": (
        c_uint64, (POINTER(vmimage_registry),),
        'How many bytes it copies in all; 0 while that is not known.'),
    "vmimage_keep_describe": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Give an item another description; "" for none.'),
    "vmimage_keep_init": (
        c_int32, (POINTER(vmimage_context), c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_registry)), POINTER(POINTER(vmimage_error))),
        'Make a library in an empty folder, and open it.'),
    "vmimage_keep_remove": (
        c_int32, (POINTER(vmimage_registry), c_char_p, POINTER(POINTER(vmimage_error))),
        'Remove an item: first from the list, then its files.'),
    "vmimage_keep_rename": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Give an item another name.'),
    "vmimage_keep_replace": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Give an item new content, of the same type.'),
    "vmimage_keep_set_manifest": (
        c_int32, (POINTER(vmimage_registry), c_int32, POINTER(POINTER(vmimage_error))),
        'Whether the packages that vmimage_keep_add() and vmimage_keep_replace() copy get a manifest, with the SHA256 of each file, when they have none.'),
    "vmimage_label_key_is_valid": (
        c_int32, (c_char_p,),
        'Whether a text may be the key of a label (a qualified name): an optional DNS sub-domain and "/", then 1 to 63 letters, digits, "-", "_", ".".'),
    "vmimage_label_value_is_valid": (
        c_int32, (c_char_p,),
        'Whether a text may be the value of a label: at most 63 bytes, letters, digits, "-", "_", ".", ending in a letter or digit at both ends; the empty text may.'),
    "vmimage_libraries_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_libraries)), POINTER(POINTER(vmimage_error))),
        'Read libraries from a Kubernetes List, a ContentLibraryList, a ClusterContentLibraryList, or one library.'),
    "vmimage_libraries_next": (
        c_int32, (POINTER(vmimage_libraries), POINTER(POINTER(vmimage_library)), POINTER(POINTER(vmimage_error))),
        'The next library.'),
    "vmimage_libraries_ref": (
        POINTER(vmimage_libraries), (POINTER(vmimage_libraries),),
        'Take another reference of an iterator.'),
    "vmimage_libraries_unref": (
        POINTER(vmimage_libraries), (POINTER(vmimage_libraries),),
        'Release an iterator.'),
    "vmimage_library_allow_delete": (
        c_int32, (POINTER(vmimage_library),),
        'Whether items may be deleted.'),
    "vmimage_library_allow_import": (
        c_int32, (POINTER(vmimage_library),),
        'Whether content may be imported from a URL.'),
    "vmimage_library_allow_publish": (
        c_int32, (POINTER(vmimage_library),),
        'Whether VMs may be published to the library.'),
    "vmimage_library_annotation": (
        c_char_p, (POINTER(vmimage_library), c_char_p),
        'Value of the annotation with key; NULL when there is none.'),
    "vmimage_library_annotation_count": (
        c_size_t, (POINTER(vmimage_library),),
        'Number of annotations.'),
    "vmimage_library_annotation_key": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Key of the annotation at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_library_annotation_value": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Value of the annotation at index; NULL when index is out of range.'),
    "vmimage_library_api_version": (
        c_char_p, (POINTER(vmimage_library),),
        'API version that the object was read in, or the storage version when the library made it: "imageregistry.vmware.com/v1alpha2".'),
    "vmimage_library_automatic_sync": (
        c_int32, (POINTER(vmimage_library),),
        'Whether a subscribed library follows its publisher by itself.'),
    "vmimage_library_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_library), c_char_p),
        'The condition with type; NULL when there is none.'),
    "vmimage_library_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_library), c_size_t),
        'The condition at index; NULL when index is out of range.'),
    "vmimage_library_condition_count": (
        c_size_t, (POINTER(vmimage_library),),
        'Number of conditions.'),
    "vmimage_library_creation_time": (
        c_char_p, (POINTER(vmimage_library),),
        'When the library was created, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_library_deletion_time": (
        c_char_p, (POINTER(vmimage_library),),
        'Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.'),
    "vmimage_library_description": (
        c_char_p, (POINTER(vmimage_library),),
        'Description; NULL when it has none.'),
    "vmimage_library_display_name": (
        c_char_p, (POINTER(vmimage_library),),
        'Name of the library as its owner wrote it; NULL when it has none.'),
    "vmimage_library_finalizer": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_library_finalizer_count": (
        c_size_t, (POINTER(vmimage_library),),
        'Number of finalizers: what must be taken away before a deletion ends.'),
    "vmimage_library_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_library)), POINTER(POINTER(vmimage_error))),
        'Read a library from the JSON of a Kubernetes object in any served API version.'),
    "vmimage_library_generation": (
        c_int64, (POINTER(vmimage_library),),
        'Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.'),
    "vmimage_library_id": (
        c_char_p, (POINTER(vmimage_library),),
        'ID of the library in its provider, a UUID (the ID of a folder for an inventory library).'),
    "vmimage_library_is_ready": (
        c_int32, (POINTER(vmimage_library),),
        'Whether the condition "Ready" is "True".'),
    "vmimage_library_kind": (
        c_char_p, (POINTER(vmimage_library),),
        'Kind of the object: "ContentLibrary" or "ClusterContentLibrary".'),
    "vmimage_library_label": (
        c_char_p, (POINTER(vmimage_library), c_char_p),
        'Value of the label with key; NULL when there is none.'),
    "vmimage_library_label_count": (
        c_size_t, (POINTER(vmimage_library),),
        'Number of labels.'),
    "vmimage_library_label_key": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Key of the label at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_library_label_value": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Value of the label at index; NULL when index is out of range.'),
    "vmimage_library_last_modified_time": (
        c_char_p, (POINTER(vmimage_library),),
        'When the library was last changed, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_library_last_sync_time": (
        c_char_p, (POINTER(vmimage_library),),
        'When a subscribed library was last synchronised, as RFC 3339 in UTC; NULL when never.'),
    "vmimage_library_name": (
        c_char_p, (POINTER(vmimage_library),),
        'Object name in Kubernetes terms: "cl-..." by convention.'),
    "vmimage_library_name_from_uuid": (
        c_int32, (c_char_p, c_char * 21, POINTER(POINTER(vmimage_error))),
        'The object name of the library with a UUID, "cl-" and 17 digits.'),
    "vmimage_library_namespace": (
        c_char_p, (POINTER(vmimage_library),),
        'Namespace of the object; NULL for an object of the cluster, or of a place that has no namespaces.'),
    "vmimage_library_naming_strategy": (
        c_char_p, (POINTER(vmimage_library),),
        '"FromItemID" or "PreferItemSourceID"; NULL when not given.'),
    "vmimage_library_on_demand": (
        c_int32, (POINTER(vmimage_library),),
        'Whether a subscribed library fetches the files of an item only when they are needed.'),
    "vmimage_library_owner_api_version": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'API version of the owner at index, with its group; NULL when index is out of range.'),
    "vmimage_library_owner_count": (
        c_size_t, (POINTER(vmimage_library),),
        'Number of owner references: the objects with which this one is deleted.'),
    "vmimage_library_owner_is_controller": (
        c_int32, (POINTER(vmimage_library), c_size_t),
        'Whether the owner at index is the controller of the object.'),
    "vmimage_library_owner_kind": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Kind of the owner at index; NULL when index is out of range.'),
    "vmimage_library_owner_name": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Object name of the owner at index; NULL when index is out of range.'),
    "vmimage_library_owner_uid": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'UID of the owner at index; NULL when index is out of range.'),
    "vmimage_library_publish_url": (
        c_char_p, (POINTER(vmimage_library),),
        'URL that others subscribe to; NULL when the library is not published.'),
    "vmimage_library_published": (
        c_int32, (POINTER(vmimage_library),),
        'Whether others may subscribe to the library.'),
    "vmimage_library_ref": (
        POINTER(vmimage_library), (POINTER(vmimage_library),),
        'Take another reference of a library.'),
    "vmimage_library_resource_version": (
        c_char_p, (POINTER(vmimage_library),),
        'Resource version of the object; NULL when it has none.'),
    "vmimage_library_security_policy_id": (
        c_char_p, (POINTER(vmimage_library),),
        'ID of the security policy of the library; NULL when it has none.'),
    "vmimage_library_server_guid": (
        c_char_p, (POINTER(vmimage_library),),
        'ID of the vCenter that holds the library; NULL when not known.'),
    "vmimage_library_state": (
        c_char_p, (POINTER(vmimage_library),),
        '"Active" or "InMaintenance"; NULL when not known.'),
    "vmimage_library_storage_class": (
        c_char_p, (POINTER(vmimage_library),),
        'Storage class for what is published to the library; NULL when not given.'),
    "vmimage_library_storage_count": (
        c_size_t, (POINTER(vmimage_library),),
        'Number of storage backings.'),
    "vmimage_library_storage_datastore_id": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        'Datastore of the backing at index; NULL when it has none.'),
    "vmimage_library_storage_type": (
        c_char_p, (POINTER(vmimage_library), c_size_t),
        '"Datastore" or "Other" for the backing at index; NULL when index is out of range.'),
    "vmimage_library_subscription_url": (
        c_char_p, (POINTER(vmimage_library),),
        'URL that the library subscribes to; NULL for a local library.'),
    "vmimage_library_to_json": (
        c_int32, (POINTER(vmimage_library), c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Write a library as compact JSON with sorted keys.'),
    "vmimage_library_type": (
        c_char_p, (POINTER(vmimage_library),),
        '"ContentLibrary" or "Inventory"; NULL when not given.'),
    "vmimage_library_uid": (
        c_char_p, (POINTER(vmimage_library),),
        'UID that the API server gave the object; NULL when it has none.'),
    "vmimage_library_unref": (
        POINTER(vmimage_library), (POINTER(vmimage_library),),
        'Release a reference of a library.'),
    "vmimage_library_version": (
        c_char_p, (POINTER(vmimage_library),),
        'Version of the library, moved by every change; NULL when not known.'),
    "vmimage_library_with_condition": (
        c_int32, (POINTER(vmimage_library), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_library)), POINTER(POINTER(vmimage_error))),
        'A copy of a library with a condition set or taken away, as VM Operator sets it.'),
    "vmimage_lock_add": (
        c_int32, (POINTER(vmimage_lock), POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Pin the image that a name stands for: its kind, VMI ID, library item, content version and the files of the item.'),
    "vmimage_lock_add_from": (
        c_int32, (POINTER(vmimage_lock), POINTER(POINTER(vmimage_image)), c_size_t, POINTER(POINTER(vmimage_item)), c_size_t, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'The same over lists that the program holds: for many names, which would each list the registry anew.'),
    "vmimage_lock_check": (
        c_int32, (POINTER(vmimage_lock), POINTER(vmimage_registry), POINTER(POINTER(vmimage_drift)), POINTER(POINTER(vmimage_error))),
        'Compare what is pinned with what a registry has now.'),
    "vmimage_lock_content_version": (
        c_char_p, (POINTER(vmimage_lock), c_size_t),
        'Content version of that item; NULL when not known.'),
    "vmimage_lock_count": (
        c_size_t, (POINTER(vmimage_lock),),
        'Number of pinned names.'),
    "vmimage_lock_file_count": (
        c_size_t, (POINTER(vmimage_lock), c_size_t),
        'Number of files of the item behind the name at index.'),
    "vmimage_lock_file_name": (
        c_char_p, (POINTER(vmimage_lock), c_size_t, c_size_t),
        'Name of the file at file of the item behind the name at index, in byte order; NULL when out of range.'),
    "vmimage_lock_file_size": (
        c_uint64, (POINTER(vmimage_lock), c_size_t, c_size_t),
        'Size of that file in bytes; 0 when not known or out of range.'),
    "vmimage_lock_file_version": (
        c_char_p, (POINTER(vmimage_lock), c_size_t, c_size_t),
        'Version of that file, as the library has it; NULL when not known.'),
    "vmimage_lock_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_lock)), POINTER(POINTER(vmimage_error))),
        'Read a lock from the text of a lock file.'),
    "vmimage_lock_id": (
        c_char_p, (POINTER(vmimage_lock), c_size_t),
        'VMI ID of that image; NULL when index is out of range.'),
    "vmimage_lock_item_id": (
        c_char_p, (POINTER(vmimage_lock), c_size_t),
        'ID of the library item behind that image; NULL when not known.'),
    "vmimage_lock_kind": (
        c_char_p, (POINTER(vmimage_lock), c_size_t),
        'Kind of the image that the name at index stands for; NULL when index is out of range.'),
    "vmimage_lock_name": (
        c_char_p, (POINTER(vmimage_lock), c_size_t),
        'The pinned name at index, in byte order; NULL when index is out of range.'),
    "vmimage_lock_namespace": (
        c_char_p, (POINTER(vmimage_lock), c_size_t),
        'The namespace that the name at index was resolved in; NULL without one.'),
    "vmimage_lock_new": (
        POINTER(vmimage_lock), (),
        'Make a lock that pins nothing.'),
    "vmimage_lock_ref": (
        POINTER(vmimage_lock), (POINTER(vmimage_lock),),
        'Take another reference of a lock.'),
    "vmimage_lock_to_json": (
        c_int32, (POINTER(vmimage_lock), POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'The text of a lock file: JSON with sorted keys, one value a line.'),
    "vmimage_lock_unref": (
        POINTER(vmimage_lock), (POINTER(vmimage_lock),),
        'Release a reference of a lock.'),
    "vmimage_newest": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), c_char_p, POINTER(vmimage_constraint), POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The newest image of a family among those of a registry that match a query.'),
    "vmimage_newest_images": (
        c_int32, (POINTER(POINTER(vmimage_image)), c_size_t, c_char_p, POINTER(vmimage_constraint), POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The newest image of a family among those that the program holds.'),
    "vmimage_object_convert": (
        c_int32, (c_char_p, c_size_t, c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Convert an object of the image model to another API version of its kind.'),
    "vmimage_options_new": (
        POINTER(vmimage_options), (),
        "Make options that ask for nothing: no credentials, the system's trusted roots, the proxy of the environment."),
    "vmimage_options_ref": (
        POINTER(vmimage_options), (POINTER(vmimage_options),),
        'Take another reference of options.'),
    "vmimage_options_set_api_version": (
        c_int32, (POINTER(vmimage_options), c_char_p, POINTER(POINTER(vmimage_error))),
        'Set the version in which objects of a group are read and written, and no other.'),
    "vmimage_options_set_ca_file": (
        c_int32, (POINTER(vmimage_options), c_char_p, POINTER(POINTER(vmimage_error))),
        "Set the file with the trusted roots, in PEM form, in place of the system's."),
    "vmimage_options_set_client_certificate": (
        c_int32, (POINTER(vmimage_options), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set what the program shows of itself: a certificate and its private key, files in PEM form.'),
    "vmimage_options_set_connections": (
        c_int32, (POINTER(vmimage_options), c_int32, POINTER(POINTER(vmimage_error))),
        'Set how many requests a registry has under way at once, and how many connections.'),
    "vmimage_options_set_credentials": (
        c_int32, (POINTER(vmimage_options), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set the user and the password.'),
    "vmimage_options_set_deadline": (
        c_int32, (POINTER(vmimage_options), c_int64, POINTER(POINTER(vmimage_error))),
        'Set how long opening the registry may take, and each call after that until vmimage_registry_set_deadline() says otherwise.'),
    "vmimage_options_set_fingerprint": (
        c_int32, (POINTER(vmimage_options), c_char_p, POINTER(POINTER(vmimage_error))),
        'Trust the server whose certificate has this digest, whatever its name, its date and its signer are, and no other.'),
    "vmimage_options_set_insecure": (
        c_int32, (POINTER(vmimage_options), c_int32, POINTER(POINTER(vmimage_error))),
        "Don't verify servers: anybody between can then read and change what is sent."),
    "vmimage_options_set_kubernetes": (
        c_int32, (POINTER(vmimage_options), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set where a cluster is described.'),
    "vmimage_options_set_poll_interval": (
        c_int32, (POINTER(vmimage_options), c_int64, POINTER(POINTER(vmimage_error))),
        'Set the time between two looks of a watch on a place that tells of no changes by itself.'),
    "vmimage_options_set_proxy": (
        c_int32, (POINTER(vmimage_options), c_char_p, POINTER(POINTER(vmimage_error))),
        'Set the proxy.'),
    "vmimage_options_unref": (
        POINTER(vmimage_options), (POINTER(vmimage_options),),
        'Release a reference of options.'),
    "vmimage_ovf_disk_bytes": (
        c_int32, (POINTER(vmimage_ovf), c_size_t, POINTER(c_int64), POINTER(POINTER(vmimage_error))),
        'Capacity of the disk at index in bytes, a reference of a property resolved.'),
    "vmimage_ovf_disk_capacity": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'Capacity of the disk at index as it is written: a number or the reference of a property, "${size}"; NULL when it gives none or index is out of range.'),
    "vmimage_ovf_disk_count": (
        c_size_t, (POINTER(vmimage_ovf),),
        'Number of disks that the package describes.'),
    "vmimage_ovf_disk_file_id": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'Identifier of the file that the disk at index is in; NULL for an empty disk or when index is out of range.'),
    "vmimage_ovf_disk_format": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'Format of the disk at index, a URI; NULL when it gives none or index is out of range.'),
    "vmimage_ovf_disk_id": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'Identifier of the disk at index; NULL when it has none or index is out of range.'),
    "vmimage_ovf_disk_units": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'Unit of that capacity as it is written, such as "byte * 2^30"; NULL when it gives none or index is out of range.'),
    "vmimage_ovf_file_chunk_size": (
        c_int64, (POINTER(vmimage_ovf), c_size_t),
        'Size in bytes of the pieces that the file at index is split into; 0 when it is not split or index is out of range.'),
    "vmimage_ovf_file_compression": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'How the file at index is compressed, such as "gzip"; NULL when it says nothing or index is out of range.'),
    "vmimage_ovf_file_count": (
        c_size_t, (POINTER(vmimage_ovf),),
        'Number of files that the package refers to.'),
    "vmimage_ovf_file_href": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'The href of the file at index as it is written; NULL when it has none or index is out of range.'),
    "vmimage_ovf_file_id": (
        c_char_p, (POINTER(vmimage_ovf), c_size_t),
        'Identifier of the file at index; NULL when it has none or index is out of range.'),
    "vmimage_ovf_file_location": (
        c_int32, (POINTER(vmimage_ovf), c_size_t),
        'Where the href of the file at index leads to: VMIMAGE_HREF_INSIDE, _WEB or _OUTSIDE; 0 when index is out of range.'),
    "vmimage_ovf_file_size": (
        c_uint64, (POINTER(vmimage_ovf), c_size_t),
        'Size in bytes that the descriptor gives for the file at index; 0 when it gives none or index is out of range.'),
    "vmimage_ovf_full_version": (
        c_char_p, (POINTER(vmimage_ovf),),
        'Long version that the first product section names; NULL when it names none.'),
    "vmimage_ovf_parse": (
        c_int32, (POINTER(vmimage_context), c_char_p, c_size_t, c_char_p, POINTER(POINTER(vmimage_ovf)), POINTER(POINTER(vmimage_error))),
        'Read an OVF descriptor.'),
    "vmimage_ovf_product": (
        c_char_p, (POINTER(vmimage_ovf),),
        'Product that the first product section names; NULL when it names none.'),
    "vmimage_ovf_ref": (
        POINTER(vmimage_ovf), (POINTER(vmimage_ovf),),
        'Take another reference of a descriptor.'),
    "vmimage_ovf_system_count": (
        c_size_t, (POINTER(vmimage_ovf),),
        'How many virtual systems there are.'),
    "vmimage_ovf_system_id": (
        c_char_p, (POINTER(vmimage_ovf),),
        'Identifier of the virtual system that an image is made of; NULL when there is no system or it has none.'),
    "vmimage_ovf_system_name": (
        c_char_p, (POINTER(vmimage_ovf),),
        'Name of the virtual system that an image is made of; NULL when there is no system or it has none.'),
    "vmimage_ovf_to_image": (
        c_int32, (POINTER(vmimage_ovf), POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The image that the descriptor gives: a VirtualMachineImage of the type OVF with its status and labels; it has no name, no namespace and no display name.'),
    "vmimage_ovf_unref": (
        POINTER(vmimage_ovf), (POINTER(vmimage_ovf),),
        'Release a reference of a descriptor.'),
    "vmimage_ovf_vendor": (
        c_char_p, (POINTER(vmimage_ovf),),
        'Vendor that the first product section names; NULL when it names none.'),
    "vmimage_ovf_version": (
        c_char_p, (POINTER(vmimage_ovf),),
        'Short version that the first product section names; NULL when it names none.'),
    "vmimage_package_disk_adapter_type": (
        c_char_p, (POINTER(vmimage_package),),
        'Adapter type in the descriptor of a VMDK, such as "lsilogic"; NULL when it has none, and for the others.'),
    "vmimage_package_disk_capacity": (
        c_uint64, (POINTER(vmimage_package),),
        'Capacity of a VMDK in bytes, as its header says; 0 for the others.'),
    "vmimage_package_disk_create_type": (
        c_char_p, (POINTER(vmimage_package),),
        '"createType" of the descriptor of a VMDK, such as "streamOptimized"; NULL when it has none, and for the others.'),
    "vmimage_package_disk_format": (
        c_char_p, (POINTER(vmimage_package),),
        'Format of a VMDK: "sparse", "streamOptimized", "COWD" (ESX) or "descriptor" (the data is in other files); NULL for the others.'),
    "vmimage_package_disk_grain_size": (
        c_uint64, (POINTER(vmimage_package),),
        'Size of a grain of a VMDK in bytes; 0 when it has none, and for the others.'),
    "vmimage_package_disk_is_compressed": (
        c_int32, (POINTER(vmimage_package),),
        'Whether the grains of a VMDK are compressed.'),
    "vmimage_package_disk_version": (
        c_uint32, (POINTER(vmimage_package),),
        'Version in the header of a VMDK, 1 to 3; 0 for the others.'),
    "vmimage_package_file_count": (
        c_size_t, (POINTER(vmimage_package),),
        'Number of files: the members of an OVA; an .ovf and the files that it names; the file itself for the others.'),
    "vmimage_package_file_is_present": (
        c_int32, (POINTER(vmimage_package), c_size_t),
        'Whether the file at index is there.'),
    "vmimage_package_file_name": (
        c_char_p, (POINTER(vmimage_package), c_size_t),
        'Name of the file at index; NULL when index is out of range.'),
    "vmimage_package_file_size": (
        c_uint64, (POINTER(vmimage_package), c_size_t),
        'Size of the file at index in bytes; what the descriptor says for one that is missing. 0 when index is out of range.'),
    "vmimage_package_image": (
        POINTER(vmimage_image), (POINTER(vmimage_package),),
        'The image that the package gives; NULL for a VMDK, which is a disk only.'),
    "vmimage_package_kind": (
        c_char_p, (POINTER(vmimage_package),),
        'What the file is: "OVF", "OVA", "ISO" or "VMDK".'),
    "vmimage_package_open": (
        c_int32, (POINTER(vmimage_context), c_char_p, POINTER(POINTER(vmimage_package)), POINTER(POINTER(vmimage_error))),
        'Read what a file is and what is in it.'),
    "vmimage_package_ovf": (
        POINTER(vmimage_ovf), (POINTER(vmimage_package),),
        'The descriptor of an OVF or OVA; NULL for the others.'),
    "vmimage_package_ref": (
        POINTER(vmimage_package), (POINTER(vmimage_package),),
        'Take another reference of a package.'),
    "vmimage_package_refusal": (
        POINTER(vmimage_error), (POINTER(vmimage_package),),
        'Why VM Operator would refuse the descriptor of a package that could be read, with file, line and value; NULL when it would not.'),
    "vmimage_package_unref": (
        POINTER(vmimage_package), (POINTER(vmimage_package),),
        'Release a reference of a package.'),
    "vmimage_package_volume": (
        c_char_p, (POINTER(vmimage_package),),
        'Volume identifier of an ISO, also one that is no good name; NULL when it has none, and for the others.'),
    "vmimage_policy_from_file": (
        c_int32, (c_char_p, POINTER(POINTER(vmimage_policy)), POINTER(POINTER(vmimage_error))),
        'The same with a file; paths in it are relative to its folder.'),
    "vmimage_policy_from_json": (
        c_int32, (c_char_p, c_size_t, c_char_p, POINTER(POINTER(vmimage_policy)), POINTER(POINTER(vmimage_error))),
        'Read a policy from JSON text.'),
    "vmimage_policy_ref": (
        POINTER(vmimage_policy), (POINTER(vmimage_policy),),
        'Take another reference of a policy.'),
    "vmimage_policy_rule": (
        c_char_p, (POINTER(vmimage_policy), c_size_t),
        'Name of the rule at index, as it is written in the file: "hardwareVersion".'),
    "vmimage_policy_rule_count": (
        c_size_t, (POINTER(vmimage_policy),),
        'Number of rules in a policy. 0 for NULL.'),
    "vmimage_policy_unref": (
        POINTER(vmimage_policy), (POINTER(vmimage_policy),),
        'Release a reference of a policy.'),
    "vmimage_publish_request_annotation": (
        c_char_p, (POINTER(vmimage_publish_request), c_char_p),
        'Value of the annotation with key; NULL when there is none.'),
    "vmimage_publish_request_annotation_count": (
        c_size_t, (POINTER(vmimage_publish_request),),
        'Number of annotations.'),
    "vmimage_publish_request_annotation_key": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'Key of the annotation at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_publish_request_annotation_value": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'Value of the annotation at index; NULL when index is out of range.'),
    "vmimage_publish_request_api_version": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'API version that the object was read in, or the storage version when the library made it: "vmoperator.vmware.com/v1alpha6".'),
    "vmimage_publish_request_attempts": (
        c_int64, (POINTER(vmimage_publish_request),),
        'How many times publishing was tried; 0 when never.'),
    "vmimage_publish_request_backoff_limit": (
        c_int64, (POINTER(vmimage_publish_request),),
        'How many times publishing is tried; 0 when not given: then the cluster decides, which tries 3 times.'),
    "vmimage_publish_request_completion_time": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'When the image was there, as RFC 3339 in UTC; NULL when it is not yet.'),
    "vmimage_publish_request_condition": (
        POINTER(vmimage_condition), (POINTER(vmimage_publish_request), c_char_p),
        'The condition with type; NULL when there is none.'),
    "vmimage_publish_request_condition_at": (
        POINTER(vmimage_condition), (POINTER(vmimage_publish_request), c_size_t),
        'The condition at index; NULL when index is out of range.'),
    "vmimage_publish_request_condition_count": (
        c_size_t, (POINTER(vmimage_publish_request),),
        'Number of conditions.'),
    "vmimage_publish_request_copy": (
        c_int32, (POINTER(vmimage_publish_request), POINTER(POINTER(vmimage_publish_request)), POINTER(POINTER(vmimage_error))),
        "A copy of a publish request that is the program's own and can be changed."),
    "vmimage_publish_request_creation_time": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'When the publish request was created, as RFC 3339 in UTC; NULL when not known.'),
    "vmimage_publish_request_deletion_time": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Since when the object is being deleted, as RFC 3339 in UTC; NULL when it is not.'),
    "vmimage_publish_request_failure": (
        POINTER(vmimage_condition), (POINTER(vmimage_publish_request),),
        'The condition that says why the request has failed for good; NULL when it has not.'),
    "vmimage_publish_request_finalizer": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_publish_request_finalizer_count": (
        c_size_t, (POINTER(vmimage_publish_request),),
        'Number of finalizers: what must be taken away before a deletion ends.'),
    "vmimage_publish_request_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_publish_request)), POINTER(POINTER(vmimage_error))),
        'Read a publish request from the JSON of a Kubernetes object in any served API version.'),
    "vmimage_publish_request_generate_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Beginning of the name that the server makes; NULL when the object has its name.'),
    "vmimage_publish_request_generation": (
        c_int64, (POINTER(vmimage_publish_request),),
        'Generation of the object, which the API server counts up with each change of the spec; 0 when it has none.'),
    "vmimage_publish_request_image_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Object name, which is the VMI ID, of the image that came of the request; NULL when there is none yet.'),
    "vmimage_publish_request_is_ready": (
        c_int32, (POINTER(vmimage_publish_request),),
        'Whether the status says that the image was published.'),
    "vmimage_publish_request_kind": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Kind of the object: "VirtualMachinePublishRequest".'),
    "vmimage_publish_request_label": (
        c_char_p, (POINTER(vmimage_publish_request), c_char_p),
        'Value of the label with key; NULL when there is none.'),
    "vmimage_publish_request_label_count": (
        c_size_t, (POINTER(vmimage_publish_request),),
        'Number of labels.'),
    "vmimage_publish_request_label_key": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'Key of the label at index, in byte order of the keys; NULL when index is out of range.'),
    "vmimage_publish_request_label_value": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'Value of the label at index; NULL when index is out of range.'),
    "vmimage_publish_request_last_attempt_time": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'When publishing was last tried, as RFC 3339 in UTC; NULL when never.'),
    "vmimage_publish_request_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Object name in Kubernetes terms; NULL when the server is to make one, see vmimage_publish_request_set_generate_name().'),
    "vmimage_publish_request_namespace": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Namespace of the object; NULL when it is not told.'),
    "vmimage_publish_request_new": (
        POINTER(vmimage_publish_request), (),
        "Make a publish request of the program's own, which is empty and can be changed with the functions vmimage_publish_request_set_*()."),
    "vmimage_publish_request_owner_api_version": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'API version of the owner at index, with its group; NULL when index is out of range.'),
    "vmimage_publish_request_owner_count": (
        c_size_t, (POINTER(vmimage_publish_request),),
        'Number of owner references: the objects with which this one is deleted.'),
    "vmimage_publish_request_owner_is_controller": (
        c_int32, (POINTER(vmimage_publish_request), c_size_t),
        'Whether the owner at index is the controller of the object.'),
    "vmimage_publish_request_owner_kind": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'Kind of the owner at index; NULL when index is out of range.'),
    "vmimage_publish_request_owner_name": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'Object name of the owner at index; NULL when index is out of range.'),
    "vmimage_publish_request_owner_uid": (
        c_char_p, (POINTER(vmimage_publish_request), c_size_t),
        'UID of the owner at index; NULL when index is out of range.'),
    "vmimage_publish_request_ref": (
        POINTER(vmimage_publish_request), (POINTER(vmimage_publish_request),),
        'Take another reference of a publish request.'),
    "vmimage_publish_request_resource_version": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Resource version of the object; NULL when it has none.'),
    "vmimage_publish_request_set_annotation": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set an annotation.'),
    "vmimage_publish_request_set_backoff_limit": (
        c_int32, (POINTER(vmimage_publish_request), c_int64, POINTER(POINTER(vmimage_error))),
        'How many times publishing is tried; 0 leaves it to the cluster.'),
    "vmimage_publish_request_set_condition": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set a condition of the status as VM Operator does, or take it away.'),
    "vmimage_publish_request_set_generate_name": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The beginning of the name that the server makes when the object has none: "web-".'),
    "vmimage_publish_request_set_label": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Set a label.'),
    "vmimage_publish_request_set_name": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The object name.'),
    "vmimage_publish_request_set_namespace": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The namespace.'),
    "vmimage_publish_request_set_source": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, POINTER(POINTER(vmimage_error))),
        'The virtual machine that is published, by its object name.'),
    "vmimage_publish_request_set_target": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Where to publish to: the object name of a library, the name of the new item, and its description.'),
    "vmimage_publish_request_set_ttl_seconds": (
        c_int32, (POINTER(vmimage_publish_request), c_int64, POINTER(POINTER(vmimage_error))),
        'How many seconds the request is kept after it has completed; -1 is for ever.'),
    "vmimage_publish_request_source_api_version": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'API version of what is published, with its group; NULL when not given.'),
    "vmimage_publish_request_source_kind": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Kind of what is published: "VirtualMachine"; NULL when not given.'),
    "vmimage_publish_request_source_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Object name of the virtual machine that is published; NULL when not given: then it is that of the request.'),
    "vmimage_publish_request_source_ref_api_version": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'API version of what is really published; NULL when not given.'),
    "vmimage_publish_request_source_ref_kind": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Kind of what is really published; NULL when not given.'),
    "vmimage_publish_request_source_ref_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Object name of the virtual machine that is really published; NULL before the request was taken up.'),
    "vmimage_publish_request_start_time": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'When the request was taken up, as RFC 3339 in UTC; NULL when it was not yet.'),
    "vmimage_publish_request_state": (
        c_int32, (POINTER(vmimage_publish_request),),
        'How the request stands: VMIMAGE_STATE_PENDING, VMIMAGE_STATE_COMPLETE or VMIMAGE_STATE_FAILED; 0 for NULL.'),
    "vmimage_publish_request_target_item_description": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Description that the new library item is to have; NULL when there is none.'),
    "vmimage_publish_request_target_item_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Name that the new library item is to have; NULL when not given: then it is that of the virtual machine and "-image".'),
    "vmimage_publish_request_target_location_api_version": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'API version of the place to publish to, with its group; NULL when not given.'),
    "vmimage_publish_request_target_location_kind": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Kind of the place to publish to: "ContentLibrary"; NULL when not given.'),
    "vmimage_publish_request_target_location_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Object name of the library to publish to; NULL when not given.'),
    "vmimage_publish_request_target_ref_item_description": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Description that the library item really gets; NULL when there is none.'),
    "vmimage_publish_request_target_ref_item_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Name that the library item really gets; NULL before the request was taken up.'),
    "vmimage_publish_request_target_ref_location_api_version": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'API version of the place that is really published to; NULL when not given.'),
    "vmimage_publish_request_target_ref_location_kind": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Kind of the place that is really published to; NULL when not given.'),
    "vmimage_publish_request_target_ref_location_name": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'Object name of the library that is really published to; NULL before the request was taken up.'),
    "vmimage_publish_request_to_json": (
        c_int32, (POINTER(vmimage_publish_request), c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Write a publish request as compact JSON with sorted keys.'),
    "vmimage_publish_request_ttl_seconds": (
        c_int64, (POINTER(vmimage_publish_request),),
        'How many seconds the request is kept after it has completed; -1 when for ever.'),
    "vmimage_publish_request_uid": (
        c_char_p, (POINTER(vmimage_publish_request),),
        'UID that the API server gave the object; NULL when it has none.'),
    "vmimage_publish_request_unref": (
        POINTER(vmimage_publish_request), (POINTER(vmimage_publish_request),),
        'Release a reference of a publish request.'),
    "vmimage_publish_requests_from_json": (
        c_int32, (c_char_p, c_size_t, POINTER(POINTER(vmimage_publish_requests)), POINTER(POINTER(vmimage_error))),
        'Read publish requests from a Kubernetes List, a VirtualMachinePublishRequestList, or one publish request.'),
    "vmimage_publish_requests_next": (
        c_int32, (POINTER(vmimage_publish_requests), POINTER(POINTER(vmimage_publish_request)), POINTER(POINTER(vmimage_error))),
        'The next publish request.'),
    "vmimage_publish_requests_ref": (
        POINTER(vmimage_publish_requests), (POINTER(vmimage_publish_requests),),
        'Take another reference of an iterator.'),
    "vmimage_publish_requests_unref": (
        POINTER(vmimage_publish_requests), (POINTER(vmimage_publish_requests),),
        'Release an iterator.'),
    "vmimage_publish_result_call_activation_id": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'The activation ID of the tasks that were asked for.'),
    "vmimage_publish_result_call_count": (
        c_size_t, (POINTER(vmimage_publish_result),),
        'How many questions the pass asked.'),
    "vmimage_publish_result_call_description": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'The description that the item is to be given, "" for none.'),
    "vmimage_publish_result_call_id": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'The ID of what was asked for: of the VM with VMIMAGE_PUBLISH_ASK_STORAGE, and with VMIMAGE_PUBLISH_ASK_TASKS when the tasks are clones of one, which are those of the VM whose activation ID contains what was asked for; of the storage policy with VMIMAGE_PUBLISH_ASK_ENCRYPTION, of the item with VMIMAGE_PUBLISH_ASK_UPDATE_ITEM.'),
    "vmimage_publish_result_call_library": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'The ID of the library, or of the folder, whose items were asked for.'),
    "vmimage_publish_result_call_name": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'The name of the item that was asked for, or that it is to be given.'),
    "vmimage_publish_result_call_question": (
        c_int32, (POINTER(vmimage_publish_result), c_size_t),
        'Which question it was.'),
    "vmimage_publish_result_created": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'A publish request to be created, as JSON.'),
    "vmimage_publish_result_created_count": (
        c_size_t, (POINTER(vmimage_publish_result),),
        "How many publish requests a group's request creates."),
    "vmimage_publish_result_error": (
        c_char_p, (POINTER(vmimage_publish_result),),
        "The error that the pass ended with, in VM Operator's words."),
    "vmimage_publish_result_event": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'An event: type, reason and message, with a blank between.'),
    "vmimage_publish_result_event_count": (
        c_size_t, (POINTER(vmimage_publish_result),),
        'How many events the pass emits.'),
    "vmimage_publish_result_is_final": (
        c_int32, (POINTER(vmimage_publish_result),),
        'Whether the error is final: no other pass until something changes.'),
    "vmimage_publish_result_question": (
        c_int32, (POINTER(vmimage_publish_result),),
        'What the pass waits for, VMIMAGE_PUBLISH_ASK_TASKS and so on: the last of its calls.'),
    "vmimage_publish_result_ref": (
        POINTER(vmimage_publish_result), (POINTER(vmimage_publish_result),),
        'Take another reference of a result.'),
    "vmimage_publish_result_remove": (
        c_int32, (POINTER(vmimage_publish_result),),
        'Whether the request is to be deleted, because it has outlived its time.'),
    "vmimage_publish_result_removed": (
        c_char_p, (POINTER(vmimage_publish_result), c_size_t),
        'The name of a publish request to be deleted.'),
    "vmimage_publish_result_removed_count": (
        c_size_t, (POINTER(vmimage_publish_result),),
        "How many publish requests a group's request deletes."),
    "vmimage_publish_result_request": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The request as it is to be saved, as JSON in v1alpha6.'),
    "vmimage_publish_result_requeue_after": (
        c_int64, (POINTER(vmimage_publish_result),),
        'After how many seconds another pass is due. 0: when something changes; after an error that is not final, when the program tries again.'),
    "vmimage_publish_result_submit": (
        c_int32, (POINTER(vmimage_publish_result),),
        'What is to be submitted to vCenter once the request is saved: VMIMAGE_PUBLISH_SUBMIT_CAPTURE and so on.'),
    "vmimage_publish_result_submit_activation_id": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The activation ID to submit with: what its task is found by.'),
    "vmimage_publish_result_submit_description": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The description that the new item is to have; that of a library item starts with a line that names the request, by which it is found again.'),
    "vmimage_publish_result_submit_item": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The name that the new item is to have.'),
    "vmimage_publish_result_submit_library": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The ID of the library, or of the folder, to submit to.'),
    "vmimage_publish_result_submit_library_name": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The name of the ContentLibrary to submit to.'),
    "vmimage_publish_result_submit_machine": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The ID of the VM that is to be captured or cloned, as vCenter knows it.'),
    "vmimage_publish_result_submit_machine_name": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The name of the VirtualMachine that is to be captured or cloned.'),
    "vmimage_publish_result_submit_storage_class": (
        c_char_p, (POINTER(vmimage_publish_result),),
        'The storage class whose policy the clone is to have.'),
    "vmimage_publish_result_unref": (
        POINTER(vmimage_publish_result), (POINTER(vmimage_publish_result),),
        'Release a reference of a result.'),
    "vmimage_publish_step_add_item": (
        c_int32, (POINTER(vmimage_publish_step), c_int32, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'What the target holds under a name.'),
    "vmimage_publish_step_add_object": (
        c_int32, (POINTER(vmimage_publish_step), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'An object of the cluster: the VirtualMachine, the ContentLibrary, a VirtualMachineImage, a StorageClass, a VirtualMachinePublishRequest of a group.'),
    "vmimage_publish_step_add_task": (
        c_int32, (POINTER(vmimage_publish_step), c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'A task of vCenter.'),
    "vmimage_publish_step_answer": (
        c_int32, (POINTER(vmimage_publish_step), c_int32, c_char_p, POINTER(POINTER(vmimage_error))),
        'Answer a question: what was added is all there is, or what was to be done is done.'),
    "vmimage_publish_step_new": (
        POINTER(vmimage_publish_step), (),
        'Make a pass.'),
    "vmimage_publish_step_ref": (
        POINTER(vmimage_publish_step), (POINTER(vmimage_publish_step),),
        'Take another reference of a pass.'),
    "vmimage_publish_step_run": (
        c_int32, (POINTER(vmimage_publish_step), c_char_p, POINTER(POINTER(vmimage_publish_result)), POINTER(POINTER(vmimage_error))),
        'Run the pass.'),
    "vmimage_publish_step_set_encrypts": (
        c_int32, (POINTER(vmimage_publish_step), c_int32, POINTER(POINTER(vmimage_error))),
        'Whether the storage policy of the target encrypts.'),
    "vmimage_publish_step_set_gates": (
        c_int32, (POINTER(vmimage_publish_step), c_uint32, POINTER(POINTER(vmimage_error))),
        'The gates that are on.'),
    "vmimage_publish_step_set_request": (
        c_int32, (POINTER(vmimage_publish_step), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'The request: a VirtualMachinePublishRequest or a VirtualMachineGroupPublishRequest as JSON, in any version.'),
    "vmimage_publish_step_set_storage": (
        c_int32, (POINTER(vmimage_publish_step), c_int64, POINTER(POINTER(vmimage_error))),
        'How many bytes the files of the VM take: its configuration, NVRAM and disks.'),
    "vmimage_publish_step_unref": (
        POINTER(vmimage_publish_step), (POINTER(vmimage_publish_step),),
        'Release a reference of a pass.'),
    "vmimage_quantity_canonical": (
        c_int32, (c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'The canonical form of a quantity, as an API server stores it: "1024Mi" gives "1Gi", "0.5" gives "500m".'),
    "vmimage_quantity_from_bytes": (
        c_int32, (c_int64, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'The quantity that VM Operator writes for a disk of so many bytes: binary suffixes for 0 and for 1 to 1023 times a power of 1024, decimal ones otherwise: 17179869184 gives "16Gi", 5000000 gives "5M", 1536 gives "1536".'),
    "vmimage_quantity_parse": (
        c_int32, (c_char_p, POINTER(c_int64), POINTER(POINTER(vmimage_error))),
        'The value of a Kubernetes quantity, rounded up to a whole number: "1Gi" gives 1073741824, "1.5" gives 2.'),
    "vmimage_query_new": (
        POINTER(vmimage_query), (),
        'Make a query that matches everything.'),
    "vmimage_query_ref": (
        POINTER(vmimage_query), (POINTER(vmimage_query),),
        'Take another reference of a query.'),
    "vmimage_query_set_capability": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only images that have this capability.'),
    "vmimage_query_set_library": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only what this library holds, given by ID, object name or display name.'),
    "vmimage_query_set_name": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only objects with this object name or display name.'),
    "vmimage_query_set_namespace": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only objects of this namespace and of the cluster; "*" is every namespace.'),
    "vmimage_query_set_os": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only images whose guest identifier or CIM number is this, in any case.'),
    "vmimage_query_set_ready": (
        c_int32, (POINTER(vmimage_query), c_int32, POINTER(POINTER(vmimage_error))),
        '1: only objects that are ready; 0: only those that are not; VMIMAGE_UNSET: both.'),
    "vmimage_query_set_selector": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only objects whose labels satisfy a Kubernetes label selector: "a=b,c!=d,e in (f,g),!h".'),
    "vmimage_query_set_type": (
        c_int32, (POINTER(vmimage_query), c_char_p, POINTER(POINTER(vmimage_error))),
        'Only items of this type and their images: "OVF", "ISO", "VM", in any case.'),
    "vmimage_query_unref": (
        POINTER(vmimage_query), (POINTER(vmimage_query),),
        'Release a reference of a query.'),
    "vmimage_reconcile_new": (
        POINTER(vmimage_reconcile), (POINTER(vmimage_item),),
        'Make a reconcile: the question what becomes of an item.'),
    "vmimage_reconcile_ref": (
        POINTER(vmimage_reconcile), (POINTER(vmimage_reconcile),),
        'Take another reference of a reconcile.'),
    "vmimage_reconcile_result_action": (
        c_int32, (POINTER(vmimage_reconcile_result),),
        'What the pass does, one of VMIMAGE_ACTION_*; VMIMAGE_ACTION_SKIP for NULL.'),
    "vmimage_reconcile_result_cache": (
        c_char_p, (POINTER(vmimage_reconcile_result),),
        'The VirtualMachineImageCache that the pass writes, as JSON of v1alpha6; NULL when it writes none.'),
    "vmimage_reconcile_result_error": (
        c_char_p, (POINTER(vmimage_reconcile_result),),
        "Why the pass failed, in VM Operator's words; NULL when it did not."),
    "vmimage_reconcile_result_event": (
        c_char_p, (POINTER(vmimage_reconcile_result), c_size_t),
        'The event at index as "TYPE REASON MESSAGE": "Normal UpdateSuccess Update success"; NULL when index is out of range.'),
    "vmimage_reconcile_result_event_count": (
        c_size_t, (POINTER(vmimage_reconcile_result),),
        'Number of events that the pass emits about the image: 0 or 1.'),
    "vmimage_reconcile_result_finalizer": (
        c_char_p, (POINTER(vmimage_reconcile_result), c_size_t),
        'The finalizer at index; NULL when index is out of range.'),
    "vmimage_reconcile_result_finalizer_count": (
        c_size_t, (POINTER(vmimage_reconcile_result),),
        'Number of finalizers that the item is to have.'),
    "vmimage_reconcile_result_image": (
        POINTER(vmimage_image), (POINTER(vmimage_reconcile_result),),
        'The image as it is to be; NULL when the pass makes none.'),
    "vmimage_reconcile_result_item": (
        POINTER(vmimage_item), (POINTER(vmimage_reconcile_result),),
        'The item as it is to be: its finalizers and labels may differ; the very item that was given when they do not.'),
    "vmimage_reconcile_result_ref": (
        POINTER(vmimage_reconcile_result), (POINTER(vmimage_reconcile_result),),
        'Take another reference of a result.'),
    "vmimage_reconcile_result_skip_reason": (
        c_char_p, (POINTER(vmimage_reconcile_result),),
        "Why the item is skipped, in VM Operator's words; NULL when it is not."),
    "vmimage_reconcile_result_unref": (
        POINTER(vmimage_reconcile_result), (POINTER(vmimage_reconcile_result),),
        'Release a reference of a result.'),
    "vmimage_reconcile_run": (
        c_int32, (POINTER(vmimage_reconcile), c_char_p, POINTER(POINTER(vmimage_reconcile_result)), POINTER(POINTER(vmimage_error))),
        'One pass at a time (RFC 3339 in UTC, seconds), which conditions that change carry.'),
    "vmimage_reconcile_set_cache": (
        c_int32, (POINTER(vmimage_reconcile), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'The VirtualMachineImageCache of the item, as JSON in any served version.'),
    "vmimage_reconcile_set_config_map": (
        c_int32, (POINTER(vmimage_reconcile), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'The YAML that the cache\'s ConfigMap holds under "value".'),
    "vmimage_reconcile_set_content_error": (
        c_int32, (POINTER(vmimage_reconcile), c_char_p, POINTER(POINTER(vmimage_error))),
        "Why the content could not be had, in words that end VM Operator's message."),
    "vmimage_reconcile_set_descriptor": (
        c_int32, (POINTER(vmimage_reconcile), POINTER(vmimage_ovf), POINTER(POINTER(vmimage_error))),
        'The descriptor of the item.'),
    "vmimage_reconcile_set_gates": (
        c_int32, (POINTER(vmimage_reconcile), c_uint32, POINTER(POINTER(vmimage_error))),
        'The gates that are on.'),
    "vmimage_reconcile_set_image": (
        c_int32, (POINTER(vmimage_reconcile), POINTER(vmimage_image), POINTER(POINTER(vmimage_error))),
        'The image as it is now.'),
    "vmimage_reconcile_set_version": (
        c_int32, (POINTER(vmimage_reconcile), c_int32, POINTER(POINTER(vmimage_error))),
        'The reconciler: 1 for v1alpha1, 2 for v1alpha2.'),
    "vmimage_reconcile_unref": (
        POINTER(vmimage_reconcile), (POINTER(vmimage_reconcile),),
        'Release a reference of a reconcile.'),
    "vmimage_registry_capabilities": (
        c_uint64, (POINTER(vmimage_registry),),
        'What the registry can do: a sum of VMIMAGE_CAPABILITY_* bits.'),
    "vmimage_registry_create_group_publish_request": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_group_publish_request), c_uint32, POINTER(POINTER(vmimage_group_publish_request)), POINTER(POINTER(vmimage_error))),
        'Send a group publish request: the cluster carries it out.'),
    "vmimage_registry_create_import_request": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_import_request), c_uint32, POINTER(POINTER(vmimage_import_request)), POINTER(POINTER(vmimage_error))),
        'Send an import request: the cluster carries it out.'),
    "vmimage_registry_create_publish_request": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_publish_request), c_uint32, POINTER(POINTER(vmimage_publish_request)), POINTER(POINTER(vmimage_error))),
        'Send a publish request: the cluster carries it out.'),
    "vmimage_registry_delete_request": (
        c_int32, (POINTER(vmimage_registry), c_int32, c_char_p, c_char_p, c_char_p, c_char_p, c_char_p, POINTER(POINTER(vmimage_error))),
        'Delete a request of any kind.'),
    "vmimage_registry_get_group_publish_request": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_group_publish_request)), POINTER(POINTER(vmimage_error))),
        'Get a group publish request by its object name.'),
    "vmimage_registry_get_image": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'One image by its VMI ID, that of the namespace before that of the cluster.'),
    "vmimage_registry_get_import_request": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_import_request)), POINTER(POINTER(vmimage_error))),
        'Get an import request by its object name.'),
    "vmimage_registry_get_item": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_item)), POINTER(POINTER(vmimage_error))),
        'One item by ID, object name or display name; the first of these that fits something decides.'),
    "vmimage_registry_get_library": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_library)), POINTER(POINTER(vmimage_error))),
        'One library by ID, object name or display name; the first of these that fits something decides.'),
    "vmimage_registry_get_publish_request": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_publish_request)), POINTER(POINTER(vmimage_error))),
        'Get a publish request by its object name.'),
    "vmimage_registry_group_publish_requests": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_group_publish_requests)), POINTER(POINTER(vmimage_error))),
        'List the group publish requests that match a query.'),
    "vmimage_registry_images": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_images)), POINTER(POINTER(vmimage_error))),
        'The images of a registry that match a query: library by library, in byte order of their display names.'),
    "vmimage_registry_import_requests": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_import_requests)), POINTER(POINTER(vmimage_error))),
        'List the import requests that match a query.'),
    "vmimage_registry_interrupt": (
        None, (POINTER(vmimage_registry),),
        'Make the call that is running on a registry return VMIMAGE_E_CANCELLED soon.'),
    "vmimage_registry_items": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_items)), POINTER(POINTER(vmimage_error))),
        'The items of a registry that match a query: library by library, in byte order of their display names.'),
    "vmimage_registry_libraries": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_libraries)), POINTER(POINTER(vmimage_error))),
        'The libraries of a registry that match a query, in byte order of their display names.'),
    "vmimage_registry_open": (
        c_int32, (POINTER(vmimage_context), c_char_p, POINTER(vmimage_options), POINTER(POINTER(vmimage_registry)), POINTER(POINTER(vmimage_error))),
        'Open a place that holds libraries and images.'),
    "vmimage_registry_open_file": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_item), c_char_p, POINTER(POINTER(vmimage_stream)), POINTER(POINTER(vmimage_error))),
        'Open a file of an item for reading.'),
    "vmimage_registry_patch_object": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, c_char_p, c_char_p, c_size_t, c_uint32, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Change some fields of an image, item, library or request, such as its labels and annotations, by a JSON patch (RFC 6902).'),
    "vmimage_registry_publish_requests": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_publish_requests)), POINTER(POINTER(vmimage_error))),
        'List the publish requests that match a query.'),
    "vmimage_registry_ref": (
        POINTER(vmimage_registry), (POINTER(vmimage_registry),),
        'Take another reference of a registry.'),
    "vmimage_registry_set_deadline": (
        c_int32, (POINTER(vmimage_registry), c_int64, POINTER(POINTER(vmimage_error))),
        'How long a single call on a registry may take; 0 restores the default of 300000, five minutes.'),
    "vmimage_registry_stream_images": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_images)), POINTER(POINTER(vmimage_error))),
        'The images of a registry that match a query, while the place is still telling of them: memory does not grow with their number.'),
    "vmimage_registry_transport": (
        c_char_p, (POINTER(vmimage_registry),),
        'Name of the transport: "directory".'),
    "vmimage_registry_unref": (
        POINTER(vmimage_registry), (POINTER(vmimage_registry),),
        'Release a reference of a registry.'),
    "vmimage_registry_update_group_publish_request": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_group_publish_request), c_uint32, POINTER(POINTER(vmimage_group_publish_request)), POINTER(POINTER(vmimage_error))),
        'Change a group publish request that is there, by a changed copy of it.'),
    "vmimage_registry_update_import_request": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_import_request), c_uint32, POINTER(POINTER(vmimage_import_request)), POINTER(POINTER(vmimage_error))),
        'Change an import request that is there, by a changed copy of it.'),
    "vmimage_registry_update_publish_request": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_publish_request), c_uint32, POINTER(POINTER(vmimage_publish_request)), POINTER(POINTER(vmimage_error))),
        'Change a publish request that is there, by a changed copy of it.'),
    "vmimage_registry_url": (
        c_char_p, (POINTER(vmimage_registry),),
        'The URL of a registry in its full form, without a password: "dir:/srv/images".'),
    "vmimage_request_follow_start": (
        c_int32, (POINTER(vmimage_registry), c_int32, c_char_p, c_char_p, POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Follow a request to its end.'),
    "vmimage_resolve": (
        c_int32, (POINTER(vmimage_registry), c_char_p, c_char_p, c_uint32, POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The one image that a name stands for in a namespace.'),
    "vmimage_resolve_images": (
        c_int32, (POINTER(POINTER(vmimage_image)), c_size_t, c_char_p, c_char_p, c_uint32, POINTER(POINTER(vmimage_image)), POINTER(POINTER(vmimage_error))),
        'The same over a list of images that the program holds.'),
    "vmimage_status_name": (
        c_char_p, (c_int32,),
        'The name of a status code: "VMIMAGE_E_AMBIGUOUS".'),
    "vmimage_stream_name": (
        c_char_p, (POINTER(vmimage_stream),),
        'Name of the file.'),
    "vmimage_stream_offset": (
        c_uint64, (POINTER(vmimage_stream),),
        'Where the next read begins.'),
    "vmimage_stream_read": (
        c_int32, (POINTER(vmimage_stream), c_void_p, c_size_t, POINTER(c_size_t), POINTER(POINTER(vmimage_error))),
        'Read the next bytes.'),
    "vmimage_stream_ref": (
        POINTER(vmimage_stream), (POINTER(vmimage_stream),),
        'Take another reference of a stream.'),
    "vmimage_stream_seek": (
        c_int32, (POINTER(vmimage_stream), c_uint64, POINTER(POINTER(vmimage_error))),
        'Go to another place: the next read begins there.'),
    "vmimage_stream_size": (
        c_uint64, (POINTER(vmimage_stream),),
        'Size of the file in bytes; VMIMAGE_STREAM_SIZE_UNKNOWN when the place does not say.'),
    "vmimage_stream_unref": (
        POINTER(vmimage_stream), (POINTER(vmimage_stream),),
        'Release a reference of a stream; the last one closes it.'),
    "vmimage_string_data": (
        POINTER(c_char), (POINTER(vmimage_string),),
        'The bytes of a returned text, followed by a NUL that the length does not count.'),
    "vmimage_string_length": (
        c_size_t, (POINTER(vmimage_string),),
        'Length of a returned text in bytes.'),
    "vmimage_string_unref": (
        POINTER(vmimage_string), (POINTER(vmimage_string),),
        'Release a returned text.'),
    "vmimage_uuid_check": (
        c_int32, (c_char_p, POINTER(POINTER(vmimage_string)), POINTER(POINTER(vmimage_error))),
        'Why a text is no UUID, or NULL when it is one.'),
    "vmimage_verify_add_roots": (
        c_int32, (POINTER(vmimage_verify), c_char_p, c_size_t, POINTER(POINTER(vmimage_error))),
        'Trust the certificates of a PEM text, in addition to those before.'),
    "vmimage_verify_add_roots_file": (
        c_int32, (POINTER(vmimage_verify), c_char_p, POINTER(POINTER(vmimage_error))),
        'The same with the certificates in a file.'),
    "vmimage_verify_file": (
        c_int32, (POINTER(vmimage_verify), POINTER(vmimage_context), c_char_p, POINTER(POINTER(vmimage_verify_report)), POINTER(POINTER(vmimage_error))),
        'Verify an .ovf with the files beside it, an .ova, or another file (.iso, .vmdk) that may have a manifest of its name beside it, which counts when it names the file.'),
    "vmimage_verify_interrupt": (
        None, (POINTER(vmimage_verify),),
        'Make the call that is running on a verification return VMIMAGE_E_CANCELLED soon.'),
    "vmimage_verify_item": (
        c_int32, (POINTER(vmimage_verify), POINTER(vmimage_registry), c_char_p, c_char_p, POINTER(POINTER(vmimage_verify_report)), POINTER(POINTER(vmimage_error))),
        'Verify the content of an item, given by ID, object name or display name as for vmimage_registry_get_item().'),
    "vmimage_verify_new": (
        POINTER(vmimage_verify), (),
        'Make a verification: what is asked of packages.'),
    "vmimage_verify_ref": (
        POINTER(vmimage_verify), (POINTER(vmimage_verify),),
        'Take another reference of a verification.'),
    "vmimage_verify_report_certificate_warnings": (
        c_uint32, (POINTER(vmimage_verify_report),),
        "vCenter's warnings about the signer's certificate: a sum of VMIMAGE_CERTIFICATE_* bits. 0 without a signature."),
    "vmimage_verify_report_file_actual": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'Digest that the file at index has; NULL when it was not read or index is out of range.'),
    "vmimage_verify_report_file_algorithm": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'Digest that was compared for the file at index: "SHA1", "SHA256" or "SHA512", the strongest one of the manifest, or one that differs.'),
    "vmimage_verify_report_file_count": (
        c_size_t, (POINTER(vmimage_verify_report),),
        'Number of files, manifest and signature not counted: the descriptor, those that it names, those that the manifest names, and what else is in an archive.'),
    "vmimage_verify_report_file_expected": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'Digest that the manifest gives for the file at index, in lower-case hexadecimal digits; NULL when it gives none or index is out of range.'),
    "vmimage_verify_report_file_expected_size": (
        c_uint64, (POINTER(vmimage_verify_report), c_size_t),
        'Size in bytes that the descriptor gives for the file at index; 0 when it gives none or index is out of range.'),
    "vmimage_verify_report_file_name": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'Name of the file at index; NULL when index is out of range.'),
    "vmimage_verify_report_file_size": (
        c_uint64, (POINTER(vmimage_verify_report), c_size_t),
        'Size of the file at index in bytes; 0 when it is not there or index is out of range.'),
    "vmimage_verify_report_file_verdict": (
        c_int32, (POINTER(vmimage_verify_report), c_size_t),
        'VMIMAGE_VERDICT_* of the file at index; 0 when index is out of range.'),
    "vmimage_verify_report_fingerprint": (
        c_char_p, (POINTER(vmimage_verify_report),),
        'SHA-256 of the signer\'s certificate, 64 lower-case hexadecimal digits: what the rule "signers" calls a fingerprint.'),
    "vmimage_verify_report_issuer": (
        c_char_p, (POINTER(vmimage_verify_report),),
        "Distinguished name of who issued the signer's certificate."),
    "vmimage_verify_report_kind": (
        c_char_p, (POINTER(vmimage_verify_report),),
        'What the package is: "OVF", "OVA", "ISO" or "VMDK".'),
    "vmimage_verify_report_manifest": (
        c_char_p, (POINTER(vmimage_verify_report),),
        'Name of the manifest; NULL when the package has none.'),
    "vmimage_verify_report_not_after": (
        c_char_p, (POINTER(vmimage_verify_report),),
        "Until when the signer's certificate is valid, as RFC 3339 in UTC."),
    "vmimage_verify_report_not_before": (
        c_char_p, (POINTER(vmimage_verify_report),),
        "From when on the signer's certificate is valid, as RFC 3339 in UTC."),
    "vmimage_verify_report_problem": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        "A reason why the package fails, one line; in vCenter's words where it has some."),
    "vmimage_verify_report_problem_count": (
        c_size_t, (POINTER(vmimage_verify_report),),
        'Number of reasons why the package fails.'),
    "vmimage_verify_report_ref": (
        POINTER(vmimage_verify_report), (POINTER(vmimage_verify_report),),
        'Take another reference of a report.'),
    "vmimage_verify_report_result": (
        c_int32, (POINTER(vmimage_verify_report),),
        'The answer as a whole: VMIMAGE_RESULT_PASSED, VMIMAGE_RESULT_UNCHECKED or VMIMAGE_RESULT_FAILED. 0 for NULL.'),
    "vmimage_verify_report_rule": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'Name of the rule at index; NULL when index is out of range.'),
    "vmimage_verify_report_rule_count": (
        c_size_t, (POINTER(vmimage_verify_report),),
        'Number of rules that were asked. 0 without a policy.'),
    "vmimage_verify_report_rule_message": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'What the rule at index found, one line: "hardware version 10; at least 13 is required".'),
    "vmimage_verify_report_rule_verdict": (
        c_int32, (POINTER(vmimage_verify_report), c_size_t),
        'VMIMAGE_RULE_* of the rule at index; 0 when index is out of range.'),
    "vmimage_verify_report_signature": (
        c_char_p, (POINTER(vmimage_verify_report),),
        'Verdict on the signature as vCenter names it: "NotAvailable" (there is none), "Verified" (signature, files and certificate are good), "VerificationFailure" (signature or files are not) or "Untrusted" (they are, but the certificate is not trusted or not valid now).'),
    "vmimage_verify_report_signature_algorithm": (
        c_char_p, (POINTER(vmimage_verify_report),),
        'Digest that the signature is made over: "SHA1", "SHA256" or "SHA512".'),
    "vmimage_verify_report_signer": (
        c_char_p, (POINTER(vmimage_verify_report),),
        'Distinguished name of the signer, as in RFC 2253: "CN=Example,O=Example Ltd".'),
    "vmimage_verify_report_unref": (
        POINTER(vmimage_verify_report), (POINTER(vmimage_verify_report),),
        'Release a reference of a report.'),
    "vmimage_verify_report_warning": (
        c_char_p, (POINTER(vmimage_verify_report), c_size_t),
        'A warning, one line.'),
    "vmimage_verify_report_warning_count": (
        c_size_t, (POINTER(vmimage_verify_report),),
        'Number of warnings: what does not fail the package, but would with a stricter policy.'),
    "vmimage_verify_set_policy": (
        c_int32, (POINTER(vmimage_verify), c_uint32, POINTER(POINTER(vmimage_error))),
        'What packages must have: a sum of VMIMAGE_VERIFY_REQUIRE_MANIFEST, VMIMAGE_VERIFY_REQUIRE_SIGNATURE, VMIMAGE_VERIFY_STRICT.'),
    "vmimage_verify_set_policy_rules": (
        c_int32, (POINTER(vmimage_verify), POINTER(vmimage_policy), POINTER(POINTER(vmimage_error))),
        'Have a verification ask the rules of a policy of each package, in addition to what vmimage_verify_set_policy() says.'),
    "vmimage_verify_set_progress": (
        c_int32, (POINTER(vmimage_verify), vmimage_verify_progress_fn, c_void_p, POINTER(POINTER(vmimage_error))),
        'Have progress called, on the thread that verifies, after each mebibyte or so.'),
    "vmimage_verify_set_time": (
        c_int32, (POINTER(vmimage_verify), c_int64, POINTER(POINTER(vmimage_error))),
        'The time at which certificates must be valid, in seconds since 1970; 0 (the default) is the time of the call.'),
    "vmimage_verify_unref": (
        POINTER(vmimage_verify), (POINTER(vmimage_verify),),
        'Release a reference of a verification.'),
    "vmimage_version": (
        c_uint32, (),
        'Version of the library that is loaded.'),
    "vmimage_version_compare": (
        c_int32, (c_char_p, c_char_p),
        'The order of two product versions: -1, 0 or 1 as a is older than b, neither, or newer.'),
    "vmimage_version_is_prerelease": (
        c_int32, (c_char_p,),
        'Whether a version is a pre-release.'),
    "vmimage_version_string": (
        c_char_p, (),
        'Version of the library that is loaded, as text: "0.1.0".'),
    "vmimage_watch_images": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Watch the images of a registry that match a query.'),
    "vmimage_watch_items": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Watch the items of a registry that match a query.'),
    "vmimage_watch_libraries": (
        c_int32, (POINTER(vmimage_registry), POINTER(vmimage_query), POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Watch the libraries of a registry that match a query.'),
    "vmimage_watch_requests": (
        c_int32, (POINTER(vmimage_registry), c_int32, POINTER(vmimage_query), POINTER(POINTER(vmimage_job)), POINTER(POINTER(vmimage_error))),
        'Watch the requests of a kind that match a query, as vmimage_watch_images() does.'),
}
