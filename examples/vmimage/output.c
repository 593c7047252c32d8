/*
 * SPDX-License-Identifier: Apache-2.0
 * Standard output: the first failed write is remembered and ends the program with a message, so that a full disk never
 * passes for success. Also how wide the terminal is.
 */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int first_error;
static bool reader_may_go;

static void remember(bool written)
{
    if (!written && first_error == 0)
        first_error = errno != 0 ? errno : EIO;
}

void cli_put_bytes(const char *bytes, size_t length)
{
    errno = 0;
    remember(fwrite(bytes, 1, length, stdout) == length);
}

void cli_put(const char *text)
{
    cli_put_bytes(text, strlen(text));
}

void cli_put_repeated(char c, size_t count)
{
    while (count-- > 0)
        cli_put_bytes(&c, 1);
}

/* A failed flush throws the buffer away and a second one succeeds, so none may go unseen. */
void cli_flush(void)
{
    errno = 0;
    remember(fflush(stdout) == 0);
}

bool cli_output_failed(void)
{
    return first_error != 0;
}

void cli_let_reader_go(void)
{
    reader_may_go = true;
    (void)signal(SIGPIPE, SIG_IGN);
}

int cli_finish_output(int status)
{
    cli_flush();
    /* Some file systems say only at the close that there was no room. */
    remember(close(STDOUT_FILENO) == 0);
    if (first_error == 0 || (first_error == EPIPE && reader_may_go))
        return status;
    cli_say("cannot write to standard output: %s", strerror(first_error));
    return CLI_FAILED;
}

size_t cli_output_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");

    if (!isatty(STDOUT_FILENO))
        return 0;
    if (columns != NULL && *columns >= '1' && *columns <= '9') {
        char *end;
        unsigned long number = strtoul(columns, &end, 10);

        if (*end == '\0' && number <= 10000)
            return number;
    }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

/* A descriptor below 3 that is closed would be taken by the next file that is opened; keep the place, unwritable. */
void cli_guard_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
            _exit(CLI_FAILED);
    }
}
