//! Versions, read leniently and ordered by SemVer precedence.

use semver::{BuildMetadata, Prerelease, Version};

/// Reads a version: a leading `v` and missing minor or patch numbers are accepted, build metadata is dropped.
///
/// Precedence is that of <https://semver.org/#spec-item-11>, which the `semver` crate implements.
///
/// ```
/// use ffctl::model::parse_version;
/// assert!(parse_version("v2") < parse_version("2.10"));
/// assert!(parse_version("3.0.0-beta.2") < parse_version("3.0.0-beta.11"));
/// assert_eq!(parse_version("3.0.0+b7"), parse_version("3"));
/// ```
pub fn parse_version(text: &str) -> Option<Version> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let (text, build) = split(text, '+');
    let (numbers, pre) = split(text, '-');
    BuildMetadata::new(build.unwrap_or("0")).ok().filter(|build| !build.is_empty())?;
    let pre = match pre {
        Some(pre) => Prerelease::new(pre).ok().filter(|pre| !pre.is_empty())?,
        None => Prerelease::EMPTY,
    };
    let mut parts = numbers.split('.');
    let major = number(parts.next()?)?;
    let minor = parts.next().map_or(Some(0), number)?;
    let patch = parts.next().map_or(Some(0), number)?;
    parts.next().is_none().then_some(Version { major, minor, patch, pre, build: BuildMetadata::EMPTY })
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lenient_forms_are_read_and_nonsense_is_not() {
        for good in ["1", "v1", "V1.2", "1.2.3", "1.2.3-rc.1", "1.2-rc", "1.2.3+build.5", "0.0.0"] {
            assert!(parse_version(good).is_some(), "{good}");
        }
        for bad in ["", "v", "x", "1.", ".1", "1.2.3.4", "1.02", "1.2.3-", "1.2.3+", "1.2.3-a_b", "-1", "1 ", "vv1"] {
            assert_eq!(parse_version(bad), None, "{bad}");
        }
    }
}
