//! How far a long command is, and how long its phases took.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::Terminal;
use crate::language::Language;

/// From when on a command counts as long.
const LONG: Duration = Duration::from_millis(700);

/// Says on a terminal how many pages are written; says nothing where nobody reads, nor of short work.
pub(super) struct Progress {
    all: usize,
    done: AtomicUsize,
    began: Instant,
    terminal: Terminal,
    shown: bool,
}

impl Progress {
    pub(super) fn new(all: usize, terminal: Terminal) -> Self {
        Self { all, done: AtomicUsize::new(0), began: Instant::now(), terminal, shown: terminal.shows_progress() }
    }

    /// One page more. Every hundredth is looked at, so that telling costs nothing.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.shown && done.is_multiple_of(100) && self.began.elapsed() > LONG {
            let words = match self.terminal.language {
                Language::Fr => format!("{done} pages sur {}", self.all),
                Language::En => format!("{done} of {} pages", self.all),
            };
            self.terminal.over(&words);
        }
    }

    /// Takes the line away again.
    pub(super) fn clear(&self) {
        if self.shown && self.began.elapsed() > LONG {
            self.terminal.over("");
        }
    }
}

/// The phases of a command, each with the time it took.
pub(super) struct Phases {
    last: Instant,
    done: Vec<(&'static str, &'static str, Duration)>,
}

impl Phases {
    pub(super) fn begin() -> Self {
        Self { last: Instant::now(), done: Vec::new() }
    }

    /// Ends the phase under way, which has a French and an English name.
    pub(super) fn end(&mut self, fr: &'static str, en: &'static str) {
        let now = Instant::now();
        self.done.push((fr, en, now - self.last));
        self.last = now;
    }

    /// Prints them, where that was asked.
    pub(super) fn tell(&self, asked: bool, terminal: Terminal) {
        for (fr, en, took) in self.done.iter().filter(|_| asked) {
            let time = took.as_micros();
            let (ms, rest) = (time / 1000, time % 1000 / 100);
            terminal.say(&format!("{ms:>7},{rest} ms  {fr}"), &format!("{ms:>7}.{rest} ms  {en}"));
        }
    }
}
