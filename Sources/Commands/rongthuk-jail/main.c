/* rongthuk-jail: starts a program that will see strangers' bytes, with nothing it does not need. */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char usage[] =
    "usage: rongthuk-jail [OPTION…] -- /PATH/TO/PROGRAM [ARGUMENT…]\n"
    "\n"
    "Starts PROGRAM in a session of its own, without privileges, network, further processes (but for posix_spawn of\n"
    "the few allowed programs), file writes, or any file but libraries, fonts, models and what is allowed here. Its\n"
    "environment is emptied but for PATH, LANG, HOME, OMP_THREAD_LIMIT=1 and two settings of its run time. It dies\n"
    "with the process that started it. Standard input, output and error stay; every other descriptor is closed.\n"
    "\n"
    "  --read PATH          let it read this file or folder too (may be repeated)\n"
    "  --execute PATH       let it start this program too (may be repeated)\n"
    "  --memory-bytes N     address space (default 1073741824)\n"
    "  --processor-secs N   processor time until the program itself renews it (default 60)\n"
    "  --parent PID         end at once unless the parent is PID (it may have died meanwhile)\n"
    "  --allow-unconfined   go on, with a warning, where the kernel has no Landlock or seccomp; otherwise the jail\n"
    "                       fails closed\n"
    "  --help               print this\n"
    "\n"
    "Exit status: 78 where the jail cannot be built; otherwise that of PROGRAM.\n";

struct options {
    struct path_list readable, executable;
    unsigned long long memory, processor, parent;
    bool allow_unconfined;
    char **program;
};

void fail(const char *what, const char *which) {
    fprintf(stderr, "rongthuk-jail: %s%s%s: %s\n", what, *which ? " " : "", which, strerror(errno));
    exit(EXIT_UNFIT);
}

static _Noreturn void misuse(const char *what, const char *which) {
    fprintf(stderr, "rongthuk-jail: %s %s (see --help)\n", what, which);
    exit(64);
}

static unsigned long long number(const char *text, const char *option) {
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *text == '-') misuse("no number after", option);
    return value;
}

static void append(struct path_list *list, const char *path) {
    if (list->count == sizeof list->paths / sizeof *list->paths) misuse("too many paths, at", path);
    list->paths[list->count++] = path;
}

static struct options parse(int count, char **arguments) {
    struct options options = {.memory = 1ULL << 30, .processor = 60};
    for (int i = 1; i < count; i++) {
        const char *option = arguments[i];
        if (strcmp(option, "--help") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        if (strcmp(option, "--") == 0) {
            options.program = arguments + i + 1;
            break;
        }
        if (strcmp(option, "--allow-unconfined") == 0) {
            options.allow_unconfined = true;
            continue;
        }
        if (i + 1 == count) misuse("unknown option, or no value after", option);
        const char *value = arguments[++i];
        if (strcmp(option, "--read") == 0) append(&options.readable, value);
        else if (strcmp(option, "--execute") == 0) append(&options.executable, value);
        else if (strcmp(option, "--memory-bytes") == 0) options.memory = number(value, option);
        else if (strcmp(option, "--processor-secs") == 0) options.processor = number(value, option);
        else if (strcmp(option, "--parent") == 0) options.parent = number(value, option);
        else misuse("unknown option", option);
    }
    if (options.program == NULL || *options.program == NULL) misuse("no program", "given");
    if (**options.program != '/') misuse("the program's path must begin with '/':", *options.program);
    return options;
}

static void limit(int resource, rlim_t soft, rlim_t hard) {
    struct rlimit wanted = {soft, hard}, present;
    if (getrlimit(resource, &present) != 0) fail("cannot read a limit", "");
    if (wanted.rlim_max > present.rlim_max) wanted.rlim_max = present.rlim_max;
    if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
    if (setrlimit(resource, &wanted) != 0) fail("cannot set a limit", "");
}

static void set_limits(const struct options *options) {
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_AS, options->memory, options->memory);
    limit(RLIMIT_CPU, options->processor, RLIM_INFINITY);
    limit(RLIMIT_NOFILE, 64, 64);
    limit(RLIMIT_FSIZE, 256 << 20, 256 << 20); /* files in memory: no other can be written */
    limit(RLIMIT_MEMLOCK, 0, 0);
}

/* A session of its own, so that a signal to the group reaches all of it, and death together with the parent. */
static void leave_home(unsigned long long parent) {
    if (setsid() < 0 && getpgrp() != getpid()) fail("cannot begin a session", "");
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) fail("cannot ask to die with the parent", "");
    if (parent != 0 && (unsigned long long)getppid() != parent) exit(0);
    if (syscall(SYS_close_range, 3U, UINT_MAX, 0) != 0)
        for (int file = 3, last = (int)sysconf(_SC_OPEN_MAX); file < last; file++) close(file);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(077);
    if (chdir("/") != 0) fail("cannot enter", "/");
}

/* Root keeps its name but nothing it may do: no program started from here regains a capability. */
static void drop_privileges(void) {
    for (int capability = 0, held; (held = prctl(PR_CAPBSET_READ, capability, 0, 0, 0)) >= 0; capability++)
        if (held && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && geteuid() == 0)
            fail("cannot drop privileges", "");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("cannot renounce new privileges", "");
}

static void without(const char *what, bool allowed) {
    if (!allowed) {
        fprintf(stderr,
            "rongthuk-jail: this kernel offers no %s (%s), and strangers' files must not be opened without it. "
            "Enable it, or accept the risk with --allow-unconfined.\n", what, strerror(errno));
        exit(EXIT_UNFIT);
    }
    fprintf(stderr, "rongthuk-jail: warning: going on without %s (--allow-unconfined)\n", what);
}

int main(int count, char **arguments) {
    struct options options = parse(count, arguments);
    leave_home(options.parent);
    set_limits(&options);
    drop_privileges();
    append(&options.executable, *options.program);
    int landlock = landlock_version();
    if (landlock > 0) confine_files(landlock, &options.readable, &options.executable);
    else without("Landlock", options.allow_unconfined);
    if (!confine_calls(landlock >= 6)) without("seccomp filters", options.allow_unconfined);
    char *environment[] = {
        "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/nonexistent", "TZ=UTC", "OMP_THREAD_LIMIT=1",
        "MALLOC_ARENA_MAX=1", "SWIFT_BACKTRACE=enable=no", NULL,
    };
    execve(*options.program, options.program, environment);
    fail("cannot start", *options.program);
}
