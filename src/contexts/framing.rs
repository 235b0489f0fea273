//! Where one record ends and the next begins.

/// The longest line, in bytes: what has no end by then is given up, so that no input can fill the memory.
pub const LONGEST: usize = 16 << 20;

/// What divides records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Each line end.
    Lines,
    /// Each line end outside of quotes.
    Rows,
}

impl Framing {
    /// Just past the first record, where its end is there.
    pub fn first_end(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Framing::Lines => memchr::memchr(b'\n', bytes).map(|at| at + 1),
            Framing::Rows => row_ends(bytes).next(),
        }
    }

    /// Just past the last record whose end is there; `bytes` begin with a record.
    pub fn last_end(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Framing::Lines => memchr::memrchr(b'\n', bytes).map(|at| at + 1),
            Framing::Rows => row_ends(bytes).last(),
        }
    }

    /// Each record of `bytes` without its end, and the number of its first line, where `line` is the first of all.
    pub(super) fn records(self, bytes: &[u8], line: u64) -> impl Iterator<Item = (u64, &[u8])> {
        let (mut rest, mut line) = (bytes, line);
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (record, others) = rest.split_at(self.first_end(rest).unwrap_or(rest.len()));
            let number = line;
            line += match self {
                Framing::Lines => 1,
                Framing::Rows => lines_in(record),
            };
            rest = others;
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            Some((number, record.strip_suffix(b"\r").unwrap_or(record)))
        })
    }
}

/// How many lines end in `bytes`.
pub fn lines_in(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Just past each line end outside of quotes. A quote opens at the start of a cell alone; elsewhere it is a character.
fn row_ends(bytes: &[u8]) -> impl Iterator<Item = usize> {
    enum At {
        CellStart,
        Plain,
        Quoted,
        QuoteInQuoted,
    }
    let mut at = At::CellStart;
    bytes.iter().enumerate().filter_map(move |(i, byte)| {
        at = match (&at, byte) {
            (At::Quoted, b'"') => At::QuoteInQuoted,
            (At::Quoted, _) | (At::QuoteInQuoted | At::CellStart, b'"') => At::Quoted,
            (_, b',' | b'\n') => At::CellStart,
            _ => At::Plain,
        };
        (*byte == b'\n' && matches!(at, At::CellStart)).then_some(i + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_outside_of_quotes() {
        for (text, ends) in [
            ("a,b\nc,d\n", &[4, 8][..]),
            ("a,\"b\nc\",d\ne", &[10]),
            ("\"a\"\"\n\"\nb\n", &[7, 9]),
            ("5\" pipe\nb\n", &[8, 10]),
            ("\"open\nb\n", &[]),
            ("\r\n\n", &[2, 3]),
            ("a,\"\"\n", &[5]),
        ] {
            assert_eq!(row_ends(text.as_bytes()).collect::<Vec<_>>(), ends, "{text:?}");
        }
    }

    #[test]
    fn records_have_the_number_of_their_first_line() {
        let of = |framing: Framing, text: &'static str| framing.records(text.as_bytes(), 7).collect::<Vec<_>>();
        assert_eq!(of(Framing::Lines, "a\r\n\nb"), [(7, &b"a"[..]), (8, b""), (9, b"b")]);
        assert_eq!(of(Framing::Rows, "a,\"1\n2\"\nb\n"), [(7, &b"a,\"1\n2\""[..]), (9, b"b")]);
        assert_eq!(of(Framing::Rows, "\"1\n2"), [(7, &b"\"1\n2"[..])]);
    }
}
