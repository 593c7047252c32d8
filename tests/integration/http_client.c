/*
 * SPDX-License-Identifier: Apache-2.0
 * The HTTP client from the outside: does what its arguments say and prints what came of it as JSON, one object for each request. For
 * http_client_test.py, which has the servers.
 *
 *   http_client [SETTING=VALUE]... URL...      what can be set is in the table below
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <vmimage/context.h>

#include "base/error.h"
#include "base/memory.h"
#include "net/http.h"

static struct {
    struct vm_http_settings http;
    struct vm_http_request request;
    const char *headers[32];
    size_t header_count;
    const char *mode; /* perform, step, poll: all URLs at once in the latter two */
    const char *body, *sink, *show;
    int64_t deadline, interrupt;
    uint64_t limit, upload, refuse_at;
    unsigned repeat, pause, read_error, chunked, no_rewind;
    uint64_t read_end;
    bool log;
} options = {.mode = "perform", .repeat = 1};

/* What the body of one request went into. */
struct sink {
    char *bytes;
    size_t length, capacity;
    unsigned pieces, pauses, heads, failed;
    int32_t head_status;
    bool paused;
    struct vm_http_transfer *transfer;
};

static atomic_int interrupted;

static void die(const char *what)
{
    (void)fprintf(stderr, "http_client: %s\n", what);
    exit(2);
}

static vmimage_status on_write(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct sink *sink = data;

    if (options.refuse_at != 0 && sink->length + length > options.refuse_at)
        return vmimage__fail(error, VMIMAGE_E_IO, "sink", "the sink is full");
    if (options.pause != 0 && !sink->paused && ++sink->pieces % options.pause == 0) {
        sink->paused = true;
        sink->pauses++;
        return VMIMAGE_DONE;
    }
    sink->paused = false;
    while (sink->length + length > sink->capacity) {
        sink->capacity = sink->capacity != 0 ? sink->capacity * 2 : 65536;
        sink->bytes = realloc(sink->bytes, sink->capacity);
        if (sink->bytes == NULL)
            die("no memory");
    }
    memcpy(sink->bytes + sink->length, bytes, length);
    sink->length += length;
    return VMIMAGE_OK;
}

static vmimage_status on_head(void *data, struct vm_http_transfer *transfer, vmimage_error **error)
{
    struct sink *sink = data;

    (void)error;
    sink->heads++;
    sink->head_status = vmimage__http_answer(transfer)->status;
    return VMIMAGE_OK;
}

static struct {
    uint64_t at;
    unsigned rewinds;
} upload_state;

static vmimage_status on_read(void *data, void *buffer, size_t capacity, size_t *got, vmimage_error **error)
{
    (void)data;
    if (options.read_error != 0 && upload_state.at != 0)
        return vmimage__fail(error, VMIMAGE_E_IO, "source", "the source is broken");
    if (options.read_end != 0 && upload_state.at + capacity > options.read_end)
        capacity = (size_t)(options.read_end - upload_state.at);
    *got = options.upload - upload_state.at < capacity ? (size_t)(options.upload - upload_state.at) : capacity;
    for (size_t i = 0; i < *got; i++)
        ((char *)buffer)[i] = (char)('a' + (upload_state.at + i) % 26);
    upload_state.at += *got;
    return VMIMAGE_OK;
}

static vmimage_status on_rewind(void *data, vmimage_error **error)
{
    (void)data;
    (void)error;
    upload_state.at = 0;
    upload_state.rewinds++;
    return VMIMAGE_OK;
}

static void print_string(const char *text, size_t length)
{
    vm_auto_buf struct vm_buf out = VM_BUF_INIT(SIZE_MAX / 16);

    if (text == NULL) {
        (void)printf("null");
        return;
    }
    /* Bytes as the characters of the same number: the test takes them back as latin-1. */
    vmimage__buf_add_char(&out, '"');
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 32 || (unsigned char)text[i] > 126 || strchr("\"\\", text[i]) != NULL)
            vmimage__buf_printf(&out, "\\u%04x", (unsigned)(unsigned char)text[i]);
        else
            vmimage__buf_add_char(&out, text[i]);
    vmimage__buf_add_char(&out, '"');
    (void)fwrite(out.data, 1, out.length, stdout);
}

static void print_text(const char *name, const char *text)
{
    (void)printf(",\"%s\":", name);
    print_string(text, text != NULL ? strlen(text) : 0);
}

static void report(vmimage_status status, const vmimage_error *error, const struct vm_http_transfer *transfer,
                   const struct sink *sink, int64_t took)
{
    (void)printf("{\"status\":\"%s\",\"took\":%" PRId64, vmimage_status_name(status), took);
    print_text("message", vmimage_error_message(error));
    print_text("reason", vmimage_error_reason(error));
    print_text("subject", vmimage_error_subject(error));
    (void)printf(",\"http_status\":%d,\"retry_after\":%" PRId64, (int)vmimage_error_http_status(error),
                 vmimage_error_retry_after_ms(error));
    if (transfer != NULL) {
        const struct vm_http_answer *answer = vmimage__http_answer(transfer);

        (void)printf(",\"answer\":%d,\"content_length\":%" PRId64, (int)answer->status,
                     (int64_t)answer->content_length);
        print_text("url", answer->url);
        print_text("etag", answer->etag);
        print_text("modified", answer->modified);
        print_text("type", answer->type);
        print_text("header", options.show != NULL ? vmimage__http_header(transfer, options.show) : NULL);
        (void)printf(",\"body\":");
        if (options.request.write != NULL)
            print_string(sink->bytes != NULL ? sink->bytes : "", sink->length);
        else
            print_string(answer->body.data != NULL ? answer->body.data : "", answer->body.length);
        (void)printf(",\"pauses\":%u,\"heads\":%u,\"head_status\":%d,\"rewinds\":%u", sink->pauses, sink->heads,
                     (int)sink->head_status, upload_state.rewinds);
    }
    (void)printf("}\n");
}

static void set_number(void *to, size_t size, const char *value)
{
    uint64_t number = strtoull(value, NULL, 10);

    if (size == sizeof(unsigned))
        *(unsigned *)to = (unsigned)number;
    else
        *(uint64_t *)to = number;
}

static bool set_text(const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **to;
    } texts[] = {
        {"user", &options.http.user},
        {"password", &options.http.password},
        {"ca", &options.http.ca_file},
        {"ca-text", &options.http.ca_text},
        {"fingerprint", &options.http.fingerprint},
        {"certificate", &options.http.certificate_file},
        {"key", &options.http.key_file},
        {"certificate-text", &options.http.certificate_text},
        {"key-text", &options.http.key_text},
        {"server-name", &options.http.tls_server_name},
        {"proxy", &options.http.proxy},
        {"agent", &options.http.agent},
        {"method", &options.request.method},
        {"etag", &options.request.etag},
        {"modified", &options.request.modified},
        {"subject", &options.request.subject},
        {"mode", &options.mode},
        {"body", &options.body},
        {"sink", &options.sink},
        {"show", &options.show},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].to = value;
            return true;
        }
    if (strcmp(name, "header") != 0 || options.header_count + 1 >= sizeof(options.headers) / sizeof(options.headers[0]))
        return false;
    options.headers[options.header_count++] = value;
    return true;
}

static bool set_any_number(const char *name, const char *value)
{
    const struct {
        const char *name;
        void *to;
        size_t size;
    } numbers[] = {
        {"connections", &options.http.connections, sizeof(options.http.connections)},
        {"tries", &options.http.tries, sizeof(options.http.tries)},
        {"backoff", &options.http.backoff, sizeof(options.http.backoff)},
        {"stall", &options.http.stall, sizeof(options.http.stall)},
        {"offset", &options.request.offset, sizeof(options.request.offset)},
        {"limit", &options.request.limit, sizeof(options.request.limit)},
        {"flags", &options.request.flags, sizeof(options.request.flags)},
        {"deadline", &options.deadline, sizeof(options.deadline)},
        {"interrupt", &options.interrupt, sizeof(options.interrupt)},
        {"repeat", &options.repeat, sizeof(options.repeat)},
        {"pause", &options.pause, sizeof(options.pause)},
        {"upload", &options.upload, sizeof(options.upload)},
        {"refuse-at", &options.refuse_at, sizeof(options.refuse_at)},
        {"read-end", &options.read_end, sizeof(options.read_end)},
        {"chunked", &options.chunked, sizeof(options.chunked)},
        {"no-rewind", &options.no_rewind, sizeof(options.no_rewind)},
        {"read-error", &options.read_error, sizeof(options.read_error)},
    };

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (strcmp(name, numbers[i].name) == 0) {
            set_number(numbers[i].to, numbers[i].size, value);
            return true;
        }
    return false;
}

static void set(char *argument, char *equals)
{
    *equals = '\0';
    if (strcmp(argument, "insecure") == 0)
        options.http.insecure = true;
    else if (strcmp(argument, "log") == 0)
        options.log = true;
    else if (!set_text(argument, equals + 1) && !set_any_number(argument, equals + 1))
        die(argument);
}

static void on_log(void *data, int32_t level, const char *module, const char *message)
{
    (void)data;
    (void)fprintf(stderr, "%d %s %s\n", (int)level, module, message);
}

static void *interrupt_later(void *data)
{
    struct timespec pause = {(time_t)(options.interrupt / 1000), (long)(options.interrupt % 1000) * 1000000};

    (void)data;
    (void)nanosleep(&pause, NULL);
    atomic_store(&interrupted, 1);
    return NULL;
}

static void one_by_one(struct vm_http *http, struct vm_call *call, char *const *urls, int count)
{
    for (unsigned round = 0; round < options.repeat; round++)
        for (int i = 0; i < count; i++) {
            struct sink sink = {0};
            vm_auto_error vmimage_error *error = NULL;
            struct vm_http_transfer *transfer = NULL;
            struct vm_http_request request = options.request;
            int64_t began = vmimage__call_clock();
            vmimage_status status;

            request.url = urls[i];
            request.data = &sink;
            upload_state.at = 0;
            status = vmimage__http_perform(http, call, &request, &transfer, &error);
            report(status, error, transfer, &sink, vmimage__call_clock() - began);
            vmimage__http_release(transfer);
            free(sink.bytes);
        }
}

/* One step; with poll() in front of it when the descriptor is to say when. */
static struct vm_http_transfer *advance(struct vm_http *http, struct vm_call *call)
{
    vm_auto_error vmimage_error *error = NULL;
    struct vm_http_transfer *ended = NULL;
    bool polling = strcmp(options.mode, "poll") == 0;
    struct pollfd ready = {.fd = vmimage__http_fd(http), .events = POLLIN};
    int64_t began;

    if (polling && poll(&ready, 1, 60000) == 0)
        die("the descriptor says nothing for a minute");
    began = vmimage__call_clock();
    if (vmimage__http_step(http, call, polling ? 0 : 1000, &ended, &error) != VMIMAGE_OK) {
        (void)printf("{\"step\":\"%s\"}\n", vmimage_error_message(error));
        exit(0);
    }
    if (polling && vmimage__call_clock() - began > 100)
        die("a step that does not wait took more than 100 ms");
    return ended;
}

static void all_at_once(struct vm_http *http, struct vm_call *call, char *const *urls, size_t urls_count)
{
    size_t count = urls_count * options.repeat, over = 0;
    struct sink *sinks = calloc(count, sizeof(*sinks));
    int64_t began = vmimage__call_clock();

    if (sinks == NULL)
        die("no memory");
    for (size_t i = 0; i < count; i++) {
        vm_auto_error vmimage_error *error = NULL;
        struct vm_http_request request = options.request;

        request.url = urls[i % urls_count];
        request.data = &sinks[i];
        if (vmimage__http_start(http, &request, &sinks[i].transfer, &error) != VMIMAGE_OK) {
            report(vmimage_error_status(error), error, NULL, NULL, 0);
            over++;
        }
    }
    while (over < count) {
        struct vm_http_transfer *ended = advance(http, call);

        for (size_t i = 0; i < count; i++)
            if (sinks[i].paused)
                vmimage__http_continue(sinks[i].transfer);
        if (ended != NULL) {
            vm_auto_error vmimage_error *error = NULL;
            struct sink *sink = vmimage__http_data(ended);
            vmimage_status status = vmimage__http_result(ended, &error);

            sink->paused = false;
            report(status, error, ended, sink, vmimage__call_clock() - began);
            vmimage__http_release(ended);
            over++;
        }
    }
    for (size_t i = 0; i < count; i++)
        free(sinks[i].bytes);
    free(sinks);
}

int main(int argc, char **argv)
{
    vm_auto_error vmimage_error *error = NULL;
    vmimage_context *context = vmimage_context_new();
    struct vm_http_upload upload = {on_read, on_rewind, NULL, 0};
    struct vm_call call = {.context = context, .interrupted = &interrupted};
    struct vm_http *http = NULL;
    uint64_t requests = 0, connections = 0;
    pthread_t thread;
    int first = 1;

    for (char *equals;
         first < argc && strncmp(argv[first], "http", 4) != 0 && (equals = strchr(argv[first], '=')) != NULL; first++)
        set(argv[first], equals);
    options.request.headers = options.header_count != 0 ? options.headers : NULL;
    options.request.write = options.sink != NULL ? on_write : NULL;
    options.request.head = on_head;
    options.request.body = options.body;
    options.request.length = options.body != NULL ? strlen(options.body) : 0;
    upload.length = options.chunked != 0 ? UINT64_MAX : options.upload;
    if (options.no_rewind != 0)
        upload.rewind = NULL;
    options.request.upload = options.upload != 0 ? &upload : NULL;
    options.http.context = context;
    if (options.log)
        (void)vmimage_context_set_log(context, VMIMAGE_LOG_DEBUG, on_log, NULL, NULL);
    if (vmimage__http_open(&options.http, &http, &error) != VMIMAGE_OK) {
        report(vmimage_error_status(error), error, NULL, NULL, 0);
        (void)vmimage_context_unref(context);
        return 0;
    }
    /* Where what it takes is measured from, too: opening the client takes its time under a sanitizer. */
    call.deadline = options.deadline != 0 ? vmimage__call_clock() + options.deadline : 0;
    if (options.interrupt != 0 && pthread_create(&thread, NULL, interrupt_later, NULL) != 0)
        die("no thread");
    if (strcmp(options.mode, "perform") == 0)
        one_by_one(http, &call, argv + first, argc - first);
    else
        all_at_once(http, &call, argv + first, (size_t)(argc - first));
    vmimage__http_counts(http, &requests, &connections);
    (void)printf("{\"requests\":%" PRIu64 ",\"connections\":%" PRIu64 "}\n", requests, connections);
    vmimage__http_close(http);
    if (options.interrupt != 0)
        (void)pthread_join(thread, NULL);
    (void)vmimage_context_unref(context);
    return 0;
}
