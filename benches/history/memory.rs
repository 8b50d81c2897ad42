//! The most memory of its own that a program had.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::clock::Took;

/// Bytes: what it had besides the pages of files, as Linux counts them every few milliseconds; zero on
/// other systems.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Peak(pub(crate) u64);

/// Runs a command that must succeed, and watches it.
pub(crate) fn watched(command: &mut Command) -> (Took, Peak) {
    let (before, start) = (children(), Instant::now());
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("the program runs");
    let mut peak = 0;
    let status = loop {
        peak = peak.max(own_memory(child.id()));
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(status.success(), "{command:?}: {status}");
    (Took { cpu: children().saturating_sub(before), wall: start.elapsed() }, Peak(peak))
}

/// Processor time of the children that were waited for: fields 16 and 17 of `/proc/self/stat`.
fn children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let fields = rest.split(' ').skip(13).take(2);
    Duration::from_millis(10 * fields.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>())
}

fn own_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}
