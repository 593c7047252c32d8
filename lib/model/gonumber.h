/*
 * SPDX-License-Identifier: Apache-2.0
 * Numbers, booleans and white space as Go's strconv and strings packages read them: VM Operator's answers depend on it.
 */
#ifndef VMIMAGE_LIB_MODEL_GONUMBER_H
#define VMIMAGE_LIB_MODEL_GONUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* A piece of text that need not end with a NUL. */
struct vm_span {
    const char *text;
    size_t length;
};

enum vm_go_result {
    VM_GO_OK,
    VM_GO_SYNTAX, /* strconv.ErrSyntax: "invalid syntax" */
    VM_GO_RANGE   /* strconv.ErrRange: "value out of range" */
};
const char *vmimage__go_result_text(enum vm_go_result result);

struct vm_span vmimage__span(const char *text); /* NULL gives an empty span */
bool vmimage__span_is(struct vm_span span, const char *text);
/* strings.TrimSpace(): white space as Unicode has it. */
struct vm_span vmimage__go_trim(struct vm_span span);
/* Length of the white space character at text, 0 when there is none (unicode.IsSpace). */
size_t vmimage__go_space(const char *text, size_t length);

/* strings.ToLower(), in the arena; NULL without memory. The text is valid UTF-8. */
char *vmimage__go_lower(struct vm_arena *arena, struct vm_span span);

/* strconv.ParseInt/ParseUint with base 10. Out of range, *value is the nearest number that fits. */
enum vm_go_result vmimage__go_int(struct vm_span span, int bits, int64_t *value);
enum vm_go_result vmimage__go_uint(struct vm_span span, int bits, uint64_t *value);
enum vm_go_result vmimage__go_bool(struct vm_span span, bool *value);
/* strconv.ParseFloat with 64 bits (32 when single), whatever the locale. *no_memory is set when it could not be done. */
enum vm_go_result vmimage__go_float(struct vm_span span, bool single, double *value, bool *no_memory);

/* Whether time.Time takes the text (RFC 3339, a little laxer, as Go is). */
bool vmimage__go_is_time(struct vm_span span);

/* int64(f) as amd64 does it: what does not fit becomes INT64_MIN. */
int64_t vmimage__go_float_to_int(double value);
/* math.Pow(base, exponent) for whole numbers from 1, step by step as Go does it. */
double vmimage__go_pow(double base, double exponent);

/* fmt's %v and %f of a float64. */
#define VM_GO_FLOAT_SIZE 400
void vmimage__go_format_v(double value, char out[VM_GO_FLOAT_SIZE]);
void vmimage__go_format_f(double value, char out[VM_GO_FLOAT_SIZE]);

#endif
