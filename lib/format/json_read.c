/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading JSON with cJSON: the tree, its accessors, printing and comparing it. A vm_json is a cJSON node whose
 * valuestring keeps the text of a number that a double would change.
 */
#include "format/json.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "base/memory.h"
#include "format/json_check.h"

struct vm_json_doc {
    cJSON *root;
};

static const cJSON *node_of(const struct vm_json *node)
{
    return (const cJSON *)(const void *)node;
}

static const struct vm_json *json_of(const cJSON *node)
{
    return (const struct vm_json *)(const void *)node;
}

struct vm_json_limits vmimage__json_limits(const vmimage_context *context)
{
    struct vm_json_limits limits = {vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_BYTES),
                                    vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_DEPTH)};

    if (limits.depth > CJSON_NESTING_LIMIT)
        limits.depth = CJSON_NESTING_LIMIT;
    return limits;
}

struct number_walk {
    const char *text;
    const struct vm_json_numbers *numbers;
    size_t ordinal, next;
};

/* Numbers in the tree come in the order of the text: give those that need it their text. Depth is bounded by the check. */
static bool attach_numbers(cJSON *node, struct number_walk *walk)
{
    for (; node != NULL && walk->next < walk->numbers->count; node = node->next) {
        if (cJSON_IsNumber(node)) {
            const struct vm_json_number *number = &walk->numbers->items[walk->next];

            if (walk->ordinal++ != number->ordinal)
                continue;
            node->valuestring = cJSON_malloc(number->length + 1);
            if (node->valuestring == NULL)
                return false;
            memcpy(node->valuestring, walk->text + number->offset, number->length);
            node->valuestring[number->length] = '\0';
            walk->next++;
        } else if (node->child != NULL && !attach_numbers(node->child, walk)) {
            return false;
        }
    }
    return true;
}

vmimage_status vmimage__json_parse(const char *text, size_t length, const struct vm_json_limits *limits,
                                   const char *subject, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_numbers numbers = {0};
    struct number_walk walk = {.text = text, .numbers = &numbers};
    struct vm_json_doc *made = NULL;
    vmimage_status status;

    *doc = NULL;
    if (subject == NULL)
        subject = "JSON";
    status = vmimage__json_check(text, length, limits, subject, &numbers, error);
    if (status == VMIMAGE_OK) {
        made = vmimage__calloc(1, sizeof(*made));
        if (made != NULL)
            made->root = cJSON_ParseWithLength(text, length);
        /* The text is good: what fails here is memory. */
        if (made == NULL || made->root == NULL || !attach_numbers(made->root, &walk)) {
            vmimage__json_free(made);
            made = NULL;
            status = vmimage__fail_no_memory(error);
        }
    }
    vmimage__free(numbers.items);
    *doc = made;
    return status;
}

void vmimage__json_free(struct vm_json_doc *doc)
{
    if (doc == NULL)
        return;
    cJSON_Delete(doc->root);
    vmimage__free(doc);
}

const struct vm_json *vmimage__json_root(const struct vm_json_doc *doc)
{
    return doc != NULL ? json_of(doc->root) : NULL;
}

enum vm_json_type vmimage__json_type(const struct vm_json *node)
{
    const cJSON *n = node_of(node);

    if (cJSON_IsBool(n))
        return VM_JSON_BOOL;
    if (cJSON_IsNumber(n))
        return VM_JSON_NUMBER;
    if (cJSON_IsString(n))
        return VM_JSON_STRING;
    if (cJSON_IsArray(n))
        return VM_JSON_ARRAY;
    if (cJSON_IsObject(n))
        return VM_JSON_OBJECT;
    return VM_JSON_NULL;
}

const char *vmimage__json_type_name(enum vm_json_type type)
{
    static const char *const names[] = {"null", "a boolean", "a number", "a string", "an array", "an object"};

    return names[type];
}

const struct vm_json *vmimage__json_get(const struct vm_json *object, const char *key)
{
    const cJSON *found = NULL;

    if (!cJSON_IsObject(node_of(object)))
        return NULL;
    for (const cJSON *child = node_of(object)->child; child != NULL; child = child->next) {
        if (strcmp(child->string, key) == 0)
            found = child;
    }
    return json_of(found);
}

const char *vmimage__json_string(const struct vm_json *node)
{
    return cJSON_IsString(node_of(node)) ? node_of(node)->valuestring : NULL;
}

const char *vmimage__json_get_string(const struct vm_json *object, const char *key)
{
    return vmimage__json_string(vmimage__json_get(object, key));
}

bool vmimage__json_bool(const struct vm_json *node)
{
    return cJSON_IsTrue(node_of(node));
}

double vmimage__json_double(const struct vm_json *node)
{
    return cJSON_IsNumber(node_of(node)) ? node_of(node)->valuedouble : 0;
}

bool vmimage__json_int(const struct vm_json *node, int64_t *value)
{
    const cJSON *n = node_of(node);
    char *end;
    long long exact;

    if (!cJSON_IsNumber(n))
        return false;
    if (n->valuestring == NULL || strpbrk(n->valuestring, ".eE") != NULL) {
        double whole = n->valuedouble;

        if (!(whole >= -9007199254740992.0 && whole <= 9007199254740992.0) || whole != floor(whole))
            return false;
        *value = (int64_t)whole;
        return true;
    }
    errno = 0;
    exact = strtoll(n->valuestring, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *value = exact;
    return true;
}

const struct vm_json *vmimage__json_first(const struct vm_json *node)
{
    return cJSON_IsObject(node_of(node)) || cJSON_IsArray(node_of(node)) ? json_of(node_of(node)->child) : NULL;
}

const struct vm_json *vmimage__json_next(const struct vm_json *node)
{
    return node != NULL ? json_of(node_of(node)->next) : NULL;
}

const char *vmimage__json_key(const struct vm_json *node)
{
    return node != NULL ? node_of(node)->string : NULL;
}

size_t vmimage__json_count(const struct vm_json *node)
{
    size_t count = 0;

    for (node = vmimage__json_first(node); node != NULL; node = vmimage__json_next(node))
        count++;
    return count;
}

static int compare_keys(const void *a, const void *b)
{
    const cJSON *const *left = a, *const *right = b;

    return strcmp((*left)->string, (*right)->string);
}

static void print_object(const cJSON *object, struct vm_json_writer *writer);

static void print_node(const cJSON *node, struct vm_json_writer *writer)
{
    if (cJSON_IsObject(node)) {
        print_object(node, writer);
    } else if (cJSON_IsArray(node)) {
        vmimage__jw_begin_array(writer);
        for (const cJSON *child = node->child; child != NULL; child = child->next)
            print_node(child, writer);
        vmimage__jw_end_array(writer);
    } else if (cJSON_IsString(node)) {
        vmimage__jw_string(writer, node->valuestring);
    } else if (cJSON_IsBool(node)) {
        vmimage__jw_bool(writer, cJSON_IsTrue(node));
    } else if (cJSON_IsNumber(node) && node->valuestring != NULL) {
        vmimage__jw_raw(writer, node->valuestring, strlen(node->valuestring));
    } else if (cJSON_IsNumber(node)) {
        vmimage__jw_int(writer, (int64_t)node->valuedouble);
    } else {
        vmimage__jw_null(writer);
    }
}

static void print_object(const cJSON *object, struct vm_json_writer *writer)
{
    size_t count = vmimage__json_count(json_of(object)), i = 0;
    const cJSON **members = vmimage__calloc(count, sizeof(members[0]));

    if (members == NULL) {
        writer->buf->status = VMIMAGE_E_NO_MEMORY;
        return;
    }
    for (const cJSON *child = object->child; child != NULL; child = child->next)
        members[i++] = child;
    qsort(members, count, sizeof(members[0]), compare_keys);
    vmimage__jw_begin_object(writer);
    for (i = 0; i < count; i++) {
        vmimage__jw_key(writer, members[i]->string);
        print_node(members[i], writer);
    }
    vmimage__jw_end_object(writer);
    vmimage__free(members);
}

void vmimage__json_print(const struct vm_json *node, struct vm_buf *buf, bool html)
{
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, buf, html);
    print_node(node_of(node), &writer);
}

bool vmimage__json_equal(const struct vm_json *a, const struct vm_json *b)
{
    int64_t left, right;

    if (a == NULL || b == NULL || vmimage__json_type(a) != vmimage__json_type(b))
        return a == NULL && b == NULL;
    switch (vmimage__json_type(a)) {
    case VM_JSON_NULL:
        return true;
    case VM_JSON_BOOL:
        return vmimage__json_bool(a) == vmimage__json_bool(b);
    case VM_JSON_NUMBER:
        if (vmimage__json_int(a, &left) && vmimage__json_int(b, &right))
            return left == right;
        return !(vmimage__json_double(a) < vmimage__json_double(b)) &&
               !(vmimage__json_double(a) > vmimage__json_double(b));
    case VM_JSON_STRING:
        return strcmp(vmimage__json_string(a), vmimage__json_string(b)) == 0;
    default:
        break;
    }
    if (vmimage__json_count(a) != vmimage__json_count(b))
        return false;
    if (vmimage__json_type(a) == VM_JSON_OBJECT) {
        for (const struct vm_json *m = vmimage__json_first(a); m != NULL; m = vmimage__json_next(m)) {
            if (!vmimage__json_equal(m, vmimage__json_get(b, vmimage__json_key(m))))
                return false;
        }
        return true;
    }
    a = vmimage__json_first(a);
    b = vmimage__json_first(b);
    for (; a != NULL && vmimage__json_equal(a, b); a = vmimage__json_next(a), b = vmimage__json_next(b))
        ;
    return a == NULL;
}
