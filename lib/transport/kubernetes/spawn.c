/*
 * SPDX-License-Identifier: Apache-2.0
 * posix_spawn, two pipes and poll. One that asks nobody gets a process group of its own, so that what it starts ends with it.
 */
#include "transport/kubernetes/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

extern char **environ;

#define ERRORS_MAX ((size_t)4096)
#define LOOK_AGAIN 50 /* milliseconds between two looks at whether to stop */

struct child {
    const struct vm_spawn *spawn;
    pid_t pid;     /* 0: ended, or never begun */
    int output[2]; /* ends of pipes for reading and writing; -1: closed */
    int errors[2];
    int exit_status; /* of waitpid */
    int64_t end;     /* of the monotonic clock; 0: none */
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

/* ---- what it gets ---- */

/* The arguments, or the environment with ours before the process's: the first one of a name counts in neither, so leave out. */
static char **make_arguments(const struct vm_spawn *spawn)
{
    size_t count = spawn->arguments->count;
    char **list = vmimage__calloc(count + 2, sizeof(*list));

    if (list == NULL)
        return NULL;
    list[0] = (char *)(uintptr_t)spawn->command;
    for (size_t i = 0; i < count; i++)
        list[i + 1] = (char *)(uintptr_t)spawn->arguments->items[i];
    return list;
}

static bool is_name(const char *variable, const char *name)
{
    size_t length = strlen(name);

    return strncmp(variable, name, length) == 0 && variable[length] == '=';
}

static bool is_replaced(const struct vm_spawn *spawn, const char *variable)
{
    for (size_t i = 0; i < spawn->environment->count; i++) {
        if (is_name(variable, spawn->environment->pairs[i].key))
            return true;
    }
    return is_name(variable, spawn->name);
}

/* In an arena, with the texts that are the process's own borrowed. */
static char **make_environment(const struct vm_spawn *spawn, struct vm_arena *arena)
{
    size_t count = 0, used = 0;
    char **list;

    while (environ != NULL && environ[count] != NULL)
        count++;
    list = vmimage__arena_alloc(arena, (count + spawn->environment->count + 2) * sizeof(*list));
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!is_replaced(spawn, environ[i]))
            list[used++] = environ[i];
    }
    for (size_t i = 0; i < spawn->environment->count; i++) {
        const struct vm_pair *pair = &spawn->environment->pairs[i];

        if (strcmp(pair->key, spawn->name) != 0)
            list[used++] = vmimage__arena_printf(arena, "%s=%s", pair->key, pair->value);
    }
    list[used] = vmimage__arena_printf(arena, "%s=%s", spawn->name, spawn->value);
    return arena->failed ? NULL : list;
}

/* Standard input, output and error of the child; every other descriptor of ours is closed on exec. */
static int connect_pipes(posix_spawn_file_actions_t *actions, const struct child *child)
{
    int failure = posix_spawn_file_actions_adddup2(actions, child->output[1], STDOUT_FILENO);

    if (failure == 0 && !child->spawn->interactive)
        failure = posix_spawn_file_actions_adddup2(actions, child->errors[1], STDERR_FILENO);
    if (failure == 0 && !child->spawn->interactive)
        failure = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    if (failure == 0)
        failure = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
#endif
    return failure;
}

/* Signals as a new program expects them, whatever the caller has blocked or ignored. */
static int set_signals(posix_spawnattr_t *attributes, const struct child *child)
{
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    sigset_t none, defaults;
    int failure;

    (void)sigemptyset(&none);
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE);
    (void)sigaddset(&defaults, SIGCHLD);
    if (!child->spawn->interactive)
        flags |= POSIX_SPAWN_SETPGROUP;
    failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0)
        failure = posix_spawnattr_setsigdefault(attributes, &defaults);
    if (failure == 0)
        failure = posix_spawnattr_setflags(attributes, flags);
    return failure;
}

static int start(struct child *child, char **arguments, char **environment)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid = 0;
    int failure = posix_spawn_file_actions_init(&actions);

    if (failure != 0)
        return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure == 0) {
        failure = connect_pipes(&actions, child);
        if (failure == 0)
            failure = set_signals(&attributes, child);
        if (failure == 0)
            failure = posix_spawnp(&pid, child->spawn->command, &actions, &attributes, arguments, environment);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    child->pid = failure == 0 ? pid : 0;
    close_end(&child->output[1]);
    close_end(&child->errors[1]);
    return failure;
}

/* ---- while it runs ---- */

/* Whether it has ended; its exit status is kept. */
static bool has_ended(struct child *child, int flags)
{
    pid_t got;

    if (child->pid == 0)
        return true;
    do {
        got = waitpid(child->pid, &child->exit_status, flags);
    } while (got < 0 && errno == EINTR);
    if (got == 0)
        return false;
    if (got < 0) /* somebody else has waited for it: how it ended is not known, what it printed counts */
        child->exit_status = 0;
    child->pid = 0;
    return true;
}

static void end(struct child *child)
{
    if (child->pid == 0)
        return;
    (void)kill(child->spawn->interactive ? child->pid : -child->pid, SIGKILL);
    (void)has_ended(child, 0);
}

/* What is there of one pipe; it is closed at its end. More than fits of standard error is dropped. */
static void drain(int *fd, struct vm_buf *buf, bool bounded)
{
    char piece[4096];
    ssize_t got;

    while (*fd >= 0 && (got = read(*fd, piece, sizeof(piece))) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            if (errno != EAGAIN)
                close_end(fd);
            return;
        }
        if (bounded && buf->length + (size_t)got > buf->max)
            got = (ssize_t)(buf->max - buf->length);
        vmimage__buf_add(buf, piece, (size_t)got);
        if (buf->status != VMIMAGE_OK)
            return;
    }
    close_end(fd);
}

static vmimage_status check(const struct child *child, const struct vm_call *call, const struct vm_buf *output,
                            vmimage_error **error)
{
    const char *command = child->spawn->command;
    vmimage_status status = vmimage__call_check(call, error);

    if (status != VMIMAGE_OK)
        return status;
    if (child->end != 0 && vmimage__call_clock() >= child->end)
        return vmimage__fail(error, VMIMAGE_E_TIMEOUT, command,
                             "credential plug-in %s: gave no answer within %lld seconds", command,
                             (long long)(child->spawn->limit / 1000));
    if (output->status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (output->status != VMIMAGE_OK)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, command, "credential plug-in %s: prints more than %zu bytes",
                             command, output->max);
    return VMIMAGE_OK;
}

/* Until it has ended, or has closed its output and ended; something it started may hold the pipes open for ever. */
static vmimage_status follow(struct child *child, const struct vm_call *call, struct vm_buf *output,
                             struct vm_buf *errors, vmimage_error **error)
{
    bool ended = false;

    while (!ended) {
        struct pollfd fds[2] = {{.fd = child->output[0], .events = POLLIN}, {.fd = child->errors[0], .events = POLLIN}};
        bool open = child->output[0] >= 0 || child->errors[0] >= 0;
        vmimage_status status;

        (void)poll(fds, 2, open ? LOOK_AGAIN : 2);
        ended = has_ended(child, WNOHANG);
        drain(&child->output[0], output, false);
        drain(&child->errors[0], errors, true);
        status = check(child, call, output, error);
        if (status != VMIMAGE_OK)
            return status;
    }
    return VMIMAGE_OK;
}

/* ---- how it ended ---- */

/* Text for people, without the escape sequences of terminals. */
static void add_plain(struct vm_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (text[0] == '\033' && text[1] == '[') {
            text += 2;
            text += strspn(text, "0123456789;?");
            if (*text == '\0')
                return;
        } else {
            vmimage__buf_add_char(out, *text == '\n' || *text == '\t' || *text == '\r' ? ' ' : *text);
        }
    }
}

static vmimage_status not_started(const struct vm_spawn *spawn, int number, vmimage_error **error)
{
    vm_auto_buf struct vm_buf hint = VM_BUF_INIT(2048);
    bool missing = number == ENOENT;

    if (number == ENOMEM)
        return vmimage__fail_no_memory(error);
    if (spawn->hint != NULL)
        add_plain(&hint, spawn->hint);
    return vmimage__fail(error, missing ? VMIMAGE_E_NOT_FOUND : VMIMAGE_E_UNAUTHENTICATED, spawn->command,
                         "credential plug-in %s: %s%s%s", spawn->command,
                         missing ? "there is no such program" : "can't be started (not executable?)",
                         hint.length != 0 ? "; " : "", vmimage__buf_str(&hint));
}

static vmimage_status judge(const struct child *child, const struct vm_buf *errors, vmimage_error **error)
{
    vm_auto_buf struct vm_buf said = VM_BUF_INIT(ERRORS_MAX + 1);
    const char *command = child->spawn->command;
    int status = child->exit_status;
    char how[64];

    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return VMIMAGE_OK;
    if (WIFEXITED(status))
        (void)snprintf(how, sizeof(how), "failed with exit status %d", WEXITSTATUS(status));
    else
        (void)snprintf(how, sizeof(how), "was ended by signal %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    add_plain(&said, vmimage__buf_str(errors));
    return vmimage__fail(error, VMIMAGE_E_UNAUTHENTICATED, command, "credential plug-in %s: %s%s%.500s", command, how,
                         said.length != 0 ? ": " : "", vmimage__buf_str(&said));
}

static bool open_pipes(struct child *child)
{
    return pipe2(child->output, O_CLOEXEC) == 0 && pipe2(child->errors, O_CLOEXEC) == 0 &&
           fcntl(child->output[0], F_SETFL, O_NONBLOCK) == 0 && fcntl(child->errors[0], F_SETFL, O_NONBLOCK) == 0;
}

vmimage_status vmimage__spawn(const struct vm_spawn *spawn, const struct vm_call *call, struct vm_buf *output,
                              vmimage_error **error)
{
    struct child child = {.spawn = spawn, .output = {-1, -1}, .errors = {-1, -1}};
    struct vm_arena arena = {0};
    vm_auto_buf struct vm_buf errors = VM_BUF_INIT(ERRORS_MAX);
    char **arguments = make_arguments(spawn), **environment = make_environment(spawn, &arena);
    vmimage_status status = VMIMAGE_OK;
    int failure = 0;

    if (arguments == NULL || environment == NULL)
        status = vmimage__fail_no_memory(error);
    else if (!open_pipes(&child))
        status = vmimage__fail_errno(error, errno, spawn->command, "open a pipe");
    if (status == VMIMAGE_OK) {
        if (!spawn->interactive)
            child.end = vmimage__call_clock() + spawn->limit;
        failure = start(&child, arguments, environment);
        status = failure == 0 ? follow(&child, call, output, &errors, error) : not_started(spawn, failure, error);
        if (status == VMIMAGE_OK)
            status = judge(&child, &errors, error);
    }
    end(&child);
    for (int i = 0; i < 2; i++) {
        close_end(&child.output[i]);
        close_end(&child.errors[i]);
    }
    vmimage__free(arguments);
    vmimage__arena_release(&arena);
    return status;
}
