/*
 * SPDX-License-Identifier: Apache-2.0
 * A product version taken apart. The order of versions is one lexicographic order over these parts, so it is total.
 */
#ifndef VMIMAGE_LIB_MODEL_VERSION_H
#define VMIMAGE_LIB_MODEL_VERSION_H

#include <stdbool.h>
#include <stddef.h>

/* In the order in which they sort. */
enum vm_version_kind {
    VM_VERSION_NONE,  /* begins with no number */
    VM_VERSION_PRE,   /* a pre-release of its numbers */
    VM_VERSION_PLAIN, /* its numbers alone */
    VM_VERSION_MORE   /* numbers and an addition */
};

/* Points into the text. */
struct vm_version {
    enum vm_version_kind kind;
    const char *numbers; /* digits and single dots; empty for VM_VERSION_NONE */
    size_t numbers_length, count;
    const char *suffix; /* without the "-" of a pre-release; the whole text for VM_VERSION_NONE */
    size_t suffix_length;
    const char *build; /* after "+"; empty without one */
};

struct vm_version vmimage__version_parse(const char *text);
/* -1, 0, 1; the build plays no part. */
int vmimage__version_order(const struct vm_version *a, const struct vm_version *b);
/* The same for the first `count` numbers only; a missing number is 0. */
int vmimage__version_numbers_order(const struct vm_version *a, const struct vm_version *b, size_t count);
/* Runs of digits by value and before any other byte, other bytes by value, a beginning before the whole. */
int vmimage__natural_order(const char *a, size_t a_length, const char *b, size_t b_length);
/* Whether a suffix begins with a word that makes it a pre-release whatever comes before: alpha, beta, rc, pre, dev. */
bool vmimage__version_word(const char *suffix);

#endif
