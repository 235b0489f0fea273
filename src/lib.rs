//! Feature flags that live in your repository.

pub mod model;
