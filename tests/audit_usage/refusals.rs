//! What cannot be read ends with 2, and says what to do instead.

use crate::program::Run;
use crate::{LAST, command, metrics, two_flags, with_metrics};
use std::fs::File;

/// What is said of a source that is refused.
fn refused(run: &Run) -> &str {
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    &run.err
}

#[test]
fn a_file_that_tells_of_no_flag_is_refused_by_its_name() {
    for (text, said) in [
        (String::new(), "there is no metric in it"),
        ("up 1\n".into(), "there is neither ffctl_flag_last_evaluation_timestamp_seconds nor"),
        ("up 1\n<html>\u{1b}[2J\n".into(), "line 2: no metric begins here: \"<html>\\u{1b}[2J\""),
        (format!("{LAST}{{flag=\"a\"}} 3600\n"), "line 1: "),
        (r#"{"status":"error","error":"parse error"}"#.into(), "Prometheus could not answer: parse error"),
        (r#"{"status":"success","data":{"resultType":"matrix","result":[]}}"#.into(), "the answer is a matrix"),
        ("{".repeat(100_000), "no answer of Prometheus"),
    ] {
        let run = Run::of(command(&with_metrics(&text), &["metrics.txt"], &[]));
        let error = refused(&run);
        assert!(error.starts_with("error: metrics.txt does not tell when flags were evaluated: "), "{error}");
        assert!(error.contains(said) && error.contains("help: ") && !error.contains('\u{1b}'), "{said}\n{error}");
    }
}

#[test]
fn one_source_that_cannot_be_read_spoils_all() {
    let sandbox = with_metrics(&metrics());
    let run = Run::of(command(&sandbox, &["metrics.txt", "metrcs.txt"], &[]));
    assert!(refused(&run).starts_with("error: cannot read metrcs.txt: "), "{run:?}");
    let run = Run::of(command(&sandbox, &["flags"], &[]));
    assert!(refused(&run).starts_with("error: cannot read flags: "), "{run:?}");
    let mut twice = command(&sandbox, &["-", "-"], &[]);
    twice.write_stdin(metrics());
    assert!(refused(&Run::of(twice)).contains("which can be read once"));
}

#[test]
fn what_is_no_text_or_too_much_is_refused() {
    let sandbox = two_flags();
    std::fs::write(sandbox.path("packed"), [0x1f, 0x8b, 0xff]).unwrap();
    let run = Run::of(command(&sandbox, &["packed"], &[]));
    assert_eq!(refused(&run), "error: packed is no text (UTF-8)\n");
    File::create(sandbox.path("huge")).unwrap().set_len((64 << 20) + 1).unwrap();
    let run = Run::of(command(&sandbox, &["huge"], &[]));
    assert_eq!(refused(&run), "error: huge is larger than 64 MiB\n");
}

#[test]
fn urls_of_other_kinds_are_refused_with_the_way_that_works() {
    let sandbox = two_flags();
    for (url, said, help) in [
        (
            "https://flags.example/metrics",
            "does not speak https",
            "`curl -sSf 'https://flags.example/metrics' | ffctl audit --usage -`",
        ),
        ("file:///etc/hosts", "knows no file://", "an http:// URL, a file, or -"),
        ("http://me:secret@localhost/metrics", "takes no password in a URL", "FFCTL_USAGE_TOKEN"),
        ("http://", "cannot read http://", ""),
    ] {
        let run = Run::of(command(&sandbox, &[url], &[]));
        let error = refused(&run);
        assert!(error.contains(said) && error.contains(help) && !error.contains("secret"), "{url}: {error}");
    }
}
