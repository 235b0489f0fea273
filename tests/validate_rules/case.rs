//! A rule of `validate` shown by two small files: one that breaks it, and its nearest good sibling.

// Each test file uses a part of it.
#![allow(dead_code)]

use crate::program::{HEAD, Run, Sandbox};
use ffctl::check::Rule;
use serde_json::{Value, json};

/// A rule, a file that breaks it with the mark of the diagnostic in it, the same file mended, and what is said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// The rule's name.
    pub(crate) rule: &'static str,
    /// The file, from the flags directory.
    pub(crate) file: &'static str,
    /// What goes before its text: the required fields of a flag, say.
    pub(crate) head: &'static str,
    /// What breaks the rule; `«` and `»` enclose what is to be marked. Without them it is the file as a whole.
    pub(crate) broken: &'static str,
    /// The same, and nothing wrong with it.
    pub(crate) good: &'static str,
    /// The message.
    pub(crate) message: &'static str,
    /// How to mend it; empty for none.
    pub(crate) help: &'static str,
    /// The other files of the directory.
    pub(crate) beside: &'static [(&'static str, &'static str)],
}

/// A case of the file `flag.yaml`, after the required fields.
pub(crate) const fn flag(
    rule: &'static str,
    broken: &'static str,
    good: &'static str,
    message: &'static str,
    help: &'static str,
) -> Case {
    Case { rule, file: "flag.yaml", head: HEAD, broken, good, message, help, beside: &[] }
}

/// A case of a condition of `flag.yaml`.
pub(crate) const fn condition(
    rule: &'static str,
    broken: &'static str,
    good: &'static str,
    message: &'static str,
    help: &'static str,
) -> Case {
    const HEAD: &str = "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: true\n\
                        rollout: 0\nrules:\n- if: ";
    Case { head: HEAD, ..flag(rule, broken, good, message, help) }
}

/// A case of a whole file.
pub(crate) const fn file(
    rule: &'static str,
    file: &'static str,
    broken: &'static str,
    good: &'static str,
    message: &'static str,
    help: &'static str,
) -> Case {
    Case { head: "", file, ..flag(rule, broken, good, message, help) }
}

/// A case of the settings.
pub(crate) const fn settings(
    rule: &'static str,
    broken: &'static str,
    good: &'static str,
    message: &'static str,
    help: &'static str,
) -> Case {
    file(rule, "ffctl.yaml", broken, good, message, help)
}

impl Case {
    /// With other files beside it.
    pub(crate) const fn beside(self, beside: &'static [(&'static str, &'static str)]) -> Case {
        Case { beside, ..self }
    }

    /// The broken file is answered with this one diagnostic, the good one with none.
    pub(crate) fn hold(&self, rules: &[Rule]) {
        let rule = rules.iter().find(|rule| rule.name == self.rule).unwrap_or_else(|| panic!("no rule {}", self.rule));
        let run = self.validate(&self.broken.replace(['«', '»'], ""));
        let [start, end] = self.marked();
        let expected = json!([{
            "file": format!("flags/{}", self.file), "rule": rule.name, "level": rule.level.name(),
            "line": start.0, "column": start.1, "endLine": end.0, "endColumn": end.1,
            "message": self.message, "help": (!self.help.is_empty()).then_some(self.help),
        }]);
        assert_eq!(without_paths(run.json()), expected, "{self:#?}");
        assert_eq!(run.code, 1, "{self:#?}");

        let run = self.validate(self.good);
        assert_eq!(run.json()["diagnostics"], json!([]), "the good sibling of {self:#?}");
        assert_eq!(run.code, 0, "{self:#?}");
    }

    pub(crate) fn text(&self, text: &str) -> String {
        format!("{}{}\n", self.head, text.trim_start_matches('\n'))
    }

    fn validate(&self, text: &str) -> Run {
        let sandbox = Sandbox::new(self.beside);
        sandbox.write(self.file, self.text(text));
        sandbox.run(&["validate", "--deny", "warning", "--format", "json"])
    }

    /// Line and column of the mark's ends.
    fn marked(&self) -> [(usize, usize); 2] {
        let text = self.text(self.broken);
        let position = |mark: char| {
            let before = text.split_once(mark).map_or("", |(before, _)| before).replace('«', "");
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
        };
        ['«', '»'].map(position)
    }
}

/// The diagnostics of a document without `path`, which repeats where they are.
fn without_paths(mut document: Value) -> Value {
    let diagnostics = document["diagnostics"].take();
    let bare = |mut diagnostic: Value| {
        diagnostic.as_object_mut().and_then(|fields| fields.remove("path")).expect("a path, or null");
        diagnostic
    };
    diagnostics.as_array().expect("a list").iter().cloned().map(bare).collect()
}
