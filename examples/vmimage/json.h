/*
 * SPDX-License-Identifier: Apache-2.0
 * JSON on standard output.
 */
#ifndef VMIMAGE_CLI_JSON_H
#define VMIMAGE_CLI_JSON_H

#include "cli.h"

/* One value, indented from @depth on, without a line end. */
void cli_put_json(const char *compact, size_t length, size_t depth);
void cli_put_json_list(const vmimage_string *const *objects, size_t count);

#endif
