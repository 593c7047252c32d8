/*
 * SPDX-License-Identifier: Apache-2.0
 * Constraints: which versions somebody wants, as ">=22.04,<24". The order of versions is in version.c.
 */
#include <string.h>
#include <vmimage/version.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/refs.h"
#include "model/version.h"

#define TEXT_MAX 1024
#define TERMS_MAX 32

enum op {
    OP_ANY,
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_NEAR,      /* ~ */
    OP_COMPATIBLE /* ^ */
};

struct term {
    enum op op;
    struct vm_version version;
    size_t same; /* how many numbers must be equal for ~ and ^ */
};

struct vmimage_constraint {
    vm_refs refs;
    struct vm_arena arena;
    const char *text;
    size_t count;
    struct term terms[TERMS_MAX];
};

struct parser {
    const char *text, *at;
    struct vmimage_constraint *constraint;
    vmimage_error **error;
};

static vmimage_status unexpected(const struct parser *p, const char *wanted)
{
    if (*p->at == '\0')
        return vmimage__fail(p->error, VMIMAGE_E_INVALID, p->text, "constraint \"%s\": ends where %s belongs", p->text,
                             wanted);
    return vmimage__fail(p->error, VMIMAGE_E_INVALID, p->text,
                         "constraint \"%s\": has \"%.1s\" at position %zu where %s belongs", p->text, p->at,
                         (size_t)(p->at - p->text) + 1, wanted);
}

static void skip_blanks(struct parser *p)
{
    p->at += strspn(p->at, " \t\r\n");
}

static enum op take_op(struct parser *p)
{
    static const struct {
        char text[3];
        enum op op;
    } table[] = {
        {"==", OP_EQUAL},         {"=", OP_EQUAL},   {"!=", OP_NOT_EQUAL}, {"<=", OP_LESS_EQUAL}, {"<", OP_LESS},
        {">=", OP_GREATER_EQUAL}, {">", OP_GREATER}, {"~", OP_NEAR},       {"^", OP_COMPATIBLE},  {"*", OP_ANY}};

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        size_t length = strlen(table[i].text);

        if (strncmp(p->at, table[i].text, length) == 0) {
            p->at += length;
            return table[i].op;
        }
    }
    return OP_EQUAL;
}

/* ~1.2.3 and ~1.2 keep two numbers, ~1 keeps one; ^ keeps all up to the first that is not 0. */
static size_t numbers_kept(const struct term *term)
{
    const struct vm_version *version = &term->version;
    size_t place = 1;

    if (term->op == OP_NEAR)
        return version->count < 2 ? version->count : 2;
    for (size_t i = 0; i < version->numbers_length && place < version->count; i++) {
        if (version->numbers[i] == '.')
            place++;
        else if (version->numbers[i] != '0')
            break;
    }
    return place;
}

static vmimage_status parse_term(struct parser *p)
{
    static const char version_bytes[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-_";
    struct term *term;
    size_t length;
    char *version;

    if (p->constraint->count == TERMS_MAX)
        return vmimage__fail(p->error, VMIMAGE_E_LIMIT, p->text, "constraint \"%s\": has more than %d terms", p->text,
                             TERMS_MAX);
    term = &p->constraint->terms[p->constraint->count];
    term->op = take_op(p);
    if (term->op != OP_ANY) {
        skip_blanks(p);
        length = strspn(p->at, version_bytes);
        if (length == 0)
            return unexpected(p, "a version");
        version = vmimage__arena_strndup(&p->constraint->arena, p->at, length);
        if (version == NULL)
            return vmimage__fail_no_memory(p->error);
        term->version = vmimage__version_parse(version);
        if ((term->op == OP_NEAR || term->op == OP_COMPATIBLE) && term->version.kind == VM_VERSION_NONE)
            return unexpected(p, "a version that begins with a number");
        p->at += length;
        term->same = numbers_kept(term);
    }
    p->constraint->count++;
    return VMIMAGE_OK;
}

/* Terms with a comma, blanks or both between them. */
static vmimage_status parse(struct parser *p)
{
    bool wanted = true;

    for (;;) {
        const char *before = p->at;
        vmimage_status status;

        skip_blanks(p);
        if (!wanted && *p->at == '\0')
            return VMIMAGE_OK;
        if (!wanted && *p->at == ',') {
            p->at++;
            skip_blanks(p);
        } else if (!wanted && p->at == before) {
            return unexpected(p, "\",\"");
        }
        status = parse_term(p);
        if (status != VMIMAGE_OK)
            return status;
        wanted = false;
    }
}

vmimage_status vmimage_constraint_parse(const char *text, vmimage_constraint **constraint, vmimage_error **error)
{
    struct parser parser = {.text = text, .at = text, .error = error};
    vmimage_status status;

    VM_REQUIRE(constraint != NULL, error);
    *constraint = NULL;
    VM_REQUIRE(text != NULL, error);
    if (strlen(text) > TEXT_MAX)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "the constraint is longer than %d bytes", TEXT_MAX);
    parser.constraint = vmimage__calloc(1, sizeof(*parser.constraint));
    if (parser.constraint == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&parser.constraint->refs);
    parser.constraint->text = vmimage__arena_strdup(&parser.constraint->arena, text);
    status = parser.constraint->text != NULL ? parse(&parser) : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        *constraint = parser.constraint;
    else
        vmimage_constraint_unref(parser.constraint);
    return status;
}

vmimage_constraint *vmimage_constraint_ref(vmimage_constraint *constraint)
{
    if (constraint != NULL)
        vmimage__refs_take(&constraint->refs);
    return constraint;
}

vmimage_constraint *vmimage_constraint_unref(vmimage_constraint *constraint)
{
    if (constraint == NULL || !vmimage__refs_drop(&constraint->refs))
        return NULL;
    vmimage__arena_release(&constraint->arena);
    vmimage__free(constraint);
    return NULL;
}

const char *vmimage_constraint_text(const vmimage_constraint *constraint)
{
    return constraint != NULL ? constraint->text : NULL;
}

static bool holds(const struct term *term, const struct vm_version *version)
{
    int order = term->op != OP_ANY ? vmimage__version_order(version, &term->version) : 0;

    switch (term->op) {
    case OP_ANY:
        return true;
    case OP_EQUAL:
        return order == 0;
    case OP_NOT_EQUAL:
        return order != 0;
    case OP_LESS:
        return order < 0;
    case OP_LESS_EQUAL:
        return order <= 0;
    case OP_GREATER:
        return order > 0;
    case OP_GREATER_EQUAL:
        return order >= 0;
    default:
        return order >= 0 && version->kind != VM_VERSION_NONE &&
               vmimage__version_numbers_order(version, &term->version, term->same) == 0;
    }
}

/* A pre-release is wanted when a term names one of the same numbers. */
static bool asks_for(const struct term *term, const struct vm_version *version)
{
    return term->op != OP_ANY && term->op != OP_NOT_EQUAL && term->version.kind == VM_VERSION_PRE &&
           vmimage__version_numbers_order(&term->version, version, (size_t)-1) == 0;
}

int32_t vmimage_constraint_matches(const vmimage_constraint *constraint, const char *version)
{
    struct vm_version parsed;
    bool asked = false;

    if (constraint == NULL || version == NULL)
        return 0;
    parsed = vmimage__version_parse(version);
    for (size_t i = 0; i < constraint->count; i++) {
        if (!holds(&constraint->terms[i], &parsed))
            return 0;
        asked = asked || asks_for(&constraint->terms[i], &parsed);
    }
    return parsed.kind != VM_VERSION_PRE || asked;
}
