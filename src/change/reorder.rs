//! What moved in a list.

/// The fewest numbers to take out so that the rest rises; the numbers differ from each other.
///
/// Given the old places of a list's entries in their new order, these are the entries that moved.
pub(super) fn moved(old_places: &[usize]) -> Vec<usize> {
    // For each entry, the length of the longest rising run that ends with it, and the entry before it there.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(old_places.len());
    for (i, place) in old_places.iter().enumerate() {
        let before = (0..i).filter(|&j| old_places[j] < *place).max_by_key(|&j| (runs[j].0, std::cmp::Reverse(j)));
        runs.push((before.map_or(1, |j| runs[j].0 + 1), before));
    }
    let mut stays = vec![false; old_places.len()];
    let mut at = (0..runs.len()).max_by_key(|&i| (runs[i].0, std::cmp::Reverse(i)));
    while let Some(i) = at {
        stays[i] = true;
        at = runs[i].1;
    }
    old_places.iter().zip(stays).filter(|(_, stays)| !stays).map(|(place, _)| *place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_possible_moved() {
        for (places, expected) in [
            (&[][..], &[][..]),
            (&[0, 1, 2], &[]),
            (&[2, 0, 1], &[2]),
            (&[1, 2, 0], &[0]),
            (&[0, 3, 1, 2, 4], &[3]),
            (&[5, 9], &[]),
        ] {
            assert_eq!(moved(places), expected, "{places:?}");
        }
        assert_eq!(moved(&[3, 2, 1, 0]).len(), 3);
    }
}
