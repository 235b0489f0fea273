//! What an edit does to a text, byte for byte, and what it refuses: the cases are the diffs in `cases/`.
//!
//! A case is its name, its edits (`set`, `append` or `remove`, a path, a value), and the document: its lines as they
//! stay (` `), go (`-`) and come (`+`), or, where it is refused, the line that the refusal names (`!`). What would not
//! be seen is written with a sign: `␍` a carriage return, `␉` a tab, `␤` an empty line, `∅` no final newline.

use super::super::resolve::resolve;
use super::*;
use crate::model::ScalarKind;

struct Case<'c> {
    name: &'c str,
    edits: Vec<Edit>,
    before: String,
    after: Result<String, (usize, &'c str)>,
}

fn cases(file: &str) -> Vec<Case<'_>> {
    file.trim_start_matches("== ").split("\n== ").map(case).collect()
}

fn case(text: &str) -> Case<'_> {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let name = lines.next().unwrap();
    let mut case = Case { name, edits: Vec::new(), before: String::new(), after: Ok(String::new()) };
    let (mut after, mut refused_line, mut edits) = (String::new(), 0, Vec::new());
    for line in lines {
        let (sign, rest) = line.split_at(1);
        if sign == "!" {
            refused_line = case.before.lines().count() + 1;
        }
        if matches!(sign, " " | "-" | "!") {
            case.before += &document_line(rest);
        }
        match sign {
            " " | "+" => after += &document_line(rest),
            "-" | "!" => {}
            _ => match line.strip_prefix("refused: ") {
                Some(message) => case.after = Err((refused_line, message)),
                None => edits.push(line),
            },
        }
    }
    case.edits = edits.into_iter().map(|line| an_edit_of(line, &case.before)).collect();
    case.after = case.after.map(|_| after);
    case
}

fn document_line(written: &str) -> String {
    let line = written.replace('␍', "\r").replace('␉', "\t").replace('␤', "").replace("⟨BOM⟩", "\u{feff}");
    line.strip_suffix('∅').map_or(format!("{line}\n"), str::to_owned)
}

/// An edit, or `put`, a path, and the path in the document that the value is taken from.
fn an_edit_of(line: &str, document: &str) -> Edit {
    match line.strip_prefix("put ").and_then(|paths| paths.split_once(' ')) {
        Some((to, from)) => Edit::Put { path: path(to), subtree: Subtree::of(document, &path(from)).unwrap() },
        None => an_edit(line),
    }
}

fn path(written: &str) -> Path {
    let step = |step: &'_ str| step.strip_prefix('[').and_then(|index| index.strip_suffix(']')?.parse().ok());
    written.split('/').fold(Path::root(), |path, written| match step(written) {
        Some(index) => path.index(index),
        None => path.key(written),
    })
}

fn an_edit(line: &str) -> Edit {
    let (verb, rest) = line.split_once(' ').unwrap();
    let (at, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let path = path(at);
    match verb {
        "set" => Edit::Set { path, value: scalar(value) },
        "append" => Edit::Append { path, value: scalar(value) },
        "remove" => Edit::Remove { path },
        _ => panic!("{line}"),
    }
}

/// A text in the quotes of JSON, or what a plain scalar means.
fn scalar(written: &str) -> Scalar {
    match serde_json::from_str(written) {
        Ok(serde_json::Value::String(text)) => Scalar::text(text),
        _ => Scalar { text: written.to_owned(), kind: resolve(written).unwrap_or(ScalarKind::Text) },
    }
}

fn hold(file: &str) {
    let cases = cases(file);
    assert!(cases.len() >= 5);
    let wrong = cases.iter().filter_map(|case| {
        let edited = edit(&case.before, &case.edits, flag_key_order);
        let is_right = match (&edited, &case.after) {
            (Ok(edited), Ok(after)) => edited == after,
            (Err(refusal), Err((line, message))) => refusal.line == *line && refusal.message.contains(message),
            _ => false,
        };
        (!is_right).then(|| format!("{}\n  has {edited:?}\n  not {:?}", case.name, case.after))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n"), "");
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    hold(include_str!("cases/replace.txt"));
}

#[test]
fn a_missing_key_is_written_beside_its_neighbours() {
    hold(include_str!("cases/insert.txt"));
}

#[test]
fn a_missing_mapping_is_written_with_the_documents_own_indent() {
    hold(include_str!("cases/nest.txt"));
}

#[test]
fn a_missing_key_is_written_between_braces() {
    hold(include_str!("cases/braces.txt"));
}

#[test]
fn what_is_removed_goes_with_its_lines() {
    hold(include_str!("cases/remove.txt"));
}

#[test]
fn an_item_is_added_at_the_end_of_its_list() {
    hold(include_str!("cases/append.txt"));
}

#[test]
fn a_mapping_or_list_is_copied_with_its_comments_and_indented_for_its_place() {
    hold(include_str!("cases/put.txt"));
}

#[test]
fn what_is_tied_to_another_place_is_not_copied() {
    for (text, line, message) in [
        ("a: 1\nb: &x [y]\n", 2, "an anchor cannot be copied"),
        ("a: &x [y]\nb: [*x]\n", 2, "an alias cannot be copied"),
        ("a: &x {y: 1}\nb:\n  <<: *x\n", 3, "a merge key cannot be copied"),
        ("a: 1\nb: text\n", 2, "`b` is the text \"text\""),
        ("a: 1\n", 1, "there is no `b`"),
        ("b: [1\n", 1, ""),
    ] {
        let refusal = Subtree::of(text, &path("b")).unwrap_err();
        assert!(refusal.message.starts_with(message), "{text}: {refusal:?}");
        assert_eq!(refusal.line, line, "{text}: {refusal:?}");
    }
}

#[test]
fn what_cannot_be_edited_safely_is_refused_with_its_line() {
    hold(include_str!("cases/refuse.txt"));
}

#[test]
fn a_refusal_names_the_line_of_the_text_as_it_was() {
    let before = "enabled: true\n\noverrides:\n  a: &a [x]\n  b: *a\n";
    let edits = ["set rollout 10", "remove enabled", "append tags t", "append overrides/b y"].map(an_edit);
    let refusal = edit(before, &edits, flag_key_order).unwrap_err();
    assert_eq!((refusal.line, refusal.message.as_str()), (5, "`b` is an alias"));
}

#[test]
fn what_was_set_reads_back_as_the_flag() {
    let before = include_str!("../../../flags/checkout/new-checkout.yaml");
    let edits = ["set environments/production/rollout 25", "set environments/development/enabled false"].map(an_edit);
    let edited = edit(before, &edits, flag_key_order).unwrap();
    let flag = super::super::read_flag("new-checkout", &edited).valid().unwrap();
    let production = flag.targeting(Some("production"));
    assert_eq!(production.clause.rollout, Some("25".parse().unwrap()));
    assert!(!flag.targeting(Some("development")).enabled);
}
