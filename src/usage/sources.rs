//! When flags were evaluated, from all that is read.

use super::{FlagUsage, Malformed, Sample, read_exposition, read_responses};
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the label `request` says of those who ask for all flags at once, as browsers do.
const BULK: &str = "bulk";

/// The metric of a flag's last evaluation in an environment, in seconds since 1970.
pub const LAST_EVALUATION: &str = "ffctl_flag_last_evaluation_timestamp_seconds";

/// The metric of the time since when a server has counted the evaluations of a flag.
pub const SERVED_SINCE: &str = "ffctl_flag_served_since_timestamp_seconds";

/// 2020 and 2200: what lies outside is no time in seconds, but milliseconds, or the result of a calculation.
const TIMES: std::ops::Range<f64> = 1_577_836_800.0..7_258_118_400.0;

/// When flags were evaluated, as some sources tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    flags: BTreeMap<String, FlagUsage>,
}

impl Usage {
    /// What is known of a flag; nothing where no source tells of it.
    pub fn of(&self, key: &str) -> Option<&FlagUsage> {
        self.flags.get(key)
    }

    /// Adds what one source tells: a server's metrics, or an answer of Prometheus. Values without a name are last
    /// evaluations. Gives back what the source warns of.
    ///
    /// # Errors
    /// Where the text is neither, or tells of no flag.
    pub fn add(&mut self, source: &str, text: &str) -> Result<Vec<String>, Malformed> {
        let source: Arc<str> = source.into();
        let (mut samples, mut ours) = (0_usize, 0_usize);
        let each = |sample: Sample<'_>| {
            samples += 1;
            ours += usize::from(self.take(&source, &sample)?);
            Ok(())
        };
        let warnings = match text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            true => read_responses(text, each)?,
            false => read_exposition(text, each).map(|()| Vec::new())?,
        };
        match (ours, samples) {
            (0, 0) => Err(Malformed::whole("there is no metric in it")),
            (0, _) => {
                Err(Malformed::whole(format!("there is neither {LAST_EVALUATION} nor {SERVED_SINCE} of a flag in it")))
            }
            _ => Ok(warnings),
        }
    }

    /// Whether a sample tells of a flag.
    fn take(&mut self, source: &Arc<str>, sample: &Sample<'_>) -> Result<bool, String> {
        let name = sample.name.as_deref().unwrap_or(LAST_EVALUATION);
        let Some(flag) = sample.label("flag").filter(|_| [LAST_EVALUATION, SERVED_SINCE].contains(&name)) else {
            return Ok(false);
        };
        let environment = sample.label("environment").unwrap_or_default();
        let day = day(sample.value).ok_or_else(|| {
            format!("{name} of '{}' is {}, which is no time in seconds since 1970", flag.escape_debug(), sample.value)
        })?;
        let usage = self.flags.entry(flag.to_owned()).or_default();
        match name {
            LAST_EVALUATION if sample.label("request") == Some(BULK) => {
                usage.is_evaluated_in_bulk(source, environment, day);
            }
            LAST_EVALUATION => usage.is_evaluated(source, environment, day),
            _ => usage.is_counted(source, environment, day),
        }
        Ok(true)
    }
}

/// The day of a time. 0 and not-a-number stand for no time at all.
fn day(seconds: f64) -> Option<Option<NaiveDate>> {
    if seconds == 0.0 || seconds.is_nan() {
        return Some(None);
    }
    let whole = TIMES.contains(&seconds).then_some(seconds as i64)?;
    DateTime::from_timestamp(whole, 0).map(|time| Some(time.date_naive()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    fn seconds(day: &str) -> i64 {
        on(day).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc().timestamp()
    }

    fn last(environment: &str, day: &str) -> String {
        format!("{LAST_EVALUATION}{{flag=\"a\",environment=\"{environment}\"}} {}\n", seconds(day))
    }

    fn since(environment: &str, day: &str) -> String {
        format!("{SERVED_SINCE}{{flag=\"a\",environment=\"{environment}\"}} {}\n", seconds(day))
    }

    #[test]
    fn who_asks_for_all_flags_at_once_evaluates_none_for_certain() {
        let bulk = last("", "2026-11-20").replace("environment", "request=\"bulk\",environment");
        let told = of(&[&format!(
            "{}{bulk}",
            last("", "2026-10-01").replace("environment", "request=\"single\",environment")
        )]);
        assert_eq!((told.last(), told.last_in_bulk()), (on("2026-10-01"), on("2026-11-20")));
        assert_eq!(told.counted_since(), Some(("s0", on("2026-10-01"))));
    }

    fn of(sources: &[&str]) -> FlagUsage {
        let mut usage = Usage::default();
        for (nth, text) in sources.iter().enumerate() {
            assert_eq!(usage.add(&format!("s{nth}"), text), Ok(vec![]), "{text}");
        }
        usage.of("a").cloned().unwrap()
    }

    #[test]
    fn the_latest_evaluation_of_all_sources_and_environments_counts() {
        let [early, late] = ["2026-10-01", "2026-11-01"];
        let one = last("staging", late) + &last("production", early);
        let usage = of(&[&one, &last("production", late), &since("demo", early)]);
        assert_eq!(usage.last(), on(late));
        assert_eq!(usage.last_in(), ["production", "staging"]);
        assert_eq!(usage.served_in(), ["demo", "production", "staging"]);
    }

    #[test]
    fn a_source_counts_since_its_first_word_and_all_count_since_the_last_has_begun() {
        let two = since("staging", "2026-10-01") + &since("production", "2026-09-01");
        assert_eq!(of(&[&two]).counted_since(), Some(("s0", on("2026-09-01"))));
        let restarted = since("production", "2026-11-20");
        assert_eq!(of(&[&two, &restarted]).counted_since(), Some(("s1", on("2026-11-20"))));
        let remembered = last("production", "2026-08-01") + &restarted;
        assert_eq!(of(&[&remembered]).counted_since(), Some(("s0", on("2026-08-01"))));
        let silent = format!("{SERVED_SINCE}{{flag=\"a\"}} 0\n");
        assert_eq!(of(&[&silent, &two]).counted_since(), Some(("s0", None)));
    }

    #[test]
    fn no_environment_has_no_name_and_zero_and_nan_are_no_time() {
        let usage = of(&[&format!("{LAST_EVALUATION}{{flag=\"a\"}} 0\n{LAST_EVALUATION}{{flag=\"a\"}} NaN\n")]);
        assert_eq!((usage.last(), usage.last_in().len(), usage.served_in().len()), (None, 0, 0));
        assert_eq!(of(&[&last("", "2026-11-01")]).last_in(), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_time_in_seconds_is_refused_where_it_stands() {
        for value in ["3600", "1795219200000", "-5", "+Inf", "1e300"] {
            let text = format!("up 1\n{LAST_EVALUATION}{{flag=\"a\"}} {value}\n");
            let error = Usage::default().add("s", &text).unwrap_err();
            assert_eq!(error.line, Some(2));
            assert!(error.message.contains("of 'a' is") && error.message.ends_with("since 1970"), "{error}");
        }
    }

    #[test]
    fn a_text_that_tells_of_no_flag_is_refused() {
        for (text, said) in [
            ("", "there is no metric in it"),
            ("# only comments\n", "there is no metric in it"),
            ("up 1\n", "there is neither"),
            (&format!("{LAST_EVALUATION} 1795219200\n"), "there is neither"),
            (r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#, "there is no metric in it"),
        ] {
            let error = Usage::default().add("s", text).unwrap_err().to_string();
            assert!(error.starts_with(said), "{error}");
        }
    }

    #[test]
    fn values_without_a_name_are_last_evaluations() {
        let metric = format!(r#"{{"metric":{{"flag":"a"}},"value":[1,"{}"]}}"#, seconds("2026-11-01"));
        let text = format!(r#"{{"status":"success","data":{{"resultType":"vector","result":[{metric}]}}}}"#);
        let usage = of(&[&text]);
        assert_eq!((usage.last(), usage.counted_since()), (on("2026-11-01"), Some(("s0", on("2026-11-01")))));
    }
}
