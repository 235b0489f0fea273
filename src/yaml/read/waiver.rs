//! What a flag is excused from.

use super::cursor::Cursor;
use crate::model::Waiver;

pub(in crate::yaml) const WAIVER_FIELDS: &[&str] = &["rule", "until", "reason"];

pub(super) fn waiver(cursor: &Cursor<'_>) -> Option<Waiver> {
    let fields = cursor.fields(WAIVER_FIELDS)?;
    let rule = fields.require("rule", "name the rule of the audit that the flag is excused from");
    let until = fields.require("until", "write the first day on which it no longer holds, YYYY-MM-DD");
    let reason = fields.require("reason", "say why the rule does not matter here for now");
    Some(Waiver { rule: rule?.text()?, until: until?.date()?, reason: reason?.filled_text()? })
}
