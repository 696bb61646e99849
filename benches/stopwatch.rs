//! CPU time.

/// CPU seconds (user and system) of this process so far; with `programs`, of the programs it has
/// run to their end, with all their threads.
#[cfg(unix)]
pub fn cpu_seconds(programs: bool) -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let who = if programs {
        UsageWho::RUSAGE_CHILDREN
    } else {
        UsageWho::RUSAGE_SELF
    };
    getrusage(who).map_or(f64::NAN, |usage| {
        let time = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
        time as f64 / 1e6
    })
}

/// Where CPU time cannot be asked for: seconds on the clock since the first call.
#[cfg(not(unix))]
pub fn cpu_seconds(_programs: bool) -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START
        .get_or_init(std::time::Instant::now)
        .elapsed()
        .as_secs_f64()
}
