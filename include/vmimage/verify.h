/*
 * SPDX-License-Identifier: Apache-2.0
 * Trust: whether the files of a package are those of its manifest, and who signed the manifest.
 */
#ifndef VMIMAGE_VERIFY_H
#define VMIMAGE_VERIFY_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a package must have; to be added up for vmimage_verify_set_policy(). */
enum {
    VMIMAGE_VERIFY_REQUIRE_MANIFEST = 1,  /**< a package without a manifest fails */
    VMIMAGE_VERIFY_REQUIRE_SIGNATURE = 2, /**< a package whose signature is not "Verified" fails */
    VMIMAGE_VERIFY_STRICT = 4             /**< what vCenter would refuse or nothing speaks of fails */
};

/** The answer as a whole. */
enum {
    VMIMAGE_RESULT_PASSED = 1,    /**< every file of the package was compared and is good */
    VMIMAGE_RESULT_UNCHECKED = 2, /**< nothing is wrong, but there is no manifest to compare with */
    VMIMAGE_RESULT_FAILED = 3     /**< vmimage_verify_report_problem() says why */
};

/** The answer for one file. */
enum {
    VMIMAGE_VERDICT_OK = 1,          /**< the digest is that of the manifest */
    VMIMAGE_VERDICT_MISMATCH = 2,    /**< the digest is another one; fails */
    VMIMAGE_VERDICT_MISSING = 3,     /**< descriptor or manifest name it, but it is not there; fails */
    VMIMAGE_VERDICT_WRONG_SIZE = 4,  /**< it has another size than the descriptor says; fails */
    VMIMAGE_VERDICT_NOT_COVERED = 5, /**< the package needs it, but the manifest does not name it; fails */
    VMIMAGE_VERDICT_UNCHECKED = 6,   /**< there is no manifest */
    VMIMAGE_VERDICT_EXTRA = 7,       /**< neither descriptor nor manifest name it; fails when strict */
    VMIMAGE_VERDICT_OUTSIDE = 8      /**< it is not inside of the package, so it was not opened; fails */
};

/** vCenter's warnings about the certificate of a signature; bits. */
enum {
    VMIMAGE_CERTIFICATE_SELF_SIGNED = 1,   /**< the signer vouches for itself */
    VMIMAGE_CERTIFICATE_EXPIRED = 2,       /**< it, or one that it rests on, was valid until before now */
    VMIMAGE_CERTIFICATE_NOT_YET_VALID = 4, /**< it, or one that it rests on, will be valid later */
    VMIMAGE_CERTIFICATE_UNTRUSTED = 8      /**< no chain leads from it to a certificate that is trusted */
};

/**
 * Is told how far a verification is: @done of @total bytes of all files, those of the file @name being read now. @name is
 * valid during the call only.
 */
typedef void (*vmimage_verify_progress_fn)(void *data, const char *name, uint64_t done, uint64_t total);

/**
 * Make a verification: what is asked of packages. Without further settings nothing is required and no certificate is trusted.
 * It can be used for any number of packages.
 *
 * Ownership: new reference; release with vmimage_verify_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_verify *vmimage_verify_new(void);

/**
 * Take another reference of a verification.
 *
 * Ownership: new reference; release with vmimage_verify_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_verify *vmimage_verify_ref(vmimage_verify *verify);

/**
 * Release a reference of a verification. Returns NULL. Reports that it gave stay valid.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_verify *vmimage_verify_unref(vmimage_verify *verify);

/**
 * Trust the certificates of a PEM text, in addition to those before. A signature then has to lead to one of them: one that
 * does not fails. Any certificate may be given: a root, an intermediate one, that of a signer itself.
 *
 * Errors: VMIMAGE_E_PARSE when there is no certificate in it or one can't be read; VMIMAGE_E_LIMIT above a mebibyte;
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_add_roots(vmimage_verify *verify, const char *pem, size_t length,
                                                    vmimage_error **error);

/**
 * The same with the certificates in a file.
 *
 * Errors: VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO; VMIMAGE_E_INVALID when it is no regular file; else as
 *   vmimage_verify_add_roots().
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_add_roots_file(vmimage_verify *verify, const char *path,
                                                         vmimage_error **error);

/**
 * What packages must have: a sum of VMIMAGE_VERIFY_REQUIRE_MANIFEST, VMIMAGE_VERIFY_REQUIRE_SIGNATURE, VMIMAGE_VERIFY_STRICT.
 *
 * Errors: VMIMAGE_E_INVALID for a bit that is not known; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_set_policy(vmimage_verify *verify, uint32_t policy, vmimage_error **error);

/**
 * The time at which certificates must be valid, in seconds since 1970; 0 (the default) is the time of the call.
 *
 * Errors: VMIMAGE_E_INVALID for a negative number; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_set_time(vmimage_verify *verify, int64_t seconds, vmimage_error **error);

/**
 * Have @progress called, on the thread that verifies, after each mebibyte or so. @progress NULL turns it off.
 *
 * Errors: VMIMAGE_E_MISUSE for a NULL verification.
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_set_progress(vmimage_verify *verify, vmimage_verify_progress_fn progress,
                                                       void *data, vmimage_error **error);

/**
 * Make the call that is running on a verification return VMIMAGE_E_CANCELLED soon. Without a running call the next one
 * returns it. NULL is allowed.
 *
 * Threads: any, and from a signal handler: it only sets a flag.
 * Since: 0.1
 */
VMIMAGE_API void vmimage_verify_interrupt(vmimage_verify *verify);

/**
 * Verify an .ovf with the files beside it, an .ova, or another file (.iso, .vmdk) that may have a manifest of its name beside
 * it, which counts when it names the file.
 *
 * The manifest is called as the descriptor, with ".mf" for ".ovf", the signature with ".cert". Each file is read once. What
 * is wrong with the package is in the report and no error: also a descriptor or a manifest that can't be read. No file out
 * of the package's folder is opened. @context may be NULL: default limits, no log.
 *
 * Ownership: *@report is a new reference, NULL on failure; release with vmimage_verify_report_unref().
 * Errors: VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO for files that can't be read; VMIMAGE_E_PARSE, VMIMAGE_E_INVALID for
 *   an archive that is none; VMIMAGE_E_UNSUPPORTED for another kind of file; VMIMAGE_E_LIMIT; VMIMAGE_E_CANCELLED;
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_file(vmimage_verify *verify, vmimage_context *context, const char *path,
                                               vmimage_verify_report **report, vmimage_error **error);

/**
 * Verify the content of an item, given by ID, object name or display name as for vmimage_registry_get_item().
 *
 * Nothing is written: of an item on a server each file is read once, a piece at a time. The deadline of the registry counts for each
 * piece. A file that the server has not, or has with another size than it lists, is in the report.
 *
 * @name_space may be NULL.
 *
 * Ownership: *@report is a new reference, NULL on failure; release with vmimage_verify_report_unref().
 * Errors: VMIMAGE_E_NOT_FOUND, also for an item without content; VMIMAGE_E_AMBIGUOUS; VMIMAGE_E_UNSUPPORTED for a registry
 *   that gives no files; else as vmimage_registry_items() and vmimage_verify_file().
 * Threads: one at a time per verification and per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_item(vmimage_verify *verify, vmimage_registry *registry,
                                               const char *name_space, const char *name, vmimage_verify_report **report,
                                               vmimage_error **error);

/**
 * Take another reference of a report.
 *
 * Ownership: new reference; release with vmimage_verify_report_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_verify_report *vmimage_verify_report_ref(vmimage_verify_report *report);

/**
 * Release a reference of a report. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_verify_report *vmimage_verify_report_unref(vmimage_verify_report *report);

/**
 * The answer as a whole: VMIMAGE_RESULT_PASSED, VMIMAGE_RESULT_UNCHECKED or VMIMAGE_RESULT_FAILED. 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_verify_report_result(const vmimage_verify_report *report);

/**
 * What the package is: "OVF", "OVA", "ISO" or "VMDK".
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_kind(const vmimage_verify_report *report);

/**
 * Name of the manifest; NULL when the package has none.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_manifest(const vmimage_verify_report *report);

/**
 * Number of reasons why the package fails.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_verify_report_problem_count(const vmimage_verify_report *report);

/**
 * A reason why the package fails, one line; in vCenter's words where it has some. NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_problem(const vmimage_verify_report *report, size_t index);

/**
 * Number of warnings: what does not fail the package, but would with a stricter policy.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_verify_report_warning_count(const vmimage_verify_report *report);

/**
 * A warning, one line. NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_warning(const vmimage_verify_report *report, size_t index);

/**
 * Verdict on the signature as vCenter names it: "NotAvailable" (there is none), "Verified" (signature, files and certificate
 * are good), "VerificationFailure" (signature or files are not) or "Untrusted" (they are, but the certificate is not trusted
 * or not valid now).
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_signature(const vmimage_verify_report *report);

/**
 * vCenter's warnings about the signer's certificate: a sum of VMIMAGE_CERTIFICATE_* bits. 0 without a signature.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint32_t vmimage_verify_report_certificate_warnings(const vmimage_verify_report *report);

/**
 * Distinguished name of the signer, as in RFC 2253: "CN=Example,O=Example Ltd". NULL without a signature.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_signer(const vmimage_verify_report *report);

/**
 * Distinguished name of who issued the signer's certificate. NULL without a signature.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_issuer(const vmimage_verify_report *report);

/**
 * From when on the signer's certificate is valid, as RFC 3339 in UTC. NULL without a signature.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_not_before(const vmimage_verify_report *report);

/**
 * Until when the signer's certificate is valid, as RFC 3339 in UTC. NULL without a signature.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_not_after(const vmimage_verify_report *report);

/**
 * Digest that the signature is made over: "SHA1", "SHA256" or "SHA512". NULL without a signature.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_signature_algorithm(const vmimage_verify_report *report);

/**
 * Number of files, manifest and signature not counted: the descriptor, those that it names, those that the manifest names,
 * and what else is in an archive.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_verify_report_file_count(const vmimage_verify_report *report);

/**
 * Name of the file at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_file_name(const vmimage_verify_report *report, size_t index);

/**
 * VMIMAGE_VERDICT_* of the file at @index; 0 when @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_verify_report_file_verdict(const vmimage_verify_report *report, size_t index);

/**
 * Size of the file at @index in bytes; 0 when it is not there or @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_verify_report_file_size(const vmimage_verify_report *report, size_t index);

/**
 * Size in bytes that the descriptor gives for the file at @index; 0 when it gives none or @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_verify_report_file_expected_size(const vmimage_verify_report *report, size_t index);

/**
 * Digest that was compared for the file at @index: "SHA1", "SHA256" or "SHA512", the strongest one of the manifest, or one
 * that differs. NULL when the manifest has none or @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_file_algorithm(const vmimage_verify_report *report, size_t index);

/**
 * Digest that the manifest gives for the file at @index, in lower-case hexadecimal digits; NULL when it gives none or @index
 * is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_file_expected(const vmimage_verify_report *report, size_t index);

/**
 * Digest that the file at @index has; NULL when it was not read or @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_file_actual(const vmimage_verify_report *report, size_t index);

#ifdef __cplusplus
}
#endif

#endif
