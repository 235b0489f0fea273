//! Feature flags that live in your repository.

pub mod model;
pub mod yaml;
