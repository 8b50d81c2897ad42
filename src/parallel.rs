//! The same pure function over pieces of a slice, on every core.
//!
//! What comes back stands in the order of the slice, so no result depends on how many cores there
//! are or on which of them was faster.

use std::sync::atomic::{AtomicUsize, Ordering};

/// `work` of each piece of `size` items, the last one perhaps shorter, in the order of the pieces.
pub(crate) fn pieces<T: Sync, R: Send>(items: &[T], size: usize, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let pieces: Vec<&[T]> = items.chunks(size.max(1)).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(pieces.len());
    if workers < 2 {
        return pieces.into_iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(at) else { return done };
            done.push((at, work(piece)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..workers).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for thread in threads {
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        for (count, size) in [(0, 3), (1, 3), (3, 3), (1000, 7), (5, 0)] {
            let items: Vec<usize> = (0..count).collect();
            let doubled = pieces(&items, size, |piece| piece.iter().map(|item| item * 2).collect::<Vec<_>>());
            assert_eq!(doubled.concat(), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
