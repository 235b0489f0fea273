//! `unknown-variant`: only variants that the flag has can be served or expected.

use super::places::variant_mentions;
use super::{Rule, Scope};
use crate::model::{Diagnostic, Flag, Level, Path, hint};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "unknown-variant",
    level: Level::Error,
    about: "`fallback`, `serve`, `split`, `overrides` and tests name variants of the flag",
}];

pub(super) fn check(flag: &Flag, _: Scope<'_>) -> Vec<Diagnostic> {
    let mut mentions = variant_mentions(flag);
    let tests = flag.tests.iter().enumerate();
    mentions.extend(tests.map(|(i, test)| (Path::root().key("tests").index(i).key("expect"), &test.expect, false)));
    // Without a single variant, reading the file has complained of that.
    let any = !flag.variants.list.is_empty();
    let unknown = mentions.into_iter().filter(|(_, name, _)| any && flag.variants.value(name).is_none());
    unknown
        .map(|(path, name, is_key)| {
            let diagnostic = Diagnostic::error("unknown-variant", path, format!("unknown variant '{name}'"))
                .help(hint(&name.0, flag.variants.names()));
            if is_key { diagnostic.at_key() } else { diagnostic }
        })
        .collect()
}
