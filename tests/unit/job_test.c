/*
 * SPDX-License-Identifier: Apache-2.0
 * The frame of all jobs, with a kind of the test's own: one that always has work, or one that waits for a pipe.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/job.h"

/* Counts up to `end`; an event for every number. With a pipe it takes one byte for each. */
struct counter {
    vmimage_job job;
    int pipe; /* end to read; -1: always has work */
    int number, end, events_each;
    int fail_at;   /* 0: never */
    bool stubborn; /* takes an interruption for a failure that passes */
    struct timespec nap;
};

static int steps, abandoned, closed;
static int pipes[2];

static vmimage_status counter_step(vmimage_job *job, const struct vm_call *call, int64_t wait, vmimage_error **error)
{
    struct counter *counter = (struct counter *)job;
    vmimage_status status = vmimage__call_check(call, error);
    char byte[16];

    (void)wait;
    steps++;
    if (counter->nap.tv_nsec > 0)
        (void)nanosleep(&counter->nap, NULL);
    if (status != VMIMAGE_OK && counter->stubborn && error != NULL)
        *error = vmimage_error_unref(*error);
    if (status != VMIMAGE_OK)
        return counter->stubborn ? VMIMAGE_OK : status;
    if (counter->pipe >= 0 && read(counter->pipe, byte, 1) != 1)
        return VMIMAGE_OK;
    counter->number++;
    atomic_store(&call->progress->done, (uint64_t)counter->number);
    atomic_store(&call->progress->total, (uint64_t)counter->end);
    for (int i = 0; status == VMIMAGE_OK && i < counter->events_each; i++) {
        (void)snprintf(byte, sizeof(byte), "%d", counter->number);
        status = vmimage__job_event(job, VMIMAGE_EVENT_DONE_FILE, VM_EVENT_TEXT, byte, NULL, error);
    }
    if (status == VMIMAGE_OK && counter->number == counter->fail_at)
        status = vmimage__fail(error, VMIMAGE_E_IO, "disk", "disk: number %d is broken", counter->number);
    return status == VMIMAGE_OK && counter->number == counter->end ? VMIMAGE_DONE : status;
}

static int counter_fd(const vmimage_job *job)
{
    return ((const struct counter *)job)->pipe;
}

static void counter_abandon(vmimage_job *job)
{
    (void)job;
    ck_assert_int_eq(closed, 0);
    abandoned++;
}

static void counter_close(vmimage_job *job)
{
    (void)job;
    closed++;
}

static const struct vm_job_operations operations = {
    .name = "count", .step = counter_step, .fd = counter_fd, .abandon = counter_abandon, .close = counter_close};

static struct counter *make(int fd, int end)
{
    struct counter *counter = vmimage__calloc(1, sizeof(*counter));

    ck_assert_ptr_nonnull(counter);
    steps = abandoned = closed = 0;
    counter->pipe = fd;
    counter->end = end;
    counter->events_each = 1;
    ck_assert_int_eq(vmimage__job_init(&counter->job, &operations, NULL, NULL), VMIMAGE_OK);
    return counter;
}

static void open_pipe(void)
{
    ck_assert_int_eq(pipe2(pipes, O_CLOEXEC | O_NONBLOCK), 0);
}

static void close_pipe(void)
{
    (void)close(pipes[0]);
    (void)close(pipes[1]);
}

static bool readable(const vmimage_job *job)
{
    struct pollfd fd = {.fd = vmimage_job_fd(job), .events = POLLIN};

    return poll(&fd, 1, 0) == 1 && (fd.revents & POLLIN) != 0;
}

static int take_all(vmimage_job *job)
{
    vmimage_event *event;
    int count = 0;

    while (vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
        ck_assert_int_eq(vmimage_event_kind(event), VMIMAGE_EVENT_DONE_FILE);
        vmimage_event_unref(event);
        count++;
    }
    ck_assert_ptr_null(event);
    return count;
}

START_TEST(a_job_ends_well)
{
    struct counter *counter = make(-1, 3);
    vmimage_job *job = &counter->job;
    vmimage_error *error = NULL;
    vmimage_event *event;
    uint64_t done = 9, total = 9;

    vmimage_job_progress(job, &done, &total);
    ck_assert(done == 0 && total == 0);
    ck_assert(readable(job));
    ck_assert_int_eq(vmimage_job_step(job, 0, &error), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_job_step(job, -1, &error), VMIMAGE_OK);
    vmimage_job_progress(job, &done, &total);
    ck_assert(done == 2 && total == 3);
    vmimage_job_progress(job, NULL, NULL);
    ck_assert_int_eq(vmimage_job_status(job), VMIMAGE_OK);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(vmimage_job_step(job, 0, &error), VMIMAGE_DONE);
    ck_assert_int_eq(steps, 3);
    ck_assert_int_eq(vmimage_job_status(job), VMIMAGE_DONE);
    ck_assert_int_eq(vmimage_job_wait(job, -1, &error), VMIMAGE_DONE);
    vmimage_job_cancel(job); /* too late */
    ck_assert_int_eq(vmimage_job_step(job, 0, &error), VMIMAGE_DONE);
    ck_assert_ptr_null(error);
    for (int i = 1; i <= 3; i++) {
        ck_assert_int_eq(vmimage_job_next_event(job, &event, &error), VMIMAGE_OK);
        ck_assert_int_eq(atoi(vmimage_event_text(event)), i);
        ck_assert_int_gt(vmimage_event_time(event), INT64_C(1700000000000));
        ck_assert_ptr_null(vmimage_event_image(event));
        ck_assert_ptr_null(vmimage_event_item(event));
        ck_assert_ptr_null(vmimage_event_library(event));
        ck_assert_ptr_null(vmimage_event_error(event));
        ck_assert_ptr_null(vmimage_event_unref(event));
    }
    ck_assert_int_eq(vmimage_job_next_event(job, &event, &error), VMIMAGE_DONE);
    ck_assert(readable(job));
    ck_assert_ptr_null(vmimage_job_unref(job));
    ck_assert(abandoned == 0 && closed == 1);
}
END_TEST

START_TEST(a_job_fails)
{
    struct counter *counter = make(-1, 3);
    vmimage_error *first = NULL, *error = NULL;

    counter->fail_at = 2;
    ck_assert_int_eq(vmimage_job_wait(&counter->job, 10000, &first), VMIMAGE_E_IO);
    ck_assert_int_eq(abandoned, 1);
    ck_assert_str_eq(vmimage_error_operation(first), "count");
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(first), "number 2"));
    ck_assert_int_eq(vmimage_job_step(&counter->job, -1, &error), VMIMAGE_E_IO);
    ck_assert_int_eq(vmimage_job_step(&counter->job, -1, &error), VMIMAGE_E_IO); /* the one that is there is released */
    ck_assert_ptr_eq(error, first);
    ck_assert_int_eq(vmimage_job_step(&counter->job, -1, NULL), VMIMAGE_E_IO);
    ck_assert_int_eq(vmimage_job_status(&counter->job), VMIMAGE_E_IO);
    ck_assert_int_eq(take_all(&counter->job), 2);
    vmimage_job_unref(&counter->job);
    ck_assert_str_eq(vmimage_error_message(first), "disk: number 2 is broken");
    vmimage_error_unref(first);
    vmimage_error_unref(error);
    ck_assert(abandoned == 1 && closed == 1 && steps == 2);
}
END_TEST

START_TEST(a_job_waits_for_its_descriptor)
{
    struct counter *counter;
    vmimage_job *job;
    int64_t before;

    open_pipe();
    counter = make(pipes[0], 2);
    job = &counter->job;
    ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_OK); /* the first one in any case */
    ck_assert_int_eq(steps, 1);
    ck_assert(!readable(job));
    ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_OK);
    before = vmimage__call_clock();
    ck_assert_int_eq(vmimage_job_step(job, 30, NULL), VMIMAGE_OK);
    ck_assert_int_ge(vmimage__call_clock() - before, 29);
    ck_assert_int_eq(steps, 1);
    ck_assert_int_eq(write(pipes[1], "x", 1), 1);
    ck_assert(readable(job));
    ck_assert_int_eq(vmimage_job_step(job, -1, NULL), VMIMAGE_OK);
    ck_assert_int_eq(steps, 2);
    ck_assert(readable(job)); /* an event waits: who takes one each time is told again */
    ck_assert_int_eq(vmimage_job_step(job, -1, NULL), VMIMAGE_OK);
    ck_assert_int_eq(steps, 2);
    ck_assert_int_eq(take_all(job), 1);
    ck_assert(!readable(job));
    ck_assert_int_eq(write(pipes[1], "x", 1), 1);
    ck_assert_int_eq(vmimage_job_wait(job, -1, NULL), VMIMAGE_DONE);
    vmimage_job_unref(job);
    close_pipe();
}
END_TEST

/* The number of a descriptor that was closed comes back as another file; a regular file is always readable. */
START_TEST(a_job_changes_its_descriptor)
{
    struct counter *counter;
    vmimage_job *job;
    int old;

    open_pipe();
    counter = make(pipes[0], 5);
    job = &counter->job;
    ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_OK);
    old = pipes[0];
    close_pipe();
    open_pipe();
    ck_assert_int_eq(pipes[0], old);
    job->awake = true; /* a step at once */
    job->watched = -1;
    ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_OK);
    ck_assert(!readable(job));
    ck_assert_int_eq(write(pipes[1], "x", 1), 1);
    ck_assert(readable(job));
    counter->pipe = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(vmimage_job_step(job, 0, NULL), VMIMAGE_OK);
    ck_assert_int_eq(take_all(job), 1);
    ck_assert(readable(job));
    ck_assert_int_eq(vmimage_job_wait(job, -1, NULL), VMIMAGE_DONE);
    (void)close(counter->pipe);
    vmimage_job_unref(job);
    close_pipe();
}
END_TEST

START_TEST(two_jobs_in_one_loop)
{
    struct counter *slow, *fast;
    int rounds = 0, written = 0, taken[2] = {0, 0};

    open_pipe();
    slow = make(pipes[0], 20);
    fast = make(-1, 5000);
    for (; rounds < 20000; rounds++) {
        vmimage_job *jobs[2] = {&slow->job, &fast->job};
        struct pollfd fds[2] = {{.fd = vmimage_job_fd(jobs[0]), .events = POLLIN},
                                {.fd = vmimage_job_fd(jobs[1]), .events = POLLIN}};

        if (vmimage_job_status(jobs[0]) == VMIMAGE_DONE && vmimage_job_status(jobs[1]) == VMIMAGE_DONE)
            break;
        if (written < 20 && rounds % 10 == 0)
            written += (int)write(pipes[1], "x", 1);
        ck_assert_int_ge(poll(fds, 2, 1000), 1);
        for (int i = 0; i < 2; i++) {
            if (fds[i].revents == 0)
                continue;
            ck_assert_int_ge(vmimage_job_step(jobs[i], 0, NULL), VMIMAGE_OK);
            taken[i] += take_all(jobs[i]);
        }
    }
    ck_assert_int_eq(taken[0], 20);
    ck_assert_int_eq(taken[1], 5000);
    vmimage_job_unref(&slow->job);
    vmimage_job_unref(&fast->job);
    close_pipe();
}
END_TEST

/* While the queue is full nothing is done, and nothing is lost. */
START_TEST(events_hold_back_the_work)
{
    struct counter *counter = make(-1, 1000);
    vmimage_event *event;
    int taken = 0;

    counter->events_each = 3;
    while (vmimage__job_room(&counter->job) > 0)
        ck_assert_int_eq(vmimage_job_step(&counter->job, 0, NULL), VMIMAGE_OK);
    ck_assert_int_eq(steps, (VMIMAGE_JOB_EVENTS_MAX + 2) / 3);
    for (int i = 0; i < 5; i++)
        ck_assert_int_eq(vmimage_job_step(&counter->job, -1, NULL), VMIMAGE_OK);
    ck_assert_int_eq(steps, (VMIMAGE_JOB_EVENTS_MAX + 2) / 3);
    ck_assert(readable(&counter->job));
    while (taken < 3000) {
        ck_assert_int_eq(vmimage_job_next_event(&counter->job, &event, NULL), VMIMAGE_OK);
        ck_assert_int_eq(atoi(vmimage_event_text(event)), taken / 3 + 1);
        vmimage_event_unref(event);
        taken++;
        ck_assert_int_ge(vmimage_job_step(&counter->job, 0, NULL), VMIMAGE_OK);
    }
    ck_assert_int_eq(vmimage_job_step(&counter->job, 0, NULL), VMIMAGE_DONE);
    vmimage_job_cancel(&counter->job);
    vmimage_job_unref(&counter->job);
    counter = make(-1, 1000000);
    while (vmimage__job_room(&counter->job) > 0)
        ck_assert_int_eq(vmimage_job_step(&counter->job, 0, NULL), VMIMAGE_OK);
    vmimage_job_cancel(&counter->job); /* is not held back */
    ck_assert_int_eq(vmimage_job_step(&counter->job, 0, NULL), VMIMAGE_E_CANCELLED);
    vmimage_job_unref(&counter->job);
}
END_TEST

START_TEST(waiting)
{
    struct counter *counter = make(-1, 3000);
    vmimage_error *error = NULL;
    vmimage_event *event;

    ck_assert_int_eq(vmimage_job_wait(&counter->job, -1, &error), VMIMAGE_DONE);
    ck_assert_int_eq(vmimage_job_next_event(&counter->job, &event, &error), VMIMAGE_OK);
    ck_assert_int_eq(atoi(vmimage_event_text(event)), 3000 - VMIMAGE_JOB_EVENTS_MAX + 1);
    vmimage_event_unref(event);
    vmimage_job_unref(&counter->job);

    open_pipe();
    counter = make(pipes[0], 2);
    ck_assert_int_eq(vmimage_job_wait(&counter->job, 0, &error), VMIMAGE_E_TIMEOUT);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "count has not ended after 0 milliseconds; it goes on"));
    error = vmimage_error_unref(error);
    ck_assert_int_eq(write(pipes[1], "x", 1), 1);
    ck_assert_int_eq(vmimage_job_wait(&counter->job, 50, &error), VMIMAGE_E_TIMEOUT);
    error = vmimage_error_unref(error);
    ck_assert_int_eq(steps, 2); /* an event that nobody takes wakes nobody */
    ck_assert_int_eq(vmimage_job_status(&counter->job), VMIMAGE_OK);
    ck_assert(readable(&counter->job));
    ck_assert_int_eq(write(pipes[1], "x", 1), 1);
    ck_assert_int_eq(vmimage_job_wait(&counter->job, 5000, &error), VMIMAGE_DONE);
    ck_assert_int_eq(take_all(&counter->job), 2);
    vmimage_job_unref(&counter->job);
    close_pipe();
}
END_TEST

static void *cancel_soon(void *data)
{
    const struct timespec nap = {.tv_nsec = 20000000};
    vmimage_job *job = data;
    uint64_t done;

    (void)nanosleep(&nap, NULL);
    vmimage_job_progress(job, &done, NULL);
    vmimage_job_cancel(job);
    vmimage_job_unref(job);
    return NULL;
}

static void check_cancelled(struct counter *counter, vmimage_status status, vmimage_error *error)
{
    ck_assert_int_eq(status, VMIMAGE_E_CANCELLED);
    ck_assert_int_eq(vmimage_error_status(error), VMIMAGE_E_CANCELLED);
    ck_assert_str_eq(vmimage_error_operation(error), "count");
    vmimage_error_unref(error);
    ck_assert_int_eq(abandoned, 1);
    ck_assert(readable(&counter->job));
    ck_assert_int_eq(vmimage_job_step(&counter->job, -1, NULL), VMIMAGE_E_CANCELLED);
    vmimage_job_unref(&counter->job);
    ck_assert(abandoned == 1 && closed == 1);
}

START_TEST(another_thread_cancels)
{
    const struct timespec nap = {.tv_nsec = 100000};

    for (int i = 0; i < 4; i++) {
        struct counter *counter;
        vmimage_error *error = NULL;
        vmimage_status status = VMIMAGE_OK;
        pthread_t thread;

        open_pipe();
        counter = make((i & 1) != 0 ? pipes[0] : -1, 1000000);
        counter->stubborn = (i & 2) != 0;
        counter->nap = nap;
        ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, vmimage_job_ref(&counter->job)), 0);
        while (status == VMIMAGE_OK) {
            status = vmimage_job_step(&counter->job, -1, &error);
            (void)take_all(&counter->job);
        }
        ck_assert_int_eq(pthread_join(thread, NULL), 0);
        check_cancelled(counter, status, error);
        close_pipe();
    }
}
END_TEST

static vmimage_job *signalled;

static void on_alarm(int number)
{
    (void)number;
    vmimage_job_cancel(signalled);
}

START_TEST(a_signal_handler_cancels)
{
    struct sigaction action = {.sa_handler = on_alarm}, old;
    struct itimerspec soon = {.it_value = {.tv_nsec = 20000000}};
    struct sigevent how = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    struct counter *counter;
    vmimage_error *error = NULL;
    vmimage_status status;
    timer_t timer;

    open_pipe();
    counter = make(pipes[0], 2);
    signalled = &counter->job;
    ck_assert_int_eq(sigaction(SIGALRM, &action, &old), 0);
    ck_assert_int_eq(timer_create(CLOCK_MONOTONIC, &how, &timer), 0);
    ck_assert_int_eq(timer_settime(timer, 0, &soon, NULL), 0);
    status = vmimage_job_wait(&counter->job, -1, &error);
    check_cancelled(counter, status, error);
    (void)timer_delete(timer);
    (void)sigaction(SIGALRM, &old, NULL);
    close_pipe();
    errno = 77;
    vmimage_job_cancel(NULL);
    ck_assert_int_eq(errno, 77);
}
END_TEST

START_TEST(a_job_is_abandoned)
{
    struct counter *counter = make(-1, 3);

    ck_assert_int_eq(vmimage_job_step(&counter->job, 0, NULL), VMIMAGE_OK);
    ck_assert_ptr_eq(vmimage_job_ref(&counter->job), &counter->job);
    vmimage_job_unref(&counter->job);
    ck_assert_int_eq(closed, 0);
    vmimage_job_unref(&counter->job);
    ck_assert(abandoned == 1 && closed == 1);
    counter = make(-1, 3); /* cancelled, but never stepped again */
    vmimage_job_cancel(&counter->job);
    ck_assert(readable(&counter->job));
    vmimage_job_unref(&counter->job);
    ck_assert(abandoned == 1 && closed == 1 && steps == 0);
}
END_TEST

START_TEST(misuse)
{
    struct counter *counter = make(-1, 3);
    vmimage_error *error = NULL;
    vmimage_event *event = (vmimage_event *)&steps;
    uint64_t done = 7, total = 7;

    ck_assert_int_eq(vmimage_job_step(&counter->job, -2, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "-2 milliseconds"));
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_job_wait(&counter->job, INT64_MIN, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_job_status(&counter->job), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_job_next_event(&counter->job, NULL, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_job_next_event(NULL, &event, NULL), VMIMAGE_E_MISUSE);
    ck_assert_ptr_null(event);
    ck_assert_int_eq(vmimage_job_step(NULL, 0, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_job_wait(NULL, 0, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_job_status(NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_job_fd(NULL), -1);
    vmimage_job_progress(NULL, &done, &total);
    ck_assert(done == 0 && total == 0);
    ck_assert(vmimage_job_ref(NULL) == NULL && vmimage_job_unref(NULL) == NULL);
    ck_assert(vmimage_event_ref(NULL) == NULL && vmimage_event_unref(NULL) == NULL);
    ck_assert(vmimage_event_kind(NULL) == 0 && vmimage_event_time(NULL) == 0 && vmimage_event_text(NULL) == NULL);
    ck_assert_int_eq(vmimage_job_step(&counter->job, INT64_MAX, &error), VMIMAGE_OK);
    vmimage_job_unref(&counter->job);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, a_job_ends_well);
    tcase_add_test(tcase, a_job_fails);
    tcase_add_test(tcase, a_job_waits_for_its_descriptor);
    tcase_add_test(tcase, a_job_changes_its_descriptor);
    tcase_add_test(tcase, two_jobs_in_one_loop);
    tcase_add_test(tcase, events_hold_back_the_work);
    tcase_add_test(tcase, waiting);
    tcase_add_test(tcase, another_thread_cancels);
    tcase_add_test(tcase, a_signal_handler_cancels);
    tcase_add_test(tcase, a_job_is_abandoned);
    tcase_add_test(tcase, misuse);
}

UNIT_MAIN("job", cases)
