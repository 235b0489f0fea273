//! Several questions to one experiment: p-values that keep the chance of any false alarm at the level.

/// Holm's step-down correction, each p-value in its place. Never smaller than what it corrects, never above 1.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut corrected = vec![1.0; p_values.len()];
    let mut floor: f64 = 0.0;
    for (rank, index) in order.into_iter().enumerate() {
        let left = (p_values.len() - rank) as f64;
        floor = floor.max((p_values[index] * left).min(1.0));
        corrected[index] = floor;
    }
    corrected
}
