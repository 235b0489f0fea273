//! More cases in `tests`

use super::{EditError, FlagEdit};
use crate::model::{Flag, Path, TestCase};
use crate::yaml::{Edit, Subtree, write_cases};

/// Adds cases behind those that a flag has.
///
/// # Errors
/// Where its cases do not stand on lines of their own.
pub fn add_tests(flag: &Flag, text: &str, cases: &[TestCase]) -> Result<FlagEdit, EditError> {
    let mut after = flag.clone();
    after.tests.extend(cases.iter().cloned());
    if cases.is_empty() {
        return Ok(FlagEdit { after, text: Vec::new() });
    }
    let path = Path::root().key("tests");
    let more = Subtree::of(&format!("tests:\n{}", write_cases(cases)), &path)?;
    let subtree = if flag.tests.is_empty() {
        more
    } else {
        let by_hand = || EditError::new("the cases of this flag do not stand on lines of their own");
        let all = Subtree::of(text, &path)?.followed_by(more);
        all.ok_or_else(|| by_hand().help("paste what `ffctl test --suggest` prints by hand"))?
    };
    Ok(FlagEdit { after, text: vec![Edit::Put { path, subtree }] })
}
