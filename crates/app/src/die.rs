//! Dying at a chosen append, for crash tests. Only in debug builds.
//!
//! `SWITCHBACK_DIE_AT=before:N` or `after:N`: at the Nth append of this process, counted from 1, it is killed (signal 9).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use engine::{DieHook, Moment};

pub(crate) fn hook() -> Option<DieHook> {
    let (moment, at) = chosen(&std::env::var("SWITCHBACK_DIE_AT").ok()?)?;
    let appends = AtomicU64::new(0);
    Some(Arc::new(move |now| {
        if now == moment && appends.fetch_add(1, Ordering::SeqCst) + 1 == at {
            die();
        }
        false
    }))
}

fn chosen(text: &str) -> Option<(Moment, u64)> {
    let (moment, at) = text.split_once(':')?;
    let moment = match moment {
        "before" => Moment::Before,
        "after" => Moment::After,
        _ => return None,
    };
    Some((moment, at.parse().ok()?))
}

/// A real kill, by the shell's own `kill`: no destructor runs and nothing is flushed. This thread goes no further.
fn die() {
    let pid = std::process::id().to_string();
    drop(std::process::Command::new("sh").args(["-c", "kill -9 \"$0\"", &pid]).status());
    std::process::abort();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_chosen_by_its_word_and_count() {
        assert_eq!(chosen("before:3"), Some((Moment::Before, 3)));
        assert_eq!(chosen("after:1"), Some((Moment::After, 1)));
        assert_eq!(chosen("later:1"), None);
        assert_eq!(chosen("before"), None);
    }
}
