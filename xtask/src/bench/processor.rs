//! Processor time of other processes, as Linux tells it. Elsewhere there is no
//! figure.

use std::fs;
use std::time::Duration;

/// `/proc` counts in hundredths of a second on every system that Terraform is
/// released for.
const TICKS_A_SECOND: f64 = 100.0;

/// What the children of this process that have ended used, with the children
/// that those have waited for: a Terraform and its providers.
pub(crate) fn used_by_children() -> Option<Duration> {
    of_children(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// `cutime` and `cstime` of a line in the form of `/proc/<pid>/stat`.
fn of_children(stat: &str) -> Option<Duration> {
    // The second field is the program's name in brackets, and may hold anything.
    let (_, rest) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<u32>().ok();
    Some(Duration::from_secs_f64(f64::from(ticks(16)? + ticks(17)?) / TICKS_A_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_of_children_is_found_after_any_name() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 100 200 0 0 11 12 150 25 20 0 1 0 1000 0 0";
        assert_eq!(of_children(stat), Some(Duration::from_millis(1_750)));
        assert_eq!(of_children("7 (a) S 1"), None);
    }
}
