/*
 * SPDX-License-Identifier: Apache-2.0
 * A watch on a folder: when it is another library than before. A VCSP library is when its lib.json, which is written last, is
 * another one; a plain folder when files changed and then rested for a moment. The system tells what happens by inotify; where it
 * does not, the folder is looked at every second. Which folders count is in survey.c.
 */
#include "transport/directory/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <vmimage/context.h>

#include "base/context.h"
#include "base/error.h"
#include "format/json.h"
#include "transport/directory/place.h"
#include "transport/directory/survey.h"

#define INTERVAL_MS 1000
/* Files of a plain folder must have rested this long, but a folder that never rests is looked at all the same. */
#define QUIET_MS 100
#define RESTLESS_MS 1000
/* How often to look whether a folder that is gone is there again. */
#define GONE_MS 500

struct watch {
    struct vm_watch base;
    struct vm_tree *tree; /* of the place */
    int64_t interval;
    uint64_t limit; /* of entries */
    int epoll, timer;
    int inotify; /* -1: the folder is looked at every `interval` */
    int root;    /* inotify's number of the library's own folder */
    bool vcsp, gone;
    dev_t device; /* which folder it is */
    ino_t number;
    uint64_t library;  /* hash of lib.json */
    uint64_t contents; /* hash of a plain folder that is polled */
    int64_t since;     /* when it became restless; 0: it rests */
    int64_t last;      /* when it moved last while it was restless */
};

/* ---- timers and descriptors ---- */

static void set_timer(const struct watch *watch, int64_t milliseconds)
{
    struct itimerspec time = {
        .it_value = {.tv_sec = milliseconds / 1000, .tv_nsec = (long)(milliseconds % 1000) * 1000000}};

    (void)timerfd_settime(watch->timer, 0, &time, NULL);
}

static void clear_timer(const struct watch *watch)
{
    uint64_t count;

    (void)!read(watch->timer, &count, sizeof(count));
}

/* While a folder is restless, and only the timer counts, events are left where they are. */
static void hear(const struct watch *watch, bool events)
{
    struct epoll_event event = {.events = events ? EPOLLIN : 0, .data = {.fd = watch->inotify}};

    if (watch->inotify >= 0)
        (void)epoll_ctl(watch->epoll, EPOLL_CTL_MOD, watch->inotify, &event);
}

static bool listen_to(const struct watch *watch, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};

    return epoll_ctl(watch->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void stop_inotify(struct watch *watch)
{
    if (watch->inotify >= 0)
        (void)close(watch->inotify);
    watch->inotify = -1;
}

/* ---- what is there ---- */

/* Whether there is a lib.json, and which; one that can't be read is there as well. */
static bool look_at_library(const struct watch *watch, const struct vm_call *call, uint64_t *hash)
{
    struct vm_json_limits limits = vmimage__json_limits(call->context);
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)limits.bytes);
    struct vm_place place;
    vmimage_status status;

    /* Asked for by itself, because it needs no memory, the lack of which would make a library another kind of library. */
    if (vmimage__tree_look(watch->tree, VM_VCSP_LIBRARY, &place, NULL) == VMIMAGE_E_NOT_FOUND)
        return false;
    status = vmimage__tree_read(watch->tree, VM_VCSP_LIBRARY, &text, NULL);
    *hash = vmimage__hash_bytes(VM_HASH_START, &status, sizeof(status));
    if (status == VMIMAGE_OK)
        *hash = vmimage__hash_bytes(*hash, vmimage__buf_str(&text), text.length);
    return true;
}

static uint64_t look_at_contents(const struct watch *watch)
{
    struct vm_survey survey = {.tree = watch->tree, .inotify = -1, .limit = watch->limit};

    vmimage__survey(&survey, false);
    return survey.hash;
}

/* Whether the system tells of all changes: other computers may write to a network's file system, and a link's target is elsewhere. */
static bool is_told(const struct watch *watch)
{
    static const uint32_t silent[] = {0x6969,     0x517b,     0xff534d42, 0xfe534d42, 0x65735546,
                                      0x01021997, 0x00c36400, 0x01161970, 0x5346414f, 0x0bd00bd0};
    struct statfs fs;
    struct stat st;

    if (fstatfs(watch->tree->fd, &fs) != 0)
        return false;
    for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
        if ((uint32_t)fs.f_type == silent[i])
            return false;
    }
    return !watch->vcsp || fstatat(watch->tree->fd, VM_VCSP_LIBRARY, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
           !S_ISLNK(st.st_mode);
}

static bool start_inotify(struct watch *watch, const struct vm_call *call)
{
    struct vm_survey survey = {.tree = watch->tree, .limit = watch->limit};

    if (!is_told(watch))
        return false;
    survey.inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (survey.inotify < 0) {
        survey.failure = errno;
    } else {
        vmimage__survey(&survey, watch->vcsp);
        if (survey.failure == 0 && listen_to(watch, survey.inotify)) {
            watch->inotify = survey.inotify;
            watch->root = survey.root;
            return true;
        }
        (void)close(survey.inotify);
    }
    vmimage__log(call->context, VMIMAGE_LOG_INFO, "directory",
                 "%s: the system has no more inotify watches (error %d); the folder is looked at every %lld ms instead",
                 watch->tree->path, survey.failure, (long long)watch->interval);
    return false;
}

/*
 * Look at everything anew: what kind of library it is, and which folders it has. Done before a listing, so that what happens
 * during that is heard of.
 */
static void arm(struct watch *watch, const struct vm_call *call)
{
    struct stat st = {.st_dev = 0};

    stop_inotify(watch);
    (void)fstat(watch->tree->fd, &st);
    watch->device = st.st_dev;
    watch->number = st.st_ino;
    watch->since = 0;
    watch->vcsp = look_at_library(watch, call, &watch->library);
    if (start_inotify(watch, call)) {
        /* lib.json may have come or gone since. */
        bool vcsp = look_at_library(watch, call, &watch->library);

        if (vcsp == watch->vcsp) {
            set_timer(watch, 0);
            return;
        }
        watch->vcsp = vcsp;
        stop_inotify(watch);
    }
    watch->contents = watch->vcsp ? 0 : look_at_contents(watch);
    set_timer(watch, watch->interval);
}

/* ---- what has happened ---- */

enum {
    NOTHING = 0,
    LIBRARY = 1, /* lib.json */
    OTHER = 2,
    ANYTHING = 4 /* so much that it was not told */
};

static int kind_of_event(const struct watch *watch, const struct inotify_event *event)
{
    if ((event->mask & (IN_Q_OVERFLOW | IN_UNMOUNT)) != 0)
        return ANYTHING;
    if ((event->mask & IN_IGNORED) != 0)
        return event->wd == watch->root ? ANYTHING : NOTHING;
    if (event->len > 0 && event->name[0] == '.')
        return NOTHING;
    if (event->wd == watch->root && event->len > 0 && strcmp(event->name, VM_VCSP_LIBRARY) == 0)
        return LIBRARY;
    return watch->vcsp ? NOTHING : OTHER;
}

static int read_events(struct watch *watch)
{
    _Alignas(struct inotify_event) char buffer[16384];
    int seen = NOTHING;
    ssize_t length;

    while ((length = read(watch->inotify, buffer, sizeof(buffer))) > 0) {
        for (char *p = buffer; p < buffer + length;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)p;

            /* A lib.json that is being written in place is looked at when it is closed. */
            if (!watch->vcsp || (event->mask & (IN_MODIFY | IN_CREATE)) == 0)
                seen |= kind_of_event(watch, event);
            p += sizeof(*event) + event->len;
        }
    }
    return seen;
}

static int poll_folder(struct watch *watch, const struct vm_call *call)
{
    uint64_t library, contents;

    if (look_at_library(watch, call, &library) != watch->vcsp || (watch->vcsp && library != watch->library))
        return LIBRARY;
    contents = watch->vcsp ? 0 : look_at_contents(watch);
    if (contents == watch->contents)
        return NOTHING;
    watch->contents = contents;
    return OTHER;
}

/* A restless folder: whether it has rested, or been restless for long enough. */
static bool has_rested(struct watch *watch, bool seen)
{
    int64_t now = vmimage__call_clock(), quiet, late;

    if (watch->since == 0)
        watch->since = now;
    if (seen)
        watch->last = now;
    quiet = watch->last + QUIET_MS - now;
    late = watch->since + RESTLESS_MS - now;
    if (quiet <= 0 || late <= 0)
        return true;
    hear(watch, false);
    set_timer(watch, quiet < late ? quiet : late);
    return false;
}

static bool has_moved(struct watch *watch, const struct vm_call *call)
{
    int seen = watch->inotify >= 0 ? read_events(watch) : poll_folder(watch, call);
    uint64_t library = watch->library;
    bool vcsp = watch->vcsp;

    if (seen != NOTHING)
        vcsp = look_at_library(watch, call, &library);
    if (vcsp && watch->vcsp && watch->since == 0) {
        bool moved = library != watch->library || (seen & ANYTHING) != 0;

        watch->library = library;
        if ((seen & ANYTHING) != 0)
            arm(watch, call);
        else if (watch->inotify < 0)
            set_timer(watch, watch->interval);
        return moved;
    }
    if (seen == NOTHING && watch->since == 0) {
        if (watch->inotify < 0)
            set_timer(watch, watch->interval);
        return false;
    }
    if (!has_rested(watch, seen != NOTHING))
        return false;
    arm(watch, call);
    return true;
}

/* ---- the folder itself ---- */

static bool is_same(const struct watch *watch, bool *there)
{
    struct stat st;

    *there = stat(watch->tree->path, &st) == 0 && S_ISDIR(st.st_mode);
    return *there && st.st_dev == watch->device && st.st_ino == watch->number;
}

static vmimage_status lose(struct watch *watch, bool there, vmimage_error **error)
{
    const char *path = watch->tree->path;

    stop_inotify(watch);
    watch->gone = true;
    set_timer(watch, there ? 1 : GONE_MS);
    if (there)
        return vmimage__fail(error, VMIMAGE_E_EXPIRED, path, "%s: another folder is there now; it is read from now on",
                             path);
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, path, "%s: the folder is gone; it is waited for", path);
}

/* Whether the folder is there again. */
static bool find_again(struct watch *watch, const struct vm_call *call)
{
    struct vm_tree tree;

    if (vmimage__tree_open(&tree, watch->tree->path, true, NULL) != VMIMAGE_OK) {
        set_timer(watch, GONE_MS);
        return false;
    }
    (void)close(watch->tree->fd);
    watch->tree->fd = tree.fd; /* the path stays the one that the program gave */
    tree.fd = -1;
    vmimage__tree_close(&tree);
    watch->gone = false;
    arm(watch, call);
    return true;
}

static vmimage_status check(struct vm_watch *base, const struct vm_call *call, bool *moved, bool *fatal,
                            vmimage_error **error)
{
    struct watch *watch = (struct watch *)base;
    bool there;

    *moved = *fatal = false;
    clear_timer(watch);
    if (watch->gone) {
        *moved = find_again(watch, call);
        return VMIMAGE_OK;
    }
    if (!is_same(watch, &there))
        return lose(watch, there, error);
    *moved = has_moved(watch, call);
    return VMIMAGE_OK;
}

static int watch_fd(const struct vm_watch *base)
{
    return ((const struct watch *)base)->epoll;
}

static void close_watch(struct vm_watch *base)
{
    struct watch *watch = (struct watch *)base;

    stop_inotify(watch);
    if (watch->timer >= 0)
        (void)close(watch->timer);
    if (watch->epoll >= 0)
        (void)close(watch->epoll);
    vmimage__free(watch);
}

vmimage_status vmimage__directory_watch(struct vm_tree *tree, int64_t interval, const struct vm_call *call,
                                        struct vm_watch **watch, vmimage_error **error)
{
    static const struct vm_watch_operations operations = {.fd = watch_fd, .check = check, .close = close_watch};
    struct watch *new = vmimage__calloc(1, sizeof(*new));

    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->base.operations = &operations;
    new->tree = tree;
    new->interval = interval > 0 ? interval : INTERVAL_MS;
    new->limit = vmimage_context_limit(call->context, VMIMAGE_LIMIT_DIRECTORY_ENTRIES);
    new->inotify = new->timer = -1;
    new->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (new->epoll >= 0)
        new->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (new->timer < 0 || !listen_to(new, new->timer)) {
        vmimage_status status = vmimage__fail_errno(error, errno, tree->path, "watch the folder");

        close_watch(&new->base);
        return status;
    }
    arm(new, call);
    *watch = &new->base;
    return VMIMAGE_OK;
}
