/* rongthuk-jail: what its parts offer each other. */
#ifndef RONGTHUK_JAIL_H
#define RONGTHUK_JAIL_H

#include <stdbool.h>
#include <stddef.h>

/* Exit status for "this machine or this call is not fit" (EX_CONFIG of sysexits.h). */
enum { EXIT_UNFIT = 78 };

/* The paths a caller adds to the built-in ones. */
struct path_list {
    const char *paths[64];
    size_t count;
};

/* Prints "rongthuk-jail: …" with the text of errno and ends with EXIT_UNFIT. */
_Noreturn void fail(const char *what, const char *which);

/* The Landlock version of the running kernel, 0 where there is none. */
int landlock_version(void);

/* Confines the file system: nothing may be written, only the listed paths may be read or executed. */
void confine_files(int version, const struct path_list *readable, const struct path_list *executable);

/* Refuses the system calls a decoder never needs; false where the kernel has no seccomp filters.
   With `signals_are_scoped` Landlock already keeps signals inside the jail. */
bool confine_calls(bool signals_are_scoped);

#endif
