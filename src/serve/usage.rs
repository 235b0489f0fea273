//! Who was asked for: counters of each flag, which outlive the flags of one edition.

use crate::model::{ErrorCode, Flag, Reason, VariantName};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::SystemTime;

/// How somebody asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// For this flag, by its key.
    Single,
    /// For all flags at once, as browsers do: whether any code looks at this one is not known.
    Bulk,
}

impl Request {
    pub(super) const ALL: [Request; 2] = [Request::Single, Request::Bulk];

    pub(super) fn name(self) -> &'static str {
        match self {
            Request::Single => "single",
            Request::Bulk => "bulk",
        }
    }
}

/// How often a variant was served, by request and reason.
#[derive(Debug, Default)]
pub(super) struct VariantCounts([[AtomicU64; Reason::ANSWERS.len()]; 2]);

/// What is counted of one flag in one environment.
#[derive(Debug)]
pub(super) struct FlagUsage {
    /// Since when, in seconds since 1970.
    pub(super) served_since: i64,
    /// When it was last asked for, by request; 0 for never.
    last: Arc<[AtomicI64; 2]>,
    /// How often a draw lacked its attribute.
    pub(super) lacking: Arc<AtomicU64>,
    /// By variant, in the flag's order.
    variants: Vec<(VariantName, Arc<VariantCounts>)>,
}

impl FlagUsage {
    /// Of a flag that is served from now on, or was before: then it counts on.
    pub(super) fn of(flag: &Flag, before: Option<&FlagUsage>) -> FlagUsage {
        let earlier: HashMap<&VariantName, &Arc<VariantCounts>> =
            before.iter().flat_map(|usage| usage.variants.iter().map(|(name, counts)| (name, counts))).collect();
        let counts = |name: &VariantName| earlier.get(name).map_or_else(Arc::default, |counts| Arc::clone(counts));
        FlagUsage {
            served_since: before.map_or_else(now, |usage| usage.served_since),
            last: before.map_or_else(Arc::default, |usage| usage.last.clone()),
            lacking: before.map_or_else(Arc::default, |usage| usage.lacking.clone()),
            variants: flag
                .variants
                .names()
                .map(|name| (VariantName(name.to_owned()), counts(&VariantName(name.to_owned()))))
                .collect(),
        }
    }

    /// Counts an answer: a variant, by its place in the flag's order, for a reason.
    pub(super) fn count(&self, variant: usize, reason: Reason, request: Request) {
        let reason = Reason::ANSWERS.iter().position(|known| *known == reason);
        if let (Some((_, counts)), Some(reason)) = (self.variants.get(variant), reason) {
            counts.0[request as usize][reason].fetch_add(1, Relaxed);
        }
        self.last[request as usize].store(now(), Relaxed);
    }

    /// Counts an answer that there was none.
    pub(super) fn count_error(&self, error: ErrorCode, request: Request) {
        if error == ErrorCode::TargetingKeyMissing {
            self.lacking.fetch_add(1, Relaxed);
        }
        self.last[request as usize].store(now(), Relaxed);
    }

    /// When it was last asked for, in seconds since 1970.
    pub(super) fn last(&self, request: Request) -> Option<i64> {
        Some(self.last[request as usize].load(Relaxed)).filter(|seconds| *seconds > 0)
    }

    /// Every count that is not 0.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&VariantName, Reason, Request, u64)> {
        self.variants.iter().flat_map(|(name, counts)| {
            Request::ALL.into_iter().flat_map(move |request| {
                let counts = Reason::ANSWERS.iter().zip(&counts.0[request as usize]);
                let counts = counts.map(move |(reason, count)| (name, *reason, request, count.load(Relaxed)));
                counts.filter(|(.., count)| *count > 0)
            })
        })
    }
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
