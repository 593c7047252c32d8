/*
 * SPDX-License-Identifier: Apache-2.0
 * Lack of memory in the HTTP client, at every point of some exchanges with a server, which is another process: nothing crashes or leaks,
 * and what succeeds is right. curl's own allocations fail as well, and it calls that by many names; only "no memory" is allowed
 * when it was ours.
 */
#define FAULT_WITHOUT_WRAPPERS
#include "fault.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "net/http.h"

#define BODY "0123456789abcdefghijklmnopqrstuvwxyz"

static char url[64];
static int failures;
static atomic_int interrupted;

/* The answers, by the first letter of the path; c ends early when no part is asked for. */
static const char *answer_to(const char *request)
{
    const char *path = strchr(request, '/');

    switch (path != NULL ? path[1] : 0) {
    case 'a':
        return "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n";
    case 'b':
        return "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Type: text/plain\r\nContent-Length: 36\r\n\r\n" BODY;
    case 'c':
        if (strstr(request, "Range: bytes=10-") == NULL)
            return "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 36\r\n\r\n0123456789";
        return "HTTP/1.1 206 OK\r\nETag: \"e\"\r\nContent-Range: bytes 10-35/36\r\nContent-Length: 26\r\n\r\n"
               "abcdefghijklmnopqrstuvwxyz";
    default:
        return "HTTP/1.1 404 No\r\nContent-Type: text/html\r\nContent-Length: 17\r\n\r\n<p>not here</p>\r\n";
    }
}

static void serve_one(int connection)
{
    char request[4096];
    size_t length = 0;
    ssize_t got;

    while (length + 1 < sizeof(request) &&
           (got = read(connection, request + length, sizeof(request) - length - 1)) > 0) {
        const char *answer;

        length += (size_t)got;
        request[length] = '\0';
        if (strstr(request, "\r\n\r\n") == NULL)
            continue;
        answer = answer_to(request);
        if (write(connection, answer, strlen(answer)) < 0 || strstr(request, " /c ") != NULL)
            break;
        length = 0;
    }
    (void)close(connection);
}

static pid_t start_server(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pid_t child;

    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(listener, 64) != 0 || getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return -1;
    (void)snprintf(url, sizeof(url), "http://user:word@127.0.0.1:%d", ntohs(address.sin_port));
    child = fork();
    if (child != 0) {
        (void)close(listener);
        return child;
    }
    /* Ends with the test, whatever ends that. */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)close(STDOUT_FILENO);
    (void)signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int connection = accept(listener, NULL, NULL);

        /* A client out of memory leaves connections: each has a process that ends with it. */
        if (connection >= 0 && fork() == 0) {
            serve_one(connection);
            _exit(0);
        }
        if (connection >= 0)
            (void)close(connection);
        while (waitpid(-1, NULL, WNOHANG) > 0) {
        }
    }
}

struct got {
    char text[64];
    size_t length;
};

static vmimage_status take(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct got *got = data;

    (void)error;
    if (got->length + length < sizeof(got->text))
        memcpy(got->text + got->length, bytes, length);
    got->length += length;
    return VMIMAGE_OK;
}

static vmimage_status ask(const char *path, const char *method, bool streamed, struct got *got, vmimage_error **error)
{
    static const char *const headers[] = {"X-Key: value", NULL};
    struct vm_http_settings settings = {.proxy = "", .agent = "test", .backoff = 1, .tries = 3};
    struct vm_call call = {.interrupted = &interrupted, .deadline = vmimage__call_clock() + 1000};
    struct vm_http_request request = {
        .method = method, .headers = headers, .data = got, .write = streamed ? take : NULL, .flags = VM_HTTP_RESUME};
    struct vm_http_transfer *transfer = NULL;
    struct vm_http *http = NULL;
    char whole[96];
    vmimage_status status = vmimage__http_open(&settings, &http, error);

    (void)snprintf(whole, sizeof(whole), "%s%s", url, path);
    request.url = whole;
    if (strcmp(method, "POST") == 0) {
        request.body = "body";
        request.length = 4;
    }
    if (status == VMIMAGE_OK)
        status = vmimage__http_perform(http, &call, &request, &transfer, error);
    if (status == VMIMAGE_OK && !streamed) {
        const struct vm_buf *body = &vmimage__http_answer(transfer)->body;

        (void)take(got, body->data, body->length, NULL);
    }
    vmimage__http_release(transfer);
    vmimage__http_close(http);
    return status;
}

static void find(const char *path, size_t at, const char *what)
{
    (void)printf("FAILED %s, allocation %zu: %s\n", path, at, what);
    failures++;
}

/* Whether it was our allocation that failed: the library is a part of this program, curl is not. */
static bool was_ours(void)
{
    extern const char __executable_start[], etext[];
    const char *code = fault_failed_by();

    return code >= __executable_start && code < etext;
}

static void exchange(const char *path, const char *method, bool streamed, vmimage_status wanted)
{
    size_t points = 1, memory = 0, of_curl = 0;

    for (size_t at = 0; at <= points; at++) {
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            vmimage_error *error = NULL;
            struct got got = {"", 0};
            vmimage_status status;

            fault_arm(at, for_ever != 0);
            status = ask(path, method, streamed, &got, &error);
            if (at == 0)
                points = fault_allocations();
            if (vmimage_error_status(error) != status)
                find(path, at, "the error has another status than the call");
            error = vmimage_error_unref(error);
            fault_disarm();
            memory += status == VMIMAGE_E_NO_MEMORY;
            if (status == wanted && wanted == VMIMAGE_OK && (got.length != 36 || memcmp(got.text, BODY, 36) != 0))
                find(path, at, "succeeded with a wrong body");
            if (!fault_has_failed() && status != wanted)
                find(path, at, vmimage_status_name(status));
            if (fault_has_failed() && was_ours() && status != wanted && status != VMIMAGE_E_NO_MEMORY)
                find(path, at, vmimage_status_name(status));
            if (fault_live_blocks() != 0 && (!fault_has_failed() || was_ours()))
                find(path, at, "leaks");
            else if (fault_live_blocks() != 0)
                of_curl++;
        }
    }
    (void)printf("%s %s: %zu points, %zu times no memory, %zu leaks inside curl\n", method, path, points, memory,
                 of_curl);
    if (memory < points / 2)
        find(path, points, "lack of memory is seldom called so");
}

int main(void)
{
    struct got got = {"", 0};
    pid_t server = start_server();

    if (server < 0)
        return EXIT_FAILURE;
    (void)setvbuf(stdout, NULL, _IONBF, 0);
    /* What is kept for the whole process is made now. */
    (void)ask("/b", "GET", false, &got, NULL);
    exchange("/a", "GET", false, VMIMAGE_OK);
    exchange("/c", "GET", true, VMIMAGE_OK);
    exchange("/b", "POST", true, VMIMAGE_OK);
    exchange("/n", "GET", false, VMIMAGE_E_NOT_FOUND);
    (void)kill(server, SIGTERM);
    (void)waitpid(server, NULL, 0);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
