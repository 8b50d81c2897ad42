//! Wall time and processor time, of this process and of those it waited for.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Took {
    /// Processor time, user and system, over all threads.
    pub(crate) cpu: Duration,
    /// Wall time.
    pub(crate) wall: Duration,
}

/// The processor time of this process and of the children it waited for, as Linux counts it:
/// fields 14 to 17 of `/proc/self/stat`, in hundredths of a second. Zero on other systems.
fn cpu() -> (Duration, Duration) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<u64> = stat
        .rsplit_once(") ")
        .map(|(_, rest)| rest.split(' ').map(|field| field.parse().unwrap_or(0)).collect())
        .unwrap_or_default();
    let sum =
        |a: usize, b: usize| Duration::from_millis(10 * (fields.get(a).unwrap_or(&0) + fields.get(b).unwrap_or(&0)));
    (sum(11, 12), sum(13, 14))
}

/// Runs `work` here.
pub(crate) fn here<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (before, start) = (cpu().0, Instant::now());
    let value = work();
    (value, Took { cpu: cpu().0.saturating_sub(before), wall: start.elapsed() })
}

/// Runs `command` `times` times and returns what it took each time on average, and the status and
/// output of the last.
pub(crate) fn process(command: &mut Command, times: u32) -> (Took, Option<i32>, String) {
    let (before, start) = (cpu().1, Instant::now());
    let mut last = None;
    for _ in 0..times {
        last = Some(command.stdin(Stdio::null()).output().expect("the program runs"));
    }
    let took = Took { cpu: cpu().1.saturating_sub(before) / times, wall: start.elapsed() / times };
    let last = last.expect("it ran at least once");
    let said = String::from_utf8_lossy(&last.stdout).into_owned() + &String::from_utf8_lossy(&last.stderr);
    (took, last.status.code(), said)
}
