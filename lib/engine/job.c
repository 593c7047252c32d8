/*
 * SPDX-License-Identifier: Apache-2.0
 * The frame of all jobs: what the program polls, steps, waits for and cancels. The work is that of their kinds; events are in
 * job_event.c.
 */
#include "engine/job.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/job_event.h"

/* A kind without a descriptor is called this often while it waits, so that it may be cancelled. */
#define SLICE_MS 50
/* epoll counts milliseconds in an int. */
#define WAIT_MAX INT64_C(1000000000)

static void rouse(const vmimage_job *job)
{
    const uint64_t one = 1;

    /* The counter is nowhere near its end; when it is, the descriptor is readable as well. */
    (void)!write(job->wake, &one, sizeof(one));
}

/* After every step, and when an event was taken: whether there is something for the program to do without the kind's descriptor. */
static void set_awake(vmimage_job *job)
{
    bool awake = job->status != VMIMAGE_OK || job->watched < 0 || (job->events.count > 0 && !job->forgetful);
    uint64_t count;

    if (awake && !job->awake) {
        rouse(job);
    } else if (!awake && job->awake) {
        (void)!read(job->wake, &count, sizeof(count));
        /* It may have been a cancellation that was read. */
        awake = atomic_load(&job->cancelled) != 0;
        if (awake)
            rouse(job);
    }
    job->awake = awake;
}

/*
 * The kind's descriptor may be another one after each step, or a new one with the number of an old one, which the kernel has forgotten:
 * so it is always added. One that can't be polled, a file's, is always readable.
 */
static void watch(vmimage_job *job, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};

    if (job->watched >= 0 && job->watched != fd)
        (void)epoll_ctl(job->epoll, EPOLL_CTL_DEL, job->watched, NULL);
    job->watched = fd;
    if (fd >= 0 && epoll_ctl(job->epoll, EPOLL_CTL_ADD, fd, &event) != 0 && errno != EEXIST)
        job->watched = -1;
}

static void release(vmimage_job *job)
{
    if (job->epoll >= 0)
        (void)close(job->epoll);
    if (job->wake >= 0)
        (void)close(job->wake);
    vmimage_error_unref(job->failure);
    vmimage_registry_unref(job->registry);
}

vmimage_status vmimage__job_init(vmimage_job *job, const struct vm_job_operations *operations,
                                 vmimage_registry *registry, vmimage_error **error)
{
    struct epoll_event event = {.events = EPOLLIN};
    int number;

    vmimage__refs_init(&job->refs);
    atomic_init(&job->cancelled, 0);
    atomic_init(&job->interrupted, 0);
    job->operations = operations;
    job->registry = vmimage_registry_ref(registry);
    job->watched = -1;
    job->epoll = epoll_create1(EPOLL_CLOEXEC);
    job->wake = job->epoll >= 0 ? eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
    job->awake = true;
    event.data.fd = job->wake;
    if (job->wake >= 0 && epoll_ctl(job->epoll, EPOLL_CTL_ADD, job->wake, &event) == 0)
        return VMIMAGE_OK;
    number = errno;
    release(job);
    return vmimage__fail_errno(error, number, operations->name, "wait for events");
}

vmimage_job *vmimage_job_ref(vmimage_job *job)
{
    if (job != NULL)
        vmimage__refs_take(&job->refs);
    return job;
}

vmimage_job *vmimage_job_unref(vmimage_job *job)
{
    if (job == NULL || !vmimage__refs_drop(&job->refs))
        return NULL;
    if (job->status == VMIMAGE_OK && job->operations->abandon != NULL)
        job->operations->abandon(job);
    job->operations->close(job);
    vmimage__event_queue_release(&job->events);
    release(job);
    vmimage__free(job);
    return NULL;
}

int32_t vmimage_job_fd(const vmimage_job *job)
{
    return job != NULL ? job->epoll : -1;
}

/* The end. What is half done goes now: the program may keep the job for its events. */
static void end(vmimage_job *job, vmimage_status status, vmimage_error *failure)
{
    vmimage__error_set_operation(&failure, job->operations->name);
    job->failure = failure;
    job->status = status;
    watch(job, -1);
    if (status != VMIMAGE_DONE && job->operations->abandon != NULL)
        job->operations->abandon(job);
}

static vmimage_status answer(const vmimage_job *job, vmimage_error **error)
{
    if (error != NULL && job->status < 0) {
        vmimage_error_unref(*error);
        *error = vmimage_error_ref(job->failure);
    }
    return job->status;
}

static void work(vmimage_job *job, int64_t wait)
{
    struct vm_call call = {.context = job->registry != NULL ? job->registry->context : NULL,
                           .interrupted = &job->interrupted,
                           .progress = &job->progress};
    vmimage_error *failure = NULL;
    vmimage_status status = VMIMAGE_OK;

    if (atomic_load(&job->cancelled) == 0)
        status = job->operations->step(job, &call, wait, &failure);
    /* Also when the kind took the interruption for a failure that it can go on from. */
    if (status == VMIMAGE_OK && atomic_load(&job->cancelled) != 0)
        status = vmimage__fail(&failure, VMIMAGE_E_CANCELLED, NULL, "cancelled by the program");
    if (status != VMIMAGE_OK)
        end(job, status, failure);
    else
        watch(job, job->operations->fd(job));
}

/* Wait for something to do; whether there is. */
static bool look(vmimage_job *job, int64_t timeout)
{
    struct epoll_event events[2];
    int wait = timeout < 0 ? -1 : (int)(timeout < WAIT_MAX ? timeout : WAIT_MAX);
    int count = epoll_wait(job->epoll, events, 2, wait);
    bool found = job->watched < 0 || atomic_load(&job->cancelled) != 0;

    if (count < 0 && errno != EINTR) { /* the program has closed the descriptor */
        vmimage_error *failure = NULL;

        end(job, vmimage__fail_errno(&failure, errno, job->operations->name, "wait for events"), failure);
        return false;
    }
    for (int i = 0; i < count; i++)
        found = found || events[i].data.fd != job->wake;
    return found;
}

static vmimage_status step(vmimage_job *job, int64_t timeout, vmimage_error **error)
{
    if (job->status != VMIMAGE_OK)
        return answer(job, error);
    if (vmimage__job_room(job) == 0 && atomic_load(&job->cancelled) == 0)
        return VMIMAGE_OK;
    if (look(job, timeout)) {
        bool may_wait = job->watched < 0 && (job->forgetful || job->events.count == 0);

        work(job, !may_wait ? 0 : timeout < 0 || timeout > SLICE_MS ? SLICE_MS : timeout);
    }
    set_awake(job);
    return answer(job, error);
}

static vmimage_status check_timeout(int64_t timeout, vmimage_error **error)
{
    if (timeout >= -1)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_INVALID, NULL,
                         "the timeout is %lld milliseconds; it can be -1, which is no limit, 0 or more",
                         (long long)timeout);
}

vmimage_status vmimage_job_step(vmimage_job *job, int64_t timeout_ms, vmimage_error **error)
{
    vmimage_status status;

    VM_REQUIRE(job != NULL, error);
    status = check_timeout(timeout_ms, error);
    return status == VMIMAGE_OK ? step(job, timeout_ms, error) : status;
}

static void set_forgetful(vmimage_job *job, bool forgetful)
{
    job->forgetful = forgetful;
    set_awake(job);
}

/* Steps until the end or until the time is over, which is VMIMAGE_OK. */
static vmimage_status run(vmimage_job *job, int64_t timeout, vmimage_error **error)
{
    int64_t started = vmimage__call_clock(), left = timeout;
    vmimage_status status = VMIMAGE_OK;

    do {
        if (vmimage__job_room(job) == 0)
            vmimage__event_queue_forget(&job->events);
        if (timeout > 0)
            left = timeout - (vmimage__call_clock() - started);
        if (timeout > 0 && left < 0)
            left = 0;
        status = step(job, left, error);
    } while (status == VMIMAGE_OK && left != 0);
    return status;
}

vmimage_status vmimage_job_wait(vmimage_job *job, int64_t timeout_ms, vmimage_error **error)
{
    vmimage_status status;

    VM_REQUIRE(job != NULL, error);
    status = check_timeout(timeout_ms, error);
    if (status != VMIMAGE_OK)
        return status;
    set_forgetful(job, true);
    status = run(job, timeout_ms, error);
    set_forgetful(job, false);
    if (status != VMIMAGE_OK)
        return status;
    return vmimage__fail(error, VMIMAGE_E_TIMEOUT, NULL, "%s has not ended after %lld milliseconds; it goes on",
                         job->operations->name, (long long)timeout_ms);
}

vmimage_status vmimage_job_status(const vmimage_job *job)
{
    return job != NULL ? job->status : VMIMAGE_OK;
}

vmimage_status vmimage_job_next_event(vmimage_job *job, vmimage_event **event, vmimage_error **error)
{
    VM_REQUIRE(event != NULL, error);
    *event = NULL;
    VM_REQUIRE(job != NULL, error);
    *event = vmimage__event_queue_take(&job->events);
    if (job->events.count == 0)
        set_awake(job);
    return *event != NULL ? VMIMAGE_OK : VMIMAGE_DONE;
}

void vmimage_job_progress(const vmimage_job *job, uint64_t *done, uint64_t *total)
{
    if (done != NULL)
        *done = job != NULL ? atomic_load(&job->progress.done) : 0;
    if (total != NULL)
        *total = job != NULL ? atomic_load(&job->progress.total) : 0;
}

void vmimage_job_cancel(vmimage_job *job)
{
    int number = errno; /* of the code that a signal interrupted */

    if (job == NULL)
        return;
    atomic_store(&job->cancelled, 1);
    atomic_store(&job->interrupted, 1);
    rouse(job);
    errno = number;
}

vmimage_status vmimage__job_event(vmimage_job *job, int32_t kind, int32_t object_kind, void *object,
                                  vmimage_error *failure, vmimage_error **error)
{
    vmimage_event *event = vmimage__event_new(kind, object_kind, object, failure);
    bool added = event != NULL && vmimage__event_queue_add(&job->events, event);

    if (!added)
        vmimage_event_unref(event);
    return added ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__job_condition(vmimage_job *job, int32_t object_kind, void *object,
                                      const vmimage_condition *condition, vmimage_error **error)
{
    vmimage_event *event = vmimage__event_new(VMIMAGE_EVENT_CONDITION, object_kind, object, NULL);

    if (event != NULL)
        vmimage__event_set_condition(event, condition);
    if (event != NULL && vmimage__event_queue_add(&job->events, event))
        return VMIMAGE_OK;
    vmimage_event_unref(event);
    return vmimage__fail_no_memory(error);
}

size_t vmimage__job_room(const vmimage_job *job)
{
    return job->events.count < VMIMAGE_JOB_EVENTS_MAX ? VMIMAGE_JOB_EVENTS_MAX - job->events.count : 0;
}
