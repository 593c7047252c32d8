# SPDX-License-Identifier: Apache-2.0
"""Trust: whether the files of a package are those of its manifest, and who signed it."""
from __future__ import annotations

import contextlib
import datetime
import os
import threading
from dataclasses import dataclass
from typing import Any, Callable, ClassVar, Iterator, Optional, Union

from . import _api
from ._attributes import Attribute, elements, optional_text, required_text, texts
from ._context import Context, in_range
from ._enums import CertificateWarning, Policy, Result, RuleVerdict, Verdict
from ._errors import MisuseError, NoMemoryError, call, calls, encode, encode_path, text
from ._handle import Handle, make
from ._native import lib
from ._policy import CheckedRule, Rules
from ._registry import Registry

ProgressFunction = Callable[[str, int, int], object]


@dataclass(frozen=True)
class CheckedFile:
    """A file of a package and what became of it."""

    name: str
    verdict: Verdict
    #: In bytes; 0 when it is not there.
    size: int
    #: What the descriptor says.
    expected_size: Optional[int]
    algorithm: Optional[str]
    expected: Optional[str]
    actual: Optional[str]


def _checked_file(pointer: Any, index: int) -> CheckedFile:
    return CheckedFile(
        text(lib.vmimage_verify_report_file_name(pointer, index)) or "",
        Verdict(lib.vmimage_verify_report_file_verdict(pointer, index)),
        lib.vmimage_verify_report_file_size(pointer, index),
        lib.vmimage_verify_report_file_expected_size(pointer, index) or None,
        text(lib.vmimage_verify_report_file_algorithm(pointer, index)),
        text(lib.vmimage_verify_report_file_expected(pointer, index)),
        text(lib.vmimage_verify_report_file_actual(pointer, index)))


def _checked_rule(pointer: Any, index: int) -> CheckedRule:
    return CheckedRule(
        text(lib.vmimage_verify_report_rule(pointer, index)) or "",
        RuleVerdict(lib.vmimage_verify_report_rule_verdict(pointer, index)),
        text(lib.vmimage_verify_report_rule_message(pointer, index)) or "")


def _result(report: Handle) -> Result:
    return Result(lib.vmimage_verify_report_result(report._pointer))


def _certificate_warnings(report: Handle) -> CertificateWarning:
    return CertificateWarning(lib.vmimage_verify_report_certificate_warnings(report._pointer))


class VerifyReport(Handle):
    """What a verification found. It never changes and may be used by several threads."""

    __slots__ = ()
    _struct: ClassVar[Any] = _api.vmimage_verify_report
    _prefix: ClassVar[str] = "verify_report"

    result = Attribute("vmimage_verify_report_result", _result, "The answer as a whole.")
    kind = required_text("vmimage_verify_report_kind")
    manifest = optional_text("vmimage_verify_report_manifest")
    problems = texts("vmimage_verify_report_problem_count", "vmimage_verify_report_problem", "Why the package fails.")
    warnings = texts("vmimage_verify_report_warning_count", "vmimage_verify_report_warning",
                     "What would fail it with a stricter policy.")
    signature = required_text("vmimage_verify_report_signature")
    signature_algorithm = optional_text("vmimage_verify_report_signature_algorithm")
    certificate_warnings = Attribute("vmimage_verify_report_certificate_warnings", _certificate_warnings,
                                     "vCenter's warnings about the signer's certificate.")
    signer = optional_text("vmimage_verify_report_signer")
    fingerprint = optional_text("vmimage_verify_report_fingerprint")
    issuer = optional_text("vmimage_verify_report_issuer")
    not_before = optional_text("vmimage_verify_report_not_before")
    not_after = optional_text("vmimage_verify_report_not_after")
    files = elements("vmimage_verify_report_file_count", _checked_file,
                     "The files, manifest and signature not counted.")
    rules = elements("vmimage_verify_report_rule_count", _checked_rule, "The rules that were asked.")

    def __repr__(self) -> str:
        return f"<vmimage.VerifyReport {self.kind} {self.result.name}>"


class Verify(Handle):
    """What is asked of packages: verifies any number of them.

    roots is PEM text, or the path of a file of it; a signature then has to lead to one of its certificates. rules are those of
    a policy, asked of each package. time is when
    certificates must be valid, by default now. progress is called with a file's name and how many bytes of how many are
    done. Several threads may use one object; their calls then run one after the other.
    """

    __slots__ = ("_lock", "_busy", "_callback")
    _struct: ClassVar[Any] = _api.vmimage_verify
    _prefix: ClassVar[str] = "verify"
    _callback: Any

    def __init__(self, *, roots: Union[str, bytes, os.PathLike[str], None] = None, require_manifest: bool = False,
                 require_signature: bool = False, strict: bool = False, time: Optional[datetime.datetime] = None,
                 rules: Optional[Rules] = None, progress: Optional[ProgressFunction] = None) -> None:
        self._pointer = lib.vmimage_verify_new()
        if not self._pointer:
            raise NoMemoryError("no memory for a verification")
        #: A progress function of the call that runs gets in and is refused by _busy.
        self._lock = threading.RLock()
        self._busy = False
        self._callback = None
        policy = (Policy.REQUIRE_MANIFEST * require_manifest | Policy.REQUIRE_SIGNATURE * require_signature
                  | Policy.STRICT * strict)
        call(lib.vmimage_verify_set_policy, self._pointer, int(policy))
        if time is not None:
            call(lib.vmimage_verify_set_time, self._pointer, in_range(int(time.timestamp()), 64, "time"))
        if roots is not None:
            self._add_roots(roots)
        if rules is not None:
            if not isinstance(rules, Rules):
                raise TypeError("rules must be a vmimage.Rules")
            call(lib.vmimage_verify_set_policy_rules, self._pointer, rules._pointer)
        if progress is not None:
            self._callback = _receiver(progress, self._pointer)
            call(lib.vmimage_verify_set_progress, self._pointer, self._callback, None)

    def _add_roots(self, roots: Union[str, bytes, os.PathLike[str]]) -> None:
        if isinstance(roots, str) and "-----BEGIN" in roots:
            roots = roots.encode()
        if isinstance(roots, bytes):
            call(lib.vmimage_verify_add_roots, self._pointer, roots, len(roots))
        else:
            call(lib.vmimage_verify_add_roots_file, self._pointer, encode_path(roots), is_path=True)

    @contextlib.contextmanager
    def _use(self) -> Iterator[Any]:
        """The pointer for one call; one call at a time, as the library asks for."""
        with self._lock:
            if self._busy:
                raise MisuseError("a verification can't be used by its own progress function")
            self._busy = True
            try:
                yield self._pointer
            finally:
                self._busy = False

    def file(self, path: Union[str, os.PathLike[str]], *, context: Optional[Context] = None) -> VerifyReport:
        """Verify an .ovf with the files beside it, an .ova, or another file with a manifest beside it."""
        context = Context() if context is None else context
        with self._use() as pointer:
            return make(VerifyReport, lib.vmimage_verify_file, pointer, context._pointer, encode_path(path), is_path=True)

    def item(self, registry: Registry, name: str, namespace: Optional[str] = None) -> VerifyReport:
        """Verify the content of an item, given by ID, object name or display name."""
        with self._use() as pointer, registry._use() as place:
            return make(VerifyReport, lib.vmimage_verify_item, pointer, place, encode(namespace, "namespace"),
                        encode(name, "name"))

    def interrupt(self) -> None:
        """Make the call that is running raise CancelledError soon; else the next one. For any thread."""
        lib.vmimage_verify_interrupt(self._pointer)


def _receiver(progress: ProgressFunction, pointer: Any) -> Any:
    """The C function that tells a Python one; what that raises ends the call and is raised then."""

    def receive(data: Optional[int], name: Optional[bytes], done: int, total: int) -> None:
        try:
            progress(text(name) or "", done, total)
        except BaseException as error:
            if calls.raised is None:
                calls.raised = error
            lib.vmimage_verify_interrupt(pointer)

    return _api.vmimage_verify_progress_fn(receive)
