/*
 * SPDX-License-Identifier: Apache-2.0
 * Where in a text of YAML a value is: only errors ask, so that reading carries no positions.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "format/kubeconfig.h"

#define DEPTH_MAX 60
#define PATH_MAX_LENGTH 512

struct level {
    size_t path_length; /* of what the container itself is called */
    size_t index;       /* of the next element of a sequence */
    bool is_map, at_value;
};

struct search {
    const char *wanted;
    char path[PATH_MAX_LENGTH];
    struct level levels[DEPTH_MAX + 1];
    int depth;
    size_t line;
};

static void append(struct search *s, size_t at, const char *format, const char *key, size_t index)
{
    int length = key != NULL ? snprintf(s->path + at, sizeof(s->path) - at, format, key)
                             : snprintf(s->path + at, sizeof(s->path) - at, format, index);

    if (length < 0 || (size_t)length >= sizeof(s->path) - at)
        s->path[at] = '\0'; /* too long to be asked for */
}

/* A value begins: what is it called? In a map its key has set the path already. */
static void begin_value(struct search *s, size_t line)
{
    struct level *level = &s->levels[s->depth];

    if (s->depth > 0 && !level->is_map)
        append(s, level->path_length, "[%zu]", NULL, level->index++);
    if (s->depth > 0 && !level->is_map && strcmp(s->path, s->wanted) == 0 && s->line == 0)
        s->line = line;
    level->at_value = false;
}

static void key(struct search *s, const yaml_event_t *event)
{
    struct level *level = &s->levels[s->depth];

    append(s, level->path_length, level->path_length != 0 ? ".%s" : "%s", (const char *)event->data.scalar.value, 0);
    if (strcmp(s->path, s->wanted) == 0)
        s->line = event->start_mark.line + 1; /* the last one of a name counts */
    level->at_value = true;
}

static bool handle(struct search *s, const yaml_event_t *event)
{
    struct level *level = &s->levels[s->depth];

    switch (event->type) {
    case YAML_SCALAR_EVENT:
        if (s->depth > 0 && level->is_map && !level->at_value)
            key(s, event);
        else
            begin_value(s, event->start_mark.line + 1);
        return true;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        begin_value(s, event->start_mark.line + 1);
        if (s->depth >= DEPTH_MAX)
            return false;
        s->depth++;
        s->levels[s->depth] =
            (struct level){.path_length = strlen(s->path), .is_map = event->type == YAML_MAPPING_START_EVENT};
        return true;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        if (s->depth > 0)
            s->depth--;
        return true;
    case YAML_ALIAS_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        return true;
    }
}

size_t vmimage__yaml_line(const char *text, size_t length, const char *path)
{
    struct search s = {.wanted = path};
    yaml_parser_t parser;
    bool more = true;

    if (!yaml_parser_initialize(&parser))
        return 0;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    while (more) {
        yaml_event_t event;

        if (!yaml_parser_parse(&parser, &event))
            break;
        more = handle(&s, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return s.line;
}
