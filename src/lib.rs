//! Feature flags that live in your repository.

pub mod check;
pub mod evaluate;
pub mod model;
pub mod yaml;
