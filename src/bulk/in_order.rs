//! Work on all cores whose results come in the order of what was worked on.

use anyhow::Result;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{JoinHandle, spawn};

/// How many blocks, or results, wait before and behind each worker.
const WAITING: usize = 2;

/// The results, in order.
///
/// Blocks are dealt to the workers in turn, like cards, and results are taken from them in the same turn: so they are in
/// order without being sorted. Dropping this ends the work, without waiting for an input that has nothing to say.
pub struct InOrder<T> {
    results: Vec<Receiver<io::Result<T>>>,
    turn: usize,
    /// The workers, then who deals.
    threads: Vec<JoinHandle<()>>,
}

/// Works on each block, on as many threads as rayon has (`RAYON_NUM_THREADS`, else one a core). An error ends the input.
pub fn in_order<B, T, W>(blocks: impl Iterator<Item = io::Result<B>> + Send + 'static, work: W) -> InOrder<T>
where
    B: Send + 'static,
    T: Send + 'static,
    W: Fn(B) -> T + Send + Sync + 'static,
{
    let work = Arc::new(work);
    let (mut hands, mut results, mut threads) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rayon::current_num_threads() {
        let (hand, dealt) = sync_channel(WAITING);
        let (done, result) = sync_channel(WAITING);
        let work = Arc::clone(&work);
        threads.push(spawn(move || work_off(&dealt, &done, &*work)));
        hands.push(hand);
        results.push(result);
    }
    threads.push(spawn(move || deal(blocks, &hands)));
    InOrder { results, turn: 0, threads }
}

/// Deals until the input ends or nobody takes any more.
fn deal<B>(blocks: impl Iterator<Item = io::Result<B>>, hands: &[SyncSender<io::Result<B>>]) {
    for (block, hand) in blocks.zip(hands.iter().cycle()) {
        let is_last = block.is_err();
        if hand.send(block).is_err() || is_last {
            return;
        }
    }
}

fn work_off<B, T>(dealt: &Receiver<io::Result<B>>, done: &SyncSender<io::Result<T>>, work: &dyn Fn(B) -> T) {
    for block in dealt {
        if done.send(block.map(work)).is_err() {
            return;
        }
    }
}

impl<T> Iterator for InOrder<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        let turn = self.turn;
        self.turn += 1;
        match self.results.get(turn % self.results.len().max(1))?.recv() {
            Ok(result) => Some(result.map_err(Into::into)),
            // Whoever was next has nothing more, so nobody has: but for a thread that broke down.
            Err(_) => self.end().err().map(Err),
        }
    }
}

impl<T> InOrder<T> {
    /// Ends the work. The workers are asked first: where one broke down, who deals may still wait for the input.
    fn end(&mut self) -> Result<()> {
        self.results.clear();
        let broken = self.threads.drain(..).any(|thread| thread.join().is_err());
        anyhow::ensure!(!broken, "a worker broke down: please report this as a bug");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        let blocks = (0..500u64).map(Ok);
        let slow = |n: u64| {
            std::thread::sleep(Duration::from_micros(n * 7919 % 300));
            n
        };
        let results: Vec<u64> = in_order(blocks, slow).collect::<Result<_>>().unwrap();
        assert!(results.into_iter().eq(0..500));
    }

    #[test]
    fn an_error_ends_them_where_it_happened() {
        let blocks = (0..10).map(|n| if n == 7 { Err(io::Error::other("broken")) } else { Ok(n) });
        let results: Vec<Result<i32>> = in_order(blocks, |n| n).collect();
        assert_eq!(results.len(), 8);
        assert!(results[..7].iter().all(Result::is_ok) && results[7].is_err());
    }

    #[test]
    fn a_worker_that_breaks_down_is_an_error_and_no_end() {
        let endless = (0..).map(Ok);
        let results: Vec<Result<i32>> = in_order(endless, |n| if n == 3 { panic!("on purpose") } else { n }).collect();
        assert_eq!(results.len(), 4);
        assert!(results[3].is_err());
    }

    #[test]
    fn what_is_under_way_is_bounded_while_nobody_asks() {
        let taken = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&taken);
        let endless = std::iter::repeat_with(move || Ok(count.fetch_add(1, std::sync::atomic::Ordering::SeqCst)));
        let mut results = in_order(endless, |n| n);
        for expected in 0..50 {
            assert_eq!(results.next().unwrap().unwrap(), expected);
        }
        std::thread::sleep(Duration::from_millis(50));
        let bound = 50 + (2 * WAITING + 1) * rayon::current_num_threads() + 1;
        assert!(taken.load(std::sync::atomic::Ordering::SeqCst) <= bound);
    }
}
