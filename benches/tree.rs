//! What reading a directory costs in the library: all of it, and what one flag needs; with memory.
//!
//! `cargo bench --bench tree`; `max alloc` is the most that was held at one time.

mod common;

use common::{GeneratedTree, key};
use divan::{AllocProfiler, Bencher};
use ffctl::store::{Lookup, Source, load_flag, load_tree};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn validate_all(bencher: Bencher<'_, '_>, flags: usize) {
    let tree = GeneratedTree::new(flags);
    let source = Source::Directory(tree.root());
    bencher.bench(|| {
        let loaded = load_tree(&source).expect("a directory");
        assert_eq!((loaded.flags.len(), loaded.problems.len()), (flags, 0));
        loaded
    });
}

#[divan::bench(args = SIZES, sample_count = 100)]
fn load_one(bencher: Bencher<'_, '_>, flags: usize) {
    let tree = GeneratedTree::new(flags);
    let source = Source::Directory(tree.root());
    bencher.bench(|| {
        let lookup = load_flag(&source, &key(flags / 2)).expect("a directory");
        assert!(matches!(lookup, Lookup::Found(_)));
        lookup
    });
}
