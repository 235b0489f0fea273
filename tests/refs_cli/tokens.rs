//! What counts as a mention, and what does not. False alarms are the enemy, and so is what is overlooked.

use crate::{project, refs, write};
use serde_json::Value;

/// Lines of code, with the keys that each mentions; `?key` is one that it asks for in vain.
type Table<'t> = &'t [(&'t str, &'t [&'t str])];

/// Each line is a file of its own.
fn hold(keys: &[&str], code: &str, table: Table<'_>) {
    let repo = project(keys, code);
    for (nth, (line, _)) in table.iter().enumerate() {
        write(&repo, &format!("src/{nth:03}.txt"), line);
    }
    let run = refs(&repo, &["--format", "json"]);
    let document = run.json();
    let in_file = |place: &Value, nth: usize| place["file"] == format!("src/{nth:03}.txt");
    for (nth, (line, expected)) in table.iter().enumerate() {
        let mut seen = Vec::new();
        for flag in document["flags"].as_array().unwrap() {
            let here = flag["mentions"].as_array().unwrap().iter().filter(|mention| in_file(mention, nth));
            seen.extend(here.map(|_| flag["key"].as_str().unwrap().to_owned()));
        }
        let unknown =
            document["findings"].as_array().unwrap().iter().filter(|found| found["rule"] == "unknown-reference");
        for found in unknown.filter(|found| in_file(found, nth)) {
            seen.push(format!("?{}", found["message"].as_str().unwrap().split('\'').nth(1).unwrap()));
        }
        seen.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(seen, expected, "{line}");
    }
}

#[test]
fn a_key_counts_where_it_stands_alone_in_quotes() {
    let table: Table<'_> = &[
        (r#"is_enabled("checkout")"#, &["checkout"]),
        ("is_enabled('checkout')", &["checkout"]),
        ("is_enabled(`checkout`)", &["checkout"]),
        (r#"{"checkout": true}"#, &["checkout"]),
        (r#"json("{\"checkout\": true}")"#, &["checkout"]),
        (r#""checkout","checkout-v2""#, &["checkout", "checkout-v2"]),
        (r#"["checkout"]["checkout"]"#, &["checkout", "checkout"]),
        (r#""""checkout""""#, &["checkout"]),
        ("// Remove \"checkout\" in May: a comment has to be cleaned up too", &["checkout"]),
        ("# 'checkout'", &["checkout"]),
        ("the end 'checkout'", &["checkout"]),
        // Not a mention:
        ("checkout()", &[]),
        ("// the checkout of the shop", &[]),
        (r#""checkout page""#, &[]),
        (r#"" checkout""#, &[]),
        (r#""/checkout""#, &[]),
        (r#""checkout/pay""#, &[]),
        (r#""Checkout""#, &[]),
        (r#""checkout'"#, &[]),
        (r#""checkout"#, &[]),
        ("“checkout”", &[]),
        (r#""checkouts""#, &[]),
        (r#""new-checkout""#, &[]),
        (r#""new.checkout""#, &[]),
        (r#""checkout_""#, &[]),
        (r#"f"checkout-{version}""#, &[]),
    ];
    hold(&["checkout", "checkout-v2"], "", table);
}

#[test]
fn part_of_another_key_is_no_mention_whether_that_one_is_still_there_or_not() {
    let line = r#""checkout-v2" 'new-checkout' "checkout-v2-beta" "checkout.v2" "old-checkout-v2""#;
    hold(&["checkout"], "", &[(line, &[])]);
    let aliases = "aliases: [snake_case, camelCase, PascalCase, SCREAMING_SNAKE_CASE, dotted]";
    hold(&["checkout", "v2"], aliases, &[(line, &[])]);
    hold(
        &["new-checkout", "new-checkout-v2"],
        aliases,
        &[
            ("newCheckoutV2 new_checkout_v2 NEW_CHECKOUT_V2 new.checkout.v2 NewCheckoutV2", &["new-checkout-v2"; 5]),
            ("newCheckoutV3 new_checkout_v3 NEW_CHECKOUT_V3 new.checkout.v3 new_checkout-v3 my_new_checkout", &[]),
            ("\"new-checkout-v2\"", &["new-checkout-v2"]),
        ],
    );
}

#[test]
fn aliases_count_as_whole_identifiers_and_in_quotes() {
    hold(
        &["new-checkout"],
        "aliases: [camelCase, SCREAMING_SNAKE_CASE]",
        &[
            ("if (Flags.NEW_CHECKOUT) {", &["new-checkout"]),
            ("flags.newCheckout.isOn()", &["new-checkout"]),
            ("$NEW_CHECKOUT ${NEW_CHECKOUT}", &["new-checkout"; 2]),
            ("flags->newCheckout", &["new-checkout"]),
            ("\"newCheckout\" 'on NEW_CHECKOUT'", &["new-checkout"; 2]),
            ("the key itself, \"new-checkout\"", &["new-checkout"]),
            ("// NEW_CHECKOUT: a comment", &["new-checkout"]),
            // Not asked for, or part of a longer one:
            ("new_checkout NewCheckout new.checkout", &[]),
            ("newCheckouts anewCheckout newCheckout2 _newCheckout newCheckout_ newCheckout$ énewCheckout", &[]),
            ("NEW_CHECKOUT_URL MY_NEW_CHECKOUT", &[]),
            ("new-checkout new - checkout", &[]),
        ],
    );
    hold(
        &["new-checkout"],
        "aliases: [dotted, snake_case, PascalCase]",
        &[
            ("new.checkout = true", &["new-checkout"]),
            ("see new.checkout.", &["new-checkout"]),
            ("app.new.checkout new.checkout.url", &[]),
            ("new_checkout: NewCheckout", &["new-checkout"; 2]),
        ],
    );
}

#[test]
fn an_alias_of_one_plain_word_counts_in_quotes_alone() {
    let aliases = "aliases: [snake_case, camelCase, PascalCase, SCREAMING_SNAKE_CASE, dotted]";
    hold(
        &["checkout", "search-2"],
        aliases,
        &[
            ("checkout(Checkout, CHECKOUT)", &[]),
            ("\"Checkout\" 'CHECKOUT' \"checkout\"", &["checkout"; 3]),
            ("search2 Search2", &[]),
            ("'search2' search_2", &["search-2"; 2]),
        ],
    );
}

#[test]
fn what_two_keys_share_counts_for_both_and_a_key_as_it_is_for_itself() {
    hold(
        &["new-checkout", "new_checkout"],
        "aliases: [snake_case, camelCase]",
        &[
            ("newCheckout", &["new-checkout", "new_checkout"]),
            ("\"new_checkout\"", &["new_checkout"]),
            ("\"new-checkout\"", &["new-checkout"]),
        ],
    );
}

#[test]
fn a_pattern_tells_what_the_code_asks_for() {
    let patterns = r#"patterns: ['is_enabled("{key}")', 'variant( "{key}" ,', 'Flags.{key}', 'flag={key}']"#;
    hold(
        &["checkout", "new-checkout"],
        &format!("{patterns}, aliases: [camelCase]"),
        &[
            (r#"is_enabled("checkout")"#, &["checkout"]),
            ("is_enabled('chekcout') || x.is_enabled(`new_checkout`)", &["?chekcout", "?new_checkout"]),
            ("variant(\r\n    \"gone\",\r\n    user)", &["?gone"]),
            ("variant(\"gone\")", &[]),
            ("Flags.newCheckout.on()", &["new-checkout"]),
            ("Flags.checkout", &["checkout"]),
            ("Flags.oldCheckout", &["?oldCheckout"]),
            ("See Flags.checkout. Then flag=new-checkout, or flag=gone.", &["checkout", "new-checkout", "?gone"]),
            // What only looks like it:
            (r#"is_enabled("a b") is_enabled(key) is_enabled("checkout-" + n) is_enabled(f"checkout-{n}")"#, &[]),
            (r#"was_is_enabled("gone") MyFlags.gone"#, &[]),
            (r#"def is_enabled(key): "is_enabled""#, &[]),
        ],
    );
}
