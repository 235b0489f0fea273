//! Feature flags that live in your repository.

pub mod audit;
pub mod check;
pub mod evaluate;
pub mod git;
pub mod model;
pub mod yaml;
