#include "TLSPeer.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

static X509 *make(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *signer, long from, long until) {
    static long serial = 1;
    X509 *certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), __sync_fetch_and_add(&serial, 1));
    X509_gmtime_adj(X509_getm_notBefore(certificate), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), until);
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : subject);
    X509_set_pubkey(certificate, key);
    int is_authority = signer == key && issuer == NULL && strchr(name, ' ') != NULL;
    int is_address = strspn(name, "0123456789.") == strlen(name);
    char alternative[256];
    snprintf(alternative, sizeof alternative, "%s:%s", is_address ? "IP" : "DNS", name);
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer ? issuer : certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(
        NULL, &context, is_authority ? NID_basic_constraints : NID_subject_alt_name,
        is_authority ? "critical,CA:TRUE" : alternative);
    if (extension) X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    if (X509_sign(certificate, signer, EVP_sha256()) == 0) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

static int write_certificate(const char *path, X509 *certificate) {
    FILE *file = fopen(path, "w");
    if (!file) return -1;
    int written = PEM_write_X509(file, certificate);
    return fclose(file) == 0 && written ? 0 : -1;
}

static int write_key(const char *path, EVP_PKEY *key) {
    FILE *file = fopen(path, "w");
    if (!file) return -1;
    int written = PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
    return fclose(file) == 0 && written ? 0 : -1;
}

int tlspeer_make_certificate(
    const char *certificate, const char *key, const char *authority, const char *name, long from, long until) {
    EVP_PKEY *own = EVP_EC_gen("P-256"), *signer = authority ? EVP_EC_gen("P-256") : own;
    X509 *issuer = authority ? make(signer, "Authority of a test", NULL, signer, -86400, 86400) : NULL;
    X509 *leaf = make(own, name, issuer, signer, from, until);
    int status = leaf ? write_certificate(certificate, leaf) | write_key(key, own) : -1;
    if (authority) status |= issuer ? write_certificate(authority, issuer) : -1;
    X509_free(leaf);
    X509_free(issuer);
    EVP_PKEY_free(own);
    if (authority) EVP_PKEY_free(signer);
    return status;
}

void *tlspeer_server(const char *certificate, const char *key) {
    SSL_CTX *server = SSL_CTX_new(TLS_server_method());
    if (server && SSL_CTX_use_certificate_chain_file(server, certificate) == 1
        && SSL_CTX_use_PrivateKey_file(server, key, SSL_FILETYPE_PEM) == 1)
        return server;
    SSL_CTX_free(server);
    return NULL;
}

void tlspeer_server_free(void *server) { SSL_CTX_free(server); }

void *tlspeer_accept(void *server, int socket) {
    SSL *peer = SSL_new(server);
    if (peer && SSL_set_fd(peer, socket) == 1 && SSL_accept(peer) == 1) return peer;
    SSL_free(peer);
    return NULL;
}

int tlspeer_read(void *peer, unsigned char *bytes, int count) { return SSL_read(peer, bytes, count); }
int tlspeer_write(void *peer, const unsigned char *bytes, int count) { return SSL_write(peer, bytes, count); }
void tlspeer_free(void *peer) { SSL_free(peer); }
