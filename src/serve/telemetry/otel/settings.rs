//! What the standard environment variables ask for.
//!
//! See <https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/>. Those that are not named here
//! (headers, attributes, samplers, queues, intervals) are read by OpenTelemetry's own crates.

use axum::http::Uri;
use std::time::Duration;

/// What holds where nothing is said.
const TIMEOUT: Duration = Duration::from_secs(10);

const SAMPLERS: [&str; 6] = [
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
];

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    Traces,
    Metrics,
    Logs,
}

/// Where a signal goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) endpoint: String,
    pub(super) timeout: Duration,
}

impl Signal {
    pub(super) fn name(self) -> &'static str {
        match self {
            Signal::Traces => "traces",
            Signal::Metrics => "metrics",
            Signal::Logs => "logs",
        }
    }

    /// Where it goes; `None` where it is not asked for.
    ///
    /// # Errors
    /// What is asked for and cannot be done.
    pub(super) fn target(self, variable: impl Fn(&str) -> Option<String>) -> Result<Option<Target>, String> {
        let word = self.name().to_uppercase();
        let own_or_shared = |setting: &str| {
            let names = [format!("OTEL_EXPORTER_OTLP_{word}_{setting}"), format!("OTEL_EXPORTER_OTLP_{setting}")];
            names.into_iter().find_map(|name| variable(&name).map(|value| (name, value)))
        };
        let Some((name, endpoint)) = own_or_shared("ENDPOINT") else { return Ok(None) };
        let exporter = format!("OTEL_{word}_EXPORTER");
        match variable(&exporter).as_deref() {
            None | Some("otlp") => {}
            Some("none") => return Ok(None),
            Some(other) => return Err(format!("{exporter} is '{other}': only otlp and none are here")),
        }
        if let Some((name, protocol)) = own_or_shared("PROTOCOL").filter(|(_, protocol)| protocol != "http/protobuf") {
            return Err(format!("{name} is '{protocol}': only http/protobuf is spoken here"));
        }
        check_endpoint(&name, &endpoint)?;
        let timeout = match own_or_shared("TIMEOUT") {
            None => TIMEOUT,
            Some((name, text)) => milliseconds(&text).ok_or_else(|| no_time(&name, &text))?,
        };
        // An endpoint of its own is taken as it stands.
        let is_own = name != "OTEL_EXPORTER_OTLP_ENDPOINT";
        let endpoint = if is_own { endpoint } else { format!("{}/v1/{}", endpoint.trim_end_matches('/'), self.name()) };
        Ok(Some(Target { endpoint, timeout }))
    }
}

fn check_endpoint(name: &str, endpoint: &str) -> Result<(), String> {
    let uri = endpoint.parse::<Uri>().ok().filter(|uri| uri.authority().is_some());
    match uri.as_ref().and_then(Uri::scheme_str) {
        Some("http") => Ok(()),
        // It may hold a password, so it is not shown.
        Some("https") => {
            Err(format!("{name} is an https address: name a collector near this server, such as http://localhost:4318"))
        }
        _ => Err(format!("{name} is no address such as http://localhost:4318")),
    }
}

fn milliseconds(text: &str) -> Option<Duration> {
    text.parse().ok().filter(|milliseconds| *milliseconds > 0).map(Duration::from_millis)
}

fn no_time(name: &str, text: &str) -> String {
    format!("{name} is '{text}': it takes a number of milliseconds above 0")
}

/// What is said in variables that others read, and they would pass over in silence.
pub(super) fn passed_over(variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    let sampler = variable("OTEL_TRACES_SAMPLER");
    if let Some(name) = sampler.as_deref().filter(|name| !SAMPLERS.contains(name)) {
        found.push(format!("OTEL_TRACES_SAMPLER is '{name}': parentbased_always_on holds, for want of such a sampler"));
    }
    if sampler.is_some_and(|name| name.ends_with("traceidratio")) {
        let argument = variable("OTEL_TRACES_SAMPLER_ARG").unwrap_or_default();
        if !argument.parse::<f64>().is_ok_and(|ratio| (0.0..=1.0).contains(&ratio)) {
            found.push(format!(
                "OTEL_TRACES_SAMPLER_ARG is '{argument}': it takes a ratio from 0.0 to 1.0, such as 0.1"
            ));
        }
    }
    if let Some(text) = variable("OTEL_METRIC_EXPORT_INTERVAL").filter(|text| milliseconds(text).is_none()) {
        found.push(format!("{}; a minute holds", no_time("OTEL_METRIC_EXPORT_INTERVAL", &text)));
    }
    let compressions =
        ["", "TRACES_", "METRICS_", "LOGS_"].map(|signal| format!("OTEL_EXPORTER_OTLP_{signal}COMPRESSION"));
    for name in compressions {
        if let Some(form) = variable(&name).filter(|form| !form.eq_ignore_ascii_case("none")) {
            found.push(format!("{name} is '{form}': nothing is compressed here"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: (&str, &str) = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");

    fn of<'a>(variables: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    fn target(signal: Signal, more: &[(&str, &str)]) -> Result<Option<Target>, String> {
        signal.target(of(&[&[SHARED], more].concat()))
    }

    #[test]
    fn a_shared_address_gets_the_path_of_each_signal_and_an_own_one_is_taken_as_it_stands() {
        let endpoint = |signal, more: &[_]| target(signal, more).unwrap().unwrap().endpoint;
        assert_eq!(endpoint(Signal::Traces, &[]), "http://collector:4318/v1/traces");
        assert_eq!(endpoint(Signal::Metrics, &[]), "http://collector:4318/v1/metrics");
        let own = [("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://other/events")];
        assert_eq!(endpoint(Signal::Logs, &own), "http://other/events");
        assert_eq!(endpoint(Signal::Traces, &own), "http://collector:4318/v1/traces");
        assert_eq!(Signal::Traces.target(of(&own)), Ok(None), "nobody asked for them");
        assert_eq!(target(Signal::Traces, &[("OTEL_TRACES_EXPORTER", "none")]), Ok(None));
    }

    #[test]
    fn a_signals_own_timeout_goes_before_the_shared_one() {
        let timeout = |more: &[_]| target(Signal::Traces, more).map(|target| target.unwrap().timeout.as_millis());
        assert_eq!(timeout(&[]), Ok(10_000));
        let shared = ("OTEL_EXPORTER_OTLP_TIMEOUT", "2000");
        assert_eq!(timeout(&[shared]), Ok(2000));
        assert_eq!(timeout(&[shared, ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "300")]), Ok(300));
        assert!(timeout(&[("OTEL_EXPORTER_OTLP_TIMEOUT", "2s")]).unwrap_err().contains("'2s'"));
    }

    #[test]
    fn what_cannot_be_done_is_refused_with_what_can() {
        let refusal = |more: &[_]| target(Signal::Traces, more).unwrap_err();
        assert!(refusal(&[("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]).contains("only http/protobuf"));
        assert!(refusal(&[("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json")]).contains("_TRACES_PROTOCOL"));
        assert!(refusal(&[("OTEL_TRACES_EXPORTER", "zipkin")]).contains("only otlp and none"));
        let secret = refusal(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://me:secret@collector")]);
        assert!(secret.contains("https") && secret.contains("http://localhost:4318"), "{secret}");
        assert!(!secret.contains("me:"), "{secret}");
        for odd in ["collector:4318", "localhost", "ftp://collector", "/v1"] {
            assert!(refusal(&[("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", odd)]).contains("is no address"), "{odd}");
        }
    }

    #[test]
    fn what_would_be_passed_over_in_silence_is_told() {
        let good = [
            ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
            ("OTEL_TRACES_SAMPLER_ARG", "0.25"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "5000"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
        ];
        assert_eq!(passed_over(of(&good)), [] as [String; 0]);
        let odd = [
            ("OTEL_TRACES_SAMPLER", "traceidratio"),
            ("OTEL_TRACES_SAMPLER_ARG", "25%"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "5s"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
        ];
        assert_eq!(passed_over(of(&odd)).len(), 3, "{:?}", passed_over(of(&odd)));
        assert_eq!(passed_over(of(&[("OTEL_TRACES_SAMPLER", "xray")])).len(), 1);
    }
}
