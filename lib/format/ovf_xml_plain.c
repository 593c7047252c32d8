/*
 * SPDX-License-Identifier: Apache-2.0
 * The OVF reader driven by the tokens that Go's encoding/xml makes of the bytes: for the few descriptors that Expat refuses
 * or would read otherwise. It accepts what Go accepts (a DOCTYPE, text before the root, an attribute twice), and says in
 * Go's words why it does not. No entity is ever defined; those that XML itself has are the only ones.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "format/ovf_xml.h"
#include "model/gonumber.h"
#include "model/names.h"

/* An open element: its name as written. */
struct open_element {
    struct vm_span name;
    size_t bindings; /* how many name space bindings there were before it */
};

/* A name space prefix that an open element binds. */
struct binding {
    struct vm_name *name;
    size_t before; /* what was bound before: position + 1, or 0 */
    bool is_xsi;   /* bound to what makes "type" xsi:type */
};

struct plain {
    struct vm_ovf_reader *reader;
    const char *data;
    size_t length, at;
    size_t tag; /* offset of the "<" at hand */
    struct open_element *open;
    size_t open_count, open_capacity;
    struct binding *bindings;
    size_t binding_count, binding_capacity;
    struct vm_names prefixes;
    struct vm_arena arena; /* prefixes */
    struct vm_buf text;    /* the token at hand: text, or names and values of attributes, each with its NUL */
    size_t *offsets;       /* of names and values in text */
    size_t offset_count, offset_capacity;
    const char **attributes;
    size_t attribute_capacity;
};

/* ---- errors ---- */

static bool no_memory(struct plain *p)
{
    vmimage__ovf_stop(p->reader, VM_OVF_NO_MEMORY, "no memory");
    return false;
}

static bool syntax(struct plain *p, const char *message, struct vm_span detail, const char *end)
{
    struct vm_ovf_reader *r = p->reader;

    if (r->state != VM_OVF_READING)
        return false;
    vmimage__buf_printf(&r->reason, "XML syntax error on line %llu: %s",
                        (unsigned long long)vmimage__ovf_line(r, p->at), message);
    vmimage__buf_add(&r->reason, detail.text, detail.length);
    vmimage__ovf_stop(r, VM_OVF_REFUSED, "%s", end);
    return false;
}

static bool plain_syntax(struct plain *p, const char *message)
{
    return syntax(p, message, vmimage__span(""), "");
}

/* The next byte where there must be one. */
static bool must(struct plain *p, char *c)
{
    if (p->at == p->length)
        return plain_syntax(p, "unexpected EOF");
    *c = p->data[p->at++];
    return true;
}

static void skip_space(struct plain *p)
{
    while (p->at < p->length && strchr(" \r\n\t", p->data[p->at]) != NULL && p->data[p->at] != '\0')
        p->at++;
}

/* ---- names ---- */

static bool is_name_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':' ||
           c == '.' || c == '-' || (unsigned char)c >= 0x80;
}

/* The bytes of a name; empty when there are none. False when the data ends in it. */
static bool scan_name(struct plain *p, struct vm_span *name)
{
    name->text = p->data + p->at;
    while (p->at < p->length && is_name_byte(p->data[p->at]))
        p->at++;
    name->length = (size_t)(p->data + p->at - name->text);
    return p->at < p->length || plain_syntax(p, "unexpected EOF");
}

static bool read_name(struct plain *p, struct vm_span *name, const char *expected)
{
    if (!scan_name(p, name))
        return false;
    if (name->length == 0)
        return plain_syntax(p, expected);
    return vmimage__ovf_is_name(name->text, name->length) || syntax(p, "invalid XML name: ", *name, "");
}

/* A name with at most one colon. */
static bool read_tag_name(struct plain *p, struct vm_span *name, const char *expected)
{
    const char *colon;

    if (!read_name(p, name, expected))
        return false;
    colon = memchr(name->text, ':', name->length);
    if (colon != NULL && memchr(colon + 1, ':', (size_t)(name->text + name->length - colon - 1)) != NULL)
        return plain_syntax(p, expected);
    return true;
}

/* "a:b" into "a" and "b"; a colon at either end belongs to the name. */
static void split_name(struct vm_span name, struct vm_span *space, struct vm_span *local)
{
    const char *colon = memchr(name.text, ':', name.length);
    size_t before = colon != NULL ? (size_t)(colon - name.text) : 0;

    *space = (struct vm_span){name.text, 0};
    *local = name;
    if (before != 0 && before + 1 < name.length) {
        space->length = before;
        *local = (struct vm_span){colon + 1, name.length - before - 1};
    }
}

static bool same(struct vm_span a, struct vm_span b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

/* ---- text ---- */

static bool add_character(struct plain *p, uint64_t code)
{
    char bytes[4];

    vmimage__buf_add(&p->text, bytes, vmimage__utf8_encode((uint32_t)code, bytes));
    return true;
}

/* "&" was read: a character by number. *code stays untouched when it is none. */
static bool scan_number(struct plain *p, uint64_t *code)
{
    bool hex = p->at < p->length && p->data[p->at] == 'x';
    uint64_t value = 0;
    size_t start;

    p->at += hex;
    for (start = p->at; p->at < p->length; p->at++) {
        char c = p->data[p->at], lower = (char)(c | 0x20);

        if (c >= '0' && c <= '9')
            value = value * (hex ? 16 : 10) + (uint64_t)(c - '0');
        else if (hex && lower >= 'a' && lower <= 'f')
            value = value * 16 + (uint64_t)(lower - 'a' + 10);
        else
            break;
        if (value > 0x10ffff)
            value = 0x110000;
    }
    if (p->at == p->length)
        return plain_syntax(p, "unexpected EOF");
    if (p->at != start && p->data[p->at] == ';' && value <= 0x10ffff)
        *code = value;
    return true;
}

static bool scan_entity(struct plain *p, uint64_t *code)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"apos", '\''}, {"quot", '"'}};
    struct vm_span name;

    if (!scan_name(p, &name))
        return false;
    for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
        if (p->data[p->at] == ';' && vmimage__span_is(name, entities[i].name))
            *code = (unsigned char)entities[i].c;
    }
    return true;
}

static bool reference(struct plain *p)
{
    size_t start = p->at - 1;
    uint64_t code = UINT64_MAX;
    bool number = p->at < p->length && p->data[p->at] == '#';
    struct vm_span text;

    p->at += number;
    if (number ? !scan_number(p, &code) : !scan_entity(p, &code))
        return false;
    if (code != UINT64_MAX) {
        p->at++;
        return add_character(p, code);
    }
    p->at += p->data[p->at] == ';';
    text = (struct vm_span){p->data + start, p->at - start};
    return syntax(p, "invalid character entity ", text, text.text[text.length - 1] == ';' ? "" : " (no semicolon)");
}

static bool is_character(uint32_t code)
{
    return code == 0x09 || code == 0x0a || code == 0x0d || (code >= 0x20 && code <= 0xd7ff) ||
           (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}

static bool check_characters(struct plain *p, size_t from)
{
    const char *text = vmimage__buf_str(&p->text);

    while (from < p->text.length) {
        uint32_t code = 0;
        size_t size = vmimage__utf8_decode(text + from, p->text.length - from, &code);
        char number[16];

        if (size == 0)
            return plain_syntax(p, "invalid UTF-8");
        if (!is_character(code)) {
            (void)snprintf(number, sizeof(number), "U+%04X", (unsigned)code);
            return syntax(p, "illegal character code ", vmimage__span(number), "");
        }
        from += size;
    }
    return p->text.status == VMIMAGE_OK || no_memory(p);
}

/*
 * Text up to a "<" (quote '\0'), to the quote, or to the end of a CDATA section; added to p->text. The end of the data
 * ends text and values, too: what comes next finds out.
 */
static bool read_text(struct plain *p, char quote, bool cdata)
{
    size_t from = p->text.length;
    char b0 = '\0', b1 = '\0';

    for (;;) {
        char b;

        if (p->at == p->length) {
            if (cdata)
                return plain_syntax(p, "unexpected EOF in CDATA section");
            break;
        }
        b = p->data[p->at++];
        if (quote == '\0' && b0 == ']' && b1 == ']' && b == '>') {
            if (!cdata)
                return plain_syntax(p, "unescaped ]]> not in CDATA section");
            p->text.length -= p->text.status == VMIMAGE_OK ? 2 : 0;
            break;
        }
        if (b == '<' && !cdata) {
            if (quote != '\0')
                return plain_syntax(p, "unescaped < inside quoted string");
            p->at--;
            break;
        }
        if (quote != '\0' && b == quote)
            break;
        if (b == '&' && !cdata) {
            if (!reference(p))
                return false;
            b0 = b1 = '\0';
            continue;
        }
        if (b == '\r')
            vmimage__buf_add_char(&p->text, '\n');
        else if (b1 != '\r' || b != '\n')
            vmimage__buf_add_char(&p->text, b);
        b0 = b1;
        b1 = b;
    }
    return check_characters(p, from);
}

/* ---- name spaces ---- */

static bool bind(struct plain *p, struct vm_span prefix, const char *value)
{
    const char *copy = vmimage__arena_strndup(&p->arena, prefix.text, prefix.length);
    struct vm_name *name = copy != NULL ? vmimage__names_add(&p->prefixes, &p->arena, copy) : NULL;

    if (name == NULL || !vmimage__grow(&p->bindings, p->binding_count, &p->binding_capacity, sizeof(*p->bindings)))
        return no_memory(p);
    p->bindings[p->binding_count] =
        (struct binding){name, name->number, strcmp(value, VM_XSI_URI) == 0 || strcmp(value, "xsi") == 0};
    name->number = ++p->binding_count;
    return true;
}

static bool is_xsi_type(struct vm_ovf_reader *reader, const char *name)
{
    struct plain *p = reader->driver_data;
    struct vm_span space, local;
    struct vm_name *bound;
    vm_auto_str char *prefix = NULL;

    split_name(vmimage__span(name), &space, &local);
    if (!vmimage__span_is(local, "type") || space.length == 0 || vmimage__span_is(space, "xml") ||
        vmimage__span_is(space, "xmlns"))
        return false;
    prefix = vmimage__strndup(space.text, space.length);
    if (prefix == NULL)
        return no_memory(p);
    bound = vmimage__names_find(&p->prefixes, prefix);
    if (bound != NULL && bound->number != 0)
        return p->bindings[bound->number - 1].is_xsi;
    return strcmp(prefix, "xsi") == 0;
}

/* ---- elements ---- */

static bool add_offset(struct plain *p)
{
    if (!vmimage__grow(&p->offsets, p->offset_count, &p->offset_capacity, sizeof(*p->offsets)))
        return no_memory(p);
    p->offsets[p->offset_count++] = p->text.length;
    return true;
}

static bool add_name(struct plain *p, struct vm_span name)
{
    vmimage__buf_add(&p->text, name.text, name.length);
    vmimage__buf_add_char(&p->text, '\0');
    return true;
}

static bool read_attribute(struct plain *p)
{
    struct vm_span name;
    char b = '\0';

    if (!add_offset(p) || !read_tag_name(p, &name, "expected attribute name in element") || !add_name(p, name))
        return false;
    skip_space(p);
    if (!must(p, &b))
        return false;
    if (b != '=')
        return plain_syntax(p, "attribute name without = in element");
    skip_space(p);
    if (!must(p, &b))
        return false;
    if (b != '"' && b != '\'')
        return plain_syntax(p, "unquoted or missing attribute value in element");
    if (!add_offset(p) || !read_text(p, b, false))
        return false;
    vmimage__buf_add_char(&p->text, '\0');
    return true;
}

static bool start_element(struct plain *p, struct vm_span name)
{
    size_t bindings = p->binding_count;

    if (p->text.status != VMIMAGE_OK)
        return no_memory(p);
    while (p->attribute_capacity <= p->offset_count) {
        if (!vmimage__grow(&p->attributes, p->attribute_capacity, &p->attribute_capacity, sizeof(*p->attributes)))
            return no_memory(p);
    }
    for (size_t i = 0; i < p->offset_count; i++)
        p->attributes[i] = p->text.data + p->offsets[i];
    p->attributes[p->offset_count] = NULL;
    for (size_t i = 1; i + 1 < p->offset_count; i += 2) { /* the first text is the element's name */
        struct vm_span space, local;

        split_name(vmimage__span(p->attributes[i]), &space, &local);
        if (vmimage__span_is(space, "xmlns") && !bind(p, local, p->attributes[i + 1]))
            return false;
    }
    if (!vmimage__grow(&p->open, p->open_count, &p->open_capacity, sizeof(*p->open)))
        return no_memory(p);
    p->open[p->open_count++] = (struct open_element){name, bindings};
    vmimage__ovf_start(p->reader, p->text.data, p->attributes + 1);
    return p->reader->state == VM_OVF_READING;
}

static bool end_element(struct plain *p)
{
    struct open_element *open = &p->open[--p->open_count];

    vmimage__ovf_end(p->reader);
    while (p->binding_count > open->bindings) {
        struct binding *binding = &p->bindings[--p->binding_count];

        binding->name->number = binding->before;
    }
    return p->reader->state == VM_OVF_READING;
}

static bool read_start(struct plain *p)
{
    struct vm_span name;
    char b = '\0';

    p->offset_count = 0;
    vmimage__buf_reset(&p->text);
    if (!add_offset(p) || !read_tag_name(p, &name, "expected element name after <") || !add_name(p, name))
        return false;
    for (;;) {
        skip_space(p);
        if (!must(p, &b))
            return false;
        if (b == '>')
            return start_element(p, name);
        if (b == '/') {
            if (!must(p, &b))
                return false;
            if (b != '>')
                return plain_syntax(p, "expected /> in element");
            return start_element(p, name) && end_element(p);
        }
        p->at--;
        if (!read_attribute(p))
            return false;
    }
}

static bool closes(struct plain *p, struct vm_span name)
{
    struct vm_span space, local, open_space, open_local;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(p->length * 2 + 128);

    split_name(name, &space, &local);
    if (p->open_count == 0)
        return syntax(p, "unexpected end element </", local, ">");
    split_name(p->open[p->open_count - 1].name, &open_space, &open_local);
    if (same(local, open_local) && same(space, open_space))
        return true;
    vmimage__buf_add_str(&text, "element <");
    vmimage__buf_add(&text, open_local.text, open_local.length);
    if (same(local, open_local)) {
        vmimage__buf_add_str(&text, "> in space ");
        vmimage__buf_add(&text, open_space.text, open_space.length);
        vmimage__buf_add_str(&text, " closed by </");
    } else {
        vmimage__buf_add_str(&text, "> closed by </");
    }
    vmimage__buf_add(&text, local.text, local.length);
    vmimage__buf_add_str(&text, ">");
    if (same(local, open_local)) {
        vmimage__buf_add_str(&text, " in space ");
        vmimage__buf_add(&text, space.length != 0 ? space.text : "\"\"", space.length != 0 ? space.length : 2);
    }
    return plain_syntax(p, vmimage__buf_str(&text));
}

static bool read_end(struct plain *p)
{
    struct vm_span name, space, local;
    char b = '\0';

    if (!read_tag_name(p, &name, "expected element name after </"))
        return false;
    skip_space(p);
    if (!must(p, &b))
        return false;
    split_name(name, &space, &local);
    if (b != '>')
        return syntax(p, "invalid characters between </", local, " and >");
    return closes(p, name) && end_element(p);
}

/* ---- everything else ---- */

/* What stands behind NAME= in a declaration, between quotes; as simple as Go's look at it. */
static struct vm_span declared(struct vm_span content, const char *name)
{
    size_t length = strlen(name);
    struct vm_span value = {"", 0};

    for (size_t i = 0; i + length < content.length; i++) {
        const char *from = content.text + i + length + 1, *end;

        if (memcmp(content.text + i, name, length) != 0)
            continue;
        if (from[-1] != '"' && from[-1] != '\'') {
            i += length;
            continue;
        }
        end = memchr(from, from[-1], (size_t)(content.text + content.length - from));
        if (end != NULL)
            value = (struct vm_span){from, (size_t)(end - from)};
        return value;
    }
    return value;
}

static bool is_utf8_label(struct vm_span s)
{
    static const char name[] = "utf-8";

    for (size_t i = 0; i < s.length && s.length == 5; i++) {
        if ((s.text[i] >= 'A' && s.text[i] <= 'Z' ? s.text[i] | 0x20 : s.text[i]) != name[i])
            return false;
    }
    return s.length == 5 || s.length == 0;
}

static bool refuse_declaration(struct plain *p, const char *before, struct vm_span value, const char *after)
{
    vm_auto_buf struct vm_buf quoted = VM_BUF_INIT(p->length * 4 + 64);

    vmimage__buf_go_quote(&quoted, value.text, value.length);
    vmimage__buf_printf(&p->reader->reason, "xml: %s %s", before, vmimage__buf_str(&quoted));
    vmimage__ovf_stop(p->reader, VM_OVF_REFUSED, "%s", after);
    return false;
}

static bool read_instruction(struct plain *p)
{
    struct vm_span target, content, version, encoding;
    char b0 = '\0', b = '\0';

    if (!read_name(p, &target, "expected target name after <?"))
        return false;
    skip_space(p);
    content.text = p->data + p->at;
    do {
        b0 = b;
        if (!must(p, &b))
            return false;
    } while (b0 != '?' || b != '>');
    content.length = (size_t)(p->data + p->at - content.text) - 2;
    if (!vmimage__span_is(target, "xml"))
        return true;
    version = declared(content, "version=");
    encoding = declared(content, "encoding=");
    if (version.length != 0 && !vmimage__span_is(version, "1.0"))
        return refuse_declaration(p, "unsupported version", version, "; only version 1.0 is supported");
    return is_utf8_label(encoding) ||
           refuse_declaration(p, "encoding", encoding, " declared but Decoder.CharsetReader is nil");
}

static bool read_comment(struct plain *p)
{
    char b0 = '\0', b1 = '\0', b = '\0';

    if (!must(p, &b))
        return false;
    if (b != '-')
        return plain_syntax(p, "invalid sequence <!- not part of <!--");
    for (;;) {
        if (!must(p, &b))
            return false;
        if (b0 == '-' && b1 == '-')
            return b == '>' || plain_syntax(p, "invalid sequence \"--\" not allowed in comments");
        b0 = b1;
        b1 = b;
    }
}

static bool read_cdata(struct plain *p)
{
    static const char word[] = "CDATA[";
    char b = '\0';

    for (size_t i = 0; i < sizeof(word) - 1; i++) {
        if (!must(p, &b))
            return false;
        if (b != word[i])
            return plain_syntax(p, "invalid <![ sequence");
    }
    vmimage__buf_reset(&p->text);
    if (!read_text(p, '\0', true))
        return false;
    vmimage__ovf_text(p->reader, vmimage__buf_str(&p->text), p->text.length);
    return true;
}

/* Behind "<" in a directive: whether a comment begins, which is then passed over. *b is the byte to go on with. */
static bool skip_inner_comment(struct plain *p, char *b, bool *comment)
{
    char b0 = '\0', b1 = '\0';

    *comment = false;
    for (size_t i = 0; i < 3; i++) {
        if (!must(p, b))
            return false;
        if (*b != "!--"[i])
            return true;
    }
    *comment = true;
    for (;;) {
        if (!must(p, b))
            return false;
        if (b0 == '-' && b1 == '-' && *b == '>')
            return true;
        b0 = b1;
        b1 = *b;
    }
}

/* <!DOCTYPE ...> and the like: passed over, with what is nested in it. */
static bool read_directive(struct plain *p)
{
    char quote = '\0', b = '\0';
    uint64_t depth = 0;
    bool again = false, comment;

    for (;;) {
        if (!again && !must(p, &b))
            return false;
        if (!again && quote == '\0' && b == '>' && depth == 0)
            return true;
        again = false;
        if (quote != '\0') {
            quote = b == quote ? '\0' : quote;
        } else if (b == '"' || b == '\'') {
            quote = b;
        } else if (b == '>') {
            depth--;
        } else if (b == '<') {
            if (!skip_inner_comment(p, &b, &comment))
                return false;
            depth += !comment;
            again = !comment;
        }
    }
}

static bool read_markup(struct plain *p)
{
    char b = '\0';

    p->tag = p->at++;
    if (!must(p, &b))
        return false;
    if (b == '/')
        return read_end(p);
    if (b == '?')
        return read_instruction(p);
    if (b != '!') {
        p->at--;
        return read_start(p);
    }
    if (!must(p, &b))
        return false;
    if (b == '-')
        return read_comment(p);
    return b == '[' ? read_cdata(p) : read_directive(p);
}

static bool read_token(struct plain *p)
{
    if (p->at == p->length) {
        if (p->open_count != 0)
            return plain_syntax(p, "unexpected EOF");
        vmimage__ovf_stop(p->reader, VM_OVF_REFUSED, "EOF");
        return false;
    }
    if (p->data[p->at] == '<')
        return read_markup(p);
    vmimage__buf_reset(&p->text);
    if (!read_text(p, '\0', false))
        return false;
    if (p->open_count != 0)
        vmimage__ovf_text(p->reader, vmimage__buf_str(&p->text), p->text.length);
    return true;
}

static size_t tag_offset(struct vm_ovf_reader *reader)
{
    const struct plain *p = reader->driver_data;

    return p->tag;
}

static void want_text(struct vm_ovf_reader *reader, bool wanted)
{
    (void)reader;
    (void)wanted;
}

static bool has_white_space(struct vm_ovf_reader *reader)
{
    (void)reader;
    return false;
}

static void stop(struct vm_ovf_reader *reader)
{
    (void)reader;
}

static const struct vm_ovf_driver driver = {.exact = true,
                                            .offset = tag_offset,
                                            .want_text = want_text,
                                            .is_xsi_type = is_xsi_type,
                                            .has_white_space = has_white_space,
                                            .stop = stop};

void vmimage__ovf_with_plain(struct vm_ovf_reader *reader)
{
    struct plain p = {
        .reader = reader, .data = reader->data, .length = reader->length, .text = VM_BUF_INIT(reader->length * 2 + 64)};

    reader->driver = &driver;
    reader->driver_data = &p;
    while (read_token(&p) && reader->state == VM_OVF_READING) {
    }
    reader->driver_data = NULL;
    vmimage__free(p.open);
    vmimage__free(p.bindings);
    vmimage__free(p.offsets);
    vmimage__free(p.attributes);
    vmimage__buf_release(&p.text);
    vmimage__arena_release(&p.arena);
}
