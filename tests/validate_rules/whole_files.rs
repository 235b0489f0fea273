//! The rules about files as a whole: their names, their bytes, and what links lead to.

use crate::program::{Run, Sandbox, flag};
use serde_json::{Value, json};

/// The rules that are shown here and not by a text with a mark.
pub(crate) const SHOWN: &[&str] =
    &["file-too-large", "not-utf8", "bad-key", "duplicate-flag", "case-collision", "unreadable-file", "symlink"];

const NONE: [Value; 0] = [];

/// Each diagnostic as file, rule, message and help. Those of whole files mark no place in them.
fn found(run: &Run) -> Vec<Value> {
    let document = run.json();
    let diagnostics = document["diagnostics"].as_array().expect("a list").iter();
    let whole = diagnostics.map(|found| {
        let [line, column, end_line, end_column, path] =
            ["line", "column", "endLine", "endColumn", "path"].map(|field| &found[field]);
        assert_eq!(json!([line, column, end_line, end_column, path]), json!([1, 1, 1, 1, null]), "{found}");
        assert_eq!(found["level"], "error");
        json!([found["file"], found["rule"], found["message"], found["help"]])
    });
    whole.collect()
}

fn validate(sandbox: &Sandbox) -> Vec<Value> {
    let run = sandbox.run(&["validate", "--format", "json"]);
    let found = found(&run);
    assert_eq!(run.code, i32::from(!found.is_empty()));
    found
}

/// A flags directory with a good flag at each of these paths.
fn flags_at(paths: &[&str]) -> Vec<Value> {
    let text = flag("");
    let files: Vec<(&str, &String)> = paths.iter().map(|&path| (path, &text)).collect();
    validate(&Sandbox::new(&files))
}

#[test]
fn the_name_of_a_file_is_a_key() {
    let longest = "k".repeat(128);
    assert_eq!(flags_at(&["a.yaml", "0.yml", "A_b-c.d.yaml", &format!("{longest}.yaml")]), NONE);
    let set = "(letters, digits, '.', '_' and '-' can)";
    for (path, message) in [
        ("-rf.yaml", "'-rf' is not a key: a key begins with a letter or a digit".to_owned()),
        ("_x.yml", "'_x' is not a key: a key begins with a letter or a digit".to_owned()),
        ("new checkout.yaml", format!("'new checkout' is not a key: ' ' cannot stand in a key {set}")),
        ("naïve.yaml", format!("'naïve' is not a key: 'ï' cannot stand in a key {set}")),
        ("segments/a+b.yaml", format!("'a+b' is not a key: '+' cannot stand in a key {set}")),
        (&format!("{longest}k.yaml"), format!("'{longest}k' is not a key: a key has at most 128 characters")),
    ] {
        let sandbox = Sandbox::new(&[(path, if path.starts_with("segments") { "users: []".into() } else { flag("") })]);
        assert_eq!(validate(&sandbox), [json!([format!("flags/{path}"), "bad-key", message, "rename the file"])]);
    }
}

#[test]
fn a_key_is_unique_in_the_whole_tree() {
    assert_eq!(flags_at(&["a/new.yaml", "b/newer.yaml", "segments.yaml"]), NONE);
    let help = "rename or remove one of the files";
    for (first, second) in [("a/new.yaml", "b/new.yaml"), ("new.yaml", "new.yml"), ("a.yaml", "z/a.yaml")] {
        let found = flags_at(&[first, second]);
        let [found] = &found[..] else { panic!("{first} {second}") };
        assert_eq!((&found[0], &found[1]), (&json!(format!("flags/{second}")), &json!("duplicate-flag")));
        assert!(found[2].as_str().unwrap().ends_with(&format!(" is in {first} already")), "{found}");
        assert_eq!(found[3], help);
    }
    let settings = Sandbox::new(&[("ffctl.yaml", "ramp: [1]"), ("ffctl.yml", "ramp: [1]")]);
    let message = "the settings are also in ffctl.yml";
    assert_eq!(validate(&settings), [json!(["flags/ffctl.yaml", "duplicate-flag", message, "remove one of them"])]);
}

#[test]
fn a_flag_and_a_segment_may_have_one_name() {
    let sandbox = Sandbox::new(&[("beta.yaml", flag("")), ("segments/beta.yaml", "users: []".to_owned())]);
    assert_eq!(validate(&sandbox), NONE);
}

/// Only where the disk tells upper from lower case can two such files be.
#[cfg(target_os = "linux")]
#[test]
fn no_two_keys_differ_only_by_case() {
    let message = "the flag 'beta' differs from 'Beta' in a/Beta.yaml only by case";
    let expected = [json!(["flags/b/beta.yaml", "case-collision", message, "rename one of the files"])];
    assert_eq!(flags_at(&["a/Beta.yaml", "b/beta.yaml"]), expected);

    let segments = Sandbox::new(&[("segments/qa.yaml", "users: []"), ("segments/QA.yaml", "users: []")]);
    let message = "the segment 'qa' differs from 'QA' in segments/QA.yaml only by case";
    let expected = [json!(["flags/segments/qa.yaml", "case-collision", message, "rename one of the files"])];
    assert_eq!(validate(&segments), expected);
}

#[test]
fn a_file_is_utf8_text() {
    let good = Sandbox::new(&[("bom.yaml", format!("\u{feff}{}", flag("ticket: Zoë")))]);
    assert_eq!(validate(&good), NONE);
    let latin1 = Sandbox::new(&[("latin1.yaml", b"description: d\nowner: Zo\xeb\n")]);
    assert_eq!(validate(&latin1), [json!(["flags/latin1.yaml", "not-utf8", "line 2 is not UTF-8 text", null])]);
}

#[test]
fn a_file_is_at_most_8_mib() {
    let padded = |size: usize| {
        let text = flag("");
        let padding = "#".repeat(size - text.len());
        Sandbox::new(&[("big.yaml", text + &padding)])
    };
    assert_eq!(validate(&padded(8 << 20)), NONE);
    assert_eq!(
        validate(&padded((8 << 20) + 1)),
        [json!(["flags/big.yaml", "file-too-large", "more than 8 MiB", null])]
    );
}

#[test]
fn segments_do_not_name_each_other_in_a_circle() {
    let naming = |name: &str| format!("if: {{segment: {name}}}\n");
    let segment = |name: &str, to: &str| (format!("segments/{name}.yaml"), naming(to));
    let files = [segment("a", "b"), segment("b", "c"), segment("c", "a"), segment("into", "a")];
    let files: Vec<(&str, &String)> = files.iter().map(|(path, text)| (path.as_str(), text)).collect();
    let document = Sandbox::new(&files).json(&["validate"]);
    let cycles: Vec<Value> = document["diagnostics"].as_array().unwrap().iter().map(|d| d["message"].clone()).collect();
    let cycle = |way: &str| json!(format!("the segment depends on itself: {way}"));
    assert_eq!(cycles, [cycle("a → b → c → a"), cycle("b → c → a → b"), cycle("c → a → b → c")]);
}

#[cfg(unix)]
mod on_unix {
    use super::{NONE, validate};
    use crate::program::{Sandbox, flag};
    use serde_json::{Value, json};
    use std::fs::create_dir;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    #[test]
    fn what_is_no_regular_file_is_not_read() {
        let sandbox = Sandbox::new(&[("good.yaml", flag(""))]);
        let _socket = UnixListener::bind(sandbox.path("flags/socket.yaml")).unwrap();
        let _other = UnixListener::bind(sandbox.path("flags/socket")).unwrap();
        let expected = [json!(["flags/socket.yaml", "unreadable-file", "not a regular file", null])];
        assert_eq!(validate(&sandbox), expected);
    }

    /// What `validate` finds where `flags/link.yaml` leads there, beside `flags/good/a.yaml`.
    fn linked(target: &str) -> Vec<Value> {
        let sandbox = Sandbox::new(&[("good/a.yaml", flag(""))]);
        std::fs::write(sandbox.path("outside.yaml"), flag("")).unwrap();
        symlink(target, sandbox.path("flags/link.yaml")).unwrap();
        validate(&sandbox)
    }

    #[test]
    fn a_symbolic_link_stays_inside_and_leads_somewhere() {
        assert_eq!(linked("good/a.yaml"), NONE, "a link to another flag is a flag by its own name");
        let problem = |message: &str| {
            let found = linked(message);
            let [found] = &found[..] else { panic!("{found:?}") };
            assert_eq!((&found[0], &found[1]), (&json!("flags/link.yaml"), &json!("symlink")));
            found[2].as_str().unwrap().to_owned()
        };
        for gone in ["nowhere.yaml", "link.yaml"] {
            assert!(problem(gone).starts_with("the symbolic link cannot be followed: "), "{gone}");
        }
        let outside = problem("../outside.yaml");
        assert!(outside.starts_with("the symbolic link leaves the flags directory: "), "{outside}");
        assert!(outside.ends_with("outside.yaml"), "{outside}");
    }

    #[test]
    fn a_link_to_a_folder_is_followed_once() {
        let sandbox = Sandbox::new(&[("team/a.yaml", flag(""))]);
        create_dir(sandbox.path("flags/circle")).unwrap();
        symlink("..", sandbox.path("flags/circle/back")).unwrap();
        let message = "the symbolic link leads back to a folder that is listed already";
        assert_eq!(validate(&sandbox), [json!(["flags/circle/back", "symlink", message, null])]);
    }
}
