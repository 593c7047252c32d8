/*
 * SPDX-License-Identifier: Apache-2.0
 * The parts of the HTTP client that need no server: URLs and what is shown of them, Retry-After. And two clients on two threads against a
 * server on a third, for the thread sanitizer. The rest is in tests/integration, which has servers.
 */
#include "unit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "net/client.h"

#define REQUESTS 20

START_TEST(what_is_shown_of_urls)
{
    static const struct {
        const char *url, *sent, *shown, *user, *password;
    } cases[] = {
        {"http://host", "http://host/", "http://host/", NULL, NULL},
        {"https://u:p@host:8443/a/b?token=x#f", "https://host:8443/a/b?token=x", "https://host:8443/a/b?...", "u", "p"},
        {"http://u%40d:p%3Aq@host/", "http://host/", "http://host/", "u@d", "p:q"},
        {"HTTP://host:80/a b", "http://host:80/a%20b", "http://host/a%20b", NULL, NULL},
        {"http://[::1]:81/x", "http://[::1]:81/x", "http://[::1]:81/x", NULL, NULL},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vm_http_target target = {0};
        vm_auto_error vmimage_error *error = NULL;

        ck_assert_int_eq(vmimage__http_target_set(&target, NULL, cases[i].url, &error), VMIMAGE_OK);
        ck_assert_str_eq(target.url, cases[i].sent);
        ck_assert_str_eq(target.shown, cases[i].shown);
        ck_assert_pstr_eq(target.user, cases[i].user);
        ck_assert_pstr_eq(target.password, cases[i].password);
        vmimage__http_target_clear(&target);
    }
}
END_TEST

START_TEST(places)
{
    static const struct {
        const char *from, *to;
        bool same;
    } cases[] = {
        {"http://host/a", "/b", true},
        {"http://host/a", "http://HOST:80/", true},
        {"http://host/a", "//host/b", true},
        {"http://host/a", "//other/b", false},
        {"http://host/a", "https://host/", false},
        {"https://host/a", "http://host:443/", false},
        {"https://host/a", "https://host:444/", false},
        {"https://host/a", "https://host.example/", false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vm_http_target from = {0}, to = {0};

        ck_assert_int_eq(vmimage__http_target_set(&from, NULL, cases[i].from, NULL), VMIMAGE_OK);
        ck_assert_int_eq(vmimage__http_target_set(&to, from.url, cases[i].to, NULL), VMIMAGE_OK);
        ck_assert_msg(vmimage__http_same_place(&from, &to) == cases[i].same, "%s to %s", cases[i].from, cases[i].to);
        vmimage__http_target_clear(&from);
        vmimage__http_target_clear(&to);
    }
}
END_TEST

START_TEST(retry_after)
{
    ck_assert_int_eq(vmimage__http_retry_after(NULL, 0), -1);
    ck_assert_int_eq(vmimage__http_retry_after("", 0), -1);
    ck_assert_int_eq(vmimage__http_retry_after("0", 0), 0);
    ck_assert_int_eq(vmimage__http_retry_after("12", 0), 12000);
    ck_assert_int_eq(vmimage__http_retry_after("-1", 0), -1);
    ck_assert_int_eq(vmimage__http_retry_after("soon", 0), -1);
    ck_assert_int_eq(vmimage__http_retry_after("18446744073709551616", 0), -1);
    ck_assert_int_gt(vmimage__http_retry_after("18446744073709551615", 0), 0);
    ck_assert_int_eq(vmimage__http_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 10), 50000);
    ck_assert_int_eq(vmimage__http_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 100), 0);
}
END_TEST

START_TEST(basic)
{
    static const struct {
        const char *user, *password, *line;
    } cases[] = {{"Aladdin", "open sesame", "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
                 {"a", "", "Authorization: Basic YTo="},
                 {"", "", "Authorization: Basic Og=="},
                 {"ab", "cde", "Authorization: Basic YWI6Y2Rl"}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *line = vmimage__http_basic(cases[i].user, cases[i].password);

        ck_assert_str_eq(line, cases[i].line);
        vmimage__http_wipe(&line);
        ck_assert_ptr_null(line);
    }
}
END_TEST

static void *serve(void *data)
{
    int listener = *(int *)data;

    for (int connection; (connection = accept(listener, NULL, NULL)) >= 0; (void)close(connection)) {
        static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        char request[2048];

        if (read(connection, request, sizeof(request)) > 0 && write(connection, answer, sizeof(answer) - 1) < 0)
            break;
    }
    return NULL;
}

/* NULL when all was right. */
static void *use(void *data)
{
    struct vm_http_settings settings = {.proxy = "", .connections = 3};
    struct vm_call call = {0};
    struct vm_http *http = NULL;
    const char *wrong = NULL;
    int over = 0;

    if (vmimage__http_open(&settings, &http, NULL) != VMIMAGE_OK)
        return (void *)"no client";
    for (int i = 0; i < REQUESTS; i++) {
        struct vm_http_request request = {.url = data};
        struct vm_http_transfer *transfer;

        if (vmimage__http_start(http, &request, &transfer, NULL) != VMIMAGE_OK)
            wrong = "not begun";
    }
    while (over < REQUESTS && wrong == NULL) {
        struct vm_http_transfer *ended = NULL;

        if (vmimage__http_step(http, &call, 5000, &ended, NULL) != VMIMAGE_OK)
            wrong = "no step";
        if (ended == NULL)
            continue;
        over++;
        if (vmimage__http_result(ended, NULL) != VMIMAGE_OK ||
            strcmp(vmimage__buf_str(&vmimage__http_answer(ended)->body), "ok") != 0)
            wrong = "another answer";
        vmimage__http_release(ended);
    }
    vmimage__http_close(http);
    return (void *)(uintptr_t)wrong;
}

START_TEST(two_threads)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    pthread_t server, clients[2];
    char url[64];

    ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
    ck_assert_int_eq(listen(listener, 64), 0);
    ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    (void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/", ntohs(address.sin_port));
    ck_assert_int_eq(pthread_create(&server, NULL, serve, &listener), 0);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&clients[i], NULL, use, url), 0);
    for (size_t i = 0; i < 2; i++) {
        void *wrong = NULL;

        ck_assert_int_eq(pthread_join(clients[i], &wrong), 0);
        ck_assert_msg(wrong == NULL, "%s", (const char *)wrong);
    }
    (void)shutdown(listener, SHUT_RDWR);
    ck_assert_int_eq(pthread_join(server, NULL), 0);
    (void)close(listener);
}
END_TEST

/* A transfer that nobody released, in each state it can be in, goes with its client. */
START_TEST(closing_with_transfers)
{
    struct vm_http_settings settings = {.proxy = "", .connections = 1, .backoff = 10000};
    struct vm_call call = {0};
    struct vm_http_request request = {.url = "http://127.0.0.1:1/"};
    struct vm_http_transfer *transfer, *ended = NULL;
    struct vm_http *http = NULL;

    ck_assert_int_eq(vmimage__http_open(&settings, &http, NULL), VMIMAGE_OK);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(vmimage__http_start(http, &request, &transfer, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage__http_step(http, &call, 20, &ended, NULL), VMIMAGE_OK);
    vmimage__http_close(http);
    vmimage__http_close(NULL);
    vmimage__http_release(NULL);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, what_is_shown_of_urls);
    tcase_add_test(tcase, places);
    tcase_add_test(tcase, retry_after);
    tcase_add_test(tcase, basic);
    tcase_add_test(tcase, two_threads);
    tcase_add_test(tcase, closing_with_transfers);
}

UNIT_MAIN("http", cases)
