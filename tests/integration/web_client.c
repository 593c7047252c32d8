/*
 * SPDX-License-Identifier: Apache-2.0
 * A registry that stays open while a test changes what is behind it. Words of the command line are done one after the other, and each
 * prints a line: NAME=VALUE sets an option (before "open"), "open" opens URL, "images", "items" and "libraries" list, "wait" waits for a
 * line of the standard input, "pause" for two seconds, "log" tells what the library logs, "cache=FOLDER" sets the cache folder.
 * "file=ITEM/NAME@FROM" reads a file from a byte on, "watch=N" tells N events of the images.
 */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

struct client {
    vmimage_context *context;
    vmimage_options *options;
    vmimage_registry *registry;
    vmimage_error *error;
    const char *url, *user, *password;
};

static void log_line(void *data, int32_t level, const char *module, const char *message)
{
    (void)level;
    (void)data;
    (void)printf("log %s: %s\n", module, message);
}

static void say(struct client *client, const char *what, vmimage_status status, size_t count)
{
    if (status == VMIMAGE_OK || status == VMIMAGE_DONE)
        (void)printf("%s %zu\n", what, count);
    else
        (void)printf("%s %s http=%d: %s\n", what, vmimage_status_name(status),
                     (int)vmimage_error_http_status(client->error), vmimage_error_message(client->error));
    client->error = vmimage_error_unref(client->error);
    (void)fflush(stdout);
}

static void list_images(struct client *client)
{
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    size_t ready = 0;
    vmimage_status status = vmimage_registry_images(client->registry, NULL, &images, &client->error);

    while (status == VMIMAGE_OK && vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        ready++;
        image = vmimage_image_unref(image);
    }
    say(client, "images", status, ready);
    vmimage_images_unref(images);
}

static void list_items(struct client *client)
{
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;
    size_t count = 0;
    vmimage_status status = vmimage_registry_items(client->registry, NULL, &items, &client->error);

    while (status == VMIMAGE_OK && vmimage_items_next(items, &item, NULL) == VMIMAGE_OK) {
        count++;
        item = vmimage_item_unref(item);
    }
    say(client, "items", status, count);
    vmimage_items_unref(items);
}

static void list_libraries(struct client *client)
{
    vmimage_libraries *libraries = NULL;
    vmimage_status status = vmimage_registry_libraries(client->registry, NULL, &libraries, &client->error);

    say(client, "libraries", status, status == VMIMAGE_OK);
    vmimage_libraries_unref(libraries);
}

/* Bytes and their FNV-1a. */
static void read_file(struct client *client, char *name)
{
    vmimage_item *item = NULL;
    vmimage_stream *stream = NULL;
    char *slash = strchr(name, '/'), *at = strrchr(name, '@');
    uint64_t hash = UINT64_C(14695981039346656037), count = 0;
    static unsigned char buffer[100003];
    size_t got = 0;
    vmimage_status status;

    *slash = *at = '\0';
    status = vmimage_registry_get_item(client->registry, NULL, name, &item, &client->error);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_open_file(client->registry, item, slash + 1, &stream, &client->error);
    if (status == VMIMAGE_OK && at[1] != '0')
        status = vmimage_stream_seek(stream, strtoull(at + 1, NULL, 10), &client->error);
    while (status == VMIMAGE_OK) {
        status = vmimage_stream_read(stream, buffer, sizeof(buffer), &got, &client->error);
        for (size_t i = 0; i < got && status == VMIMAGE_OK; i++)
            hash = (hash ^ buffer[i]) * UINT64_C(1099511628211);
        count += status == VMIMAGE_OK ? got : 0;
    }
    (void)printf("size %" PRIu64 " hash %016" PRIx64 " ", vmimage_stream_size(stream), hash);
    say(client, "file", status, count);
    vmimage_stream_unref(stream);
    vmimage_item_unref(item);
}

static void watch(struct client *client, int count)
{
    static const char *const kinds[] = {"", "added", "modified", "removed", "synced", "error"};
    vmimage_job *job = NULL;
    vmimage_event *event = NULL;
    vmimage_status status = vmimage_watch_images(client->registry, NULL, &job, &client->error);

    while (status == VMIMAGE_OK && count > 0) {
        struct pollfd ready = {.fd = vmimage_job_fd(job), .events = POLLIN};

        status = vmimage_job_step(job, 0, &client->error);
        while (count > 0 && vmimage_job_next_event(job, &event, NULL) == VMIMAGE_OK) {
            const vmimage_image *image = vmimage_event_image(event);

            (void)printf("%s %s\n", kinds[vmimage_event_kind(event)],
                         image != NULL ? vmimage_image_display_name(image) : "-");
            (void)fflush(stdout);
            event = vmimage_event_unref(event);
            count--;
        }
        if (count > 0 && poll(&ready, 1, 60000) <= 0)
            exit(3);
    }
    say(client, "watch", status, 0);
    vmimage_job_unref(job);
}

static vmimage_status set(struct client *client, const char *name, size_t length, const char *value)
{
    vmimage_error **error = &client->error;

    if (strncmp(name, "user", length) == 0 || strncmp(name, "password", length) == 0) {
        *(name[0] == 'u' ? &client->user : &client->password) = value;
        return client->user == NULL
                   ? VMIMAGE_OK
                   : vmimage_options_set_credentials(client->options, client->user, client->password, error);
    }
    if (strncmp(name, "ca", length) == 0)
        return vmimage_options_set_ca_file(client->options, value, error);
    if (strncmp(name, "fingerprint", length) == 0)
        return vmimage_options_set_fingerprint(client->options, value, error);
    if (strncmp(name, "proxy", length) == 0)
        return vmimage_options_set_proxy(client->options, value, error);
    if (strncmp(name, "insecure", length) == 0)
        return vmimage_options_set_insecure(client->options, 1, error);
    if (strncmp(name, "poll", length) == 0)
        return vmimage_options_set_poll_interval(client->options, atoi(value), error);
    if (strncmp(name, "cache", length) == 0)
        return vmimage_context_set_cache_directory(client->context, value, error);
    (void)fprintf(stderr, "no option %s\n", name);
    exit(2);
}

static void run(struct client *client, char *word)
{
    const char *equal = strchr(word, '=');
    char line[16];

    if (strncmp(word, "file=", 5) == 0) {
        read_file(client, word + 5);
    } else if (strncmp(word, "watch=", 6) == 0) {
        watch(client, atoi(word + 6));
    } else if (strcmp(word, "pause") == 0) {
        (void)poll(NULL, 0, 2100);
    } else if (equal != NULL) {
        vmimage_status status = set(client, word, (size_t)(equal - word), equal + 1);

        if (status != VMIMAGE_OK)
            say(client, "option", status, 0);
    } else if (strcmp(word, "open") == 0) {
        vmimage_registry_unref(client->registry);
        say(client, "open",
            vmimage_registry_open(client->context, client->url, client->options, &client->registry, &client->error), 1);
    } else if (strcmp(word, "log") == 0) {
        (void)vmimage_context_set_log(client->context, VMIMAGE_LOG_WARNING, log_line, NULL, NULL);
    } else if (strcmp(word, "wait") == 0) {
        if (fgets(line, sizeof(line), stdin) == NULL)
            exit(2);
    } else if (client->registry == NULL) {
        return;
    } else if (strcmp(word, "url") == 0) {
        (void)printf("url %s\n", vmimage_registry_url(client->registry));
    } else if (strcmp(word, "images") == 0) {
        list_images(client);
    } else if (strcmp(word, "items") == 0) {
        list_items(client);
    } else if (strcmp(word, "libraries") == 0) {
        list_libraries(client);
    } else {
        (void)fprintf(stderr, "no word %s\n", word);
        exit(2);
    }
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    struct client client = {.context = vmimage_context_new(), .options = vmimage_options_new()};

    if (argc < 2 || client.context == NULL || client.options == NULL)
        return 2;
    client.url = argv[1];
    for (int i = 2; i < argc; i++)
        run(&client, argv[i]);
    vmimage_registry_unref(client.registry);
    vmimage_options_unref(client.options);
    vmimage_context_unref(client.context);
    return 0;
}
