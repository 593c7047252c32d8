/*
 * SPDX-License-Identifier: Apache-2.0
 * The loop of a client: curl's sockets in an epoll descriptor, and one timer there for everything that has a time. It never
 * sleeps but in the step that was asked to wait.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/error.h"
#include "net/client.h"

#define NEVER INT64_MAX
/* An interruption is a flag that nobody wakes for. */
#define LOOK_MS 25
/* curl is called at least this often while something is under way. */
#define CURL_MS 1000
#define EVENTS 32

static void unlink_from(struct vm_http_list *list, struct vm_http_transfer *transfer)
{
    if (transfer->previous != NULL)
        transfer->previous->next = transfer->next;
    else
        list->first = transfer->next;
    if (transfer->next != NULL)
        transfer->next->previous = transfer->previous;
    else
        list->last = transfer->previous;
    transfer->previous = transfer->next = NULL;
    list->count--;
}

void vmimage__http_move(struct vm_http_transfer *transfer, enum vm_http_state state, bool front)
{
    struct vm_http_list *list;

    if (transfer->state != VM_HTTP_STATES)
        unlink_from(&transfer->http->lists[transfer->state], transfer);
    transfer->state = state;
    if (state == VM_HTTP_STATES)
        return;
    list = &transfer->http->lists[state];
    transfer->previous = front ? NULL : list->last;
    transfer->next = front ? list->first : NULL;
    if (transfer->previous != NULL)
        transfer->previous->next = transfer;
    else
        list->first = transfer;
    if (transfer->next != NULL)
        transfer->next->previous = transfer;
    else
        list->last = transfer;
    list->count++;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data)
{
    struct vm_http *http = data;
    struct epoll_event event = {.data.fd = fd};

    (void)easy;
    (void)socket_data;
    if (what == CURL_POLL_REMOVE) {
        (void)epoll_ctl(http->epoll, EPOLL_CTL_DEL, fd, NULL);
        return 0;
    }
    event.events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0U) | (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0U);
    if (epoll_ctl(http->epoll, EPOLL_CTL_MOD, fd, &event) == 0 ||
        (errno == ENOENT && epoll_ctl(http->epoll, EPOLL_CTL_ADD, fd, &event) == 0))
        return 0;
    http->trouble = errno == ENOMEM ? VMIMAGE_E_NO_MEMORY : VMIMAGE_E_LIMIT;
    return 0;
}

static int on_timer(CURLM *multi, long timeout, void *data)
{
    struct vm_http *http = data;

    (void)multi;
    /* One more: curl counts in smaller parts, and does not ask again when it is called too early. */
    http->curl_at = timeout < 0 ? -1 : vmimage__call_clock() + timeout + (timeout > 0 ? 1 : 0);
    return 0;
}

vmimage_status vmimage__http_loop_open(struct vm_http *http, vmimage_error **error)
{
    struct epoll_event event = {.events = EPOLLIN};
    CURLMcode code;

    http->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (http->epoll < 0)
        return vmimage__fail_errno(error, errno, "HTTP client", "make an epoll descriptor");
    http->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    event.data.fd = http->timer;
    if (http->timer < 0 || epoll_ctl(http->epoll, EPOLL_CTL_ADD, http->timer, &event) != 0)
        return vmimage__fail_errno(error, errno, "HTTP client", "make a timer");
    http->multi = curl_multi_init();
    if (http->multi == NULL)
        return vmimage__fail_no_memory(error);
    code = curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    if (code == CURLM_OK)
        code = curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
    if (code == CURLM_OK)
        code = curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    if (code == CURLM_OK)
        code = curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
    if (code == CURLM_OK)
        code = curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)http->connections);
    if (code == CURLM_OK)
        code = curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, (long)http->connections + 4);
    if (code == CURLM_OK)
        code = curl_multi_setopt(http->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
    return code == CURLM_OK ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

void vmimage__http_loop_close(struct vm_http *http)
{
    if (http->multi != NULL)
        (void)curl_multi_cleanup(http->multi);
    http->multi = NULL;
    if (http->timer >= 0)
        (void)close(http->timer);
    if (http->epoll >= 0)
        (void)close(http->epoll);
    http->timer = http->epoll = -1;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* When the next thing is to be done that no socket tells of. */
static int64_t next_time(const struct vm_http *http, int64_t now)
{
    int64_t at = http->curl_at >= 0 ? http->curl_at : NEVER;

    if (http->kicked || http->lists[VM_HTTP_ENDED].first != NULL ||
        (http->lists[VM_HTTP_QUEUED].first != NULL && http->lists[VM_HTTP_RUNNING].count < http->window))
        return now;
    if (http->lists[VM_HTTP_RUNNING].first != NULL)
        at = earlier(at, now + CURL_MS);
    for (const struct vm_http_transfer *t = http->lists[VM_HTTP_RUNNING].first; t != NULL; t = t->next)
        if (!t->paused && (t->request.flags & VM_HTTP_PATIENT) == 0)
            at = earlier(at, t->active + http->stall);
    for (const struct vm_http_transfer *t = http->lists[VM_HTTP_WAITING].first; t != NULL; t = t->next)
        at = earlier(at, t->wake);
    if (http->deadline != 0 && http->lists[VM_HTTP_RUNNING].count + http->lists[VM_HTTP_WAITING].count != 0)
        at = earlier(at, http->deadline);
    return at > now ? at : now;
}

/* The descriptor becomes readable at that time. Who waits here needs no timer, and setting one is dear. */
static void arm(struct vm_http *http)
{
    struct itimerspec when = {0};
    int64_t now, at;

    if (!http->watched)
        return;
    now = vmimage__call_clock();
    at = next_time(http, now);
    if (at != NEVER) {
        when.it_value.tv_sec = (time_t)(at / 1000);
        when.it_value.tv_nsec = at <= now ? 1 : (long)(at % 1000) * 1000000 + 1;
        if (at <= now)
            when.it_value.tv_sec = 0;
    }
    (void)timerfd_settime(http->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

void vmimage__http_kick(struct vm_http *http)
{
    http->kicked = true;
    arm(http);
}

int vmimage__http_fd(struct vm_http *http)
{
    http->watched = true;
    arm(http);
    return http->epoll;
}

/* A try that can't even begin is over. */
static void start_queued(struct vm_http *http)
{
    struct vm_http_transfer *transfer;

    while ((transfer = http->lists[VM_HTTP_QUEUED].first) != NULL &&
           http->lists[VM_HTTP_RUNNING].count < http->window) {
        vmimage_error *failure = NULL;
        vmimage_status status;

        vmimage__http_move(transfer, VM_HTTP_RUNNING, false);
        status = vmimage__http_try(transfer, &failure);
        if (status != VMIMAGE_OK)
            vmimage__http_end(transfer, status, &failure);
    }
}

static void wake_waiting(struct vm_http *http, int64_t now)
{
    struct vm_http_transfer *next;

    for (struct vm_http_transfer *t = http->lists[VM_HTTP_WAITING].first; t != NULL; t = next) {
        next = t->next;
        if (t->wake <= now)
            vmimage__http_move(t, VM_HTTP_QUEUED, true);
    }
}

static void collect(struct vm_http *http)
{
    struct CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(http->multi, &left)) != NULL) {
        struct vm_http_transfer *transfer = NULL;

        if (message->msg == CURLMSG_DONE &&
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer) == CURLE_OK && transfer != NULL)
            vmimage__http_tried(transfer, message->data.result);
    }
}

static void go_on(struct vm_http *http)
{
    struct vm_http_transfer *next;

    for (struct vm_http_transfer *t = http->lists[VM_HTTP_RUNNING].first; t != NULL; t = next) {
        next = t->next;
        if (!t->go_on)
            continue;
        t->go_on = t->paused = false;
        t->active = vmimage__call_clock();
        (void)curl_easy_pause(t->easy, CURLPAUSE_CONT);
    }
}

/* Waiting for a connection inside curl is no stall: curl itself limits the time that connecting takes. */
static void find_stalls(struct vm_http *http, int64_t now)
{
    struct vm_http_transfer *next;

    for (struct vm_http_transfer *t = http->lists[VM_HTTP_RUNNING].first; t != NULL; t = next) {
        curl_off_t began = 0;

        next = t->next;
        if (!t->sending &&
            (curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &began) != CURLE_OK || began == 0)) {
            t->active = now;
            continue;
        }
        t->sending = true;
        if (t->paused || (t->request.flags & VM_HTTP_PATIENT) != 0 || now - t->active < http->stall)
            continue;
        t->stalled = true;
        vmimage__http_tried(t, CURLE_OPERATION_TIMEDOUT);
    }
}

/* What curl lacks memory for it may never come back to. */
static void call_curl(struct vm_http *http, curl_socket_t fd, int what)
{
    int running = 0;

    if (curl_multi_socket_action(http->multi, fd, what, &running) == CURLM_OUT_OF_MEMORY)
        http->trouble = VMIMAGE_E_NO_MEMORY;
}

/* Does what can be done now. */
static void pump(struct vm_http *http, const struct epoll_event *events, int count)
{
    int64_t now = vmimage__call_clock();
    bool time = http->curl_at >= 0 && http->curl_at <= now;

    http->kicked = false;
    for (int i = 0; i < count; i++) {
        int what = (events[i].events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) |
                   (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                   (events[i].events & EPOLLERR ? CURL_CSELECT_ERR : 0);

        if (events[i].data.fd == http->timer)
            time = true;
        else
            call_curl(http, events[i].data.fd, what);
    }
    go_on(http);
    wake_waiting(http, now);
    collect(http);
    start_queued(http);
    if (time || (http->curl_at >= 0 && http->curl_at <= vmimage__call_clock())) {
        http->curl_at = -1;
        call_curl(http, CURL_SOCKET_TIMEOUT, 0);
    }
    collect(http);
    find_stalls(http, now);
    start_queued(http);
}

/* One look at the call, one wait of at most `wait` milliseconds (-1: any time), and what has come of it. */
static vmimage_status turn(struct vm_http *http, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct epoll_event events[EVENTS];
    vmimage_status status = vmimage__call_check(call, error);
    int64_t now, at;
    int count;

    if (status != VMIMAGE_OK)
        return status;
    http->deadline = call->deadline;
    now = vmimage__call_clock();
    at = next_time(http, now);
    if (at != NEVER && (wait < 0 || wait > at - now))
        wait = at - now;
    if (call->interrupted != NULL && (wait < 0 || wait > LOOK_MS))
        wait = LOOK_MS;
    else if (wait > INT32_MAX)
        wait = INT32_MAX;
    count = epoll_wait(http->epoll, events, EVENTS, (int)wait);
    if (count < 0 && errno != EINTR)
        return vmimage__fail_errno(error, errno, "HTTP client", "wait for its connections");
    if (count > 0 || vmimage__call_clock() >= at)
        pump(http, events, count > 0 ? count : 0);
    arm(http);
    if (http->trouble == VMIMAGE_OK)
        return VMIMAGE_OK;
    status = http->trouble;
    http->trouble = VMIMAGE_OK;
    return status == VMIMAGE_E_NO_MEMORY
               ? vmimage__fail_no_memory(error)
               : vmimage__fail(error, status, NULL, "no more descriptors can be waited for; close some");
}

static bool is_idle(const struct vm_http *http)
{
    return http->lists[VM_HTTP_QUEUED].count + http->lists[VM_HTTP_RUNNING].count +
               http->lists[VM_HTTP_WAITING].count ==
           0;
}

vmimage_status vmimage__http_step(struct vm_http *http, const struct vm_call *call, int64_t wait,
                                  struct vm_http_transfer **ended, vmimage_error **error)
{
    int64_t until = wait > 0 ? vmimage__call_clock() + wait : 0;

    *ended = NULL;
    http->happened = false;
    for (;;) {
        struct vm_http_transfer *first = http->lists[VM_HTTP_ENDED].first;
        int64_t left = wait > 0 ? until - vmimage__call_clock() : wait;
        vmimage_status status;

        if (first != NULL) {
            *ended = first;
            vmimage__http_move(first, VM_HTTP_GIVEN, false);
            arm(http);
            return VMIMAGE_OK;
        }
        if (is_idle(http) || http->happened || (wait > 0 && left <= 0))
            return VMIMAGE_OK;
        status = turn(http, call, left, error);
        if (status != VMIMAGE_OK)
            return status;
        /* A step that does not wait has had its turn. */
        if (wait == 0 && http->lists[VM_HTTP_ENDED].first == NULL)
            return VMIMAGE_OK;
    }
}

vmimage_status vmimage__http_perform(struct vm_http *http, const struct vm_call *call,
                                     const struct vm_http_request *request, struct vm_http_transfer **transfer,
                                     vmimage_error **error)
{
    vmimage_status status = vmimage__http_start(http, request, transfer, error);

    if (status != VMIMAGE_OK)
        return status;
    while (!vmimage__http_ended(*transfer)) {
        status = turn(http, call, -1, error);
        if (status != VMIMAGE_OK) {
            vmimage__http_end(*transfer, status, NULL);
            vmimage__http_move(*transfer, VM_HTTP_GIVEN, false);
            arm(http);
            return status;
        }
    }
    vmimage__http_move(*transfer, VM_HTTP_GIVEN, false);
    arm(http);
    return vmimage__http_result(*transfer, error);
}
