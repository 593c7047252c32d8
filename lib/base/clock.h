/*
 * SPDX-License-Identifier: Apache-2.0
 * The time as Kubernetes writes it. Rules take it as an argument; only what a program calls reads the clock.
 */
#ifndef VMIMAGE_LIB_BASE_CLOCK_H
#define VMIMAGE_LIB_BASE_CLOCK_H

#include <stdint.h>

#define VM_TIME_SIZE 32

/* Seconds since 1970 as RFC 3339 in UTC: "2026-01-31T12:00:00Z". Years beyond 9999 become the last second of 9999. */
void vmimage__format_time(int64_t seconds, char out[VM_TIME_SIZE]);
/* The other way round; 0 for a text of another form, and for years before 1970. */
int64_t vmimage__parse_time(const char *text);
void vmimage__now(char out[VM_TIME_SIZE]);

#endif
