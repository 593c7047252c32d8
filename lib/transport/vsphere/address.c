/*
 * SPDX-License-Identifier: Apache-2.0
 * Where a vCenter is: its URL, and the variables that govc reads. The environment counts for the host that it names only:
 * a password for one server is never sent to another. What the program's options say is put over it in connect.c.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/package.h"
#include "transport/vsphere/vsphere.h"

#define FILE_MAX_BYTES ((size_t)16 << 20)

static const char *variable(const char *name)
{
    const char *value = secure_getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

static vmimage_status decode(struct vm_vs_address *address, const char *text, size_t length, const char **out,
                             vmimage_error **error)
{
    vm_auto_str char *decoded = NULL;
    const char *copy = vmimage__arena_strndup(&address->arena, text, length);
    vmimage_status status = copy != NULL ? vmimage__decode_href(copy, &decoded, error) : VMIMAGE_OK;

    if (status != VMIMAGE_OK)
        return status;
    *out = decoded != NULL ? vmimage__arena_strdup(&address->arena, decoded) : copy;
    return *out != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* The name or address, and a port that is a number. */
static bool is_host(const char *host)
{
    size_t name = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    const char *port;
    int64_t number = 0;

    if (name == 0 || (host[0] == '[' && host[name - 1] != ']'))
        return false;
    for (size_t i = 0; i < name; i++) {
        char c = host[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (!letter && strchr("-._", c) == NULL && !(host[0] == '[' && strchr("[]:%", c) != NULL))
            return false;
    }
    if (host[name] == '\0')
        return true;
    port = host + name + 1;
    if (host[name] != ':' || port[0] == '\0' || strlen(port) > 5)
        return false;
    for (; *port != '\0'; port++) {
        if (*port < '0' || *port > '9')
            return false;
        number = number * 10 + (*port - '0');
    }
    return number > 0 && number <= 65535;
}

/* What follows the host: /LIBRARY, and ?datastore=NAME for one that is to be made. "/sdk" is what govc writes. */
static vmimage_status parse_path(struct vm_vs_address *address, const char *path, const char *where,
                                 vmimage_error **error)
{
    static const char datastore[] = "?datastore=";
    size_t length = strcspn(path, "?#");
    const char *query = path + length;
    vmimage_status status = VMIMAGE_OK;

    if (length > 1 && path[length - 1] == '/')
        length--;
    if (length > 1 && !(length == 4 && strncmp(path, "/sdk", 4) == 0))
        status = decode(address, path + 1, length - 1, &address->library, error);
    if (status == VMIMAGE_OK && strncmp(query, datastore, sizeof(datastore) - 1) == 0)
        return decode(address, query + sizeof(datastore) - 1, strcspn(query + sizeof(datastore) - 1, "&#"),
                      &address->datastore, error);
    if (status == VMIMAGE_OK && query[0] != '\0')
        return vmimage__fail(error, VMIMAGE_E_INVALID, where, "%s: \"%s\" means nothing; only ?datastore=NAME does",
                             where, query);
    if (status == VMIMAGE_OK && address->library != NULL && strchr(address->library, '/') != NULL &&
        memchr(path + 1, '/', length - 1) != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, where,
                             "%s: the name of a library has no \"/\" in it; one is written %%2F", where);
    return status;
}

/* `text` follows the scheme: [USER[:PASSWORD]@]HOST[:PORT][/LIBRARY]. Nothing of it is shown: it may hold a password. */
static vmimage_status parse(struct vm_vs_address *address, const char *scheme, const char *text, const char *where,
                            vmimage_error **error)
{
    size_t length = strcspn(text, "/?#");
    const char *path = text + length, *at = memrchr(text, '@', length), *colon;
    size_t user = at != NULL ? (size_t)(at - text) : 0;
    vmimage_status status = VMIMAGE_OK;

    if (at != NULL) {
        colon = memchr(text, ':', user);
        status = decode(address, text, colon != NULL ? (size_t)(colon - text) : user, &address->user, error);
        if (status == VMIMAGE_OK && colon != NULL)
            status = decode(address, colon + 1, (size_t)(at - colon) - 1, &address->password, error);
        text = at + 1;
        length -= user + 1;
    }
    if (status != VMIMAGE_OK)
        return status;
    address->host = vmimage__arena_strndup(&address->arena, text, length);
    address->base =
        vmimage__arena_printf(&address->arena, "%s://%.*s", scheme, (int)(length < 1024 ? length : 0), text);
    if (address->arena.failed)
        return vmimage__fail_no_memory(error);
    if (length >= 1024 || !is_host(address->host))
        return vmimage__fail(
            error, VMIMAGE_E_INVALID, where,
            "%s: the host is missing or malformed; it is written vsphere://[USER[:PASSWORD]@]HOST[:PORT][/LIBRARY]",
            where);
    return parse_path(address, path, where, error);
}

/* "https://HOST" and the like; govc takes a bare host too. */
static vmimage_status parse_url(struct vm_vs_address *address, const char *url, const char *where,
                                vmimage_error **error)
{
    if (vmimage__ascii_equal_n(url, "https://", 8))
        return parse(address, "https", url + 8, where, error);
    if (vmimage__ascii_equal_n(url, "http://", 7))
        return parse(address, "http", url + 7, where, error);
    if (strncmp(url, "//", 2) == 0)
        return parse(address, "https", url + 2, where, error);
    if (strstr(url, "://") != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, where, "%s: the URL of a vCenter begins with https://", where);
    return parse(address, "https", url, where, error);
}

static vmimage_status append_file(struct vm_buf *text, const char *path, vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vmimage_status status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, error);

    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, text, error);
    vmimage__buf_add_char(text, '\n');
    if (status == VMIMAGE_OK && text->status != VMIMAGE_OK)
        status = text->status == VMIMAGE_E_NO_MEMORY
                     ? vmimage__fail_no_memory(error)
                     : vmimage__fail(error, VMIMAGE_E_LIMIT, path, "%s: more than %zu bytes", path, FILE_MAX_BYTES);
    return status;
}

/* GOVC_TLS_CA_CERTS: files with colons between them. */
static vmimage_status read_roots(struct vm_vs_address *address, const char *list, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX_BYTES);
    vmimage_status status = VMIMAGE_OK;

    while (status == VMIMAGE_OK && *list != '\0') {
        size_t length = strcspn(list, ":");
        vm_auto_str char *path = vmimage__strndup(list, length);

        if (path == NULL)
            return vmimage__fail_no_memory(error);
        if (length != 0)
            status = append_file(&text, path, error);
        list += length + (list[length] == ':');
    }
    if (status != VMIMAGE_OK)
        return status;
    address->ca_text = vmimage__arena_strdup(&address->arena, vmimage__buf_str(&text));
    return address->ca_text != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* Whether a line of a file of known hosts is about the host; the port may be left out when it is the usual one. */
static bool is_about(const char *line, size_t length, const char *host)
{
    size_t n = strlen(host);
    bool port = strrchr(host, ':') != NULL && strrchr(host, ':') > strrchr(host, ']');

    if (length < n || !vmimage__ascii_equal_n(line, host, n))
        return false;
    return length == n || (!port && length == n + 4 && strncmp(line + n, ":443", 4) == 0);
}

/* GOVC_TLS_KNOWN_HOSTS: "HOST:PORT THUMBPRINT" on each line. */
static vmimage_status read_known_hosts(struct vm_vs_address *address, const char *path, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(FILE_MAX_BYTES);
    vmimage_status status = append_file(&text, path, error);

    if (status != VMIMAGE_OK)
        return status;
    for (const char *line = vmimage__buf_str(&text); *line != '\0';
         line += strcspn(line, "\n"), line += *line == '\n') {
        size_t host = strcspn(line, " \t\r\n");
        const char *print = line + host + strspn(line + host, " \t");
        size_t length = strcspn(print, " \t\r\n");

        if (length == 0 || !is_about(line, host, address->host))
            continue;
        address->fingerprint = vmimage__arena_strndup(&address->arena, print, length);
        return address->fingerprint != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    return VMIMAGE_OK;
}

/* Whether what the environment says is about the same server. */
static vmimage_status compare_host(struct vm_vs_address *address, bool *same, vmimage_error **error)
{
    struct vm_vs_address other = {.arena = {NULL, false}};
    const char *url = variable("GOVC_URL");
    vmimage_status status = VMIMAGE_OK;

    *same = url == NULL;
    if (url != NULL) {
        status = parse_url(&other, url, "GOVC_URL", NULL);
        *same = status == VMIMAGE_OK && vmimage__ascii_equal(other.base, address->base);
        status = status == VMIMAGE_E_NO_MEMORY ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
    }
    vmimage__vs_address_release(&other);
    return status;
}

static vmimage_status read_environment(struct vm_vs_address *address, vmimage_error **error)
{
    const char *user = variable("GOVC_USERNAME"), *password = variable("GOVC_PASSWORD");
    const char *insecure = variable("GOVC_INSECURE"), *roots = variable("GOVC_TLS_CA_CERTS");
    const char *hosts = variable("GOVC_TLS_KNOWN_HOSTS");
    vmimage_status status = VMIMAGE_OK;

    if (address->user == NULL && user != NULL)
        address->user = vmimage__arena_strdup(&address->arena, user);
    if (address->password == NULL && password != NULL)
        address->password = vmimage__arena_strdup(&address->arena, password);
    if (variable("GOVC_CERTIFICATE") != NULL)
        address->certificate = vmimage__arena_strdup(&address->arena, variable("GOVC_CERTIFICATE"));
    if (variable("GOVC_PRIVATE_KEY") != NULL)
        address->key = vmimage__arena_strdup(&address->arena, variable("GOVC_PRIVATE_KEY"));
    address->insecure = insecure != NULL && (strcmp(insecure, "1") == 0 || vmimage__ascii_equal(insecure, "true"));
    if (roots != NULL)
        status = read_roots(address, roots, error);
    if (status == VMIMAGE_OK && hosts != NULL)
        status = read_known_hosts(address, hosts, error);
    if (status == VMIMAGE_OK && address->arena.failed)
        status = vmimage__fail_no_memory(error);
    return status;
}

vmimage_status vmimage__vs_address(struct vm_vs_address *address, const char *url, vmimage_error **error)
{
    const char *rest = strncmp(url, "vsphere:", 8) == 0 ? url + 8 : url;
    const char *library = rest[0] == '/' && rest[1] != '/' ? rest : NULL; /* "vsphere:/LIBRARY" */
    bool environment = rest[0] == '\0' || library != NULL;
    vmimage_status status;

    memset(address, 0, sizeof(*address));
    if (environment) {
        rest = variable("GOVC_URL");
        if (rest == NULL)
            return vmimage__fail(
                error, VMIMAGE_E_INVALID, "vsphere:",
                "\"vsphere:\" alone means the vCenter that GOVC_URL names, which isn't set; another one "
                "is written vsphere://[USER[:PASSWORD]@]HOST[:PORT]");
    }
    status = parse_url(address, rest, environment ? "GOVC_URL" : "vsphere:", error);
    if (status == VMIMAGE_OK && library != NULL)
        status = parse_path(address, library, "vsphere:", error);
    if (status == VMIMAGE_OK && !environment)
        status = compare_host(address, &environment, error);
    address->environment = environment;
    if (status == VMIMAGE_OK && environment)
        status = read_environment(address, error);
    return status;
}

void vmimage__vs_address_release(struct vm_vs_address *address)
{
    if (address->password != NULL)
        explicit_bzero((char *)address->password, strlen(address->password));
    vmimage__arena_release(&address->arena);
    memset(address, 0, sizeof(*address));
}
