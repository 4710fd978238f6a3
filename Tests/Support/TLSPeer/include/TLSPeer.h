/* The server's end of TLS, and the certificates it shows, good and bad: for tests of clients. */
#ifndef TLSPEER_H
#define TLSPEER_H

/* Writes a certificate for `name` (a DNS name or an IP address) and its key as PEM files, valid between two moments given in seconds
   from now. Where `authority` is not NULL an authority signs it, whose certificate goes there; else it signs itself.
   Returns 0, or -1 where something failed. */
int tlspeer_make_certificate(
    const char *certificate, const char *key, const char *authority, const char *name, long from, long until);

/* What a server shows of itself; NULL where the files cannot be read. */
void *tlspeer_server(const char *certificate, const char *key);
void tlspeer_server_free(void *server);

/* Shakes hands on an accepted socket; NULL where the client goes away. */
void *tlspeer_accept(void *server, int socket);
/* Bytes read, or 0 or less where the connection is over. */
int tlspeer_read(void *peer, unsigned char *bytes, int count);
int tlspeer_write(void *peer, const unsigned char *bytes, int count);
void tlspeer_free(void *peer);

#endif
