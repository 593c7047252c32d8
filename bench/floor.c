/*
 * SPDX-License-Identifier: Apache-2.0
 * The least that libcurl can do: it sends the requests of a list, so many at once, and throws the answers away.
 *
 *     floor [-c CONNECTIONS] [-a CA_FILE] [-h] [-H HEADER]... [-u USER:PASSWORD] BASE LIST
 *
 * A line of LIST is METHOD, PATH and BODY, with tabs between; lines up to an empty one are a row, whose requests follow each other. In a
 * path or a body {S} is the last answer that was a JSON string, {U} the last member "uri"; a path may be a whole URL. -u begins with a log-in to a vCenter,
 * -h is HTTP/1.1. Prints requests and bytes.
 */
#include <curl/curl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT 4096
#define CONNECTIONS_MAX 256

struct line {
    char *method, *path, *body; /* method NULL: the row ends */
};

struct slot {
    CURL *easy;
    const struct line *at; /* the next one */
    size_t length;
    char answer[KEPT], text[512], uri[2048], url[4096], body[4096];
};

static const char *base, *ca;
static struct curl_slist *headers;
static struct line *lines;
static size_t count, next, requests;
static unsigned long long bytes;
static bool old_http;

static void fail(const char *what)
{
    (void)fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

static size_t take(char *data, size_t size, size_t n, void *user)
{
    struct slot *slot = user;
    size_t room = KEPT - 1 - slot->length, part = n < room ? n : room;

    (void)size;
    memcpy(slot->answer + slot->length, data, part);
    slot->length += part;
    slot->answer[slot->length] = '\0';
    bytes += n;
    return n;
}

/* What is between `before` and the next quotation mark. */
static void cut(char *to, size_t room, const char *text, const char *before)
{
    const char *from = strstr(text, before);
    size_t length = from != NULL ? strcspn(from + strlen(before), "\"") : 0;

    if (from != NULL && length < room) {
        memcpy(to, from + strlen(before), length);
        to[length] = '\0';
    }
}

static void fill(char *to, size_t room, const char *form, const struct slot *slot)
{
    size_t length = 0;

    for (; *form != '\0' && length + 1 < room; form++) {
        const char *value = strncmp(form, "{S}", 3) == 0 ? slot->text : strncmp(form, "{U}", 3) == 0 ? slot->uri : NULL;

        if (value == NULL) {
            to[length++] = *form;
            continue;
        }
        length += (size_t)snprintf(to + length, room - length, "%s", value);
        form += 2;
    }
    if (length + 1 >= room)
        fail("a request is too long");
    to[length] = '\0';
}

static void prepare(struct slot *slot, const struct line *line)
{
    char path[4096];

    fill(path, sizeof(path), line->path, slot);
    fill(slot->body, sizeof(slot->body), line->body, slot);
    (void)snprintf(slot->url, sizeof(slot->url), "%s%s", path[0] == '/' ? base : "", path);
    slot->length = 0;
    (void)curl_easy_setopt(slot->easy, CURLOPT_URL, slot->url);
    (void)curl_easy_setopt(slot->easy, CURLOPT_CUSTOMREQUEST, line->method);
    (void)curl_easy_setopt(slot->easy, CURLOPT_HTTPHEADER, headers);
    if (slot->body[0] != '\0') {
        (void)curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDS, slot->body);
    } else {
        (void)curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDS, NULL);
        (void)curl_easy_setopt(slot->easy, CURLOPT_HTTPGET, 1L);
    }
}

static void look_at(struct slot *slot, CURLcode code)
{
    long status = 0;

    (void)curl_easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status / 100 != 2) {
        (void)fprintf(stderr, "floor: %s: status %ld: %s\n%s\n", slot->url, status, curl_easy_strerror(code),
                      slot->answer);
        exit(1);
    }
    requests++;
    if (slot->answer[0] == '"')
        cut(slot->text, sizeof(slot->text), slot->answer, "\"");
    cut(slot->uri, sizeof(slot->uri), slot->answer, "\"uri\":\"");
}

/* The slot's next request; false when nothing is left to do. */
static bool go_on(struct slot *slot)
{
    if (slot->at == NULL || slot->at->method == NULL) {
        if (next >= count)
            return false;
        slot->at = &lines[next];
        while (next < count && lines[next].method != NULL)
            next++;
        next++;
    }
    prepare(slot, slot->at++);
    return true;
}

static CURL *make(struct slot *slot)
{
    CURL *easy = curl_easy_init();

    if (easy == NULL)
        fail("no memory");
    (void)curl_easy_setopt(easy, CURLOPT_PRIVATE, slot);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, slot);
    (void)curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 131072L);
    (void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "libvmimage-floor/1");
    (void)curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                           old_http ? (long)CURL_HTTP_VERSION_1_1 : (long)CURL_HTTP_VERSION_2TLS);
    if (ca != NULL)
        (void)curl_easy_setopt(easy, CURLOPT_CAINFO, ca);
    return easy;
}

static void log_in(CURLM *multi, struct slot *slot, const char *user)
{
    static const struct line session = {(char *)(size_t) "POST", (char *)(size_t) "/api/session", (char *)(size_t) ""};
    char header[640];
    int running = 1, left;
    CURLMsg *message;

    prepare(slot, &session);
    (void)curl_easy_setopt(slot->easy, CURLOPT_POSTFIELDS, "");
    (void)curl_easy_setopt(slot->easy, CURLOPT_USERPWD, user);
    (void)curl_multi_add_handle(multi, slot->easy);
    while (running != 0 && curl_multi_perform(multi, &running) == CURLM_OK && running != 0)
        (void)curl_multi_poll(multi, NULL, 0, 1000, NULL);
    message = curl_multi_info_read(multi, &left);
    if (message == NULL)
        fail("no log-in");
    look_at(slot, message->data.result);
    (void)curl_multi_remove_handle(multi, slot->easy);
    (void)curl_easy_setopt(slot->easy, CURLOPT_USERPWD, NULL);
    (void)snprintf(header, sizeof(header), "vmware-api-session-id: %s", slot->text);
    headers = curl_slist_append(headers, header);
}

static void read_list(const char *path)
{
    FILE *file = fopen(path, "r");
    char text[8192];
    size_t room = 0;

    if (file == NULL)
        fail("no list");
    while (fgets(text, sizeof(text), file) != NULL) {
        char *rest = strdup(text);

        if (count == room && (lines = realloc(lines, (room = room * 2 + 64) * sizeof(*lines))) == NULL)
            fail("no memory");
        rest[strcspn(rest, "\n")] = '\0';
        lines[count].method = *rest != '\0' ? strsep(&rest, "\t") : NULL;
        lines[count].path = rest != NULL ? strsep(&rest, "\t") : NULL;
        lines[count].body = rest != NULL ? rest : (char *)(size_t) "";
        count++;
    }
    (void)fclose(file);
}

static void run(CURLM *multi, struct slot *slots, int connections)
{
    int running = 0, left;
    CURLMsg *message;

    for (int i = 0; i < connections; i++)
        if (go_on(&slots[i]))
            (void)curl_multi_add_handle(multi, slots[i].easy);
    do {
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            fail("curl");
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            struct slot *slot = NULL;
            CURLcode code = message->data.result;

            (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
            look_at(slot, code);
            (void)curl_multi_remove_handle(multi, slot->easy);
            if (go_on(slot)) {
                (void)curl_multi_add_handle(multi, slot->easy);
                running++;
            }
        }
        if (running != 0)
            (void)curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running != 0);
}

int main(int argc, char **argv)
{
    static struct slot slots[CONNECTIONS_MAX];
    const char *user = NULL;
    int option, connections = 1;
    CURLM *multi;

    while ((option = getopt(argc, argv, "c:a:hH:u:")) != -1) {
        if (option == 'c')
            connections = atoi(optarg);
        else if (option == 'a')
            ca = optarg;
        else if (option == 'h')
            old_http = true;
        else if (option == 'H')
            headers = curl_slist_append(headers, optarg);
        else if (option == 'u')
            user = optarg;
        else
            return 2;
    }
    if (argc - optind != 2 || connections < 1 || connections > CONNECTIONS_MAX ||
        curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (multi = curl_multi_init()) == NULL)
        return 2;
    base = argv[optind];
    read_list(argv[optind + 1]);
    (void)curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)connections);
    (void)curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)connections + 4);
    for (int i = 0; i < connections; i++)
        slots[i].easy = make(&slots[i]);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    if (user != NULL)
        log_in(multi, &slots[0], user);
    run(multi, slots, connections);
    (void)printf("{\"requests\": %zu, \"bytes\": %llu}\n", requests, bytes);
    return 0;
}
