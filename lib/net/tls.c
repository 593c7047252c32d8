/*
 * SPDX-License-Identifier: Apache-2.0
 * What OpenSSL has to do with it: the certificate that is pinned by its digest, and the words for one that is not trusted. The
 * handshake itself is curl's.
 */
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <string.h>

#include "net/client.h"

#define SHA1_SIZE 20
#define SHA256_SIZE 32

static size_t write_digest(char *out, const unsigned char *digest, size_t length)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        if (i != 0)
            out[used++] = ':';
        out[used++] = digits[digest[i] >> 4];
        out[used++] = digits[digest[i] & 15];
    }
    out[used] = '\0';
    return used;
}

/* For the message: what the server showed, in both spellings. */
static void remember(struct vm_http *http, const X509 *leaf)
{
    unsigned char sha256[EVP_MAX_MD_SIZE], sha1[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    size_t used;

    http->seen[0] = '\0';
    if (X509_digest(leaf, EVP_sha256(), sha256, &size) != 1 || X509_digest(leaf, EVP_sha1(), sha1, &size) != 1)
        return;
    memcpy(http->seen, "SHA-256 ", 8);
    used = 8 + write_digest(http->seen + 8, sha256, SHA256_SIZE);
    memcpy(http->seen + used, ", SHA-1 ", 8);
    (void)write_digest(http->seen + used + 8, sha1, SHA1_SIZE);
}

/* In place of the chain and the name: the digest of the leaf. */
static int verify(X509_STORE_CTX *store, void *data)
{
    struct vm_http *http = data;
    const X509 *leaf = X509_STORE_CTX_get0_cert(store);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;

    if (leaf != NULL &&
        X509_digest(leaf, http->pin_length == SHA1_SIZE ? EVP_sha1() : EVP_sha256(), digest, &size) == 1 &&
        size == http->pin_length && CRYPTO_memcmp(digest, http->pin, size) == 0) {
        X509_STORE_CTX_set_error(store, X509_V_OK);
        return 1;
    }
    if (leaf != NULL)
        remember(http, leaf);
    X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

static CURLcode on_context(CURL *easy, void *context, void *data)
{
    (void)easy;
    /* curl is told not to verify, for it would look at chain and name; here it is turned on again. */
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(context, verify, data);
    return CURLE_OK;
}

CURLcode vmimage__http_pin(CURL *easy, struct vm_http *http)
{
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context);

    if (code == CURLE_OK)
        code = curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, http);
    /* A resumed session shows no certificate. */
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L) : code;
}

bool vmimage__http_is_pin_trouble(long verified)
{
    return verified == X509_V_ERR_APPLICATION_VERIFICATION;
}

const char *vmimage__http_certificate_trouble(long verified)
{
    switch (verified) {
    case X509_V_OK: /* curl itself compares the name, and before it looks at the rest */
    case X509_V_ERR_UNSPECIFIED:
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "the certificate of the server is for another name; use the name that it was made for, or give its "
               "fingerprint";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "the certificate of the server has expired; it has to be renewed there, or check the clock here";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "the certificate of the server is not valid yet; check the clocks of both machines";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return "the certificate of the server is self-signed and not trusted; give the certificate as CA file, or its "
               "fingerprint";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
        return "the certificate of the server is signed by an unknown authority; give the authority's certificate as "
               "CA file, or the fingerprint of the server's";
    case X509_V_ERR_CERT_REVOKED:
        return "the certificate of the server was revoked";
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return "the certificate of the server is too weak (its key or its signature); it has to be renewed there";
    default:
        return NULL;
    }
}
