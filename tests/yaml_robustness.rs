//! No text makes the reader, the locator or the editor panic; and what the editor gives back can be read again.

use ffctl::model::{Location, Part, Path, Scalar, ScalarKind};
use ffctl::yaml::{Edit, decode, edit, flag_key_order, locate, read_flag, read_segment, read_settings};
use proptest::prelude::*;

/// Pieces of flags and of YAML, which in any order come close to a document now and then.
const PIECES: &[&str] = &[
    "rollout",
    "enabled",
    "environments",
    "production",
    "rules",
    "if",
    "overrides",
    "true",
    "split",
    "tests",
    "variants",
    "tags",
    ":",
    ": ",
    ":\n",
    ",",
    ", ",
    "\n",
    "\r\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\r",
    "\t",
    " ",
    "  ",
    "- ",
    "-\n",
    "? ",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    "'",
    "\"",
    "|",
    "|\n",
    ">-\n",
    "|+\n\n",
    ">2\n",
    "#",
    " # x",
    "\n# x\n",
    "&a ",
    "*a",
    "*a ",
    "<<: ",
    "<<: *a\n",
    "!!str ",
    "!x ",
    "!!map",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\u{feff}",
    "é",
    "𝄞",
    "\u{2028}",
    "\u{85}",
    "\0",
    "10",
    "1e3",
    "null",
    "~",
    "a: 1\n",
    "b: {c: 1, d: [e]}\n",
    "rollout: 10\n",
    "\\",
    "\\u12",
    "=",
    "@",
    "`",
];

/// A document, of which some lines are left out.
const LINES: &[&str] = &[
    "# x",
    "---",
    "a: &a 1",
    "rollout: 10 # x",
    "enabled:",
    "tags: [a, b]",
    "tags: [",
    "  a, # x",
    "  b",
    "]",
    "",
    "b: |+",
    "  x",
    "",
    "rules:",
    "- if: {segment: a}",
    "  rollout: 5",
    "- if: *a",
    "-",
    "    # y",
    "environments: &e",
    "  production:",
    "    rollout: 10",
    "  # z",
    "  a: {rollout: 1,",
    "    enabled: true}",
    "  <<: *e",
    "  \"b\": ~",
    "? true",
    ": 'x'",
    "\tnew: 1",
    "...",
];

fn text() -> impl Strategy<Value = String> {
    let lines = (prop::sample::subsequence(LINES, 0..=6), prop::sample::select(&["\n", "\r\n"][..]));
    let lines = lines.prop_map(|(lines, newline)| lines.join(newline));
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => lines, 4 => pieces, 1 => any::<String>(), 1 => "[ -~\n]{0,60}"]
}

fn path() -> impl Strategy<Value = Path> {
    let key = prop::sample::select(
        &["rollout", "environments", "production", "rules", "true", "tags", "a", "b", "new", "null"][..],
    );
    let step = prop_oneof![3 => key.prop_map(Ok), 1 => (0..3usize).prop_map(Err)];
    prop::collection::vec(step, 0..4).prop_map(|steps| {
        steps.into_iter().fold(Path::root(), |path, step| match step {
            Ok(key) => path.key(key),
            Err(index) => path.index(index),
        })
    })
}

fn scalar() -> impl Strategy<Value = Scalar> {
    let kind = prop::sample::select(&[ScalarKind::Text, ScalarKind::Number, ScalarKind::Boolean][..]);
    (prop_oneof![Just("10".to_owned()), Just("false".to_owned()), text()], kind)
        .prop_map(|(text, kind)| Scalar { text, kind })
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (path(), scalar()).prop_map(|(path, value)| Edit::Set { path, value }),
        path().prop_map(|path| Edit::Remove { path }),
        (path(), scalar()).prop_map(|(path, value)| Edit::Append { path, value }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_or_complained_about(text in text()) {
        let flag = read_flag("key", &text);
        let segment = read_segment("name", &text);
        let settings = read_settings(&text);
        prop_assert!(flag.value.is_some() || !flag.diagnostics.is_empty());
        prop_assert!(segment.value.is_some() || !segment.diagnostics.is_empty());
        prop_assert!(settings.value.is_some() || !settings.diagnostics.is_empty());
        let diagnostics = flag.diagnostics.iter().chain(&segment.diagnostics).chain(&settings.diagnostics);
        for span in locate(&text, diagnostics.map(|diagnostic| &diagnostic.location)) {
            prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
        }
    }

    #[test]
    fn any_place_in_any_text_is_located(text in text(), path in path(), offset in 0..200usize) {
        let places = [Location::At(path.clone(), Part::Value), Location::At(path, Part::Key), Location::Offset(offset)];
        for span in locate(&text, &places) {
            prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
            prop_assert!(span.line >= 1 && span.column >= 1 && (span.line, span.column) <= (span.end_line, span.end_column));
        }
    }

    #[test]
    fn any_edit_of_any_text_is_made_or_refused(text in text(), edits in prop::collection::vec(any_edit(), 1..=2)) {
        match edit(&text, &edits, flag_key_order) {
            Ok(edited) => {
                let syntax_error = |text: &str| read_settings(text).diagnostics.iter().any(|d| d.rule.starts_with("yaml-"));
                prop_assert!(!syntax_error(&edited), "{:?}", edited);
            }
            Err(refusal) => prop_assert!((1..=text.split('\n').count()).contains(&refusal.line), "{refusal:?}"),
        }
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(text) = decode(&bytes) {
            prop_assert_eq!(text.as_bytes(), &bytes[..]);
            let _ = read_flag("key", text);
        }
    }
}
