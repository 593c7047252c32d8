/*
 * SPDX-License-Identifier: Apache-2.0
 * Signatures through OpenSSL. It does not tell lack of memory from a bad signature or certificate, so a "no" is asked for
 * once more, and only counts when there is memory to be had.
 */
#include "format/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/error.h"
#include "format/digest.h"
#include "format/manifest.h"

#define SIGNATURE_MAX ((size_t)4096)
#define CHAIN_MAX 32
#define TRUST_MAX ((size_t)16 << 20)
#define NAME_SIZE_MAX 4096
static const char begin[] = "-----BEGIN CERTIFICATE-----";

/* As text: OpenSSL's objects remember that they could not be worked out for lack of memory. */
struct vm_trust {
    struct vm_buf pem;
};

/* Memory that any of the operations here could do with. */
static bool memory_left(void)
{
    void *probe = vmimage__calloc(1, 65536);

    vmimage__free(probe);
    return probe != NULL;
}

static const char *find(const char *text, size_t length, const char *what)
{
    return memmem(text, length, what, strlen(what));
}

static size_t count_certificates(const char *text, size_t length)
{
    size_t count = 0;

    for (const char *at = text; at != NULL && (at = find(at, length - (size_t)(at - text), begin)) != NULL;
         at += sizeof(begin) - 1)
        count++;
    return count;
}

/* Certificates of a PEM text, as many as it says; fewer when one of them can't be read. */
static STACK_OF(X509) * read_once(const char *text, size_t length, size_t count)
{
    STACK_OF(X509) *list = sk_X509_new_null();
    BIO *bio = BIO_new_mem_buf(text, (int)length);
    static char no_password[] = "";

    for (size_t i = 0; i < count && list != NULL && bio != NULL; i++) {
        X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, no_password);

        if (certificate == NULL || sk_X509_push(list, certificate) <= 0) {
            X509_free(certificate);
            break;
        }
    }
    BIO_free(bio);
    return list;
}

static void free_list(STACK_OF(X509) * list)
{
    sk_X509_pop_free(list, X509_free);
}

/* ---- trust ---- */

void vmimage__trust_release(struct vm_trust *trust)
{
    if (trust == NULL)
        return;
    vmimage__buf_release(&trust->pem);
    vmimage__free(trust);
}

/* Whether each of the certificates can be read; the number of the first one that can't, else 0. */
static int unreadable(const char *pem, size_t length, size_t count)
{
    STACK_OF(X509) *list = read_once(pem, length, count);
    int read = list != NULL ? sk_X509_num(list) : 0;

    free_list(list);
    return (size_t)read == count ? 0 : read + 1;
}

static vmimage_status add_text(struct vm_trust **trust, const char *pem, size_t length, vmimage_error **error)
{
    if (*trust == NULL)
        *trust = vmimage__calloc(1, sizeof(**trust));
    if (*trust == NULL)
        return vmimage__fail_no_memory(error);
    (*trust)->pem.max = TRUST_MAX;
    vmimage__buf_add(&(*trust)->pem, pem, length);
    vmimage__buf_add_char(&(*trust)->pem, '\n');
    if ((*trust)->pem.status == VMIMAGE_E_LIMIT)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, NULL, "the trusted certificates have more than 16 MiB together");
    return (*trust)->pem.status == VMIMAGE_OK ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__trust_add(struct vm_trust **trust, const char *pem, size_t length, const char *subject,
                                  vmimage_error **error)
{
    size_t count = length <= TRUST_MAX ? count_certificates(pem, length) : 0;
    int first, second;

    if (count == 0)
        return vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s: has no certificate in PEM form (%s)", subject,
                             begin);
    (void)ERR_set_mark();
    first = unreadable(pem, length, count);
    second = first != 0 ? unreadable(pem, length, count) : 0;
    (void)ERR_pop_to_mark();
    if (first != 0 && (first != second || !memory_left()))
        return vmimage__fail_no_memory(error);
    if (first != 0)
        return vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s: certificate %d of %zu can't be read", subject, first,
                             count);
    return add_text(trust, pem, length, error);
}

vmimage_status vmimage__trust_add_all(struct vm_trust **trust, const struct vm_trust *more, vmimage_error **error)
{
    return more != NULL ? add_text(trust, more->pem.data, more->pem.length, error) : VMIMAGE_OK;
}

/* ---- what is said about a certificate ---- */

static bool format_time(const ASN1_TIME *time, char out[VM_TIME_SIZE])
{
    struct tm tm;

    if (ASN1_TIME_to_tm(time, &tm) != 1)
        return false;
    (void)snprintf(out, VM_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", (tm.tm_year + 1900) % 10000,
                   (tm.tm_mon + 1) % 100, tm.tm_mday % 100, tm.tm_hour % 100, tm.tm_min % 100, tm.tm_sec % 100);
    return true;
}

static const char *format_name(struct vm_arena *arena, const X509_NAME *name)
{
    BIO *bio = BIO_new(BIO_s_mem());
    const char *text = NULL, *data = NULL;
    long length = 0;

    if (bio != NULL && X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0) {
        length = BIO_get_mem_data(bio, &data);
        text = length > 0
                   ? vmimage__arena_strndup(arena, data, (size_t)(length < NAME_SIZE_MAX ? length : NAME_SIZE_MAX))
                   : vmimage__arena_strdup(arena, "");
    }
    BIO_free(bio);
    if (text == NULL)
        arena->failed = true;
    return text;
}

/* The one common name; a certificate with two could pass for either. */
static const char *find_common_name(struct vm_arena *arena, const X509_NAME *name)
{
    int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1), length;
    const char *text = NULL;
    unsigned char *utf8 = NULL;

    if (index < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, index) >= 0)
        return NULL;
    length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (length < 0)
        length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (length < 0) {
        arena->failed = arena->failed || !memory_left();
        return NULL;
    }
    if (length < NAME_SIZE_MAX && memchr(utf8, '\0', (size_t)length) == NULL) {
        text = vmimage__arena_strndup(arena, (const char *)utf8, (size_t)length);
        arena->failed = arena->failed || text == NULL;
    }
    OPENSSL_free(utf8);
    return text;
}

static void find_fingerprint(struct vm_arena *arena, const X509 *certificate, char out[65])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    char hex[VM_DIGEST_HEX];
    unsigned length = 0;

    if (X509_digest(certificate, vmimage__digest_method(VM_SHA256), digest, &length) != 1 || length != 32) {
        arena->failed = true;
        return;
    }
    vmimage__digest_to_hex(VM_SHA256, digest, hex);
    memcpy(out, hex, 65);
}

/* RFC 3339 in UTC compares as text does. */
static void check_times(const X509 *certificate, int64_t now, uint32_t *warnings)
{
    char clock[VM_TIME_SIZE], from[VM_TIME_SIZE], to[VM_TIME_SIZE];

    vmimage__format_time(now, clock);
    if (!format_time(X509_get0_notBefore(certificate), from) || strcmp(clock, from) < 0)
        *warnings |= VM_CERTIFICATE_NOT_YET_VALID;
    if (!format_time(X509_get0_notAfter(certificate), to) || strcmp(clock, to) > 0)
        *warnings |= VM_CERTIFICATE_EXPIRED;
}

static void describe(struct vm_signature *signature, const X509 *signer, int64_t now, struct vm_arena *arena)
{
    const X509_NAME *subject = X509_get_subject_name(signer), *issuer = X509_get_issuer_name(signer);

    signature->signer = format_name(arena, subject);
    signature->issuer = format_name(arena, issuer);
    signature->common_name = find_common_name(arena, subject);
    find_fingerprint(arena, signer, signature->fingerprint);
    (void)format_time(X509_get0_notBefore(signer), signature->not_before);
    (void)format_time(X509_get0_notAfter(signer), signature->not_after);
    if (X509_NAME_cmp(subject, issuer) == 0)
        signature->warnings |= VM_CERTIFICATE_SELF_SIGNED;
    check_times(signer, now, &signature->warnings);
}

/* ---- the chain ---- */

static X509_STORE *make_store(const struct vm_trust *trust)
{
    size_t count = count_certificates(trust->pem.data, trust->pem.length);
    STACK_OF(X509) *list = read_once(trust->pem.data, trust->pem.length, count);
    X509_STORE *store = X509_STORE_new();
    bool complete = store != NULL && list != NULL && (size_t)sk_X509_num(list) == count;

    for (int i = 0; complete && i < sk_X509_num(list); i++)
        complete = X509_STORE_add_cert(store, sk_X509_value(list, i)) == 1;
    free_list(list);
    if (complete)
        return store;
    X509_STORE_free(store);
    return NULL;
}

/* X509_V_OK when a chain leads to a certificate that is trusted; the times of all in it are noted, but do not break it. */
static int check_links(const struct vm_trust *trust, STACK_OF(X509) * list, int64_t now, uint32_t *warnings)
{
    X509_STORE *store = make_store(trust);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    int result = X509_V_ERR_OUT_OF_MEM;

    if (store != NULL && context != NULL && X509_STORE_CTX_init(context, store, sk_X509_value(list, 0), list) == 1) {
        /* What the program trusts it trusts, also a certificate that is no root. */
        X509_STORE_CTX_set_flags(context, X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
        result = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
    }
    if (result == X509_V_OK) {
        STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);

        for (int i = 0; i < sk_X509_num(chain); i++)
            check_times(sk_X509_value(chain, i), now, warnings);
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return result;
}

static void check_chain(struct vm_signature *signature, const struct vm_trust *trust, STACK_OF(X509) * list,
                        int64_t now)
{
    int result = trust != NULL ? check_links(trust, list, now, &signature->warnings) : X509_V_OK;

    if (trust == NULL)
        signature->distrust = "no trusted certificates were given";
    else if (result != X509_V_OK)
        signature->distrust = X509_verify_cert_error_string(result);
    if (signature->distrust != NULL)
        signature->warnings |= VM_CERTIFICATE_UNTRUSTED;
    else if ((signature->warnings & VM_CERTIFICATE_EXPIRED) != 0)
        signature->distrust = "the certificate, or one that it rests on, has expired";
    else if ((signature->warnings & VM_CERTIFICATE_NOT_YET_VALID) != 0)
        signature->distrust = "the certificate, or one that it rests on, is not yet valid";
}

/* ---- the signature ---- */

struct line {
    enum vm_digest_kind kind;
    unsigned char value[SIGNATURE_MAX];
    size_t length;
};

/* "RSA-SHA2-256" and "EC-SHA256" are what openssl dgst writes. */
static enum vm_digest_kind kind_of(const struct vm_manifest_line *parts)
{
    static const char *const prefixes[] = {"RSA-", "EC-", "ECDSA-"};
    const char *name = parts->algorithm;
    size_t length = parts->algorithm_length;

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        size_t n = strlen(prefixes[i]);

        if (length > n && vmimage__ascii_equal_n(name, prefixes[i], n))
            return vmimage__digest_from_name(name + n, length - n);
    }
    return vmimage__digest_from_name(name, length);
}

/* The signature with the strongest digest among the lines before the certificate; NULL or what is wrong. */
static const char *find_signature(const char *text, size_t length, const char *name, struct line *found)
{
    size_t wanted = strlen(name);

    found->kind = VM_DIGESTS;
    while (length != 0) {
        const char *end = memchr(text, '\n', length);
        size_t n = end != NULL ? (size_t)(end - text) : length, skip = n + (end != NULL);
        struct vm_manifest_line parts;

        if (n <= VM_MANIFEST_LINE_MAX * 2 && vmimage__manifest_split(text, n, &parts)) {
            enum vm_digest_kind kind = kind_of(&parts);
            const char *its = parts.name + (parts.name_length > 2 && memcmp(parts.name, "./", 2) == 0 ? 2 : 0);
            size_t its_length = parts.name_length - (size_t)(its - parts.name);

            if (its_length == wanted && memcmp(its, name, wanted) == 0 && kind != VM_DIGESTS &&
                (found->kind == VM_DIGESTS || kind > found->kind)) {
                found->kind = kind;
                found->length = parts.value_length / 2;
                if (!vmimage__hex_decode(parts.value, parts.value_length, found->value, sizeof(found->value)))
                    return "the signature is no even number of hexadecimal digits";
            }
        }
        text += skip;
        length -= skip;
    }
    return found->kind != VM_DIGESTS ? NULL : "there is no signature (SHA1, SHA256, SHA512) of the manifest in it";
}

static bool is_genuine(X509 *signer, const struct line *line, const struct vm_signed *manifest)
{
    EVP_PKEY *key = X509_get0_pubkey(signer);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool genuine = key != NULL && context != NULL &&
                   EVP_DigestVerifyInit(context, NULL, vmimage__digest_method(line->kind), NULL, key) == 1 &&
                   EVP_DigestVerify(context, line->value, line->length, (const unsigned char *)manifest->bytes,
                                    manifest->length) == 1;

    EVP_MD_CTX_free(context);
    return genuine;
}

struct question {
    const char *text;
    size_t length;
    const struct vm_signed *manifest;
    const struct vm_trust *trust;
    int64_t now;
    struct vm_arena *arena;
};

static void judge(struct vm_signature *signature, const struct question *question, const struct line *line,
                  STACK_OF(X509) * list)
{
    X509 *signer = sk_X509_value(list, 0);

    signature->algorithm = vmimage__digest_name(line->kind);
    describe(signature, signer, question->now, question->arena);
    signature->genuine = is_genuine(signer, line, question->manifest);
    if (!signature->genuine)
        signature->problem = "the signature does not match the manifest and the certificate";
    check_chain(signature, question->trust, list, question->now);
}

static void answer(struct vm_signature *signature, const struct question *question, struct line *line)
{
    const char *pem = find(question->text, question->length, begin);
    size_t rest = pem != NULL ? question->length - (size_t)(pem - question->text) : 0;
    size_t count = count_certificates(pem, rest);
    STACK_OF(X509) *list = NULL;

    memset(signature, 0, sizeof(*signature));
    if (pem == NULL)
        signature->problem = "there is no certificate in it";
    else if (count > CHAIN_MAX)
        signature->problem = "there are more than 32 certificates in it";
    else
        signature->problem = find_signature(question->text, question->length - rest, question->manifest->name, line);
    if (signature->problem != NULL)
        return;
    list = read_once(pem, rest, count);
    if (list == NULL || (size_t)sk_X509_num(list) < count)
        signature->problem = "a certificate in it can't be read";
    else
        judge(signature, question, line, list);
    free_list(list);
}

static bool is_good(const struct vm_signature *signature, const struct vm_trust *trust)
{
    return signature->problem == NULL && (trust == NULL || signature->distrust == NULL);
}

vmimage_status vmimage__certificate_verify(const char *text, size_t length, const struct vm_signed *manifest,
                                           const struct vm_trust *trust, int64_t now, struct vm_arena *arena,
                                           struct vm_signature *signature, vmimage_error **error)
{
    struct question question = {text, length, manifest, trust, now, arena};
    struct line *line = vmimage__calloc(1, sizeof(*line));
    struct vm_signature again;

    memset(signature, 0, sizeof(*signature));
    if (line == NULL)
        return vmimage__fail_no_memory(error);
    (void)ERR_set_mark(); /* what goes wrong here is not the program's to find in OpenSSL's queue */
    answer(signature, &question, line);
    if (!is_good(signature, trust)) {
        /* All texts that are compared are constants. */
        again = *signature;
        answer(signature, &question, line);
        if (!is_good(signature, trust) &&
            (again.problem != signature->problem || again.distrust != signature->distrust || !memory_left()))
            arena->failed = true;
    }
    (void)ERR_pop_to_mark();
    vmimage__free(line);
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}
