//! The counters that `/metrics` shows, read when metrics are sent: nothing is counted twice.
//!
//! Evaluations have the names that OpenFeature's own hooks for OpenTelemetry give them; the conventions have none yet.

use super::evaluations::{PROVIDER, word};
use crate::model::ErrorCode;
use crate::serve::metrics::ErrorLabels;
use crate::serve::service::Service;
use crate::serve::usage::Request;
use opentelemetry::KeyValue;
use opentelemetry::metrics::{AsyncInstrument, Meter};
use std::sync::{Arc, Weak};

/// The instruments of a server.
pub(super) struct Instruments<'m> {
    meter: &'m Meter,
    service: Weak<Service>,
}

impl<'m> Instruments<'m> {
    pub(super) fn new(meter: &'m Meter, service: &Arc<Service>) -> Instruments<'m> {
        Instruments { meter, service: Arc::downgrade(service) }
    }

    /// Has all of them read from now on.
    pub(super) fn observe(&self) {
        let about = "Evaluations that gave an answer; whoever asks for all flags in bulk may look at none of them";
        self.counter("feature_flag.evaluation_success_total", "{evaluation}", about, evaluations);
        let about = "Evaluations that gave no answer";
        self.counter("feature_flag.evaluation_error_total", "{evaluation}", about, errors);
        self.counter("ffctl.reloads", "{reload}", "How reading the flags again ended", reloads);
        self.gauge("ffctl.flag.last_evaluation", "s", "When a flag was last asked for, since 1970", last_evaluations);
        let about = "Since when this server has served a flag, and counted, since 1970";
        self.gauge("ffctl.flag.served_since", "s", about, served_since);
        self.gauge("ffctl.flags", "{flag}", "How many flags are in force", flags);
        self.gauge("ffctl.flags.loaded", "s", "When the flags in force were read, since 1970", loaded);
        let about = "1 where newer flags were refused, so that older ones stay in force";
        self.gauge("ffctl.flags.refused", "1", about, |service, gauge| {
            gauge.observe(i64::from(service.flags.status().refusal.is_some()), &[]);
        });
        self.gauge("ffctl.connections.open", "{connection}", "Connections that are open", |service, gauge| {
            gauge.observe(service.metrics.connections.get(), &[]);
        });
        self.gauge("ffctl.event_streams.open", "{stream}", "Clients that listen for changes", |service, gauge| {
            gauge.observe(service.metrics.streams.get(), &[]);
        });
    }

    fn counter(
        &self,
        name: &'static str,
        unit: &'static str,
        about: &'static str,
        read: fn(&Service, &dyn AsyncInstrument<u64>),
    ) {
        let counter = self.meter.u64_observable_counter(name).with_unit(unit).with_description(about);
        counter.with_callback(self.reading(read)).build();
    }

    fn gauge(
        &self,
        name: &'static str,
        unit: &'static str,
        about: &'static str,
        read: fn(&Service, &dyn AsyncInstrument<i64>),
    ) {
        let gauge = self.meter.i64_observable_gauge(name).with_unit(unit).with_description(about);
        gauge.with_callback(self.reading(read)).build();
    }

    fn reading<T: 'static>(
        &self,
        read: fn(&Service, &dyn AsyncInstrument<T>),
    ) -> impl Fn(&dyn AsyncInstrument<T>) + Send + Sync + 'static {
        let service = self.service.clone();
        move |instrument| {
            if let Some(service) = service.upgrade() {
                read(&service, instrument);
            }
        }
    }
}

fn evaluations(service: &Service, counter: &dyn AsyncInstrument<u64>) {
    for (flag, environment, usage) in service.served().usages() {
        let about = of_flag(flag, environment);
        for (variant, reason, request, count) in usage.counts() {
            let answer = [
                KeyValue::new("feature_flag.result.variant", variant.0.clone()),
                KeyValue::new("feature_flag.result.reason", word(reason.name())),
                KeyValue::new("ffctl.request", request.name()),
            ];
            counter.observe(count, &[&about[..], &answer].concat());
        }
    }
}

fn errors(service: &Service, counter: &dyn AsyncInstrument<u64>) {
    for error in ErrorCode::ALL.iter().map(|code| code.name()) {
        if let Some(count) = service.metrics.errors.get(&ErrorLabels { error }) {
            let about = [KeyValue::new("error.type", word(error)), KeyValue::new(PROVIDER.0, PROVIDER.1)];
            counter.observe(count.get(), &about);
        }
    }
}

fn reloads(service: &Service, counter: &dyn AsyncInstrument<u64>) {
    let status = service.flags.status();
    for (result, count) in [("applied", status.applied), ("unchanged", status.unchanged), ("refused", status.refused)] {
        counter.observe(count, &[KeyValue::new("ffctl.reload.result", result)]);
    }
}

fn last_evaluations(service: &Service, gauge: &dyn AsyncInstrument<i64>) {
    for (flag, environment, usage) in service.served().usages() {
        for request in Request::ALL {
            if let Some(last) = usage.last(request) {
                let how = [KeyValue::new("ffctl.request", request.name())];
                gauge.observe(last, &[&of_flag(flag, environment)[..], &how].concat());
            }
        }
    }
}

fn served_since(service: &Service, gauge: &dyn AsyncInstrument<i64>) {
    for (flag, environment, usage) in service.served().usages() {
        gauge.observe(usage.served_since, &of_flag(flag, environment));
    }
}

fn flags(service: &Service, gauge: &dyn AsyncInstrument<i64>) {
    for environment in service.served().edition.environments() {
        let count = i64::try_from(environment.flags().len()).unwrap_or(i64::MAX);
        gauge.observe(count, &set(environment.name.as_deref().unwrap_or_default()));
    }
}

fn loaded(service: &Service, gauge: &dyn AsyncInstrument<i64>) {
    let served = service.served();
    let mut about = vec![KeyValue::new("feature_flag.version", served.edition.digest.clone())];
    about.extend(served.edition.commit.clone().map(|commit| KeyValue::new("vcs.ref.head.revision", commit)));
    gauge.observe(served.edition.loaded.timestamp(), &about);
}

fn of_flag(flag: &str, environment: &str) -> Vec<KeyValue> {
    let mut about = set(environment);
    about.push(KeyValue::new("feature_flag.key", flag.to_owned()));
    about.push(KeyValue::new(PROVIDER.0, PROVIDER.1));
    about
}

/// The environment, where the flags have any.
fn set(environment: &str) -> Vec<KeyValue> {
    let name = Some(environment).filter(|name| !name.is_empty());
    name.map(|name| KeyValue::new("feature_flag.set.id", name.to_owned())).into_iter().collect()
}
