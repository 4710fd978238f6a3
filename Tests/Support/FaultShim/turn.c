#define _GNU_SOURCE
#include "turn.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_LIMIT], mark[PATH_LIMIT], full[PATH_LIMIT];
static long kill_at, errno_at, errno_number, count;
static bool skip_sync;
static int log_file = -1;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* Takes a setting out of the environment, so that children start without it. */
static const char *taken(const char *name, char *kept) {
    const char *value = getenv(name);
    if (value && kept) strncpy(kept, value, PATH_LIMIT - 1);
    static char number[64];
    if (value && !kept) strncpy(number, value, sizeof number - 1);
    unsetenv(name);
    return value ? (kept ? kept : number) : NULL;
}

static long number(const char *name) {
    const char *value = taken(name, NULL);
    return value ? atol(value) : 0;
}

__attribute__((constructor)) static void start(void) {
    char path[PATH_LIMIT] = "";
    taken("FAULT_ROOT", root);
    taken("FAULT_MARK", mark);
    taken("FAULT_FULL", full);
    kill_at = number("FAULT_KILL_AT");
    errno_at = number("FAULT_ERRNO_AT");
    errno_number = number("FAULT_ERRNO");
    skip_sync = number("FAULT_SKIP_SYNC") != 0;
    if (taken("FAULT_LOG", path)) {
        int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        log_file = syscall(SYS_fcntl, file, F_DUPFD_CLOEXEC, 900);
        syscall(SYS_close, file);
    }
    unsetenv("LD_PRELOAD");
}

/* MARK: paths */

static bool is_below(const char *path, char *where) {
    size_t size = strlen(root);
    if (size == 0 || strncmp(path, root, size) != 0 || (path[size] != '/' && path[size] != 0)) return false;
    if (strlen(path) > sizeof " (deleted)" && strcmp(path + strlen(path) - 10, " (deleted)") == 0) return false;
    strcpy(where, path[size] ? path + size + 1 : "");
    return true;
}

static bool name_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_LIMIT - 1);
    path[size > 0 ? size : 0] = 0;
    return size > 0;
}

bool file_below_root(int file, char *where) {
    char path[PATH_LIMIT];
    int kept = errno;
    bool below = root[0] && name_of(file, path) && is_below(path, where);
    errno = kept;
    return below;
}

bool below_root(int directory, const char *path, char *where) {
    char folder[PATH_LIMIT], whole[2 * PATH_LIMIT];
    if (!root[0]) return false;
    if (path[0] == '/') return is_below(path, where);
    int kept = errno;
    bool known = directory == AT_FDCWD ? getcwd(folder, sizeof folder) != NULL : name_of(directory, folder);
    errno = kept;
    if (!known) return false;
    snprintf(whole, sizeof whole, "%s/%s", folder, path);
    return is_below(whole, where);
}

/* MARK: turns */

static void leave_mark(const char *call, const char *where) {
    if (!mark[0]) return;
    char line[PATH_LIMIT + 64];
    int size = snprintf(line, sizeof line, "%ld %s %s\n", count, call, where);
    int file = syscall(SYS_openat, AT_FDCWD, mark, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    syscall(SYS_write, file, line, size);
    syscall(SYS_close, file);
}

bool is_full(bool seen) {
    struct stat facts;
    return full[0] && syscall(SYS_newfstatat, AT_FDCWD, full, &facts, 0) == 0 && (!seen || facts.st_size > 0);
}

bool skips_syncs(void) { return skip_sync; }

bool turn_begin(const char *call, const char *where, bool needs_room) {
    pthread_mutex_lock(&turn);
    count++;
    if (count == kill_at) {
        leave_mark(call, where);
        syscall(SYS_kill, getpid(), SIGKILL);
        for (;;) pause();
    }
    bool no_room = needs_room && is_full(false);
    if (count != errno_at && !no_room) return true;
    leave_mark(call, where);
    errno = no_room ? ENOSPC : errno_number;
    return false;
}

void turn_end(void) { pthread_mutex_unlock(&turn); }

/* MARK: log */

void log_call(char kind, long long offset, const void *data, size_t size, const char *path, const char *second) {
    if (log_file < 0) return;
    char line[2 * PATH_LIMIT + 64];
    int length = snprintf(
        line, sizeof line, "%c %lld %zu %s%s%s\n", kind, offset, size, path, second ? "\t" : "", second ? second : "");
    struct iovec parts[2] = {{line, length}, {(void *)data, size}};
    syscall(SYS_writev, log_file, parts, size ? 2 : 1);
}

void log_output(const void *data, size_t size) {
    if (log_file < 0) return;
    pthread_mutex_lock(&turn);
    log_call('A', 0, data, size, "", NULL);
    pthread_mutex_unlock(&turn);
}
