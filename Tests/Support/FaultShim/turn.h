/* Whose turn it is, what goes wrong in it, and the log. */
#ifndef TURN_H
#define TURN_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PATH_LIMIT = 4096 };

/* Whether `path` lies below the root; `where` gets it relative to the root. */
bool below_root(int directory, const char *path, char *where);
/* The same of an open file; false for one without a name. */
bool file_below_root(int file, char *where);

/* Waits for the turn and counts it. True: do the call. False: fail with the errno that is set. Always end the turn. */
bool turn_begin(const char *call, const char *where, bool needs_room);
void turn_end(void);

/* Writes a call that was done to the log, if there is one; within a turn. */
void log_call(char kind, long long offset, const void *data, size_t size, const char *path, const char *second);
/* Writes what goes to standard output to the log. */
void log_output(const void *data, size_t size);

/* Whether the disk is full; `seen`: so that statvfs tells. */
bool is_full(bool seen);
bool skips_syncs(void);
#endif
