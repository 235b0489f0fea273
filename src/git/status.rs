//! Reads `git status --porcelain=v2 -z`.

/// Why a file is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status<'a> {
    /// It is another one than in the last commit, or is not in it.
    Uncommitted,
    /// It is a file with other bytes than in the last commit.
    Edited {
        /// The object id of the bytes committed.
        committed: &'a str,
    },
    /// Git is told to leave it alone.
    Ignored,
}

/// The files that are not as they were committed, from the root.
pub(super) fn entries(printed: &[u8]) -> impl Iterator<Item = (Status<'_>, &[u8])> {
    let mut records = printed.split(|&byte| byte == 0);
    std::iter::from_fn(move || {
        loop {
            let record = records.next()?;
            let fields_before_path = match record.first() {
                Some(b'1') => 8,
                Some(b'2') => 9,
                Some(b'u') => 10,
                Some(b'?' | b'!') => 1,
                // The end, or a header.
                _ => continue,
            };
            let status = match record.first() {
                Some(b'!') => Status::Ignored,
                Some(b'1') => edited(record).unwrap_or(Status::Uncommitted),
                _ => Status::Uncommitted,
            };
            if record.first() == Some(&b'2') {
                // The name it had before follows in a record of its own.
                records.next();
            }
            if let Some(path) = record.splitn(fields_before_path + 1, |&byte| byte == b' ').nth(fields_before_path) {
                return Some((status, path));
            }
        }
    })
}

/// Reads `1 XY SUB MODE MODE MODE ID ID PATH` - in the last commit, in the next one, on disk - where it is a plain file in
/// all three.
fn edited(record: &[u8]) -> Option<Status<'_>> {
    let mut fields = record.splitn(9, |&byte| byte == b' ').skip(1);
    let states = fields.next()?;
    let mut modes = fields.by_ref().skip(1).take(3);
    let plain = states.iter().all(|state| b".M".contains(state)) && modes.all(|mode| mode.starts_with(b"100"));
    let committed = std::str::from_utf8(fields.next()?).ok()?;
    plain.then_some(Status::Edited { committed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_gives_its_path_whole() {
        let printed = [
            "# branch.oid 0f1e",
            "1 .M N... 100644 100644 100755 6d08 7e19 flags/a b.yaml",
            "1 MD N... 100644 100644 000000 6d08 6d08 flags/gone.yaml",
            "1 A. N... 000000 100644 100644 0000 6d08 flags/new.yaml",
            "1 .T N... 100644 100644 120000 6d08 6d08 flags/now a link.yaml",
            "1 .M N... 120000 120000 120000 6d08 6d08 flags/always a link.yaml",
            "2 R. N... 100644 100644 100644 6d08 6d08 R100 flags/new name.yaml",
            "? flags/its old name.yaml",
            "u UU N... 100644 100644 100644 100644 6d08 6d08 6d08 flags/both ways.yaml",
            "? flags/ü\n 2 lines.yaml",
            "! flags/left alone.yaml",
            "",
        ]
        .join("\0");
        let found: Vec<_> =
            entries(printed.as_bytes()).map(|(status, path)| (status, std::str::from_utf8(path).unwrap())).collect();
        assert_eq!(
            found,
            [
                (Status::Edited { committed: "6d08" }, "flags/a b.yaml"),
                (Status::Uncommitted, "flags/gone.yaml"),
                (Status::Uncommitted, "flags/new.yaml"),
                (Status::Uncommitted, "flags/now a link.yaml"),
                (Status::Uncommitted, "flags/always a link.yaml"),
                (Status::Uncommitted, "flags/new name.yaml"),
                (Status::Uncommitted, "flags/both ways.yaml"),
                (Status::Uncommitted, "flags/ü\n 2 lines.yaml"),
                (Status::Ignored, "flags/left alone.yaml"),
            ]
        );
    }

    #[test]
    fn nothing_printed_is_nothing_changed() {
        assert_eq!(entries(b"").count(), 0);
        assert_eq!(entries(b"1 .M N...\0").count(), 0, "a record that is cut off");
    }
}
