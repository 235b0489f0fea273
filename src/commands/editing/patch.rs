//! Patches that `git apply` takes.

use super::FileText;

/// The unified diff from one version of a file to another, which may be missing or have another name.
pub(in super::super) fn patch(before: Option<&FileText>, after: Option<&FileText>) -> String {
    let text = |file: Option<&FileText>| file.map_or(String::new(), |file| file.text.clone());
    let (old, new) = (text(before), text(after));
    let name = |side: &str, file: Option<&FileText>| {
        file.map_or("/dev/null".to_owned(), |file| format!("{side}/{}", file.path))
    };
    let diff = similar::TextDiff::from_lines(&old, &new);
    let mut unified = diff.unified_diff();
    let body = unified.context_radius(3).header(&name("a", before), &name("b", after)).to_string();
    header(before, after) + &body
}

/// What git says above a file that comes, goes or moves; `patch` passes over it.
fn header(before: Option<&FileText>, after: Option<&FileText>) -> String {
    match (before, after) {
        (Some(from), Some(to)) if from.path != to.path => {
            let (from, to) = (&from.path, &to.path);
            format!("diff --git a/{from} b/{to}\nrename from {from}\nrename to {to}\n")
        }
        (None, Some(new)) => format!("diff --git a/{0} b/{0}\nnew file mode 100644\n", new.path),
        (Some(old), None) => format!("diff --git a/{0} b/{0}\ndeleted file mode 100644\n", old.path),
        _ => String::new(),
    }
}
