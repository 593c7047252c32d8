/*
 * SPDX-License-Identifier: Apache-2.0
 * From libyaml's events to JSON text, in one pass and without a tree: an alias can't multiply anything.
 */
#include "format/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/error.h"

#define DEPTH_MAX 60 /* below the JSON writer's */

struct convert {
    yaml_parser_t parser;
    struct vm_json_writer writer;
    struct vm_buf *json;
    const char *subject;
    vmimage_error **error;
    vmimage_status status;
    uint64_t depth_max;
    int depth;
    bool is_map[DEPTH_MAX + 1], at_value[DEPTH_MAX + 1];
    bool done;
};

/* ---- scalars ---- */

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(text, *words) == 0)
            return true;
    }
    return false;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* Go's strconv.ParseInt(text, 0, 64) after "_" was taken out. False when the text is no such number. */
static bool parse_int(const char *text, bool *negative, uint64_t *value)
{
    int base = 10;
    bool any = false;

    *negative = *text == '-';
    *value = 0;
    text += *text == '-' || *text == '+';
    if (text[0] == '0' && text[1] != '\0') {
        base = text[1] == 'x' || text[1] == 'X' ? 16 : (text[1] == 'b' || text[1] == 'B' ? 2 : 8);
        text += base != 8 || text[1] == 'o' || text[1] == 'O' ? 2 : 1;
    }
    for (; *text != '\0'; text++) {
        int digit = digit_value(*text);

        if (*text == '_')
            continue;
        if (digit >= base || *value > (UINT64_MAX - (uint64_t)digit) / (uint64_t)base)
            return false;
        *value = *value * (uint64_t)base + (uint64_t)digit;
        any = true;
    }
    return any && (!*negative || *value <= (uint64_t)INT64_MAX + 1);
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* [-+]?[0-9]*\.?[0-9]+([eE][-+][0-9]+)? and JSON's rules, so that the text can stand as it is. */
static bool is_float(const char *text)
{
    const char *at = text + (*text == '-');
    size_t whole = digits(at), fraction = 0;

    at += whole;
    if (whole == 0 || (whole > 1 && at[-(ptrdiff_t)whole] == '0'))
        return false;
    if (*at == '.') {
        fraction = digits(at + 1);
        if (fraction == 0)
            return false;
        at += 1 + fraction;
    }
    if ((*at == 'e' || *at == 'E') && (at[1] == '-' || at[1] == '+') && digits(at + 2) != 0)
        at += 2 + digits(at + 2);
    return *at == '\0' && at != text;
}

/* A plain scalar that is not text: its JSON; NULL for text. `number` has room for a number. */
static const char *resolve(const char *text, char number[32])
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", NULL};
    static const char *const falses[] = {"n",     "N",     "no",  "No",  "NO",  "false",
                                         "False", "FALSE", "off", "Off", "OFF", NULL};
    bool negative;
    uint64_t value;

    if (is_one_of(text, nulls))
        return "null";
    if (is_one_of(text, trues))
        return "true";
    if (is_one_of(text, falses))
        return "false";
    if (strchr("-+0123456789", text[0]) == NULL)
        return NULL;
    if (parse_int(text, &negative, &value)) {
        (void)snprintf(number, 32, "%s%llu", negative && value != 0 ? "-" : "", (unsigned long long)value);
        return number;
    }
    return is_float(text) ? text : NULL;
}

static const char *json_of(const yaml_event_t *event, char number[32])
{
    const char *text = (const char *)event->data.scalar.value, *tag = (const char *)event->data.scalar.tag;

    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || (tag != NULL && strcmp(tag, YAML_STR_TAG) == 0) ||
        strlen(text) != event->data.scalar.length)
        return NULL;
    return resolve(text, number);
}

/* ---- errors ---- */

static void fail(struct convert *c, vmimage_status status, size_t line, const char *problem)
{
    char where[48] = "", go_where[48] = "";
    vm_auto_buf struct vm_buf reason = VM_BUF_INIT(4096);

    if (line != 0) {
        (void)snprintf(where, sizeof(where), ":%zu", line);
        (void)snprintf(go_where, sizeof(go_where), "line %zu: ", line);
    }
    c->status = vmimage__fail(c->error, status, c->subject, "%s%s: bad YAML: %.1000s", c->subject, where, problem);
    vmimage__buf_printf(&reason, "error converting YAML to JSON: yaml: %s%.1000s", go_where, problem);
    vmimage__error_set_reason(c->error, vmimage__buf_str(&reason));
    vmimage__error_set_line(c->error, line);
}

/* The line as Kubernetes' library counts it, which is not the same for all errors. */
static void fail_parser(struct convert *c)
{
    const yaml_parser_t *parser = &c->parser;
    size_t line = 0;

    if (parser->error == YAML_MEMORY_ERROR) {
        c->status = vmimage__fail_no_memory(c->error);
        return;
    }
    if (parser->problem_mark.line != 0)
        line = parser->problem_mark.line + (parser->error == YAML_SCANNER_ERROR);
    else if (parser->context_mark.line != 0)
        line = parser->context_mark.line;
    fail(c, VMIMAGE_E_PARSE, line, parser->problem != NULL ? parser->problem : "unknown problem parsing YAML content");
}

/* ---- events ---- */

static void key(struct convert *c, const yaml_event_t *event)
{
    char number[32];
    const char *text = (const char *)event->data.scalar.value, *other = json_of(event, number);

    if (strlen(text) != event->data.scalar.length) {
        fail(c, VMIMAGE_E_PARSE, event->start_mark.line + 1, "a key contains a NUL");
        return;
    }
    /* Numbers as keys are written as numbers are; any other key is its text. */
    vmimage__jw_key(&c->writer, other == number ? number : text);
}

static void scalar(struct convert *c, const yaml_event_t *event)
{
    char number[32];
    const char *json = json_of(event, number);

    if (c->is_map[c->depth] && !c->at_value[c->depth]) {
        key(c, event);
        c->at_value[c->depth] = true;
        return;
    }
    if (json != NULL) {
        vmimage__jw_raw(&c->writer, json, strlen(json));
    } else {
        vm_auto_buf struct vm_buf text = VM_BUF_INIT(c->json->max);

        vmimage__buf_json_string(&text, (const char *)event->data.scalar.value, event->data.scalar.length, false);
        vmimage__jw_raw(&c->writer, vmimage__buf_str(&text), text.length);
        if (text.status != VMIMAGE_OK)
            c->json->status = text.status;
    }
    c->at_value[c->depth] = false;
}

static void open(struct convert *c, const yaml_event_t *event, bool map)
{
    size_t line = event->start_mark.line + 1;

    if (c->is_map[c->depth] && !c->at_value[c->depth]) {
        fail(c, VMIMAGE_E_PARSE, line, "a key must be a text");
        return;
    }
    if (c->depth >= DEPTH_MAX || (uint64_t)c->depth >= c->depth_max) {
        c->status = vmimage__fail(c->error, VMIMAGE_E_LIMIT, c->subject, "%s:%zu: more than %d levels", c->subject,
                                  line, c->depth);
        vmimage__error_set_line(c->error, line);
        return;
    }
    if (map)
        vmimage__jw_begin_object(&c->writer);
    else
        vmimage__jw_begin_array(&c->writer);
    c->depth++;
    c->is_map[c->depth] = map;
    c->at_value[c->depth] = false;
}

static void close_level(struct convert *c, bool map)
{
    if (map)
        vmimage__jw_end_object(&c->writer);
    else
        vmimage__jw_end_array(&c->writer);
    c->depth--;
    c->at_value[c->depth] = false;
}

static void handle(struct convert *c, const yaml_event_t *event)
{
    size_t line = event->start_mark.line + 1;

    switch (event->type) {
    case YAML_SCALAR_EVENT:
        scalar(c, event);
        break;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        open(c, event, event->type == YAML_MAPPING_START_EVENT);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_level(c, event->type == YAML_MAPPING_END_EVENT);
        break;
    case YAML_ALIAS_EVENT:
        fail(c, VMIMAGE_E_UNSUPPORTED, line, "aliases (*name) are not read");
        break;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
        c->done = true;
        break;
    default:
        break;
    }
}

static void run(struct convert *c)
{
    while (!c->done && c->status == VMIMAGE_OK) {
        yaml_event_t event;

        if (!yaml_parser_parse(&c->parser, &event)) {
            fail_parser(c);
            return;
        }
        handle(c, &event);
        yaml_event_delete(&event);
        if (c->status == VMIMAGE_OK && c->json->status == VMIMAGE_E_NO_MEMORY)
            c->status = vmimage__fail_no_memory(c->error);
        else if (c->status == VMIMAGE_OK && c->json->status != VMIMAGE_OK)
            c->status = vmimage__fail(c->error, VMIMAGE_E_LIMIT, c->subject, "%s: more than %zu bytes of data",
                                      c->subject, c->json->max);
    }
}

vmimage_status vmimage__yaml_to_json(const char *text, size_t length, const struct vm_json_limits *limits,
                                     const char *subject, struct vm_buf *json, vmimage_error **error)
{
    struct convert c = {.json = json, .subject = subject, .error = error, .depth_max = limits->depth};

    if (length > limits->bytes)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s: %zu bytes are more than the limit of %llu", subject,
                             length, (unsigned long long)limits->bytes);
    if (!yaml_parser_initialize(&c.parser))
        return vmimage__fail_no_memory(error);
    yaml_parser_set_encoding(&c.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&c.parser, (const unsigned char *)text, length);
    vmimage__jw_init(&c.writer, json, false);
    run(&c);
    yaml_parser_delete(&c.parser);
    if (c.status == VMIMAGE_OK && json->length == 0)
        vmimage__buf_add_str(json, "null");
    return c.status;
}
