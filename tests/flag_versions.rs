//! A version of a flag's file that is read by the help of another says what it says when it is read alone.

use ffctl::yaml::FlagVersion;
use proptest::prelude::*;

/// Files that hold what makes one line depend on another: block texts, lists at their key's column, quotes and braces over
/// several lines, anchors, comments.
const FILES: &[&str] = &[
    include_str!("../flags/checkout/new-checkout.yaml"),
    include_str!("../flags/checkout/express-pay.yaml"),
    "description: a\nowner: b\ntype: ops\ncreated: 2026-11-01\nenabled: true\nrollout: 10\n",
    "# top\ndescription: |+\n  one\n\n  two\n\n# of nobody\nowner: 'b\n  c'\ntype: ops\ncreated: 2026-11-01\ntags:\n- a\n- \"b\n  d\"\n\nenabled: true\nrules:\n- if: {attribute: a,\n    operator: in, value: [1,\n    2]}\n  rollout: 5\nrollout: 10",
    "description: &d a\nowner: *d\ntype: ops\ncreated: 2026-11-01\nenabled: true\nrollout: 10\n",
    "description: a\r\nowner: b\r\ntype: ops\r\ncreated: 2026-11-01\r\nenabled: true\r\nenvironments:\r\n  x: &e\r\n    rollout: 3\r\n  y: *e\r\nrollout: 10\r\n",
    "{description: a, owner: b, type: ops, created: 2026-11-01,\nenabled: true, rollout: 10}\n",
    "---\ndescription: a\nowner: b\ntype: ops\ncreated: 2026-11-01\nenabled: true\nrollout: 10\n...\n",
];

/// Lines that somebody may put in, good and bad.
const LINES: &[&str] = &[
    "",
    "# a comment",
    "  # an indented one",
    "rollout: 25",
    "rollout: [",
    "ticket: X-1",
    "tags: [a, b]",
    "- c",
    "  - d",
    "  more",
    "more",
    "owner: 'open",
    "end'",
    "description: |",
    "  text",
    "description: >-",
    "salt: &s s",
    "ticket: *s",
    "<<: *s",
    "---",
    "...",
    "{",
    "]",
    "? x",
    "\tx",
    "enabled: false",
    "  rollout: 7",
    "    rollout: 8",
    "unknown: 1",
    "environments:",
    "  x:",
    "\"owner\": q",
    "created: 2026-13-01",
    "rollout:",
    "    - u-1",
    " # half",
];

#[derive(Clone, Debug)]
enum Change {
    Insert(usize, usize),
    Delete(usize),
    Repeat(usize),
    Swap(usize, usize),
    Digit(usize, u8),
    CutAt(usize),
    EndWithoutNewline,
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0usize..1000;
    prop_oneof![
        (at(), 0..LINES.len()).prop_map(|(at, line)| Change::Insert(at, line)),
        at().prop_map(Change::Delete),
        at().prop_map(Change::Repeat),
        (at(), at()).prop_map(|(a, b)| Change::Swap(a, b)),
        (at(), 0u8..10).prop_map(|(at, digit)| Change::Digit(at, digit)),
        at().prop_map(Change::CutAt),
        Just(Change::EndWithoutNewline),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let nth = |at: usize| at % lines.len().max(1);
    match *change {
        Change::Insert(at, line) => lines.insert(at % (lines.len() + 1), format!("{}\n", LINES[line])),
        Change::Delete(at) if !lines.is_empty() => drop(lines.remove(nth(at))),
        Change::Repeat(at) if !lines.is_empty() => lines.insert(nth(at), lines[nth(at)].clone()),
        Change::Swap(a, b) if !lines.is_empty() => {
            let (a, b) = (nth(a), nth(b));
            lines.swap(a, b);
        }
        Change::Digit(at, digit) => {
            let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
            if digits.is_empty() {
                return text.to_owned();
            }
            let at = digits[at % digits.len()];
            return format!("{}{digit}{}", &text[..at], &text[at + 1..]);
        }
        Change::CutAt(at) => {
            let at = text.floor_char_boundary(at % (text.len() + 1));
            return format!("{}\n", &text[..at]);
        }
        Change::EndWithoutNewline => return text.trim_end_matches(['\r', '\n']).to_owned(),
        _ => {}
    }
    lines.concat()
}

/// Reads each text by the help of the last good one, and alone.
fn reads_the_same(texts: impl Iterator<Item = String>) -> Result<(), TestCaseError> {
    let mut last: Option<FlagVersion> = None;
    for text in texts {
        let alone = FlagVersion::read("a", &text).map(|version| version.flag().clone());
        let helped = last.as_ref().map_or_else(|| FlagVersion::read("a", &text), |last| last.read_other(&text));
        prop_assert_eq!(
            &helped.as_ref().map(|version| version.flag().clone()),
            &alone.as_ref().map(Clone::clone),
            "{}",
            text
        );
        last = helped.ok().or(last);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn every_version_in_a_row_reads_as_it_does_alone(file in 0..FILES.len(), changes in prop::collection::vec(change(), 1..12)) {
        let mut text = FILES[file].to_owned();
        let texts: Vec<String> = std::iter::once(text.clone()).chain(changes.iter().map(|change| {
            text = changed(&text, change);
            text.clone()
        })).collect();
        reads_the_same(texts.into_iter())?;
    }

    #[test]
    fn every_version_of_a_file_that_is_mended_in_between_reads_as_it_does_alone(
        file in 0..FILES.len(), changes in prop::collection::vec(change(), 1..12)
    ) {
        let whole = FILES[file];
        let texts = changes.iter().flat_map(|change| [whole.to_owned(), changed(whole, change)]);
        reads_the_same(texts)?;
    }
}

#[test]
fn one_field_of_many_can_differ() {
    let text = FILES[0];
    let version = FlagVersion::read("a", text).unwrap();
    for (from, to) in [
        ("rollout: 10\n\nenvironments", "rollout: 11\n\nenvironments"),
        ("team\n", "crew\n"),
        ("expect: true", "expect: false"),
        ("[checkout]", "[checkout, a]"),
    ] {
        let text = text.replace(from, to);
        assert_ne!(text, FILES[0], "{from}");
        let other = version.read_other(&text).unwrap();
        assert_eq!(other.flag(), FlagVersion::read("a", &text).unwrap().flag(), "{to}");
        assert_ne!(other.flag(), version.flag(), "{to}");
    }
}
