/*
 * SPDX-License-Identifier: Apache-2.0
 * Options of a place: set by the program, read by the transports. Secrets are wiped when they are replaced or released.
 */
#include <vmimage/options.h>

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "config.h"
#include "net/pin.h"
#include "transport/options.h"

#define CONNECTIONS_MAX 256

static void drop(char **text)
{
    if (*text != NULL)
        explicit_bzero(*text, strlen(*text));
    vmimage__free(*text);
    *text = NULL;
}

/* Two texts or none: a call that fails has changed nothing. */
static vmimage_status replace(char **one, const char *value, char **other, const char *other_value,
                              vmimage_error **error)
{
    char *copy = vmimage__strdup(value), *other_copy = vmimage__strdup(other_value);

    if ((value != NULL && copy == NULL) || (other_value != NULL && other_copy == NULL)) {
        drop(&copy);
        drop(&other_copy);
        return vmimage__fail_no_memory(error);
    }
    drop(one);
    *one = copy;
    if (other != NULL) {
        drop(other);
        *other = other_copy;
    }
    return VMIMAGE_OK;
}

vmimage_options *vmimage_options_new(void)
{
    vmimage_options *options = vmimage__calloc(1, sizeof(*options));

    if (options != NULL)
        vmimage__refs_init(&options->refs);
    return options;
}

vmimage_options *vmimage_options_ref(vmimage_options *options)
{
    if (options != NULL)
        vmimage__refs_take(&options->refs);
    return options;
}

vmimage_options *vmimage_options_unref(vmimage_options *options)
{
    if (options == NULL || !vmimage__refs_drop(&options->refs))
        return NULL;
    drop(&options->user);
    drop(&options->password);
    drop(&options->ca_file);
    drop(&options->fingerprint);
    drop(&options->certificate_file);
    drop(&options->key_file);
    drop(&options->proxy);
    drop(&options->kubeconfig);
    drop(&options->context);
    drop(&options->api_versions[0]);
    drop(&options->api_versions[1]);
    vmimage__free(options);
    return NULL;
}

static bool is_line(const char *text)
{
    return text == NULL || strpbrk(text, "\r\n") == NULL;
}

vmimage_status vmimage_options_set_credentials(vmimage_options *options, const char *user, const char *password,
                                               vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    if (user == NULL && password != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "credentials", "credentials: a password needs a user");
    if ((user != NULL && strchr(user, ':') != NULL) || !is_line(user) || !is_line(password))
        return vmimage__fail(error, VMIMAGE_E_INVALID, "credentials",
                             "credentials: the user must not have a colon in it, and neither may have a line end");
    return replace(&options->user, user, &options->password, user != NULL && password == NULL ? "" : password, error);
}

vmimage_status vmimage_options_set_ca_file(vmimage_options *options, const char *path, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    return replace(&options->ca_file, path, NULL, NULL, error);
}

vmimage_status vmimage_options_set_fingerprint(vmimage_options *options, const char *digest, vmimage_error **error)
{
    unsigned char pin[VM_PIN_MAX];

    VM_REQUIRE(options != NULL, error);
    if (digest != NULL && vmimage__pin_parse(digest, pin) == 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "fingerprint",
                             "\"%.100s\" is no fingerprint: 64 (SHA-256) or 40 (SHA-1) hexadecimal digits are needed",
                             digest);
    return replace(&options->fingerprint, digest, NULL, NULL, error);
}

vmimage_status vmimage_options_set_client_certificate(vmimage_options *options, const char *certificate_path,
                                                      const char *key_path, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    if (certificate_path == NULL && key_path != NULL)
        return vmimage__fail(error, VMIMAGE_E_INVALID, key_path, "%s: a key needs a certificate", key_path);
    return replace(&options->certificate_file, certificate_path, &options->key_file, key_path, error);
}

vmimage_status vmimage_options_set_proxy(vmimage_options *options, const char *url, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    return replace(&options->proxy, url, NULL, NULL, error);
}

vmimage_status vmimage_options_set_insecure(vmimage_options *options, int32_t on, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    if (on != 0 && on != 1)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "insecure", "insecure is 1 or 0, not %d", (int)on);
    options->insecure = on == 1;
    return VMIMAGE_OK;
}

vmimage_status vmimage_options_set_connections(vmimage_options *options, int32_t count, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    if (count < 0 || count > CONNECTIONS_MAX)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "connections", "connections: %d is not from 0 to %d", (int)count,
                             CONNECTIONS_MAX);
    options->connections = count;
    return VMIMAGE_OK;
}

vmimage_status vmimage_options_set_poll_interval(vmimage_options *options, int64_t milliseconds, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    if (milliseconds < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "poll interval",
                             "the time between two looks can't be negative (%lld ms)", (long long)milliseconds);
    options->poll_interval = milliseconds;
    return VMIMAGE_OK;
}

vmimage_status vmimage_options_set_deadline(vmimage_options *options, int64_t milliseconds, vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    if (milliseconds < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, "deadline",
                             "the deadline is %lld milliseconds; it can't be negative", (long long)milliseconds);
    options->deadline = milliseconds;
    return VMIMAGE_OK;
}

vmimage_status vmimage_options_set_kubernetes(vmimage_options *options, const char *kubeconfig, const char *context,
                                              vmimage_error **error)
{
    VM_REQUIRE(options != NULL, error);
    return replace(&options->kubeconfig, kubeconfig, &options->context, context, error);
}

vmimage_status vmimage_options_set_api_version(vmimage_options *options, const char *api_version, vmimage_error **error)
{
    static const char *const groups[] = {"vmoperator.vmware.com/", "imageregistry.vmware.com/"};

    VM_REQUIRE(options != NULL, error);
    VM_REQUIRE(api_version != NULL, error);
    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(groups[i]);

        if (strncmp(api_version, groups[i], length) == 0)
            return replace(&options->api_versions[i], api_version[length] != '\0' ? api_version : NULL, NULL, NULL,
                           error);
    }
    return vmimage__fail(error, VMIMAGE_E_INVALID, api_version,
                         "\"%.128s\" is no API version of %s or %s with the group before it", api_version,
                         "vmoperator.vmware.com", "imageregistry.vmware.com");
}

#if VM_WITH_HTTP
void vmimage__http_settings_from_options(struct vm_http_settings *settings, const vmimage_options *options,
                                         const vmimage_context *context)
{
    static const vmimage_options none;
    const vmimage_options *o = options != NULL ? options : &none;

    *settings = (struct vm_http_settings){
        .context = context,
        .user = o->user,
        .password = o->password,
        .ca_file = o->ca_file,
        .fingerprint = o->fingerprint,
        .certificate_file = o->certificate_file,
        .key_file = o->key_file,
        .proxy = o->proxy,
        .insecure = o->insecure,
        .connections = (unsigned)o->connections,
    };
}
#endif
