/*
 * SPDX-License-Identifier: Apache-2.0
 * From the text of a kubeconfig to structs, and the merging of files. What the entries mean together is in kubeconfig_choose.c.
 */
#include "format/kubeconfig.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "format/kubeconfig_fail.h"
#include "format/yaml.h"

#define PLUGIN_EXTENSION "client.authentication.k8s.io/exec"

struct reader {
    struct vm_kubeconfig *config;
    const struct vm_kubeconfig_source *source;
    const char *base; /* path of the entry that is being read */
    vmimage_error **error;
    vmimage_status status; /* the first failure */
};

enum kind {
    TEXT,
    PATH, /* a file: relative to the folder of the kubeconfig */
    DATA, /* base64 */
    FLAG,
    TEXTS
};

struct field {
    const char *key;
    size_t offset;
    enum kind kind;
};

/* Of the key, or of what it is missing in. */
static size_t line_of(const struct vm_kubeconfig_source *source, const char *path)
{
    char parent[256];
    size_t line;

    (void)snprintf(parent, sizeof(parent), "%s", path);
    while ((line = vmimage__yaml_line(source->text, source->length, parent)) == 0) {
        char *dot = strrchr(parent, '.');

        if (dot == NULL)
            return 0;
        *dot = '\0';
    }
    return line;
}

vmimage_status vmimage__kubeconfig_fail(const struct vm_kubeconfig_source *source, const char *path,
                                        vmimage_status status, vmimage_error **error, const char *format, ...)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(2048);
    size_t line = line_of(source, path);
    char message[1024], number[24] = "";
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    if (line != 0)
        (void)snprintf(number, sizeof(number), ":%zu", line);
    vmimage__buf_printf(&text, "%s%s%s", path, path[0] != '\0' ? ": " : "", message);
    status = vmimage__fail(error, status, source->path, "%s%s: %s", source->path, number, vmimage__buf_str(&text));
    vmimage__error_set_line(error, line);
    return status;
}

static void fail(struct reader *r, vmimage_status status, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void fail(struct reader *r, vmimage_status status, const char *key, const char *format, ...)
{
    char message[512], path[256];
    va_list arguments;

    if (r->status != VMIMAGE_OK)
        return;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    (void)snprintf(path, sizeof(path), "%s%s%s", r->base, r->base[0] != '\0' && key[0] != '\0' ? "." : "", key);
    r->status = vmimage__kubeconfig_fail(r->source, path, status, r->error, "%s", message);
}

static void fail_type(struct reader *r, const char *key, const char *wanted, const struct vm_json *node)
{
    enum vm_json_type type = vmimage__json_type(node);
    bool quoted = strcmp(wanted, "a string") == 0 && (type == VM_JSON_NUMBER || type == VM_JSON_BOOL);

    fail(r, VMIMAGE_E_PARSE, key, "must be %s, is %s%s", wanted, vmimage__json_type_name(type),
         quoted ? "; put it in quotes" : "");
}

/* The member, or NULL when it is absent, null or of another type, which is a failure. */
static const struct vm_json *get(struct reader *r, const struct vm_json *object, const char *key,
                                 enum vm_json_type type)
{
    const struct vm_json *node = vmimage__json_get(object, key);

    if (vmimage__json_type(node) == VM_JSON_NULL)
        return NULL;
    if (vmimage__json_type(node) == type)
        return node;
    fail_type(r, key, vmimage__json_type_name(type), node);
    return NULL;
}

static const char *copy(struct reader *r, const char *text)
{
    return text != NULL && text[0] != '\0' ? vmimage__arena_strdup(&r->config->arena, text) : NULL;
}

static const char *get_text(struct reader *r, const struct vm_json *object, const char *key)
{
    return copy(r, vmimage__json_string(get(r, object, key, VM_JSON_STRING)));
}

/* ---- single values ---- */

static const char *join(struct reader *r, const char *path)
{
    const char *slash = strrchr(r->source->path, '/');

    if (path == NULL || path[0] == '/' || slash == NULL)
        return path;
    return vmimage__arena_printf(&r->config->arena, "%.*s/%s",
                                 slash == r->source->path ? 0 : (int)(slash - r->source->path), r->source->path, path);
}

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : (c == '/' ? 63 : -1);
}

/* Standard base64 with padding; line ends are skipped, as Go does. False for anything else, or a NUL in the data. */
static bool decode(const char *text, char *out)
{
    uint32_t bits = 0;
    size_t count = 0, padding = 0;

    for (; *text != '\0'; text++) {
        int value = digit(*text);

        if (*text == '\n' || *text == '\r')
            continue;
        if (*text == '=') {
            padding++;
            value = 0;
        } else if (value < 0 || padding != 0) {
            return false;
        }
        bits = (bits << 6 | (uint32_t)value) & 0xffffff;
        if (++count % 4 != 0)
            continue;
        for (int shift = 16; shift >= 0; shift -= 8)
            *out++ = (char)(bits >> shift & 0xff);
    }
    if (count % 4 != 0 || padding > 2)
        return false;
    out -= padding;
    *out = '\0';
    return true;
}

static const char *get_data(struct reader *r, const struct vm_json *object, const char *key)
{
    const char *text = vmimage__json_string(get(r, object, key, VM_JSON_STRING));
    char *out;

    if (text == NULL || text[0] == '\0')
        return NULL;
    out = vmimage__arena_alloc(&r->config->arena, strlen(text) + 1);
    if (out == NULL)
        return NULL;
    if (decode(text, out) && strstr(out, "-----BEGIN ") != NULL)
        return out;
    fail(r, VMIMAGE_E_INVALID, key, "is not base64 of a PEM text");
    return NULL;
}

static void get_texts(struct reader *r, const struct vm_json *object, const char *key, struct vm_strings *list)
{
    const struct vm_json *array = get(r, object, key, VM_JSON_ARRAY);

    for (const struct vm_json *node = vmimage__json_first(array); node != NULL; node = vmimage__json_next(node)) {
        const char *text = vmimage__json_string(node);

        if (text == NULL) {
            fail_type(r, key, "a list of strings", node);
            return;
        }
        if (!vmimage__arena_grow(&r->config->arena, &list->items, list->count, &list->capacity, sizeof(*list->items)))
            return;
        list->items[list->count++] = vmimage__arena_strdup(&r->config->arena, text);
    }
}

static void get_field(struct reader *r, const struct vm_json *object, const struct field *field, void *out)
{
    const char *text;
    bool flag;

    switch (field->kind) {
    case FLAG:
        flag = vmimage__json_bool(get(r, object, field->key, VM_JSON_BOOL));
        memcpy((char *)out + field->offset, &flag, sizeof(flag));
        return;
    case TEXTS:
        get_texts(r, object, field->key, (struct vm_strings *)(void *)((char *)out + field->offset));
        return;
    case DATA:
        text = get_data(r, object, field->key);
        break;
    case PATH:
        text = join(r, get_text(r, object, field->key));
        break;
    case TEXT:
    default:
        text = get_text(r, object, field->key);
    }
    memcpy((char *)out + field->offset, &text, sizeof(text));
}

/* ---- entries ---- */

#define FIELD(type, key_, kind_, member)                                                                               \
    {                                                                                                                  \
        .key = (key_), .offset = offsetof(type, member), .kind = (kind_)                                               \
    }
#define ALL(fields) (fields), sizeof(fields) / sizeof((fields)[0])

static const struct field cluster_fields[] = {
    FIELD(struct vm_kubeconfig_cluster, "server", TEXT, server),
    FIELD(struct vm_kubeconfig_cluster, "certificate-authority", PATH, ca_file),
    FIELD(struct vm_kubeconfig_cluster, "certificate-authority-data", DATA, ca_text),
    FIELD(struct vm_kubeconfig_cluster, "insecure-skip-tls-verify", FLAG, insecure),
    FIELD(struct vm_kubeconfig_cluster, "tls-server-name", TEXT, tls_server_name),
    FIELD(struct vm_kubeconfig_cluster, "proxy-url", TEXT, proxy),
    FIELD(struct vm_kubeconfig_cluster, "disable-compression", FLAG, disable_compression),
};

static const struct field user_fields[] = {
    FIELD(struct vm_kubeconfig_user, "client-certificate", PATH, certificate_file),
    FIELD(struct vm_kubeconfig_user, "client-certificate-data", DATA, certificate_text),
    FIELD(struct vm_kubeconfig_user, "client-key", PATH, key_file),
    FIELD(struct vm_kubeconfig_user, "client-key-data", DATA, key_text),
    FIELD(struct vm_kubeconfig_user, "token", TEXT, token),
    FIELD(struct vm_kubeconfig_user, "tokenFile", PATH, token_file),
    FIELD(struct vm_kubeconfig_user, "username", TEXT, user),
    FIELD(struct vm_kubeconfig_user, "password", TEXT, password),
    FIELD(struct vm_kubeconfig_user, "as", TEXT, as),
    FIELD(struct vm_kubeconfig_user, "as-uid", TEXT, as_uid),
    FIELD(struct vm_kubeconfig_user, "as-groups", TEXTS, as_groups),
};

static const struct field context_fields[] = {
    FIELD(struct vm_kubeconfig_context, "cluster", TEXT, cluster),
    FIELD(struct vm_kubeconfig_context, "user", TEXT, user),
    FIELD(struct vm_kubeconfig_context, "namespace", TEXT, name_space),
};

static const struct field exec_fields[] = {
    FIELD(struct vm_kubeconfig_exec, "command", TEXT, command),
    FIELD(struct vm_kubeconfig_exec, "apiVersion", TEXT, api_version),
    FIELD(struct vm_kubeconfig_exec, "installHint", TEXT, install_hint),
    FIELD(struct vm_kubeconfig_exec, "interactiveMode", TEXT, interactive_mode),
    FIELD(struct vm_kubeconfig_exec, "args", TEXTS, arguments),
    FIELD(struct vm_kubeconfig_exec, "provideClusterInfo", FLAG, provide_cluster_info),
};

static void get_fields(struct reader *r, const struct vm_json *object, const struct field *fields, size_t count,
                       void *out)
{
    for (size_t i = 0; i < count; i++)
        get_field(r, object, &fields[i], out);
}

static void read_cluster(struct reader *r, const struct vm_json *object, void *out)
{
    struct vm_kubeconfig_cluster *cluster = out;
    const struct vm_json *list = get(r, object, "extensions", VM_JSON_ARRAY);

    get_fields(r, object, ALL(cluster_fields), cluster);
    for (const struct vm_json *node = vmimage__json_first(list); node != NULL; node = vmimage__json_next(node)) {
        const char *name = vmimage__json_get_string(node, "name");
        const struct vm_json *extension = vmimage__json_get(node, "extension");
        vm_auto_buf struct vm_buf json = VM_BUF_INIT(1 << 20);

        if (name == NULL || strcmp(name, PLUGIN_EXTENSION) != 0 || extension == NULL)
            continue;
        vmimage__json_print(extension, &json, false);
        if (json.status == VMIMAGE_OK)
            cluster->exec_config = copy(r, vmimage__buf_str(&json));
        else
            r->config->arena.failed = true;
    }
}

static void read_environment(struct reader *r, const struct vm_json *object, struct vm_map *map)
{
    const struct vm_json *list = get(r, object, "env", VM_JSON_ARRAY);

    for (const struct vm_json *node = vmimage__json_first(list); node != NULL; node = vmimage__json_next(node)) {
        struct vm_pair pair = {.key = vmimage__json_get_string(node, "name"),
                               .value = vmimage__json_get_string(node, "value")};

        if (vmimage__json_type(node) != VM_JSON_OBJECT)
            fail_type(r, "env", "a list of objects", node);
        else if (pair.key == NULL || pair.key[0] == '\0' || strchr(pair.key, '=') != NULL)
            fail(r, VMIMAGE_E_INVALID, "env", "has an entry without a usable name");
        else if (vmimage__arena_grow(&r->config->arena, &map->pairs, map->count, &map->capacity, sizeof(*map->pairs)))
            map->pairs[map->count++] =
                (struct vm_pair){.key = vmimage__arena_strdup(&r->config->arena, pair.key),
                                 .value = vmimage__arena_strdup(&r->config->arena, pair.value ? pair.value : "")};
    }
}

static void read_exec(struct reader *r, const struct vm_json *object, struct vm_kubeconfig_user *user)
{
    const struct vm_json *node = get(r, object, "exec", VM_JSON_OBJECT);
    const char *base = r->base;
    struct vm_kubeconfig_exec *exec;

    if (node == NULL)
        return;
    user->exec = exec = vmimage__arena_alloc(&r->config->arena, sizeof(*exec));
    r->base = vmimage__arena_printf(&r->config->arena, "%s.exec", base);
    if (exec != NULL && r->base != NULL) {
        get_fields(r, node, ALL(exec_fields), exec);
        read_environment(r, node, &exec->environment);
        if (exec->command != NULL && strchr(exec->command, '/') != NULL)
            exec->command = join(r, exec->command);
        if (exec->interactive_mode == NULL && exec->api_version != NULL &&
            strcmp(exec->api_version, "client.authentication.k8s.io/v1beta1") == 0)
            exec->interactive_mode = "IfAvailable";
    }
    r->base = base;
}

static void read_user_extra(struct reader *r, const struct vm_json *object, struct vm_kubeconfig_user *user)
{
    const struct vm_json *map = get(r, object, "as-user-extra", VM_JSON_OBJECT);

    for (const struct vm_json *node = vmimage__json_first(map); node != NULL; node = vmimage__json_next(node)) {
        struct vm_kubeconfig_extra *extra;

        if (!vmimage__arena_grow(&r->config->arena, &user->as_extra, user->as_extra_count, &user->as_extra_capacity,
                                 sizeof(*user->as_extra)))
            return;
        extra = &user->as_extra[user->as_extra_count++];
        extra->key = vmimage__arena_strdup(&r->config->arena, vmimage__json_key(node));
        get_texts(r, map, vmimage__json_key(node), &extra->values);
    }
}

static void read_user(struct reader *r, const struct vm_json *object, void *out)
{
    struct vm_kubeconfig_user *user = out;
    const struct vm_json *provider = get(r, object, "auth-provider", VM_JSON_OBJECT);

    get_fields(r, object, ALL(user_fields), user);
    read_exec(r, object, user);
    read_user_extra(r, object, user);
    user->has_auth_provider = provider != NULL;
    user->auth_provider = copy(r, vmimage__json_get_string(provider, "name"));
}

static void read_context(struct reader *r, const struct vm_json *object, void *out)
{
    get_fields(r, object, ALL(context_fields), out);
}

/* ---- lists ---- */

struct list {
    const char *key, *element;
    void (*read)(struct reader *r, const struct vm_json *object, void *out);
    size_t items, count, capacity; /* offsets in struct vm_kubeconfig */
    size_t size;
};

static const struct list lists[] = {
    {"clusters", "cluster", read_cluster, offsetof(struct vm_kubeconfig, clusters),
     offsetof(struct vm_kubeconfig, cluster_count), offsetof(struct vm_kubeconfig, cluster_capacity),
     sizeof(struct vm_kubeconfig_cluster)},
    {"users", "user", read_user, offsetof(struct vm_kubeconfig, users), offsetof(struct vm_kubeconfig, user_count),
     offsetof(struct vm_kubeconfig, user_capacity), sizeof(struct vm_kubeconfig_user)},
    {"contexts", "context", read_context, offsetof(struct vm_kubeconfig, contexts),
     offsetof(struct vm_kubeconfig, context_count), offsetof(struct vm_kubeconfig, context_capacity),
     sizeof(struct vm_kubeconfig_context)},
};

static char *member(struct reader *r, size_t offset)
{
    return (char *)r->config + offset;
}

static const struct vm_kubeconfig_entry *find(struct reader *r, const struct list *list, const char *name)
{
    const char *items = *(char **)(void *)member(r, list->items);
    size_t count = *(size_t *)(void *)member(r, list->count);

    for (size_t i = 0; i < count; i++) {
        const struct vm_kubeconfig_entry *entry = (const void *)(items + i * list->size);

        if (strcmp(entry->name, name) == 0)
            return entry;
    }
    return NULL;
}

static void *add(struct reader *r, const struct list *list, const char *name)
{
    size_t *count = (size_t *)(void *)member(r, list->count);
    struct vm_kubeconfig_entry *entry;

    if (!vmimage__arena_grow(&r->config->arena, member(r, list->items), *count,
                             (size_t *)(void *)member(r, list->capacity), list->size))
        return NULL;
    entry = (void *)(*(char **)(void *)member(r, list->items) + *count * list->size);
    entry->name = vmimage__arena_strdup(&r->config->arena, name);
    entry->source = r->source;
    entry->path = r->base;
    if (entry->name != NULL)
        (*count)++;
    return entry->name != NULL ? entry : NULL;
}

/* Reads an element even when another file has defined its name, as its faults are to be seen; then it goes nowhere. */
static void read_element(struct reader *r, const struct list *list, const struct vm_json *node, size_t index)
{
    const char *name, *path = vmimage__arena_printf(&r->config->arena, "%s[%zu]", list->key, index);
    union {
        struct vm_kubeconfig_cluster cluster;
        struct vm_kubeconfig_user user;
        struct vm_kubeconfig_context context;
    } unused = {0};
    const struct vm_kubeconfig_entry *known;
    void *out = &unused;

    r->base = path != NULL ? path : "";
    if (vmimage__json_type(node) != VM_JSON_OBJECT) {
        fail_type(r, "", "an object", node);
        return;
    }
    name = vmimage__json_string(get(r, node, "name", VM_JSON_STRING));
    if (name == NULL) {
        fail(r, VMIMAGE_E_PARSE, "", "has no name");
        return;
    }
    node = get(r, node, list->element, VM_JSON_OBJECT);
    path = vmimage__arena_printf(&r->config->arena, "%s[%zu].%s", list->key, index, list->element);
    if (path == NULL)
        return;
    known = find(r, list, name);
    if (known != NULL && known->source == r->source) {
        fail(r, VMIMAGE_E_PARSE, "name", "is \"%.200s\", which is there twice in this file", name);
        return;
    }
    r->base = path;
    if (known == NULL)
        out = add(r, list, name);
    if (out != NULL)
        list->read(r, node, out);
}

static void read_list(struct reader *r, const struct vm_json *root, const struct list *list)
{
    const struct vm_json *array;
    size_t index = 0;

    r->base = "";
    array = get(r, root, list->key, VM_JSON_ARRAY);
    for (const struct vm_json *node = vmimage__json_first(array); node != NULL && r->status == VMIMAGE_OK;
         node = vmimage__json_next(node))
        read_element(r, list, node, index++);
}

static void check_kind(struct reader *r, const struct vm_json *root)
{
    const char *kind = get_text(r, root, "kind"), *version = get_text(r, root, "apiVersion");

    if (kind != NULL && strcmp(kind, "Config") != 0)
        fail(r, VMIMAGE_E_INVALID, "kind", "is \"%.100s\"; a kubeconfig is a Config", kind);
    if (version != NULL && strcmp(version, "v1") != 0)
        fail(r, VMIMAGE_E_INVALID, "apiVersion", "is \"%.100s\"; a kubeconfig is of version v1", version);
}

static void read_root(struct reader *r, const struct vm_json *root)
{
    const char *current;

    if (vmimage__json_type(root) == VM_JSON_NULL)
        return; /* an empty file */
    if (vmimage__json_type(root) != VM_JSON_OBJECT) {
        fail_type(r, "", "a kubeconfig with clusters, users and contexts", root);
        return;
    }
    check_kind(r, root);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]) && r->status == VMIMAGE_OK; i++)
        read_list(r, root, &lists[i]);
    r->base = "";
    current = get_text(r, root, "current-context");
    if (r->config->current_context == NULL)
        r->config->current_context = current;
}

static struct vm_kubeconfig_source *add_source(struct vm_kubeconfig *config, const char *path, const char *text,
                                               size_t length)
{
    struct vm_kubeconfig_source *source = vmimage__arena_alloc(&config->arena, sizeof(*source));

    if (source == NULL)
        return NULL;
    *source = (struct vm_kubeconfig_source){.next = config->sources,
                                            .path = vmimage__arena_strdup(&config->arena, path),
                                            .text = vmimage__arena_strndup(&config->arena, text, length),
                                            .length = length};
    if (config->arena.failed)
        return NULL;
    config->sources = source;
    return source;
}

vmimage_status vmimage__kubeconfig_add(struct vm_kubeconfig *config, const char *path, const char *text, size_t length,
                                       const struct vm_json_limits *limits, vmimage_error **error)
{
    struct reader r = {.config = config, .error = error, .base = ""};
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(limits->bytes);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__yaml_to_json(text, length, limits, path, &json, error);

    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&json), json.length, limits, path, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    r.source = add_source(config, path, text, length);
    if (r.source == NULL)
        return vmimage__fail_no_memory(error);
    read_root(&r, vmimage__json_root(doc));
    if (config->arena.failed)
        return vmimage__fail_no_memory(error);
    return r.status;
}

void vmimage__kubeconfig_release(struct vm_kubeconfig *config)
{
    vmimage__arena_release(&config->arena);
    *config = (struct vm_kubeconfig){0};
}
