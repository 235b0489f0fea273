//! Reads `git status --porcelain=v2 -z`.

/// Why a file is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// It differs from the last commit, or is not in it.
    Uncommitted,
    /// Git is told to leave it alone.
    Ignored,
}

/// The files that are not as they were committed, from the root.
pub(super) fn entries(printed: &[u8]) -> impl Iterator<Item = (Status, &[u8])> {
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
            let status = if record.first() == Some(&b'!') { Status::Ignored } else { Status::Uncommitted };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_record_gives_its_path_whole() {
        let printed = [
            "# branch.oid 0f1e",
            "1 .M N... 100644 100644 100644 6d08 6d08 flags/a b.yaml",
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
                (Status::Uncommitted, "flags/a b.yaml"),
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
