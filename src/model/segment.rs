//! Reusable audiences.

use super::Condition;
use std::collections::BTreeMap;

/// An audience: those for whom a condition holds, and those who are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The file's stem.
    pub name: String,
    /// Who they are.
    pub description: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Members are those for whom it holds.
    pub condition: Option<Condition>,
    /// These user ids are members too.
    pub users: Vec<String>,
}

impl Segment {
    /// The segments that this one names, as often as it names them.
    pub fn references(&self) -> Vec<&str> {
        self.condition.as_ref().map(Condition::segments).unwrap_or_default()
    }
}

/// The shortest way from a segment back to itself (`a`, `b`, `a`), or `None` where it is in no cycle.
pub fn segment_cycle<'a>(start: &'a str, segments: &'a BTreeMap<String, Segment>) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(name) = queue.pop_front() {
        for next in segments.get(name).map(Segment::references).unwrap_or_default() {
            if next == start {
                return Some(path_back(start, name, &came_from));
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, name);
                queue.push_back(next);
            }
        }
    }
    None
}

fn path_back<'a>(start: &'a str, last: &'a str, came_from: &BTreeMap<&'a str, &'a str>) -> Vec<&'a str> {
    let mut path = vec![start];
    let mut at = last;
    while at != start {
        path.push(at);
        at = came_from.get(at).copied().unwrap_or(start);
    }
    path.push(start);
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(edges: &[(&str, &[&str])]) -> BTreeMap<String, Segment> {
        let segment = |name: &str, to: &[&str]| Segment {
            name: name.into(),
            description: None,
            owner: None,
            condition: Some(Condition::All(to.iter().map(|&to| Condition::Segment(to.into())).collect())),
            users: vec![],
        };
        edges.iter().map(|(name, to)| ((*name).to_owned(), segment(name, to))).collect()
    }

    #[test]
    fn a_cycle_is_told_from_a_diamond_and_from_what_leads_into_a_cycle() {
        let tree = segments(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &["missing"])]);
        assert!(tree.keys().all(|name| segment_cycle(name, &tree).is_none()));

        let tree = segments(&[("in", &["a"]), ("a", &["b"]), ("b", &["c"]), ("c", &["a"]), ("self", &["self"])]);
        assert_eq!(segment_cycle("a", &tree), Some(vec!["a", "b", "c", "a"]));
        assert_eq!(segment_cycle("in", &tree), None);
        assert_eq!(segment_cycle("self", &tree), Some(vec!["self", "self"]));
    }
}
