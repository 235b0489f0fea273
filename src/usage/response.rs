//! What Prometheus' HTTP API answers to an instant query.

use super::{Malformed, Sample};
use serde::Deserialize;
use serde_json::{Deserializer, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Response {
    status: String,
    data: Option<Data>,
    error: Option<String>,
    #[serde(default)]
    warnings: Vec<String>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "resultType")]
    kind: String,
    result: Value,
}

/// One series; one of histograms has no value.
#[derive(Deserialize)]
struct Series {
    metric: BTreeMap<String, String>,
    value: Option<(Value, String)>,
}

/// Reads the samples of an answer, or of several that follow each other. What Prometheus warns of is given back: what it
/// tells may not be all.
///
/// # Errors
/// Where it is no such answer, or one that says an error.
pub fn read_responses(
    text: &str,
    mut each: impl FnMut(Sample<'static>) -> Result<(), String>,
) -> Result<Vec<String>, Malformed> {
    let mut warnings = Vec::new();
    for response in Deserializer::from_str(text.trim_start_matches('\u{feff}')).into_iter() {
        let response = response.map_err(|error| Malformed::whole(format!("no answer of Prometheus: {error}")))?;
        warnings.extend(read(response, &mut each).map_err(Malformed::whole)?);
    }
    Ok(warnings)
}

fn read(
    response: Response,
    each: &mut impl FnMut(Sample<'static>) -> Result<(), String>,
) -> Result<Vec<String>, String> {
    let Response { status, data, error, warnings } = response;
    let data = data.filter(|_| status == "success");
    let data = data.ok_or_else(|| match error {
        Some(error) => format!("Prometheus could not answer: {}", error.escape_debug()),
        None => "Prometheus did not answer the query".to_owned(),
    })?;
    if data.kind != "vector" {
        let kind = data.kind.escape_debug();
        return Err(format!("the answer is a {kind}, and an instant vector is needed (`api/v1/query`)"));
    }
    let result: Vec<Series> = serde_json::from_value(data.result).map_err(|error| format!("no vector: {error}"))?;
    for Series { mut metric, value } in result {
        let Some((_, value)) = value else { continue };
        let value = value.parse().map_err(|_| format!("no value: {value:?}"))?;
        let name = metric.remove("__name__").map(Cow::Owned);
        let labels = metric.into_iter().map(|(name, value)| (Cow::Owned(name), Cow::Owned(value)));
        each(Sample { name, labels: labels.collect(), value })?;
    }
    Ok(warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples, each a name and a value; and warnings.
    type Told = (Vec<(Option<String>, f64)>, Vec<String>);

    fn all(text: &str) -> Result<Told, String> {
        let mut samples = Vec::new();
        let warnings = read_responses(text, |sample| {
            assert_eq!(sample.label("flag"), Some("a"));
            samples.push((sample.name.map(Cow::into_owned), sample.value));
            Ok(())
        });
        warnings.map(|warnings| (samples, warnings)).map_err(|malformed| malformed.to_string())
    }

    fn vector(result: &str) -> String {
        format!(r#"{{"status":"success","data":{{"resultType":"vector","result":[{result}]}}}}"#)
    }

    #[test]
    fn each_series_of_a_vector_is_a_sample() {
        let named = vector(r#"{"metric":{"__name__":"m","flag":"a"},"value":[1795219200.1,"1.5e9"]}"#);
        let unnamed = vector(
            r#"{"metric":{"flag":"a"},"value":[1,"NaN"]},{"metric":{"flag":"b"},"histogram":[1,{}]},
               {"metric":{"flag":"a"},"value":[1,"+Inf"]}"#,
        );
        assert_eq!(all(&named), Ok((vec![(Some("m".into()), 1.5e9)], vec![])));
        let both = all(&format!("{named}\n{unnamed}")).unwrap().0;
        assert_eq!((both.len(), &both[0], both[2].1), (3, &(Some("m".into()), 1.5e9), f64::INFINITY));
        assert_eq!(all(&vector("")), Ok((vec![], vec![])));
    }

    #[test]
    fn what_prometheus_warns_of_is_given_back() {
        let text = vector("").replace(r#""data""#, r#""warnings":["one store is down"],"infos":["x"],"data""#);
        assert_eq!(all(&text), Ok((vec![], vec!["one store is down".into()])));
    }

    #[test]
    fn errors_other_results_and_other_documents_are_refused() {
        for (text, said) in [
            (r#"{"status":"error","errorType":"bad_data","error":"parse\u001b error"}"#, "answer: parse\\u{1b} error"),
            (r#"{"status":"success"}"#, "did not answer the query"),
            (&vector("").replace("vector", "matrix"), "the answer is a matrix, and an instant vector is needed"),
            (&vector(r#"{"metric":{},"value":[1,"x"]}"#), "no value: \"x\""),
            (&vector(r#"{"metric":{"a":1}}"#), "no vector: "),
            (r#"{"flags":[]}"#, "no answer of Prometheus: missing field `status`"),
            (&vector("")[..30], "no answer of Prometheus: EOF"),
        ] {
            let error = all(text).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
