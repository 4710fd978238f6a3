/* The interposed calls. Each one asks whether it touches the root, takes its turn, and is logged when it succeeded. */
#define _GNU_SOURCE
#include "turn.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* Does `call` in its turn if `touches`, else at once; gives the call's result from the interposed function. */
#define IN_TURN(touches, name, where, needs_room, call, log)                                                           \
    do {                                                                                                               \
        if (!(touches)) return (call);                                                                                 \
        long done = -1;                                                                                                \
        if (turn_begin(name, where, needs_room)) {                                                                     \
            done = (call);                                                                                             \
            int kept = errno;                                                                                          \
            if (done >= 0) log;                                                                                        \
            errno = kept;                                                                                              \
        }                                                                                                              \
        turn_end();                                                                                                    \
        return done;                                                                                                   \
    } while (0)

/* MARK: names */

static int open_file(int directory, const char *path, int flags, mode_t mode) {
    char where[PATH_LIMIT];
    struct stat facts;
    bool changes = (flags & (O_CREAT | O_TRUNC)) && (flags & O_TMPFILE) != O_TMPFILE && below_root(directory, path, where);
    bool exists = changes && syscall(SYS_newfstatat, directory, path, &facts, AT_SYMLINK_NOFOLLOW) == 0;
    changes = changes && (!exists || (flags & O_TRUNC));
    IN_TURN(changes, "open", where, true, syscall(SYS_openat, directory, path, flags, mode),
            log_call(exists ? 'T' : 'C', 0, NULL, 0, where, NULL));
}

#define OPEN_BODY(directory)                                                                                           \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                          \
    va_end(rest);                                                                                                      \
    return open_file(directory, path, flags, mode)

int open(const char *path, int flags, ...) { OPEN_BODY(AT_FDCWD); }
int open64(const char *path, int flags, ...) { OPEN_BODY(AT_FDCWD); }
int openat(int directory, const char *path, int flags, ...) { OPEN_BODY(directory); }
int openat64(int directory, const char *path, int flags, ...) { OPEN_BODY(directory); }
int creat(const char *path, mode_t mode) { return open_file(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

int mkdirat(int directory, const char *path, mode_t mode) {
    char where[PATH_LIMIT];
    IN_TURN(below_root(directory, path, where), "mkdir", where, true, syscall(SYS_mkdirat, directory, path, mode),
            log_call('M', 0, NULL, 0, where, NULL));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int unlinkat(int directory, const char *path, int flags) {
    char where[PATH_LIMIT];
    IN_TURN(below_root(directory, path, where), "unlink", where, false, syscall(SYS_unlinkat, directory, path, flags),
            log_call(flags & AT_REMOVEDIR ? 'D' : 'U', 0, NULL, 0, where, NULL));
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int renameat2(int from, const char *path, int to, const char *name, unsigned flags) {
    char where[PATH_LIMIT], target[PATH_LIMIT];
    bool leaves = below_root(from, path, where), comes = below_root(to, name, target);
    IN_TURN(leaves || comes, "rename", comes ? target : where, false,
            syscall(SYS_renameat2, from, path, to, name, flags),
            log_call('R', 0, NULL, 0, leaves ? where : "", comes ? target : ""));
}
int renameat(int from, const char *path, int to, const char *name) { return renameat2(from, path, to, name, 0); }
int rename(const char *path, const char *name) { return renameat2(AT_FDCWD, path, AT_FDCWD, name, 0); }

int linkat(int from, const char *path, int to, const char *name, int flags) {
    char where[PATH_LIMIT], target[PATH_LIMIT];
    bool known = below_root(from, path, where);
    IN_TURN(below_root(to, name, target), "link", target, true, syscall(SYS_linkat, from, path, to, name, flags),
            log_call('H', 0, NULL, 0, known ? where : "", target));
}
int link(const char *path, const char *name) { return linkat(AT_FDCWD, path, AT_FDCWD, name, 0); }

/* MARK: contents */

static ssize_t write_at(int file, const void *bytes, size_t size, off64_t offset, bool moves) {
    char where[PATH_LIMIT];
    bool touches = file_below_root(file, where);
    if (!touches && file == STDOUT_FILENO) log_output(bytes, size);
    if (touches && moves) {
        bool appends = syscall(SYS_fcntl, file, F_GETFL) & O_APPEND;
        offset = syscall(SYS_lseek, file, 0, appends ? SEEK_END : SEEK_CUR);
    }
    IN_TURN(touches, "write", where, true,
            moves ? syscall(SYS_write, file, bytes, size) : syscall(SYS_pwrite64, file, bytes, size, offset),
            log_call('W', offset, bytes, done, where, NULL));
}
ssize_t write(int file, const void *bytes, size_t size) { return write_at(file, bytes, size, 0, true); }
ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
    return write_at(file, bytes, size, offset, false);
}
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset) {
    return write_at(file, bytes, size, offset, false);
}

/* A gathered write may be short (POSIX), so the first part alone is an honest answer. */
ssize_t writev(int file, const struct iovec *parts, int count) {
    char where[PATH_LIMIT];
    if (!file_below_root(file, where)) return syscall(SYS_writev, file, parts, count);
    for (int i = 0; i < count; i++)
        if (parts[i].iov_len > 0) return write_at(file, parts[i].iov_base, parts[i].iov_len, 0, true);
    return 0;
}

int ftruncate64(int file, off64_t size) {
    char where[PATH_LIMIT];
    IN_TURN(file_below_root(file, where), "ftruncate", where, false, syscall(SYS_ftruncate, file, size),
            log_call('T', size, NULL, 0, where, NULL));
}
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

/* MARK: syncs */

int fsync(int file) {
    char where[PATH_LIMIT];
    IN_TURN(file_below_root(file, where), "fsync", where, false, skips_syncs() ? 0 : syscall(SYS_fsync, file),
            log_call('S', 0, NULL, 0, where, NULL));
}
int fdatasync(int file) { return fsync(file); }

int syncfs(int file) {
    char where[PATH_LIMIT];
    IN_TURN(file_below_root(file, where), "syncfs", where, false, skips_syncs() ? 0 : syscall(SYS_syncfs, file),
            log_call('F', 0, NULL, 0, where, NULL));
}

/* MARK: room */

#define STATVFS(name, type)                                                                                            \
    int name(const char *path, struct type *facts) {                                                                   \
        char where[PATH_LIMIT];                                                                                        \
        int (*real)(const char *, struct type *) = (int (*)(const char *, struct type *))dlsym(RTLD_NEXT, #name);      \
        int result = real(path, facts);                                                                                \
        if (result == 0 && below_root(AT_FDCWD, path, where) && is_full(true))                                         \
            facts->f_bfree = facts->f_bavail = facts->f_ffree = facts->f_favail = 0;                                   \
        return result;                                                                                                 \
    }
STATVFS(statvfs, statvfs)
STATVFS(statvfs64, statvfs64)
