//! Who asks: a context, and the id in it.

use crate::model::Context;

/// A context whose user id was looked up once, for overrides, segments and draws alike.
#[derive(Clone, Copy)]
pub(super) struct Asker<'a> {
    /// The attributes.
    pub(super) context: &'a Context,
    /// The user's id, where there is one that can be used.
    pub(super) user_id: Option<&'a str>,
}
