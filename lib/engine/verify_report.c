/*
 * SPDX-License-Identifier: Apache-2.0
 * The report of a verification: building it, and its getters.
 */
#include "engine/verify.h"

#include <vmimage/policy.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

vmimage_verify_report *vmimage__report_new(void)
{
    vmimage_verify_report *report = vmimage__calloc(1, sizeof(*report));

    if (report != NULL)
        vmimage__refs_init(&report->refs);
    return report;
}

vmimage_verify_report *vmimage_verify_report_ref(vmimage_verify_report *report)
{
    if (report != NULL)
        vmimage__refs_take(&report->refs);
    return report;
}

vmimage_verify_report *vmimage_verify_report_unref(vmimage_verify_report *report)
{
    if (report == NULL || !vmimage__refs_drop(&report->refs))
        return NULL;
    vmimage__free(report->slots);
    vmimage__arena_release(&report->arena);
    vmimage__free(report);
    return NULL;
}

static size_t slot_of(const vmimage_verify_report *report, const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    size_t slot;

    for (const char *c = name; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    slot = (size_t)hash & (report->slot_count - 1);
    while (report->slots[slot] != 0 && strcmp(report->files[report->slots[slot] - 1].name, name) != 0)
        slot = (slot + 1) & (report->slot_count - 1);
    return slot;
}

static bool enlarge(vmimage_verify_report *report)
{
    size_t count = report->slot_count != 0 ? report->slot_count * 2 : 64;
    size_t *slots = vmimage__calloc(count, sizeof(*slots));

    if (slots == NULL)
        return false;
    vmimage__free(report->slots);
    report->slots = slots;
    report->slot_count = count;
    for (size_t i = 0; i < report->file_count; i++)
        slots[slot_of(report, report->files[i].name)] = i + 1;
    return true;
}

struct vm_checked_file *vmimage__report_find(const vmimage_verify_report *report, const char *name)
{
    size_t index = report->slot_count != 0 ? report->slots[slot_of(report, name)] : 0;

    return index != 0 ? &report->files[index - 1] : NULL;
}

struct vm_checked_file *vmimage__report_add(vmimage_verify_report *report, const char *name)
{
    struct vm_checked_file *file = vmimage__report_find(report, name);

    if (file != NULL)
        return file;
    name = vmimage__arena_strdup(&report->arena, name);
    if (name == NULL ||
        !vmimage__arena_grow(&report->arena, &report->files, report->file_count, &report->file_capacity, sizeof(*file)))
        return NULL;
    if (report->file_count * 2 >= report->slot_count && !enlarge(report)) {
        report->arena.failed = true;
        return NULL;
    }
    file = &report->files[report->file_count++];
    *file = (struct vm_checked_file){.name = name};
    report->slots[slot_of(report, name)] = report->file_count;
    return file;
}

void vmimage__report_say(vmimage_verify_report *report, struct vm_texts *texts, const char *format, ...)
{
    char text[2048];
    vm_auto_buf struct vm_buf line = VM_BUF_INIT(sizeof(text) * 4);
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    vmimage__buf_printable(&line, text, strlen(text));
    if (line.status != VMIMAGE_OK)
        report->arena.failed = true;
    else if (vmimage__arena_grow(&report->arena, &texts->list, texts->count, &texts->capacity, sizeof(*texts->list)))
        texts->list[texts->count++] = vmimage__arena_strdup(&report->arena, vmimage__buf_str(&line));
}

/* ---- getters ---- */

int32_t vmimage_verify_report_result(const vmimage_verify_report *report)
{
    if (report == NULL)
        return 0;
    if (report->problems.count != 0)
        return VMIMAGE_RESULT_FAILED;
    return report->manifest != NULL ? VMIMAGE_RESULT_PASSED : VMIMAGE_RESULT_UNCHECKED;
}

const char *vmimage_verify_report_kind(const vmimage_verify_report *report)
{
    return report != NULL ? report->kind : NULL;
}

const char *vmimage_verify_report_manifest(const vmimage_verify_report *report)
{
    return report != NULL ? report->manifest : NULL;
}

size_t vmimage_verify_report_problem_count(const vmimage_verify_report *report)
{
    return report != NULL ? report->problems.count : 0;
}

const char *vmimage_verify_report_problem(const vmimage_verify_report *report, size_t index)
{
    return report != NULL && index < report->problems.count ? report->problems.list[index] : NULL;
}

size_t vmimage_verify_report_warning_count(const vmimage_verify_report *report)
{
    return report != NULL ? report->warnings.count : 0;
}

const char *vmimage_verify_report_warning(const vmimage_verify_report *report, size_t index)
{
    return report != NULL && index < report->warnings.count ? report->warnings.list[index] : NULL;
}

const char *vmimage_verify_report_signature(const vmimage_verify_report *report)
{
    return report != NULL ? report->status : NULL;
}

uint32_t vmimage_verify_report_certificate_warnings(const vmimage_verify_report *report)
{
    return report != NULL ? report->signature.warnings : 0;
}

const char *vmimage_verify_report_signer(const vmimage_verify_report *report)
{
    return report != NULL ? report->signature.signer : NULL;
}

const char *vmimage_verify_report_issuer(const vmimage_verify_report *report)
{
    return report != NULL ? report->signature.issuer : NULL;
}

const char *vmimage_verify_report_not_before(const vmimage_verify_report *report)
{
    return report != NULL && report->signature.not_before[0] != '\0' ? report->signature.not_before : NULL;
}

const char *vmimage_verify_report_not_after(const vmimage_verify_report *report)
{
    return report != NULL && report->signature.not_after[0] != '\0' ? report->signature.not_after : NULL;
}

const char *vmimage_verify_report_signature_algorithm(const vmimage_verify_report *report)
{
    return report != NULL ? report->signature.algorithm : NULL;
}

const char *vmimage_verify_report_fingerprint(const vmimage_verify_report *report)
{
    return report != NULL && report->signature.fingerprint[0] != '\0' ? report->signature.fingerprint : NULL;
}

size_t vmimage_verify_report_rule_count(const vmimage_verify_report *report)
{
    return report != NULL ? report->rule_count : 0;
}

const char *vmimage_verify_report_rule(const vmimage_verify_report *report, size_t index)
{
    return report != NULL && index < report->rule_count ? report->rules[index].name : NULL;
}

int32_t vmimage_verify_report_rule_verdict(const vmimage_verify_report *report, size_t index)
{
    return report != NULL && index < report->rule_count ? report->rules[index].verdict : 0;
}

const char *vmimage_verify_report_rule_message(const vmimage_verify_report *report, size_t index)
{
    return report != NULL && index < report->rule_count ? report->rules[index].message : NULL;
}

size_t vmimage_verify_report_file_count(const vmimage_verify_report *report)
{
    return report != NULL ? report->file_count : 0;
}

/* The file at the index; one that has nothing when it is out of range. */
static const struct vm_checked_file *file_at(const vmimage_verify_report *report, size_t index)
{
    static const struct vm_checked_file none;

    return report != NULL && index < report->file_count ? &report->files[index] : &none;
}

const char *vmimage_verify_report_file_name(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->name;
}

int32_t vmimage_verify_report_file_verdict(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->verdict;
}

uint64_t vmimage_verify_report_file_size(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->size;
}

uint64_t vmimage_verify_report_file_expected_size(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->expected_size;
}

const char *vmimage_verify_report_file_algorithm(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->algorithm;
}

const char *vmimage_verify_report_file_expected(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->expected;
}

const char *vmimage_verify_report_file_actual(const vmimage_verify_report *report, size_t index)
{
    return file_at(report, index)->actual;
}
