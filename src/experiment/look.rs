//! Whether it is too early to look.

use chrono::NaiveDate;

/// Why a look at so many users today is too early; `None` where it is not, or nothing says when it is time.
///
/// A planned size decides alone where there is one. Without one, the day on which the flag expires is the end.
pub fn early(users: u64, planned: Option<u64>, expires: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let why = match (planned, expires) {
        (Some(planned), _) if users < planned => format!("{users} of the {planned} planned users are there"),
        (None, Some(expires)) if today < expires => {
            let days = (expires - today).num_days();
            format!("the flag runs until {expires}, for {days} more day{}", if days == 1 { "" } else { "s" })
        }
        _ => return None,
    };
    Some(format!(
        "too early: {why}. A p-value holds for one look at an end that was fixed before; who looks again and again, and \
         stops at the first good one, finds differences that are not there"
    ))
}
