//! Clients see what the flag set has in force.

use crate::program::{Sandbox, flag};
use crate::{client, user};
use ffctl::FlagSet;
use ffctl::openfeature::FfctlProvider;
use open_feature::OpenFeature;
use open_feature::provider::{FeatureProvider, ProviderStatus};

#[tokio::test]
async fn a_change_is_seen_by_clients_that_exist_and_an_invalid_one_is_not() {
    let sandbox = Sandbox::new(&[("checkout.yaml", flag("rollout: 0"))]);
    let flags = FlagSet::open(sandbox.path("flags")).expect("valid flags");
    let client = client(flags.clone()).await;
    let (user, provider) = (user("u-1"), FfctlProvider::new(flags.clone()));
    let is_on = async || client.get_bool_value("checkout", Some(&user), None).await.expect("an answer");
    assert!(!is_on().await);
    sandbox.write("checkout.yaml", flag("rollout: 100"));
    assert!(!is_on().await, "nobody has reloaded yet");
    flags.reload();
    assert!(is_on().await);
    assert_eq!(provider.status(), ProviderStatus::Ready);
    sandbox.write("checkout.yaml", flag("rollout: 101"));
    flags.reload();
    assert!(is_on().await, "the last good flags stay");
    assert_eq!(provider.status(), ProviderStatus::STALE);
    sandbox.write("checkout.yaml", flag("rollout: 0"));
    flags.reload();
    assert!(!is_on().await);
    assert_eq!(provider.status(), ProviderStatus::Ready);
}

#[tokio::test]
async fn a_provider_answers_in_the_first_environment_of_its_flag_set() {
    let checkout = flag("rollout: 0\nenvironments:\n  staging: {rollout: 100}");
    let settings = "environments: [staging, production]\n".to_owned();
    let sandbox = Sandbox::new(&[("ffctl.yaml", settings), ("checkout.yaml", checkout)]);
    let mut api = OpenFeature::default();
    for environments in [["staging", "production"], ["production", "staging"]] {
        let names = environments.map(|name| Some(name.to_owned()));
        let flags = FlagSet::builder(sandbox.path("flags")).environments(names).open().expect("valid flags");
        api.set_named_provider(environments[0], FfctlProvider::new(flags)).await;
    }
    let is_on = async |name: &str| api.create_named_client(name).get_bool_value("checkout", None, None).await;
    assert_eq!((is_on("staging").await, is_on("production").await), (Ok(true), Ok(false)));
    assert_eq!(api.named_provider_metadata("staging").await.expect("a provider").name, "ffctl");
}
