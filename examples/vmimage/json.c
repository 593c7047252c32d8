/*
 * SPDX-License-Identifier: Apache-2.0
 * Prints the library's compact JSON as kubectl does: indented by four, and objects in a List.
 */
#include "json.h"

#include <string.h>

/* Copies a string of JSON; C1 controls, which some terminals obey, become escapes of the same meaning. */
static const char *put_string(const char *at, const char *end)
{
    const char *start = at++;

    while (at < end && *at != '"') {
        unsigned char c = (unsigned char)*at;

        if (c == '\\' && at + 1 < end) {
            at += 2;
        } else if (c == 0x7f || (c == 0xc2 && at + 1 < end && (unsigned char)at[1] < 0xa0)) {
            unsigned code = c == 0x7f ? c : (unsigned char)at[1];
            CLI_TEXT escape = cli_text("\\u%04x", code);

            cli_put_bytes(start, (size_t)(at - start));
            cli_put(escape);
            at += c == 0x7f ? 1 : 2;
            start = at;
        } else {
            at++;
        }
    }
    at += at < end;
    cli_put_bytes(start, (size_t)(at - start));
    return at;
}

static void new_line(size_t depth)
{
    cli_put("\n");
    cli_put_repeated(' ', depth * 4);
}

void cli_put_json(const char *compact, size_t length, size_t depth)
{
    const char *end = compact + length;

    for (const char *at = compact; at < end;) {
        bool opens = *at == '{' || *at == '[';

        if (*at == '"') {
            at = put_string(at, end);
            continue;
        }
        if (opens && at + 1 < end && (at[1] == '}' || at[1] == ']')) {
            cli_put_bytes(at, 2);
            at += 2;
            continue;
        }
        if (*at == '}' || *at == ']')
            new_line(depth > 0 ? --depth : 0);
        cli_put_bytes(at, 1);
        if (opens)
            new_line(++depth);
        else if (*at == ',')
            new_line(depth);
        else if (*at == ':')
            cli_put(" ");
        at++;
    }
}

void cli_put_json_list(const vmimage_string *const *objects, size_t count)
{
    cli_put("{\n    \"apiVersion\": \"v1\",\n    \"items\": [");
    for (size_t i = 0; i < count; i++) {
        cli_put(i > 0 ? ",\n        " : "\n        ");
        cli_put_json(vmimage_string_data(objects[i]), vmimage_string_length(objects[i]), 2);
    }
    cli_put(count > 0 ? "\n    ]" : "]");
    cli_put(",\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n");
}
