//! Where contexts come from: a file or standard input, packed by gzip or not.

use anyhow::{Context as _, Result};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An input, ready to be read.
pub struct Input {
    /// The unpacked bytes.
    pub source: Box<dyn Read + Send>,
    /// How much was read.
    pub meter: Meter,
}

/// Tells how much of an input was read while somebody else reads it.
#[derive(Clone, Debug)]
pub struct Meter {
    /// The bytes there are, packed as they are; `None` for a pipe.
    pub size: Option<u64>,
    read: Arc<AtomicU64>,
}

impl Meter {
    /// The bytes read so far, packed as they are.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

impl Input {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// Where it cannot be opened, or its first bytes cannot be read.
    pub fn open(path: &str) -> Result<Input> {
        if path == "-" {
            return Input::of(io::stdin(), None).context("cannot read standard input");
        }
        let cannot = || format!("cannot read {path}");
        let file = File::open(path).with_context(cannot)?;
        let metadata = file.metadata().with_context(cannot)?;
        anyhow::ensure!(!metadata.is_dir(), "cannot read {path}: it is a directory");
        Input::of(file, metadata.is_file().then_some(metadata.len())).with_context(cannot)
    }

    /// Unpacks what begins like gzip, whatever its name.
    fn of(source: impl Read + Send + 'static, size: Option<u64>) -> io::Result<Input> {
        const GZIP: [u8; 2] = [0x1f, 0x8b];
        let read = Arc::new(AtomicU64::new(0));
        let mut source = Metered { source, read: Arc::clone(&read) };
        let mut start = Vec::new();
        source.by_ref().take(GZIP.len() as u64).read_to_end(&mut start)?;
        let is_packed = start == GZIP;
        let whole = Cursor::new(start).chain(source);
        let source: Box<dyn Read + Send> =
            if is_packed { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) };
        Ok(Input { source, meter: Meter { size, read } })
    }
}

struct Metered<R> {
    source: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
