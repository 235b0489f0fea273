//! What numbers say and what they leave open: intervals, tests, corrections and sample sizes. Nothing here knows of
//! flags.
//!
//! Every figure is a function of counts or moments. Where a question has no answer (an empty sample, a rate of nobody)
//! it is `None`, and never a number that only looks like one.
//!
//! ```
//! use ffctl::statistics::{Proportion, compare_proportions};
//! let (control, treated) = (Proportion::new(100, 1000), Proportion::new(130, 1000));
//! let compared = compare_proportions(control, treated, 0.95).ok_or("empty")?;
//! assert!(compared.difference.contains(0.03) && compared.p_value.is_some_and(|p| p < 0.05));
//! # Ok::<(), &str>(())
//! ```

mod compared;
mod distribution;
mod goodness_of_fit;
mod holm;
mod interval;
mod mean;
mod proportion;
mod sample_size;

pub use compared::Compared;
pub use distribution::{chi_squared_tail, normal_quantile, normal_two_sided, t_quantile, t_two_sided};
pub use goodness_of_fit::{GoodnessOfFit, goodness_of_fit};
pub use holm::holm;
pub use interval::Interval;
pub use mean::{Sample, compare_means};
pub use proportion::{Proportion, compare_proportions};
pub use sample_size::{Rates, TestDesign, mean_sample_size, proportion_sample_size};
