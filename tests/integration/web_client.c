/*
 * SPDX-License-Identifier: Apache-2.0
 * A registry that stays open while a test changes what is behind it. Words of the command line are done one after the other, and each
 * prints a line: NAME=VALUE sets an option (before "open"), "open" opens URL, "images", "items" and "libraries" list, "wait" waits for a
 * line of the standard input, "log" tells what the library logs, "cache=FOLDER" sets the cache folder.
 */
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

static void run(struct client *client, const char *word)
{
    const char *equal = strchr(word, '=');
    char line[16];

    if (equal != NULL) {
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
