/* The few Linux calls that Swift's Glibc overlay does not reach. Each returns -1 and sets errno as the call itself. */
#ifndef CLINUX_H
#define CLINUX_H

/* syncfs(2): makes the whole file system that holds `fd` durable. */
int clinux_syncfs(int fd);

/* renameat2(2) with RENAME_NOREPLACE: never overwrites; EEXIST where the new name is taken. */
int clinux_rename_noreplace(int old_directory, const char *old_name, int new_directory, const char *new_name);

/* statfs(2): the magic number of the file system that holds `path`, or -1. */
long clinux_statfs_type(const char *path);

/* open(2) with O_TMPFILE | O_RDWR | O_CLOEXEC: a file without a name in `directory`, on disk, gone when closed. */
int clinux_open_unnamed(const char *directory);

/* pipe2(2) with O_CLOEXEC: the reading end first. */
int clinux_pipe(int ends[2]);

#endif
