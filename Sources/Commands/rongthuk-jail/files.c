/* The file system as the worker sees it: libraries, fonts and models to read, a few programs to run, nothing to write. */
#define _GNU_SOURCE
#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Debian's headers are older than the kernels the jail runs on, so the interface stands here in full. */
enum {
    FS_EXECUTE = 1 << 0,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_ALL_V1 = (1 << 13) - 1, /* up to make_sym */
    FS_REFER = 1 << 13,        /* version 2 */
    FS_TRUNCATE = 1 << 14,     /* version 3 */
    FS_IOCTL_DEV = 1 << 15,    /* version 5 */
    NET_TCP = 3,               /* version 4: bind and connect */
    SCOPES = 3,                /* version 6: abstract sockets and signals */
    RULE_PATH_BENEATH = 1,
    GIVE_VERSION = 1,
};

struct ruleset {
    uint64_t files, network, scopes;
};

struct rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

static const char *const readable_paths[] = {
    "/usr/lib", "/lib", "/lib64", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
    "/usr/share/tesseract-ocr",
    "/etc/fonts", "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig",
    "/usr/share/poppler", "/usr/share/color",
    "/dev/null", "/dev/zero", "/dev/urandom", "/proc/self/maps", "/sys/devices/system/cpu/online",
};

static const char *const executable_paths[] = {
    "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1",
    "/usr/bin/pdfinfo", "/usr/bin/pdftotext", "/usr/bin/pdftoppm", "/usr/bin/pdftocairo", "/usr/bin/pdfimages",
};

int landlock_version(void) {
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, GIVE_VERSION);
    return version > 0 ? (int)version : 0;
}

/* A path that is not there is passed over if it is one of the built-in ones: distributions differ. */
static void allow(int rules, const char *path, uint64_t rights, bool must_exist) {
    int file = open(path, O_PATH | O_CLOEXEC);
    if (file < 0) {
        if (must_exist) fail("cannot allow", path);
        return;
    }
    struct stat status;
    if (fstat(file, &status) != 0) fail("cannot look at", path);
    if (!S_ISDIR(status.st_mode)) rights &= ~(uint64_t)FS_READ_DIR;
    struct rule rule = {.allowed = rights, .parent = file};
    if (syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0) != 0) fail("cannot allow", path);
    close(file);
}

void confine_files(int version, const struct path_list *readable, const struct path_list *executable) {
    struct ruleset ruleset = {.files = FS_ALL_V1};
    size_t size = sizeof ruleset.files;
    if (version >= 2) ruleset.files |= FS_REFER;
    if (version >= 3) ruleset.files |= FS_TRUNCATE;
    if (version >= 4) ruleset.network = NET_TCP, size = 2 * sizeof(uint64_t);
    if (version >= 5) ruleset.files |= FS_IOCTL_DEV;
    if (version >= 6) ruleset.scopes = SCOPES, size = 3 * sizeof(uint64_t);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
    if (rules < 0) fail("cannot make Landlock rules", "");

    const uint64_t read = FS_READ_FILE | FS_READ_DIR, execute = FS_READ_FILE | FS_EXECUTE;
    for (size_t i = 0; i < sizeof readable_paths / sizeof *readable_paths; i++)
        allow(rules, readable_paths[i], read, false);
    for (size_t i = 0; i < sizeof executable_paths / sizeof *executable_paths; i++)
        allow(rules, executable_paths[i], execute, false);
    for (size_t i = 0; i < readable->count; i++) allow(rules, readable->paths[i], read, true);
    for (size_t i = 0; i < executable->count; i++) allow(rules, executable->paths[i], execute, true);
    if (syscall(SYS_landlock_restrict_self, rules, 0) != 0) fail("cannot enter the Landlock rules", "");
    close(rules);
}
