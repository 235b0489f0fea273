//! What collects and sends, each on a thread of its own, from queues that drop what is too much.

use super::collector::Collector;
use super::settings::{Signal, Target, passed_over};
use opentelemetry::logs::LoggerProvider as _;
use opentelemetry::metrics::{Meter, MeterProvider as _};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{InstrumentationScope, KeyValue};
use opentelemetry_otlp::{
    ExporterBuildError, LogExporter, MetricExporter, Protocol, SpanExporter, WithExportConfig, WithHttpConfig,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::logs::{SdkLogger, SdkLoggerProvider};
use opentelemetry_sdk::metrics::{Instrument, SdkMeterProvider, Stream};
use opentelemetry_sdk::resource::{EnvResourceDetector, TelemetryResourceDetector};
use opentelemetry_sdk::trace::{IdGenerator as _, RandomIdGenerator, SdkTracer, SdkTracerProvider};
use std::thread;
use std::time::Duration;
use tokio::sync::mpsc;

/// As many series as a metric of the flags may have: an answer for each variant and reason of thousands of flags.
const MOST_SERIES: usize = 50_000;

/// The providers of those signals that are sent.
pub(super) struct Exporters {
    traces: Option<SdkTracerProvider>,
    metrics: Option<SdkMeterProvider>,
    logs: Option<SdkLoggerProvider>,
    pub(super) tracer: Option<SdkTracer>,
    pub(super) logger: Option<SdkLogger>,
}

impl Exporters {
    /// Those that the variables ask for; it is told which are left out and why.
    pub(super) fn new(variable: fn(&str) -> Option<String>) -> Exporters {
        for note in passed_over(variable) {
            tracing::warn!("{note}");
        }
        let resource = resource(variable);
        let metrics = begin(Signal::Metrics, variable, |target| metrics(target, &resource));
        let logs = begin(Signal::Logs, variable, |target| logs(target, &resource));
        let traces = begin(Signal::Traces, variable, |target| traces(target, &resource));
        // Events bear the ids of the caller's trace, and are sampled with it, also where nobody collects spans.
        let traces = traces.or_else(|| logs.as_ref().map(|_| SdkTracerProvider::builder().build()));
        Exporters {
            tracer: traces.as_ref().map(|traces| traces.tracer_with_scope(scope())),
            logger: logs.as_ref().map(|logs| logs.logger_with_scope(scope())),
            traces,
            metrics,
            logs,
        }
    }

    pub(super) fn meter(&self) -> Option<Meter> {
        self.metrics.as_ref().map(|metrics| metrics.meter_with_scope(scope()))
    }

    /// Sends what is left, all at once.
    pub(super) async fn end(&self, patience: Duration) {
        let (traces, metrics, logs) = (self.traces.clone(), self.metrics.clone(), self.logs.clone());
        let (under_way, mut ended) = mpsc::channel::<()>(1);
        let end = |end: Box<dyn FnOnce() + Send>| {
            let under_way = under_way.clone();
            // What does not come to its end ends with the program. That a collector is away has been told.
            let _ = thread::Builder::new().spawn(move || {
                end();
                drop(under_way);
            });
        };
        end(Box::new(move || drop(traces.map(|traces| traces.shutdown_with_timeout(patience)))));
        end(Box::new(move || drop(metrics.map(|metrics| metrics.shutdown_with_timeout(patience)))));
        end(Box::new(move || drop(logs.map(|logs| logs.shutdown_with_timeout(patience)))));
        drop(under_way);
        if tokio::time::timeout(patience, ended.recv()).await.is_err() {
            tracing::warn!("the collector has not taken all that was left for it");
        }
    }
}

fn begin<P>(
    signal: Signal,
    variable: fn(&str) -> Option<String>,
    provider: impl FnOnce(&Target) -> Result<P, ExporterBuildError>,
) -> Option<P> {
    let begun = signal.target(variable).and_then(|target| {
        let provider = target.as_ref().map(provider).transpose().map_err(|error| error.to_string())?;
        Ok(target.zip(provider))
    });
    match begun {
        Ok(Some((target, provider))) => {
            let named = target.endpoint.split(['?', '#']).next().unwrap_or_default();
            let endpoint = named.rsplit_once('@').map_or(named, |(_, after)| after);
            tracing::info!(signal = signal.name(), endpoint, "{} are sent to a collector", signal.name());
            Some(provider)
        }
        Ok(None) => None,
        Err(error) => {
            tracing::error!(signal = signal.name(), error, "no {} are sent", signal.name());
            None
        }
    }
}

fn traces(target: &Target, resource: &Resource) -> Result<SdkTracerProvider, ExporterBuildError> {
    let exporter = SpanExporter::builder().with_http().with_http_client(Collector::new(Signal::Traces, target));
    let exporter = to(target, exporter).build()?;
    Ok(SdkTracerProvider::builder().with_resource(resource.clone()).with_batch_exporter(exporter).build())
}

fn metrics(target: &Target, resource: &Resource) -> Result<SdkMeterProvider, ExporterBuildError> {
    let exporter = MetricExporter::builder().with_http().with_http_client(Collector::new(Signal::Metrics, target));
    let exporter = to(target, exporter).build()?;
    let provider = SdkMeterProvider::builder().with_resource(resource.clone()).with_periodic_exporter(exporter);
    let room_for_all_flags = |instrument: &Instrument| {
        let is_of_flags =
            instrument.name().starts_with("feature_flag.") || instrument.name().starts_with("ffctl.flag.");
        Stream::builder().with_cardinality_limit(MOST_SERIES).build().ok().filter(|_| is_of_flags)
    };
    Ok(provider.with_view(room_for_all_flags).build())
}

fn logs(target: &Target, resource: &Resource) -> Result<SdkLoggerProvider, ExporterBuildError> {
    let exporter = LogExporter::builder().with_http().with_http_client(Collector::new(Signal::Logs, target));
    let exporter = to(target, exporter).build()?;
    Ok(SdkLoggerProvider::builder().with_resource(resource.clone()).with_batch_exporter(exporter).build())
}

fn to<B: WithExportConfig>(target: &Target, exporter: B) -> B {
    exporter.with_endpoint(&target.endpoint).with_protocol(Protocol::HttpBinary).with_timeout(target.timeout)
}

/// Who speaks. What the variables say of it goes before what is known here.
fn resource(variable: fn(&str) -> Option<String>) -> Resource {
    // Two servers of one name are told apart by it.
    let instance = RandomIdGenerator::default().new_trace_id().to_string();
    let known = Resource::builder_empty()
        .with_service_name("ffctl")
        .with_attributes([
            KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
            KeyValue::new("service.instance.id", instance),
        ])
        .with_detectors(&[Box::new(TelemetryResourceDetector), Box::new(EnvResourceDetector::new())]);
    match variable("OTEL_SERVICE_NAME") {
        Some(name) => known.with_service_name(name).build(),
        None => known.build(),
    }
}

fn scope() -> InstrumentationScope {
    InstrumentationScope::builder("ffctl").with_version(env!("CARGO_PKG_VERSION")).build()
}
