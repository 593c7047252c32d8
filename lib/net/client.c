/*
 * SPDX-License-Identifier: Apache-2.0
 * A client: its settings, copied and checked once, and curl's own start. Requests are made in transfer.c.
 */
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/context.h"
#include "base/error.h"
#include "net/client.h"

#define DEFAULT_TRIES 5
#define DEFAULT_STALL_MS 30000
#define DEFAULT_BACKOFF_MS 250
#define CONNECTIONS_MAX 256

static CURLcode started = CURLE_FAILED_INIT;

/* Never undone: other parts of the program may use curl as well. */
static void start_curl(void)
{
    started = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static vmimage_status need_curl(vmimage_error **error)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, start_curl);
    if (started == CURLE_OUT_OF_MEMORY)
        return vmimage__fail_no_memory(error);
    if (started != CURLE_OK)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, NULL, "libcurl does not start: %s",
                             curl_easy_strerror(started));
    return VMIMAGE_OK;
}

static bool copy(char **to, const char *from)
{
    *to = vmimage__strdup(from);
    return from == NULL || *to != NULL;
}

static bool copy_texts(struct vm_http *http, const struct vm_http_settings *settings)
{
    vm_auto_buf struct vm_buf agent = VM_BUF_INIT(4096);

    vmimage__buf_printf(&agent, "libvmimage/%s", VMIMAGE_VERSION_STRING);
    if (settings->agent != NULL && settings->agent[0] != '\0')
        vmimage__buf_printf(&agent, " %s", settings->agent);
    return copy(&http->user, settings->user) && copy(&http->password, settings->password) &&
           copy(&http->ca_file, settings->ca_file) && copy(&http->ca_text, settings->ca_text) &&
           copy(&http->certificate_file, settings->certificate_file) && copy(&http->key_file, settings->key_file) &&
           copy(&http->certificate_text, settings->certificate_text) && copy(&http->key_text, settings->key_text) &&
           copy(&http->tls_server_name, settings->tls_server_name) && copy(&http->proxy, settings->proxy) &&
           agent.status == VMIMAGE_OK && copy(&http->agent, vmimage__buf_str(&agent));
}

static vmimage_status check_file(const char *path, const char *what, vmimage_error **error)
{
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

    if (path != NULL && fd < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, path, "%s: can't be read as %s; check the path and its mode",
                             path, what);
    if (fd >= 0)
        (void)close(fd);
    return VMIMAGE_OK;
}

/* The proxy's URL is never shown: it may hold a password. */
static vmimage_status check_proxy(const struct vm_http_settings *settings, vmimage_error **error)
{
    static const char *const schemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
    CURLU *parsed;
    CURLUcode code;
    char *scheme = NULL;
    bool known = false;

    if (settings->proxy == NULL || settings->proxy[0] == '\0')
        return VMIMAGE_OK;
    parsed = curl_url();
    if (parsed == NULL)
        return vmimage__fail_no_memory(error);
    code = curl_url_set(parsed, CURLUPART_URL, settings->proxy, CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);
    if (code == CURLUE_OK)
        code = curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0);
    for (size_t i = 0; code == CURLUE_OK && i < sizeof(schemes) / sizeof(schemes[0]); i++)
        known = known || strcmp(scheme, schemes[i]) == 0;
    curl_free(scheme);
    curl_url_cleanup(parsed);
    if (code == CURLUE_OUT_OF_MEMORY)
        return vmimage__fail_no_memory(error);
    if (!known)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL,
                             "the proxy is not given as a URL such as http://proxy.example:3128 (http, https, socks4, "
                             "socks5)");
    return VMIMAGE_OK;
}

static vmimage_status check(struct vm_http *http, const struct vm_http_settings *settings, vmimage_error **error)
{
    vmimage_status status = check_file(settings->ca_text == NULL ? settings->ca_file : NULL, "CA file", error);

    if (status == VMIMAGE_OK)
        status = check_file(settings->certificate_text == NULL ? settings->certificate_file : NULL,
                            "client certificate", error);
    if (status == VMIMAGE_OK)
        status =
            check_file(settings->key_text == NULL ? settings->key_file : NULL, "key of the client certificate", error);
    if (status == VMIMAGE_OK)
        status = check_proxy(settings, error);
    if (status != VMIMAGE_OK || settings->fingerprint == NULL)
        return status;
    http->pin_length = vmimage__pin_parse(settings->fingerprint, http->pin);
    if (http->pin_length == 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL,
                             "\"%.100s\" is no fingerprint: 64 (SHA-256) or 40 (SHA-1) hexadecimal digits are needed",
                             settings->fingerprint);
    return VMIMAGE_OK;
}

vmimage_status vmimage__http_open(const struct vm_http_settings *settings, struct vm_http **http, vmimage_error **error)
{
    struct vm_http *made;
    vmimage_status status = need_curl(error);
    uint64_t connections;

    *http = NULL;
    if (status != VMIMAGE_OK)
        return status;
    made = vmimage__calloc(1, sizeof(*made));
    if (made == NULL)
        return vmimage__fail_no_memory(error);
    made->epoll = made->timer = -1;
    made->curl_at = -1;
    made->context = settings->context;
    made->insecure = settings->insecure;
    connections = settings->connections != 0 ? settings->connections
                                             : vmimage_context_limit(settings->context, VMIMAGE_LIMIT_CONCURRENCY);
    made->connections = connections < CONNECTIONS_MAX ? (unsigned)connections : CONNECTIONS_MAX;
    made->tries = settings->tries != 0 ? settings->tries : DEFAULT_TRIES;
    made->stall = settings->stall != 0 ? (int64_t)settings->stall : DEFAULT_STALL_MS;
    made->backoff = settings->backoff != 0 ? (int64_t)settings->backoff : DEFAULT_BACKOFF_MS;
    vmimage__http_window_open(made);
    status = check(made, settings, error);
    if (status == VMIMAGE_OK && !copy_texts(made, settings))
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = vmimage__http_loop_open(made, error);
    if (status != VMIMAGE_OK) {
        vmimage__http_close(made);
        return status;
    }
    if (made->insecure && made->pin_length == 0)
        vmimage__log(made->context, VMIMAGE_LOG_WARNING, "net",
                     "the certificates of servers are not verified, as the program asked: anybody in between can read "
                     "and change what is sent");
    *http = made;
    return VMIMAGE_OK;
}

void vmimage__http_close(struct vm_http *http)
{
    if (http == NULL)
        return;
    for (int state = 0; state < VM_HTTP_STATES; state++)
        while (http->lists[state].first != NULL)
            vmimage__http_release(http->lists[state].first);
    vmimage__http_loop_close(http);
    vmimage__http_wipe(&http->user);
    vmimage__http_wipe(&http->password);
    vmimage__http_wipe(&http->proxy);
    vmimage__http_wipe(&http->key_text);
    vmimage__free(http->ca_file);
    vmimage__free(http->ca_text);
    vmimage__free(http->certificate_file);
    vmimage__free(http->key_file);
    vmimage__free(http->certificate_text);
    vmimage__free(http->tls_server_name);
    vmimage__free(http->agent);
    vmimage__free(http);
}

void vmimage__http_counts(const struct vm_http *http, uint64_t *requests, uint64_t *connections)
{
    *requests = http->requests;
    *connections = http->made;
}
