/*
 * SPDX-License-Identifier: Apache-2.0
 * vectors KIND FILE...: prints the answer to one vector, as the library's own pure functions give it.
 */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define FILE_MAX ((size_t)67108864)

static const struct kind {
    const char *name, *arguments;
    int count;
    vector_kind run;
} kinds[] = {
    {"convert", "FILE VERSION", 2, vector_convert}, {"item", "FILE", 1, vector_item},
    {"labels", "FILE", 1, vector_labels},           {"ovf", "FILE", 1, vector_ovf},
    {"publish", "FILE", 1, vector_publish},         {"resolve", "DB NAMESPACE NAME", 3, vector_resolve},
    {"webhook", "FILE", 1, vector_webhook},
};

vmimage_status vector_read(const char *path, struct vm_buf *buf, vmimage_error **error)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    size_t n;

    if (file == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, path, "%s: can't be opened", path);
    while ((n = fread(block, 1, sizeof(block), file)) > 0)
        vmimage__buf_add(buf, block, n);
    (void)fclose(file);
    vmimage__buf_add(buf, "", 0);
    return buf->status != VMIMAGE_OK ? vmimage__fail(error, buf->status, path, "%s: too large", path) : VMIMAGE_OK;
}

vmimage_status vector_read_json(const char *path, struct vm_json_doc **doc, vmimage_error **error)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(FILE_MAX);
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    vmimage_status status = vector_read(path, &buf, error);

    return status == VMIMAGE_OK ? vmimage__json_parse(buf.data, buf.length, &limits, path, doc, error) : status;
}

static bool is_time_key(const char *key)
{
    size_t length = key != NULL ? strlen(key) : 0;

    return (length > 4 && strcmp(key + length - 4, "Time") == 0) ||
           (key != NULL && (strcmp(key, "creationTimestamp") == 0 || strcmp(key, "deletionTimestamp") == 0));
}

static void print_timeless(const struct vm_json *node, struct vm_json_writer *writer)
{
    bool object = vmimage__json_type(node) == VM_JSON_OBJECT;

    if (!object && vmimage__json_type(node) != VM_JSON_ARRAY) {
        vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX);

        if (vmimage__json_type(node) == VM_JSON_STRING && is_time_key(vmimage__json_key(node))) {
            vmimage__jw_string(writer, VECTOR_NOW);
            return;
        }
        vmimage__json_print(node, &text, false);
        vmimage__jw_raw(writer, vmimage__buf_str(&text), text.length);
        return;
    }
    if (object)
        vmimage__jw_begin_object(writer);
    else
        vmimage__jw_begin_array(writer);
    for (const struct vm_json *child = vmimage__json_first(node); child != NULL; child = vmimage__json_next(child)) {
        if (object)
            vmimage__jw_key(writer, vmimage__json_key(child));
        print_timeless(child, writer);
    }
    if (object)
        vmimage__jw_end_object(writer);
    else
        vmimage__jw_end_array(writer);
}

void vector_print_timeless(const struct vm_json *node, struct vm_buf *out)
{
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, out, false);
    print_timeless(node, &writer);
}

static int usage(void)
{
    (void)fprintf(stderr, "usage: vectors KIND FILE...\n");
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        (void)fprintf(stderr, "  vectors %s %s\n", kinds[i].name, kinds[i].arguments);
    return 2;
}

int main(int argc, char **argv)
{
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(FILE_MAX);
    vm_auto_error vmimage_error *error = NULL;

    for (size_t i = 0; argc > 1 && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(argv[1], kinds[i].name) != 0 || argc - 2 != kinds[i].count)
            continue;
        if (kinds[i].run(argv + 2, &out, &error) != VMIMAGE_OK || out.status != VMIMAGE_OK) {
            const char *message = vmimage_error_message(error);

            (void)fprintf(stderr, "vectors: %s\n", message != NULL ? message : vmimage_status_name(out.status));
            return 1;
        }
        (void)printf("%s\n", vmimage__buf_str(&out));
        return 0;
    }
    return usage();
}
