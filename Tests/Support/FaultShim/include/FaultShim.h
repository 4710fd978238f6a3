/* FaultShim: a library for LD_PRELOAD that counts the calls of one process which change files below a folder, and kills
 * the process or fails a call at a chosen count. Tests only. It is steered by the environment:
 *
 *   FAULT_ROOT       the folder; calls on anything else pass untouched. Must be given without links in it.
 *   FAULT_KILL_AT    SIGKILL before the n-th call (from 1).
 *   FAULT_ERRNO_AT   the n-th call fails with the number in FAULT_ERRNO, and is not done.
 *   FAULT_FULL       while this file exists, every call that needs room fails with ENOSPC; unless it is empty, statvfs
 *                    sees a full disk.
 *   FAULT_MARK       a file that is made when a fault happens and names the call and the path.
 *   FAULT_LOG        a file that gets every call with its data, and what is written to standard output as `A`.
 *   FAULT_SKIP_SYNC  set: syncs are counted and logged but not done (they matter to power, not to a killed process).
 *
 * Calls are serialised, so the log's order is the order on the disk. Not seen: stores to mapped memory, io_uring, and
 * calls that libc makes within itself (stdio, mkstemp). Children of the process are not faulted.
 *
 * Log: for each call the line `<kind> <offset> <length> <path>[<tab><second path>]`, then `length` bytes of data.
 * Paths are relative to the root. Kinds: C create, W write, T truncate to offset, S sync, F sync the file system,
 * R rename, H hard link, U unlink, D remove folder, M make folder, A standard output. */
#ifndef FAULT_SHIM_H
#define FAULT_SHIM_H
#endif
