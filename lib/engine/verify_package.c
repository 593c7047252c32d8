/*
 * SPDX-License-Identifier: Apache-2.0
 * One package: which files it has, what its manifest says of them, and what they are. Whatever a descriptor, a manifest or
 * an archive calls a file, nothing outside of the package is opened.
 */
#include <inttypes.h>
#include <string.h>

#include <vmimage/context.h>
#include <vmimage/image.h>
#include <vmimage/ovf.h>

#include "base/ascii.h"
#include "base/error.h"
#include "engine/policy.h"
#include "engine/verify.h"
#include "format/ovf.h"
#include "format/package.h"

/* A file that a descriptor cuts into pieces has at most so many. */
#define CHUNKS_MAX 1000000

struct job {
    const vmimage_verify *verify;
    const struct vm_call *call;
    const struct vm_files *files;
    const char *path, *subject; /* of the descriptor or the whole file, below the place; and as it is called */
    const char *folder;         /* what comes before the names of its files: "" or "a/b/" */
    const char *main_name;      /* of the descriptor or the whole file */
    const char *manifest_name, *certificate_name;
    vmimage_verify_report *report;
    struct vm_source source;
    struct vm_ova ova; /* when kind is OVA */
    enum vm_file_kind kind;
    struct vm_buf descriptor, manifest_text, certificate_text;
    bool has_manifest, has_certificate;
    struct vm_manifest manifest;
    vmimage_ovf *ovf;    /* the descriptor; NULL when there is none that can be read */
    const char *reading; /* progress */
    uint64_t done, total;
};

static uint64_t limit(const struct job *job, int32_t which)
{
    return vmimage_context_limit(job->call->context, which);
}

static const char *join(struct job *job, const char *name)
{
    return vmimage__arena_printf(&job->report->arena, "%s%s", job->folder, name);
}

/* The message of an error about a file, for the report; what is no matter of the package's is returned. */
static vmimage_status as_finding(struct job *job, vmimage_status status, const vmimage_error *own, const char **why,
                                 vmimage_error **error)
{
    if (status == VMIMAGE_E_NO_MEMORY || own == NULL || !vmimage__error_is_complete(own))
        return vmimage__fail_no_memory(error);
    if (status != VMIMAGE_E_INVALID && status != VMIMAGE_E_PARSE && status != VMIMAGE_E_UNSUPPORTED)
        return vmimage__fail(error, status, vmimage_error_subject(own), "%s", vmimage_error_message(own));
    *why = vmimage__arena_strdup(&job->report->arena, vmimage_error_message(own));
    return *why != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* ---- which files there are ---- */

/* The file of the name, added when it is there; NULL when it is not. *why is set when the name leads out of the package. */
static vmimage_status find(struct job *job, const char *name, struct vm_checked_file **file, const char **why,
                           vmimage_error **error)
{
    vm_auto_error vmimage_error *own = NULL;
    uint64_t size = 0;
    const char *path;
    vmimage_status status;

    *file = vmimage__report_find(job->report, name);
    if (*file != NULL || job->kind == VM_FILE_OVA)
        return VMIMAGE_OK;
    path = join(job, name);
    if (path == NULL)
        return vmimage__fail_no_memory(error);
    status = job->files->operations->look(job->files, path, &size, &own);
    if (status == VMIMAGE_E_NOT_FOUND)
        return VMIMAGE_OK;
    if (status != VMIMAGE_OK)
        return as_finding(job, status, own, why, error);
    *file = vmimage__report_add(job->report, name);
    if (*file == NULL)
        return vmimage__fail_no_memory(error);
    (*file)->path = path;
    (*file)->size = size;
    (*file)->present = true;
    return VMIMAGE_OK;
}

/* A file that is not there, or (`why`) not inside of the package. */
static vmimage_status add_absent(struct job *job, const char *name, const char *why, struct vm_checked_file **file,
                                 vmimage_error **error)
{
    *file = vmimage__report_add(job->report, name);
    if (*file == NULL)
        return vmimage__fail_no_memory(error);
    if (why != NULL && (*file)->verdict != VMIMAGE_VERDICT_OUTSIDE) {
        (*file)->verdict = VMIMAGE_VERDICT_OUTSIDE;
        VM_REPORT_PROBLEM(job->report, "%s", why);
    }
    return VMIMAGE_OK;
}

/* The pieces that a file is cut into: NAME.000000000, NAME.000000001, ... */
static vmimage_status add_chunks(struct job *job, const struct vm_ovf_file *reference, const char *href,
                                 vmimage_error **error)
{
    struct vm_checked_file *file = NULL;
    uint64_t total = 0;

    for (int i = 0; i < CHUNKS_MAX && (reference->size == 0 || total < reference->size); i++) {
        const char *name = vmimage__arena_printf(&job->report->arena, "%s.%09d", href, i), *why = NULL;
        vmimage_status status = name != NULL ? find(job, name, &file, &why, error) : vmimage__fail_no_memory(error);
        bool found = status == VMIMAGE_OK && file != NULL;

        if (status == VMIMAGE_OK && !found && (i == 0 || reference->size != 0))
            status = add_absent(job, name, why, &file, error);
        if (status != VMIMAGE_OK || file == NULL)
            return status;
        file->needed = true;
        total += file->size;
        if (!found || file->size == 0)
            break;
    }
    if (reference->size != 0 && total != reference->size)
        VM_REPORT_PROBLEM(job->report,
                          "%s:%" PRIu64 ": the pieces of \"%s\" have %" PRIu64
                          " bytes, but the descriptor says %" PRIu64,
                          job->subject, reference->line, href, total, reference->size);
    return VMIMAGE_OK;
}

static vmimage_status add_reference(struct job *job, const struct vm_ovf_file *reference, vmimage_error **error)
{
    vm_auto_error vmimage_error *own = NULL;
    vm_auto_str char *decoded = NULL;
    struct vm_checked_file *file = NULL;
    const char *why = NULL, *href = reference->href != NULL ? reference->href : "";
    vmimage_status status = vmimage__check_href(reference, job->subject, &own);

    while (href[0] == '.' && href[1] == '/')
        href += 2;
    if (status != VMIMAGE_OK)
        status = as_finding(job, status, own, &why, error);
    else
        status = vmimage__decode_href(href, &decoded, error);
    if (status == VMIMAGE_OK && why == NULL)
        status = find(job, href, &file, &why, error);
    if (status == VMIMAGE_OK && why == NULL && file == NULL && decoded != NULL && !vmimage__bad_file_name(decoded))
        status = find(job, decoded, &file, &why, error);
    if (status == VMIMAGE_OK && why == NULL && file == NULL && reference->chunk_size.set)
        return add_chunks(job, reference, href, error);
    if (status == VMIMAGE_OK && file == NULL)
        status = add_absent(job, href, why, &file, error);
    if (status != VMIMAGE_OK)
        return status;
    file->needed = true;
    file->expected_size = reference->size;
    if (decoded != NULL)
        file->alias = vmimage__arena_strdup(&job->report->arena, href);
    return VMIMAGE_OK;
}

/* What the descriptor names. One that can't be read is a finding: it may have been changed on the way. */
static vmimage_status add_references(struct job *job, vmimage_error **error)
{
    vm_auto_error vmimage_error *own = NULL;
    const char *why;
    vmimage_status status = vmimage__ovf_parse(vmimage__buf_str(&job->descriptor), job->descriptor.length,
                                               job->call->context, job->subject, &job->ovf, &own);

    if (status != VMIMAGE_OK) {
        status = as_finding(job, status, own, &why, error);
        if (status == VMIMAGE_OK)
            VM_REPORT_PROBLEM(job->report, "%s", why);
        return status;
    }
    for (size_t i = 0; status == VMIMAGE_OK && i < job->ovf->o.file_count; i++) {
        status = vmimage__call_check(job->call, error);
        if (status == VMIMAGE_OK)
            status = add_reference(job, &job->ovf->o.files[i], error);
    }
    return status;
}

/* ---- manifest and signature ---- */

/* The member of an archive that has the name, else the first one that has it but for the case. */
static const struct vm_ova_member *companion(const struct vm_ova *ova, const char *name)
{
    const struct vm_ova_member *member = vmimage__ova_find(ova, name);

    for (size_t i = 0; member == NULL && i < ova->count; i++)
        member = vmimage__ascii_equal(ova->members[i].name, name) ? &ova->members[i] : NULL;
    return member;
}

/* The whole of a small file. */
static vmimage_status read_file(struct job *job, const char *path, struct vm_buf *text, vmimage_error **error)
{
    const struct vm_files_operations *operations = job->files->operations;
    struct vm_source source = VM_SOURCE_INIT;
    uint64_t size;
    vmimage_status status = operations->look(job->files, path, &size, error);

    if (status == VMIMAGE_OK)
        status = operations->open(job->files, path, path, &source, error);
    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, text, error);
    operations->close(&source);
    return status;
}

/* Read NAME.mf or NAME.cert when there is one; *name becomes what it is called there. */
static vmimage_status read_companion(struct job *job, const char **name, struct vm_buf *text, bool *found,
                                     vmimage_error **error)
{
    const struct vm_ova_member *member;
    vm_auto_error vmimage_error *own = NULL;
    const char *path;
    vmimage_status status;

    if (job->kind == VM_FILE_OVA) {
        member = companion(&job->ova, *name);
        *found = member != NULL;
        if (member == NULL)
            return VMIMAGE_OK;
        *name = member->name;
        return vmimage__source_append(&job->source, member->offset, member->size, text, error);
    }
    path = join(job, *name);
    if (path == NULL)
        return vmimage__fail_no_memory(error);
    status = read_file(job, path, text, &own);
    *found = status == VMIMAGE_OK;
    return status == VMIMAGE_OK || status == VMIMAGE_E_NOT_FOUND ? VMIMAGE_OK : vmimage__pass_on(status, &own, error);
}

static vmimage_status read_manifest(struct job *job, vmimage_error **error)
{
    vmimage_verify_report *report = job->report;
    vm_auto_error vmimage_error *own = NULL;
    const char *why;
    vmimage_status status = read_companion(job, &job->manifest_name, &job->manifest_text, &job->has_manifest, error);

    if (status != VMIMAGE_OK || !job->has_manifest)
        return status;
    report->manifest = vmimage__arena_strdup(&report->arena, job->manifest_name);
    status = vmimage__manifest_read(&job->manifest, vmimage__buf_str(&job->manifest_text), job->manifest_text.length,
                                    limit(job, VMIMAGE_LIMIT_ARCHIVE_MEMBERS), job->manifest_name, &own);
    if (status != VMIMAGE_OK) {
        status = as_finding(job, status, own, &why, error);
        if (status == VMIMAGE_OK)
            VM_REPORT_PROBLEM(report, "%s", why);
        vmimage__manifest_release(&job->manifest);
        job->has_manifest = false; /* nothing can be compared with it */
    } else if (job->manifest.refusal != NULL) {
        report->refusal = vmimage__arena_strdup(&report->arena, job->manifest.refusal);
        vmimage__report_say(
            report, (job->verify->policy & VMIMAGE_VERIFY_STRICT) != 0 ? &report->problems : &report->warnings,
            "%s:%" PRIu64 ": %s", job->manifest_name, job->manifest.refusal_line, job->manifest.refusal);
    }
    return status;
}

/* The lines that are about each file, and, if they count, the files that only the manifest names. */
static vmimage_status add_listed(struct job *job, bool others, vmimage_error **error)
{
    struct vm_manifest *manifest = &job->manifest;
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; i < job->report->file_count; i++) {
        struct vm_checked_file *file = &job->report->files[i];

        file->entries = vmimage__manifest_find(manifest, file->name, &file->entry_count);
        if (file->entries == NULL && file->alias != NULL)
            file->entries = vmimage__manifest_find(manifest, file->alias, &file->entry_count);
        for (size_t k = 0; k < file->entry_count; k++)
            file->entries[k].used = true;
    }
    for (size_t i = 0; others && i < manifest->count && status == VMIMAGE_OK; i++) {
        const char *name = manifest->entries[i].name, *why = NULL;
        struct vm_checked_file *file = NULL;

        if (manifest->entries[i].used || strcmp(name, job->manifest_name) == 0 ||
            strcmp(name, job->certificate_name) == 0)
            continue;
        status = vmimage__call_check(job->call, error);
        if (status == VMIMAGE_OK)
            status = find(job, name, &file, &why, error);
        if (status == VMIMAGE_OK && file == NULL)
            status = add_absent(job, name, why, &file, error);
        if (status == VMIMAGE_OK && file->entries == NULL)
            file->entries = vmimage__manifest_find(manifest, name, &file->entry_count);
    }
    return status;
}

static vmimage_status check_signature(struct job *job, vmimage_error **error)
{
    vmimage_verify_report *report = job->report;
    struct vm_signed manifest = {job->manifest_name, vmimage__buf_str(&job->manifest_text), job->manifest_text.length};
    vmimage_status status;

    if (!job->has_certificate)
        return VMIMAGE_OK;
    if (report->manifest == NULL) {
        report->signature.problem = "there is a signature, but no manifest that it is of";
    } else {
        status = vmimage__certificate_verify(vmimage__buf_str(&job->certificate_text), job->certificate_text.length,
                                             &manifest, job->verify->trust, job->verify->time, &report->arena,
                                             &report->signature, error);
        if (status != VMIMAGE_OK)
            return status;
    }
    if (report->signature.problem != NULL)
        VM_REPORT_PROBLEM(report, "%s: %s", job->certificate_name, report->signature.problem);
    return VMIMAGE_OK;
}

/* When all files are known: the verdict as vCenter names it, and what the policy makes of it. */
static void judge_signature(struct job *job)
{
    vmimage_verify_report *report = job->report;
    bool required = (job->verify->policy & VMIMAGE_VERIFY_REQUIRE_SIGNATURE) != 0;

    report->status = "NotAvailable";
    if (job->has_certificate)
        report->status = !report->signature.genuine || report->problems.count != 0 ? "VerificationFailure"
                         : report->signature.distrust != NULL                      ? "Untrusted"
                                                                                   : "Verified";
    else if (required)
        VM_REPORT_PROBLEM(report, "%s: there is no signature (%s), but one is required", job->subject,
                          job->certificate_name);
    if (report->signature.genuine && report->signature.distrust != NULL)
        vmimage__report_say(report, required || job->verify->trust != NULL ? &report->problems : &report->warnings,
                            "%s: the certificate of \"%s\" is not trusted: %s", job->certificate_name,
                            report->signature.signer, report->signature.distrust);
    if (report->manifest == NULL) {
        bool wanted = required || (job->verify->policy & VMIMAGE_VERIFY_REQUIRE_MANIFEST) != 0;

        vmimage__report_say(report, wanted ? &report->problems : &report->warnings, "%s: there is no manifest (%s)%s",
                            job->subject, job->manifest_name,
                            wanted ? ", but one is required" : ": nothing was compared");
    }
}

/* ---- the digests ---- */

static vmimage_status step(void *data, uint64_t bytes, vmimage_error **error)
{
    struct job *job = data;

    job->done += bytes;
    if (job->verify->progress != NULL)
        job->verify->progress(job->verify->data, job->reading, job->done, job->total);
    return vmimage__call_check(job->call, error);
}

static vmimage_status read_digests(struct job *job, struct vm_checked_file *file, unsigned kinds,
                                   struct vm_digests *values, vmimage_error **error)
{
    struct vm_digest_watch watch = {job, step};
    struct vm_source own = VM_SOURCE_INIT;
    vmimage_status status;

    job->reading = file->name;
    if (file->text != NULL) {
        vmimage__source_memory(&own, vmimage__buf_str(file->text), file->text->length, file->name);
        return vmimage__digest_source(&own, 0, own.size, kinds, &watch, values, error);
    }
    if (file->path == NULL)
        return vmimage__digest_source(&job->source, file->offset, file->size, kinds, &watch, values, error);
    status = job->files->operations->open(job->files, file->path, file->name, &own, error);
    if (status == VMIMAGE_OK) {
        file->size = own.size;
        status = vmimage__digest_source(&own, 0, own.size, kinds, &watch, values, error);
    }
    job->files->operations->close(&own);
    return status;
}

/* A file that a list names and the server has not, or has another one of. */
static vmimage_status not_as_listed(struct job *job, struct vm_checked_file *file, vmimage_status status,
                                    vmimage_error **own, vmimage_error **error)
{
    if (status == VMIMAGE_E_NOT_FOUND) {
        file->present = false;
        return VMIMAGE_OK;
    }
    if (status != VMIMAGE_E_INTEGRITY)
        return vmimage__pass_on(status, own, error);
    file->verdict = VMIMAGE_VERDICT_WRONG_SIZE;
    file->trouble = vmimage__arena_strdup(&job->report->arena, vmimage_error_message(*own));
    return file->trouble != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* Compare with all lines about the file; the report shows the first one that differs, else the strongest. */
static vmimage_status compare(struct job *job, struct vm_checked_file *file, vmimage_error **error)
{
    struct vm_arena *arena = &job->report->arena;
    vm_auto_error vmimage_error *own = NULL;
    struct vm_digests values;
    const struct vm_manifest_entry *shown = &file->entries[file->entry_count - 1];
    char hex[VM_DIGEST_HEX];
    unsigned kinds = 0;
    vmimage_status status;

    for (size_t i = 0; i < file->entry_count; i++)
        kinds |= 1U << file->entries[i].kind;
    status = read_digests(job, file, kinds, &values, &own);
    if (status != VMIMAGE_OK)
        return not_as_listed(job, file, status, &own, error);
    file->verdict = VMIMAGE_VERDICT_OK;
    for (size_t i = file->entry_count; i-- > 0 && file->verdict == VMIMAGE_VERDICT_OK;) {
        const struct vm_manifest_entry *entry = &file->entries[i];

        if (memcmp(entry->value, values.value[entry->kind], vmimage__digest_size(entry->kind)) != 0) {
            file->verdict = VMIMAGE_VERDICT_MISMATCH;
            shown = entry;
        }
    }
    file->algorithm = vmimage__digest_name(shown->kind);
    vmimage__digest_to_hex(shown->kind, shown->value, hex);
    file->expected = vmimage__arena_strdup(arena, hex);
    vmimage__digest_to_hex(shown->kind, values.value[shown->kind], hex);
    file->actual = vmimage__arena_strdup(arena, hex);
    return VMIMAGE_OK;
}

/* What remains when the digest, if there is one to compare with, is right. */
static void settle(struct job *job, struct vm_checked_file *file)
{
    vmimage_verify_report *report = job->report;

    if (!file->present)
        file->verdict = VMIMAGE_VERDICT_MISSING;
    else if (file->verdict == VMIMAGE_VERDICT_MISMATCH)
        VM_REPORT_PROBLEM(report,
                          "The checksum(s) from the provided manifest file do not match the content of file(s): %s",
                          file->name);
    else if (file->trouble == NULL && file->expected_size != 0 && file->expected_size != file->size)
        file->verdict = VMIMAGE_VERDICT_WRONG_SIZE;
    else if (file->verdict == 0)
        file->verdict = !job->has_manifest ? VMIMAGE_VERDICT_UNCHECKED
                        : file->needed     ? VMIMAGE_VERDICT_NOT_COVERED
                                           : VMIMAGE_VERDICT_EXTRA;
    switch (file->verdict) {
    case VMIMAGE_VERDICT_MISSING:
        VM_REPORT_PROBLEM(report, "%s: the file \"%s\" is missing", job->subject, file->name);
        break;
    case VMIMAGE_VERDICT_WRONG_SIZE:
        if (file->trouble != NULL)
            VM_REPORT_PROBLEM(report, "%s", file->trouble);
        else
            VM_REPORT_PROBLEM(report, "%s: the file \"%s\" has %" PRIu64 " bytes, but the descriptor says %" PRIu64,
                              job->subject, file->name, file->size, file->expected_size);
        break;
    case VMIMAGE_VERDICT_NOT_COVERED:
        VM_REPORT_PROBLEM(report, "No manifest entry found for: '%s'", file->name);
        break;
    case VMIMAGE_VERDICT_EXTRA:
        vmimage__report_say(report,
                            (job->verify->policy & VMIMAGE_VERIFY_STRICT) != 0 ? &report->problems : &report->warnings,
                            "%s: neither descriptor nor manifest name the file \"%s\"", job->subject, file->name);
        break;
    default:
        break;
    }
}

static vmimage_status confirm(struct job *job, struct vm_checked_file *file, vmimage_error **error)
{
    vm_auto_error vmimage_error *own = NULL;
    vmimage_status status;

    if (!file->present || file->path == NULL || file->text != NULL || job->files->operations->confirm == NULL)
        return VMIMAGE_OK;
    status = job->files->operations->confirm(job->files, file->path, &own);
    return status == VMIMAGE_OK ? status : not_as_listed(job, file, status, &own, error);
}

static vmimage_status check_files(struct job *job, vmimage_error **error)
{
    vmimage_verify_report *report = job->report;
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; i < report->file_count; i++)
        job->total += report->files[i].present && report->files[i].entries != NULL ? report->files[i].size : 0;
    for (size_t i = 0; i < report->file_count && status == VMIMAGE_OK; i++) {
        struct vm_checked_file *file = &report->files[i];

        if (file->verdict == VMIMAGE_VERDICT_OUTSIDE)
            continue;
        status = vmimage__call_check(job->call, error);
        if (status == VMIMAGE_OK && file->entries == NULL)
            status = confirm(job, file, error);
        else if (status == VMIMAGE_OK && file->present)
            status = compare(job, file, error);
        if (status == VMIMAGE_OK)
            settle(job, file);
    }
    return status;
}

/* ---- the package ---- */

static vmimage_status add_main(struct job *job, const char *path, uint64_t offset, uint64_t size, bool text,
                               vmimage_error **error)
{
    struct vm_checked_file *file = vmimage__report_add(job->report, job->main_name);

    if (file == NULL)
        return vmimage__fail_no_memory(error);
    file->present = file->needed = true;
    file->path = path;
    file->offset = offset;
    file->size = size;
    file->text = text ? &job->descriptor : NULL;
    return text ? vmimage__source_append(&job->source, offset, size, &job->descriptor, error) : VMIMAGE_OK;
}

static vmimage_status add_members(struct job *job, vmimage_error **error)
{
    const struct vm_ova_member *descriptor = &job->ova.members[job->ova.descriptor];
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; i < job->ova.count && status == VMIMAGE_OK; i++) {
        const struct vm_ova_member *member = &job->ova.members[i];
        struct vm_checked_file *file;

        if (member == descriptor) {
            status = add_main(job, NULL, member->offset, member->size, true, error);
            continue;
        }
        if ((job->report->manifest != NULL && strcmp(member->name, job->manifest_name) == 0) ||
            (job->has_certificate && strcmp(member->name, job->certificate_name) == 0))
            continue;
        file = vmimage__report_add(job->report, member->name);
        if (file == NULL)
            return vmimage__fail_no_memory(error);
        file->present = true;
        file->offset = member->offset;
        file->size = member->size;
    }
    return status;
}

/* What the file is; a descriptor that was damaged at its beginning still has its name. */
static vmimage_status open_main(struct job *job, vmimage_error **error)
{
    const struct vm_files_operations *operations = job->files->operations;
    const char *slash = strrchr(job->path, '/');
    struct vm_arena *arena = &job->report->arena;
    uint64_t size;
    vmimage_status status = operations->look(job->files, job->path, &size, error);

    job->subject = operations->name(job->files, arena, job->path);
    job->folder = vmimage__arena_strndup(arena, job->path, slash != NULL ? (size_t)(slash - job->path) + 1 : 0);
    job->main_name = slash != NULL ? slash + 1 : job->path;
    if (status == VMIMAGE_OK && arena->failed)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = operations->open(job->files, job->path, job->subject, &job->source, error);
    if (status == VMIMAGE_OK)
        status = vmimage__sniff(&job->source, &job->kind, error);
    if (status != VMIMAGE_OK)
        return status;
    if (job->kind != VM_FILE_OVF && vmimage__has_extension(job->main_name, ".ovf"))
        job->kind = VM_FILE_OVF;
    if (job->kind != VM_FILE_OVF && job->kind != VM_FILE_OVA && job->kind != VM_FILE_ISO && job->kind != VM_FILE_VMDK)
        return vmimage__refuse_kind(&job->source, job->kind, error);
    job->report->kind = vmimage__kind_name(job->kind);
    if (job->kind != VM_FILE_OVA)
        return VMIMAGE_OK;
    status = vmimage__ova_read(&job->ova, &job->source, job->call->context, false, error);
    if (status == VMIMAGE_OK)
        job->main_name = job->ova.members[job->ova.descriptor].name;
    return status;
}

static vmimage_status name_companions(struct job *job, vmimage_error **error)
{
    const char *dot = strrchr(job->main_name, '.');
    int length = (int)(dot != NULL ? (size_t)(dot - job->main_name) : strlen(job->main_name));

    job->manifest_name = vmimage__arena_printf(&job->report->arena, "%.*s.mf", length, job->main_name);
    job->certificate_name = vmimage__arena_printf(&job->report->arena, "%.*s.cert", length, job->main_name);
    return job->report->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* A disc or disk is a package of itself; the manifest of an .ovf of the same name may be beside it. */
static void disown_manifest(struct job *job)
{
    size_t count = 0;

    if (!job->has_manifest || vmimage__manifest_find(&job->manifest, job->main_name, &count) != NULL)
        return;
    vmimage__manifest_release(&job->manifest);
    vmimage__buf_reset(&job->manifest_text);
    job->report->manifest = NULL;
    job->report->warnings.count = 0;
    job->report->refusal = NULL;
    job->has_manifest = job->has_certificate = false;
}

/* A descriptor that makes no image is a finding, as one that can't be read is. */
static vmimage_status check_rules(struct job *job, bool described, vmimage_error **error)
{
    const char *slash = strrchr(job->path, '/'), *file = slash != NULL ? slash + 1 : job->path;
    const char *dot = strrchr(file, '.'), *name = job->verify->item_name;
    struct vm_policy_facts facts = {.described = described, .now = job->verify->time};
    vm_auto_error vmimage_error *own = NULL;
    vmimage_image *image = NULL;
    vmimage_status status = job->ovf != NULL ? vmimage_ovf_to_image(job->ovf, &image, &own) : VMIMAGE_OK;

    if (status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    facts.image = image;
    facts.modified = name != NULL ? job->verify->item_modified : job->source.modified;
    facts.name = name != NULL ? name
                              : vmimage__arena_strndup(&job->report->arena, file,
                                                       dot != NULL ? (size_t)(dot - file) : strlen(file));
    vmimage__policy_check(job->verify->rules, &facts, job->report);
    vmimage_image_unref(image);
    return VMIMAGE_OK;
}

static vmimage_status run(struct job *job, vmimage_error **error)
{
    vmimage_status status = open_main(job, error);
    bool described = job->kind == VM_FILE_OVA || job->kind == VM_FILE_OVF;

    if (status == VMIMAGE_OK)
        status = name_companions(job, error);
    if (status == VMIMAGE_OK)
        status = read_companion(job, &job->certificate_name, &job->certificate_text, &job->has_certificate, error);
    if (status == VMIMAGE_OK)
        status = read_manifest(job, error);
    if (status == VMIMAGE_OK && !described)
        disown_manifest(job);
    if (status == VMIMAGE_OK)
        status = job->kind == VM_FILE_OVA
                     ? add_members(job, error)
                     : add_main(job, job->path, 0, job->source.size, job->kind == VM_FILE_OVF, error);
    if (status == VMIMAGE_OK && described)
        status = add_references(job, error);
    if (status == VMIMAGE_OK)
        status = add_listed(job, described, error);
    if (status == VMIMAGE_OK)
        status = check_signature(job, error);
    if (status == VMIMAGE_OK)
        status = check_files(job, error);
    if (status == VMIMAGE_OK)
        judge_signature(job);
    if (status == VMIMAGE_OK && job->verify->rules != NULL)
        status = check_rules(job, described, error);
    return status == VMIMAGE_OK && job->report->arena.failed ? vmimage__fail_no_memory(error) : status;
}

vmimage_status vmimage__verify_package(const vmimage_verify *verify, const struct vm_call *call,
                                       const struct vm_files *files, const char *path, vmimage_verify_report *report,
                                       vmimage_error **error)
{
    size_t most = (size_t)vmimage_context_limit(call->context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES);
    struct job job = {.verify = verify,
                      .call = call,
                      .files = files,
                      .path = path,
                      .report = report,
                      .source = VM_SOURCE_INIT,
                      .descriptor = VM_BUF_INIT(most),
                      .manifest_text = VM_BUF_INIT(most),
                      .certificate_text = VM_BUF_INIT(VM_CERTIFICATE_FILE_MAX)};
    vmimage_status status = run(&job, error);

    vmimage_ovf_unref(job.ovf);
    files->operations->close(&job.source);
    vmimage__ova_release(&job.ova);
    vmimage__manifest_release(&job.manifest);
    vmimage__buf_release(&job.descriptor);
    vmimage__buf_release(&job.manifest_text);
    vmimage__buf_release(&job.certificate_text);
    return status;
}
