//! What a worker may ask of the kernel: to read its input, to write its answer, memory that cannot be run, the time,
//! to wait for itself, random bytes for its tables, and to end.
//!
//! Everything else is answered with “not permitted”: files, sockets, processes, signals to others, and every call that a
//! later kernel may learn. Where a call is more than reading takes, its arguments are looked at: input only from
//! descriptor 0 and output only to 1, memory only without a file behind it and never to be run, signals only to itself
//! (that is how a program aborts). Calls of another instruction set end the process.

use std::collections::BTreeMap;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Is,
    SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

/// Calls that are allowed whatever is asked with them.
const PLAIN: [i64; 17] = [
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// From here on, advice on memory breaks it instead of managing it.
const BREAKING_ADVICE: u64 = libc::MADV_HWPOISON as u64;

/// Puts the filter on the current thread, and on all that it could ever start; does the kernel hold it?
pub fn allow_few() -> bool {
    program().is_ok_and(|program| seccompiler::apply_filter(&program).is_ok())
}

fn program() -> Result<BpfProgram, BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = PLAIN.iter().map(|call| (*call, Vec::new())).collect();
    for (call, conditions) in looked_at() {
        let conditions: Result<Vec<SeccompCondition>, BackendError> = conditions.into_iter().collect();
        rules.insert(call, vec![SeccompRule::new(conditions?)?]);
    }
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(
        rules,
        refused,
        SeccompAction::Allow,
        TargetArch::try_from(std::env::consts::ARCH)?,
    )?;
    filter.try_into()
}

type Conditions = Vec<Result<SeccompCondition, BackendError>>;

/// Calls that are allowed with some arguments.
fn looked_at() -> [(i64, Conditions); 6] {
    let argument = |place, is, value| SeccompCondition::new(place, Length::Dword, is, value);
    let never_run = || argument(2, Is::MaskedEq(libc::PROT_EXEC as u64), 0);
    let anonymous = libc::MAP_ANONYMOUS as u64;
    [
        (libc::SYS_read, vec![argument(0, Is::Eq, libc::STDIN_FILENO as u64)]),
        (libc::SYS_write, vec![argument(0, Is::Eq, libc::STDOUT_FILENO as u64)]),
        (libc::SYS_mmap, vec![never_run(), argument(3, Is::MaskedEq(anonymous), anonymous)]),
        (libc::SYS_mprotect, vec![never_run()]),
        (libc::SYS_madvise, vec![argument(2, Is::Lt, BREAKING_ADVICE)]),
        (libc::SYS_tgkill, vec![argument(0, Is::Eq, u64::from(std::process::id()))]),
    ]
}
