//! What operators see: metrics for Prometheus, in the OpenMetrics text form.

use super::served::Served;
use super::trouble::Trouble;
use super::usage::{FlagUsage, Request};
use crate::live::FlagSet;
use arc_swap::ArcSwap;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// In seconds: from a request for one flag to the patience of a client.
pub(super) const DURATIONS: [f64; 14] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// What a request was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// One flag.
    Flag,
    /// All flags.
    Flags,
    /// The stream of events.
    Events,
    /// Nothing that is here.
    Other,
}

/// What is counted, and where it is read.
pub(super) struct Metrics {
    registry: Registry,
    durations: [Histogram; 4],
    requests: Family<RequestLabels, Counter>,
    /// Those of the requests that went well, by route: found without looking for them.
    answered: [Counter; 4],
    pub(super) errors: Family<ErrorLabels, Counter>,
    pub(super) connections: Gauge,
    pub(super) streams: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct ErrorLabels {
    /// OpenFeature's error code.
    pub(super) error: &'static str,
}

/// Counts something for as long as it is open.
pub(super) struct Open(Gauge);

impl Route {
    const ALL: [Route; 4] = [Route::Flag, Route::Flags, Route::Events, Route::Other];

    pub(super) fn name(self) -> &'static str {
        match self {
            Route::Flag => "flag",
            Route::Flags => "flags",
            Route::Events => "events",
            Route::Other => "other",
        }
    }
}

impl RequestLabels {
    fn new(route: Route, status: StatusCode) -> RequestLabels {
        RequestLabels { route: route.name(), status: status.as_u16() }
    }
}

impl Metrics {
    pub(super) fn new(served: Arc<ArcSwap<Served>>, flags: FlagSet) -> Metrics {
        let mut registry = Registry::with_prefix("ffctl");
        let durations = Family::<[(&str, &str); 1], Histogram>::new_with_constructor(|| Histogram::new(DURATIONS));
        let (requests, errors) = (Family::<RequestLabels, Counter>::default(), Family::default());
        let (connections, streams) = (Gauge::default(), Gauge::default());
        registry.register(
            "request_duration_seconds",
            "How long requests took once their heads were read",
            durations.clone(),
        );
        registry.register("requests", "Requests by what they were for and how they ended", requests.clone());
        registry.register(
            "evaluation_errors",
            "Evaluations that gave no answer, by OpenFeature's error code",
            errors.clone(),
        );
        registry.register("open_connections", "Connections that are open", connections.clone());
        registry.register("open_event_streams", "Clients that listen for changes", streams.clone());
        registry.register_collector(Box::new(FlagMetrics { served, flags }));
        let durations = Route::ALL.map(|route| durations.get_or_create_owned(&[("route", route.name())]));
        let answered = Route::ALL.map(|route| requests.get_or_create_owned(&RequestLabels::new(route, StatusCode::OK)));
        Metrics { registry, durations, requests, answered, errors, connections, streams }
    }

    pub(super) fn observe(&self, route: Route, status: StatusCode, took: Duration) {
        self.durations[route as usize].observe(took.as_secs_f64());
        match status {
            StatusCode::OK => drop(self.answered[route as usize].inc()),
            status => drop(self.requests.get_or_create(&RequestLabels::new(route, status)).inc()),
        }
    }

    pub(super) fn count_error(&self, trouble: &Trouble) {
        if let Some(error) = trouble.error_code {
            self.errors.get_or_create(&ErrorLabels { error }).inc();
        }
    }

    pub(super) fn open_connection(&self) -> Open {
        Open::new(&self.connections)
    }

    pub(super) fn open_stream(&self) -> Open {
        Open::new(&self.streams)
    }

    /// How many clients listen.
    pub(super) fn streams(&self) -> i64 {
        self.streams.get()
    }

    /// All of it, to be read.
    pub(super) fn exposition(&self) -> Response {
        let mut text = String::new();
        if text::encode(&mut text, &self.registry).is_err() {
            return Trouble::new(StatusCode::INTERNAL_SERVER_ERROR, "the metrics could not be written").into_response();
        }
        let mut response = Response::new(Body::from(text));
        let form = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, form);
        response
    }
}

impl Open {
    fn new(gauge: &Gauge) -> Open {
        gauge.inc();
        Open(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// What is known of the flags, read when somebody looks.
struct FlagMetrics {
    served: Arc<ArcSwap<Served>>,
    flags: FlagSet,
}

impl fmt::Debug for FlagMetrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlagMetrics").finish_non_exhaustive()
    }
}

impl Collector for FlagMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let served = self.served.load_full();
        evaluations(&served, &mut encoder)?;
        last_evaluations(&served, &mut encoder)?;
        let name = "flag_served_since_timestamp_seconds";
        let mut gauges = Gauges::new(&mut encoder, name, "Since when this server has served a flag, and counted")?;
        for (flag, environment, usage) in served.usages() {
            gauges.add(&[("flag", flag), ("environment", environment)], usage.served_since)?;
        }
        self.state(&served, &mut encoder)
    }
}

impl FlagMetrics {
    /// The state of the flags as a whole.
    fn state(&self, served: &Served, encoder: &mut DescriptorEncoder) -> fmt::Result {
        let (edition, status) = (&served.edition, self.flags.status());
        let commit = edition.commit.as_deref().unwrap_or_default();
        let digest = [("digest", edition.digest.as_str()), ("commit", commit)];
        Gauges::new(encoder, "flags_digest_info", "The SHA-256 of the flags in force, and their commit")?
            .add(&digest, 1)?;
        let loaded = edition.loaded.timestamp();
        Gauges::new(encoder, "flags_loaded_timestamp_seconds", "When the flags in force were read")?
            .add(&[], loaded)?;
        let is_old = i64::from(status.refusal.is_some());
        Gauges::new(encoder, "flags_refused", "1 where newer flags were refused, so that older ones stay in force")?
            .add(&[], is_old)?;
        let mut counts = Gauges::new(encoder, "flags", "How many flags are in force")?;
        for environment in edition.environments() {
            let name = environment.name.as_deref().unwrap_or_default();
            counts.add(&[("environment", name)], i64::try_from(environment.flags().len()).unwrap_or(i64::MAX))?;
        }
        let reloads = [("applied", status.applied), ("unchanged", status.unchanged), ("refused", status.refused)];
        let mut family =
            encoder.encode_descriptor("reloads", "How reading the flags again ended", None, MetricType::Counter)?;
        for (result, count) in reloads {
            ConstCounter::new(count).encode(family.encode_family(&[("result", result)])?)?;
        }
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        Gauges::new(encoder, "build_info", "The version of this server")?.add(&version, 1)
    }
}

fn evaluations(served: &Served, encoder: &mut DescriptorEncoder) -> fmt::Result {
    let about = "Evaluations that gave an answer; whoever asks for all flags in bulk may look at none of them";
    let mut family = encoder.encode_descriptor("flag_evaluations", about, None, MetricType::Counter)?;
    for (flag, environment, usage) in served.usages() {
        for (variant, reason, request, count) in usage.counts() {
            let labels = [
                ("flag", flag),
                ("environment", environment),
                ("variant", variant.0.as_str()),
                ("reason", reason.name()),
                ("request", request.name()),
            ];
            ConstCounter::new(count).encode(family.encode_family(&labels)?)?;
        }
    }
    Ok(())
}

fn last_evaluations(served: &Served, encoder: &mut DescriptorEncoder) -> fmt::Result {
    let name = "flag_last_evaluation_timestamp_seconds";
    let mut gauges = Gauges::new(encoder, name, "When a flag was last asked for")?;
    let of = |usage: &FlagUsage| Request::ALL.map(|request| (request.name(), usage.last(request)));
    for (flag, environment, usage) in served.usages() {
        for (request, last) in of(usage) {
            let labels = [("flag", flag), ("environment", environment), ("request", request)];
            last.map_or(Ok(()), |last| gauges.add(&labels, last))?;
        }
    }
    Ok(())
}

/// Gauges of one name.
struct Gauges<'e>(prometheus_client::encoding::MetricEncoder<'e>);

impl<'e> Gauges<'e> {
    fn new(encoder: &'e mut DescriptorEncoder<'_>, name: &'e str, about: &str) -> Result<Gauges<'e>, fmt::Error> {
        Ok(Gauges(encoder.encode_descriptor(name, about, None, MetricType::Gauge)?))
    }

    fn add(&mut self, labels: &[(&str, &str)], value: i64) -> fmt::Result {
        let gauge = ConstGauge::new(value);
        match labels {
            [] => self.0.encode_gauge(&value),
            labels => gauge.encode(self.0.encode_family(&labels)?),
        }
    }
}
