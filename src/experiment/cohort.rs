//! Who saw what, and what they did afterwards.

use crate::statistics::Sample;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The users of an experiment. Memory grows with them, not with what they do.
#[derive(Debug, Default)]
pub struct Cohort {
    index: HashMap<String, usize>,
    /// In the order met, so that sums come out the same each time.
    users: Vec<User>,
    /// What was met.
    pub counted: Counted,
}

#[derive(Debug)]
struct User {
    /// `None` of one who saw several.
    variant: Option<usize>,
    exposed: Option<DateTime<Utc>>,
    converted: bool,
    value: f64,
}

/// How many records of each kind were met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Exposures of a user to a variant already seen.
    pub repeated_exposures: u64,
    /// Users who saw several variants; they are left out.
    pub in_several_variants: u64,
    /// Conversions that count.
    pub conversions: u64,
    /// Of those, the ones of users who had converted before: they add to the value, and to nothing else.
    pub repeated_conversions: u64,
    /// Conversions before the user's first exposure.
    pub before_exposure: u64,
    /// Conversions of users without an exposure.
    pub of_unknown_users: u64,
    /// Conversions of users who are left out.
    pub of_excluded_users: u64,
}

/// What the users of one variant did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// How many they are.
    pub users: u64,
    /// How many converted.
    pub converted: u64,
    /// The sum of each user's values; 0 for who has none.
    pub values: Sample,
}

impl Cohort {
    /// A user saw a variant.
    pub fn expose(&mut self, user: &str, variant: usize, time: Option<DateTime<Utc>>) {
        let Some(known) = self.index.get(user).map(|at| &mut self.users[*at]) else {
            self.index.insert(user.to_owned(), self.users.len());
            self.users.push(User { variant: Some(variant), exposed: time, converted: false, value: 0.0 });
            return;
        };
        known.exposed = known.exposed.into_iter().chain(time).min();
        match known.variant {
            Some(seen) if seen == variant => self.counted.repeated_exposures += 1,
            Some(_) => {
                known.variant = None;
                self.counted.in_several_variants += 1;
            }
            None => {}
        }
    }

    /// A user did what the experiment counts.
    pub fn convert(&mut self, user: &str, value: f64, time: Option<DateTime<Utc>>) {
        let counted = &mut self.counted;
        let Some(user) = self.index.get(user).map(|at| &mut self.users[*at]) else {
            counted.of_unknown_users += 1;
            return;
        };
        if user.variant.is_none() {
            counted.of_excluded_users += 1;
        } else if user.exposed.zip(time).is_some_and(|(exposed, converted)| converted < exposed) {
            counted.before_exposure += 1;
        } else {
            counted.conversions += 1;
            counted.repeated_conversions += u64::from(user.converted);
            user.converted = true;
            user.value += value;
        }
    }

    /// All users met, also those who are left out.
    pub fn users(&self) -> u64 {
        self.users.len() as u64
    }

    /// What the users of each of so many variants did.
    pub fn measure(&self, variants: usize) -> Vec<Measured> {
        let mut measured = vec![Measured::default(); variants];
        for user in &self.users {
            let Some(of) = user.variant.and_then(|variant| measured.get_mut(variant)) else { continue };
            of.users += 1;
            of.converted += u64::from(user.converted);
            of.values.add(user.value);
        }
        measured
    }
}
