/* The system calls a decoder never needs, refused with EPERM; written as classic BPF, without libseccomp. */
#include "jail.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "rongthuk-jail knows x86_64 and aarch64"
#endif

static const int refused_calls[] = {
    /* the network, and doors to other processes */
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_shmget, SYS_semget,
    SYS_msgget, SYS_mq_open, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_open,
    SYS_pidfd_send_signal, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_tkill,
    /* what would leave the session, the file-system root or the rules */
    SYS_setsid, SYS_setpgid, SYS_unshare, SYS_setns, SYS_chroot, SYS_pivot_root, SYS_mount, SYS_umount2,
    SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_name_to_handle_at,
    SYS_open_by_handle_at, SYS_personality, SYS_seccomp, SYS_landlock_create_ruleset,
    /* other identities */
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setgroups, SYS_setfsuid,
    SYS_setfsgid, SYS_capset,
    /* properties of files, which Landlock does not keep */
    SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
    SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, SYS_mknodat,
    /* large attack surface of the kernel */
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_io_setup, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_fanotify_init, SYS_quotactl, SYS_vhangup,
    SYS_lookup_dcookie,
    /* the machine itself */
    SYS_reboot, SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_swapon, SYS_swapoff,
    SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
    SYS_acct, SYS_syslog,
#if defined(__x86_64__)
    SYS_fork, SYS_vfork, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod, SYS_iopl,
    SYS_ioperm, SYS_modify_ldt, SYS_kexec_file_load, SYS_uselib, SYS_ustat, SYS_sysfs,
#endif
};

enum { MAXIMUM_INSTRUCTIONS = 512, X32_BIT = 0x40000000 };

struct program {
    struct sock_filter instructions[MAXIMUM_INSTRUCTIONS];
    unsigned short count;
};

static void add(struct program *program, struct sock_filter instruction) {
    if (program->count == MAXIMUM_INSTRUCTIONS) fail("the call filter is too long", "");
    program->instructions[program->count++] = instruction;
}

static void load(struct program *program, size_t offset) {
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void answer(struct program *program, uint32_t action) {
    add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

/* Passes over the next `length` instructions unless the loaded word is `value`. */
static void only_if(struct program *program, uint32_t value, unsigned char length) {
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, length));
}

static const size_t first_argument = offsetof(struct seccomp_data, args);
static const uint32_t refuse = SECCOMP_RET_ERRNO | EPERM;

/* Refuses `call` unless the low word of its first argument is `value`. */
static void allow_only(struct program *program, int call, uint32_t value) {
    only_if(program, (uint32_t)call, 4);
    load(program, first_argument);
    only_if(program, value, 1);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refuse);
}

/* Threads, and processes that at once become another program (posix_spawn): a fork bomb needs more. */
static void confine_clone(struct program *program) {
    only_if(program, SYS_clone3, 1); /* its flags lie in memory where no filter sees them; libc falls back to clone */
    answer(program, SECCOMP_RET_ERRNO | ENOSYS);
    only_if(program, SYS_clone, 7);
    load(program, first_argument);
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
    answer(program, SECCOMP_RET_ALLOW);
    add(program, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, CLONE_VM | CLONE_VFORK));
    only_if(program, CLONE_VM | CLONE_VFORK, 1);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, refuse);
}

bool confine_calls(bool signals_are_scoped) {
    struct program program = {.count = 0};
    load(&program, offsetof(struct seccomp_data, arch));
    add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCHITECTURE, 1, 0));
    answer(&program, SECCOMP_RET_KILL_PROCESS);
    load(&program, offsetof(struct seccomp_data, nr));
    add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1));
    answer(&program, refuse);
    for (size_t i = 0; i < sizeof refused_calls / sizeof *refused_calls; i++) {
        only_if(&program, (uint32_t)refused_calls[i], 1);
        answer(&program, refuse);
    }
    allow_only(&program, SYS_prlimit64, 0); /* its own limits only */
    if (!signals_are_scoped) {
        allow_only(&program, SYS_kill, (uint32_t)getpid());
        allow_only(&program, SYS_tgkill, (uint32_t)getpid());
    }
    confine_clone(&program);
    answer(&program, SECCOMP_RET_ALLOW);
    struct sock_fprog filter = {.len = program.count, .filter = program.instructions};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
