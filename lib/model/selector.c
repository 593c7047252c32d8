/*
 * SPDX-License-Identifier: Apache-2.0
 * Parser and matcher of label selectors, with the answers of k8s.io/apimachinery/pkg/labels.
 */
#include "model/selector.h"

#include <string.h>

#include <vmimage/value.h>

#include "base/error.h"

enum token {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_NOT,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_GREATER,
    TOKEN_LESS
};

struct parser {
    const char *text, *next;
    enum token token;
    const char *word; /* where the token begins */
    size_t length;
    struct vm_selector *selector;
    vmimage_error **error;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void advance(struct parser *p)
{
    static const char single[] = "(),!=><";
    static const enum token tokens[] = {TOKEN_OPEN,  TOKEN_CLOSE,   TOKEN_COMMA, TOKEN_NOT,
                                        TOKEN_EQUAL, TOKEN_GREATER, TOKEN_LESS};
    const char *symbol;

    while (is_blank(*p->next))
        p->next++;
    p->word = p->next;
    symbol = *p->next != '\0' ? strchr(single, *p->next) : NULL;
    if (*p->next == '\0') {
        p->token = TOKEN_END;
        p->length = 0;
    } else if (symbol != NULL) {
        bool twice = p->next[1] == '=' && (*symbol == '!' || *symbol == '=');

        p->token = twice && *symbol == '!' ? TOKEN_NOT_EQUAL : tokens[symbol - single];
        p->length = twice ? 2 : 1;
    } else {
        p->token = TOKEN_WORD;
        p->length = strcspn(p->next, "(),!=>< \t\r\n");
    }
    p->next += p->length;
}

static bool word_is(const struct parser *p, const char *word)
{
    return p->token == TOKEN_WORD && p->length == strlen(word) && memcmp(p->word, word, p->length) == 0;
}

static vmimage_status unexpected(const struct parser *p, const char *wanted)
{
    size_t position = (size_t)(p->word - p->text) + 1;

    if (p->token == TOKEN_END)
        return vmimage__fail(p->error, VMIMAGE_E_INVALID, p->text, "selector \"%s\": ends where %s belongs", p->text,
                             wanted);
    return vmimage__fail(p->error, VMIMAGE_E_INVALID, p->text,
                         "selector \"%s\": has \"%.*s\" at position %zu where %s belongs", p->text,
                         (int)(p->length < 64 ? p->length : 64), p->word, position, wanted);
}

/* The word in the arena; "" without memory, which is found out at the end. */
static const char *take_word(struct parser *p)
{
    const char *copy = vmimage__arena_strndup(&p->selector->arena, p->word, p->length);

    return copy != NULL ? copy : "";
}

static bool is_integer(const char *text, int64_t *value)
{
    bool negative = *text == '-';
    uint64_t number = 0, most = (uint64_t)INT64_MAX + negative;

    text += *text == '-' || *text == '+';
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');

        if (*text < '0' || *text > '9' || number > (most - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *value = negative ? (int64_t)(0 - number) : (int64_t)number;
    return true;
}

static vmimage_status add_value(struct parser *p, struct vm_requirement *requirement, const char *value)
{
    int64_t ignored;

    if (vmimage_label_value_is_valid(value) == 0)
        return unexpected(p, "a label value (letters, digits, '-', '_', '.'; at most 63)");
    if ((requirement->op == VM_SELECT_GREATER || requirement->op == VM_SELECT_LESS) && !is_integer(value, &ignored))
        return unexpected(p, "a whole number");
    vmimage__strings_add(&requirement->values, &p->selector->arena, value);
    return VMIMAGE_OK;
}

/* What follows an operator: one value, which may be left out after "=" and "!=". */
static vmimage_status parse_value(struct parser *p, struct vm_requirement *requirement)
{
    vmimage_status status;

    if (p->token == TOKEN_END || p->token == TOKEN_COMMA)
        return add_value(p, requirement, "");
    if (p->token != TOKEN_WORD)
        return unexpected(p, "a label value");
    status = add_value(p, requirement, take_word(p));
    advance(p);
    return status;
}

/* A list of values in parentheses; an empty place in it is the empty value, an empty list is refused. */
static vmimage_status parse_values(struct parser *p, struct vm_requirement *requirement)
{
    bool first = true;

    if (p->token != TOKEN_OPEN)
        return unexpected(p, "\"(\"");
    advance(p);
    if (p->token == TOKEN_CLOSE)
        return unexpected(p, "a label value");
    for (;;) {
        const char *value = p->token == TOKEN_WORD ? take_word(p) : "";
        vmimage_status status = VMIMAGE_OK;

        if (p->token != TOKEN_WORD && p->token != TOKEN_COMMA && (first || p->token != TOKEN_CLOSE))
            return unexpected(p, "a label value");
        status = add_value(p, requirement, value);
        if (p->token == TOKEN_WORD)
            advance(p);
        if (status != VMIMAGE_OK)
            return status;
        if (p->token != TOKEN_COMMA)
            break;
        first = false;
        advance(p);
    }
    if (p->token != TOKEN_CLOSE)
        return unexpected(p, "\",\" or \")\"");
    advance(p);
    return VMIMAGE_OK;
}

static vmimage_status parse_operator(struct parser *p, struct vm_requirement *requirement)
{
    bool set = word_is(p, "in") || word_is(p, "notin");

    if (p->token == TOKEN_END || p->token == TOKEN_COMMA)
        return VMIMAGE_OK; /* the key has to exist */
    if (p->token == TOKEN_EQUAL || word_is(p, "in"))
        requirement->op = VM_SELECT_IN;
    else if (p->token == TOKEN_NOT_EQUAL || word_is(p, "notin"))
        requirement->op = VM_SELECT_NOT_IN;
    else if (p->token == TOKEN_GREATER)
        requirement->op = VM_SELECT_GREATER;
    else if (p->token == TOKEN_LESS)
        requirement->op = VM_SELECT_LESS;
    else
        return unexpected(p, "one of \"=\", \"==\", \"!=\", \"in\", \"notin\", \">\", \"<\"");
    advance(p);
    return set ? parse_values(p, requirement) : parse_value(p, requirement);
}

static vmimage_status parse_requirement(struct parser *p)
{
    struct vm_selector *selector = p->selector;
    struct vm_requirement *requirement;
    bool absent = p->token == TOKEN_NOT;

    if (!vmimage__arena_grow(&selector->arena, &selector->list, selector->count, &selector->capacity,
                             sizeof(*requirement)))
        return vmimage__fail_no_memory(p->error);
    requirement = &selector->list[selector->count++];
    if (absent)
        advance(p);
    if (p->token != TOKEN_WORD)
        return unexpected(p, absent ? "a label key" : "a label key or \"!\"");
    requirement->key = take_word(p);
    if (vmimage_label_key_is_valid(requirement->key) == 0 && !selector->arena.failed)
        return unexpected(p, "a label key (PREFIX/NAME or NAME)");
    requirement->op = absent ? VM_SELECT_NOT_EXISTS : VM_SELECT_EXISTS;
    advance(p);
    return absent ? VMIMAGE_OK : parse_operator(p, requirement);
}

static vmimage_status parse(struct parser *p)
{
    advance(p);
    if (p->token == TOKEN_END)
        return VMIMAGE_OK;
    for (;;) {
        vmimage_status status = parse_requirement(p);

        if (status != VMIMAGE_OK || p->token == TOKEN_END)
            return status;
        if (p->token != TOKEN_COMMA)
            return unexpected(p, "\",\"");
        advance(p);
    }
}

vmimage_status vmimage__selector_parse(const char *text, struct vm_selector *selector, vmimage_error **error)
{
    struct parser parser = {.text = text, .next = text, .selector = selector, .error = error};
    vmimage_status status;

    memset(selector, 0, sizeof(*selector));
    status = parse(&parser);
    if (status == VMIMAGE_OK && selector->arena.failed)
        status = vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK)
        vmimage__selector_release(selector);
    return status;
}

static bool compare(const struct vm_requirement *requirement, const char *value)
{
    int64_t have, wanted;

    if (!is_integer(value, &have) || !is_integer(requirement->values.items[0], &wanted))
        return false;
    return requirement->op == VM_SELECT_GREATER ? have > wanted : have < wanted;
}

static bool holds(const struct vm_requirement *requirement, const struct vm_map *labels)
{
    const char *value = vmimage__map_get(labels, requirement->key);

    switch (requirement->op) {
    case VM_SELECT_EXISTS:
        return value != NULL;
    case VM_SELECT_NOT_EXISTS:
        return value == NULL;
    case VM_SELECT_IN:
        return value != NULL && vmimage__strings_have(&requirement->values, value);
    case VM_SELECT_NOT_IN:
        return value == NULL || !vmimage__strings_have(&requirement->values, value);
    default:
        return value != NULL && compare(requirement, value);
    }
}

bool vmimage__selector_matches(const struct vm_selector *selector, const struct vm_map *labels)
{
    for (size_t i = 0; i < selector->count; i++) {
        if (!holds(&selector->list[i], labels))
            return false;
    }
    return true;
}

void vmimage__selector_release(struct vm_selector *selector)
{
    vmimage__arena_release(&selector->arena);
    memset(selector, 0, sizeof(*selector));
}
