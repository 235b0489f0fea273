//! What the editing commands allow: the ramp, rules by name, environments, protection and the largest step.

#[path = "common/git.rs"]
mod git;
#[path = "common/project.rs"]
mod project;

use project::{OPEN, PROTECTED, Project, flag};

/// Three rules: named, named after a number, and without a name.
const RULES: &str = "\
enabled: true
rules:
  - name: early
    if: {attribute: plan, operator: equals, value: premium}
    rollout: 10
  - name: '3'
    if: {attribute: plan, operator: equals, value: standard}
    rollout: 10
  - if: {attribute: plan, operator: exists, value: true}
    rollout: 10
rollout: 0
";
const ASK: &str = "\
error: this edit reaches production (protected), and there is no terminal to ask on
help: pass --yes to do it without being asked
";

fn rollout(place: &str, from: &str, to: &str) -> String {
    format!("checkout  {place}  rollout {from}% → {to}%\n")
}

#[test]
fn next_and_back_walk_the_ramp_to_its_ends() {
    let project = Project::with_checkout(OPEN, "enabled: true\nrollout: 0\n");
    let ramp = ["0", "1", "10", "25", "50", "100"];
    for step in ramp.windows(2) {
        project.edits("rollout checkout --next", &rollout("top level", step[0], step[1]), "");
        assert_eq!(project.checkout(), format!("enabled: true\nrollout: {}\n", step[1]));
    }
    project.refuses("rollout checkout --next", "error: 100% is the end of the ramp (1%, 10%, 25%, 50%, 100%)\n");
    for step in ramp.windows(2).rev() {
        project.edits("rollout checkout --back", &rollout("top level", step[1], step[0]), "");
        assert_eq!(project.checkout(), format!("enabled: true\nrollout: {}\n", step[0]));
    }
    project.refuses("rollout checkout --back", "error: 0% is the beginning of the ramp (1%, 10%, 25%, 50%, 100%)\n");
}

#[test]
fn a_value_between_steps_goes_to_the_nearest_step_on_its_way() {
    for (from, option, to) in [
        ("30", "--next", "50"),
        ("30", "--back", "25"),
        ("0.5", "--next", "1"),
        ("0.5", "--back", "0"),
        ("99.999", "--next", "100"),
        ("10.001", "--back", "10"),
    ] {
        let project = Project::with_checkout(OPEN, &format!("enabled: true\nrollout: {from}\n"));
        project.edits(&format!("rollout checkout {option}"), &rollout("top level", from, to), "");
        assert_eq!(project.checkout(), format!("enabled: true\nrollout: {to}\n"));
    }
}

#[test]
fn a_flag_without_a_rollout_stands_at_the_end_of_the_ramp() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    project.refuses("rollout checkout --next", "error: 100% is the end of the ramp (1%, 10%, 25%, 50%, 100%)\n");
    project.edits("rollout checkout --back", &rollout("top level", "100", "50"), "");
    assert_eq!(project.checkout(), "enabled: true\nrollout: 50\n");
}

#[test]
fn the_ramp_is_that_of_the_settings() {
    let project = Project::with_checkout(&format!("{OPEN}ramp: [2.5, 20]\n"), "enabled: true\nrollout: 1\n");
    project.edits("rollout checkout --next", &rollout("top level", "1", "2.5"), "");
    project.edits("rollout checkout --next", &rollout("top level", "2.5", "20"), "");
    project.refuses("rollout checkout --next", "error: 20% is the end of the ramp (2.5%, 20%)\n");
    project.edits("rollout checkout 70", &rollout("top level", "20", "70"), "");
    project.refuses("rollout checkout --next", "error: 70% is the end of the ramp (2.5%, 20%)\n");
    project.edits("rollout checkout --back", &rollout("top level", "70", "20"), "");
}

#[test]
fn an_environment_steps_on_from_what_it_inherits() {
    let project = Project::with_checkout(OPEN, "enabled: true\nrollout: 10\n");
    project.edits("rollout checkout --next -e staging", &rollout("staging", "10", "25"), "");
    project.edits("rollout checkout --next --env staging", &rollout("staging", "25", "50"), "");
    assert_eq!(project.checkout(), "enabled: true\nrollout: 10\nenvironments:\n  staging:\n    rollout: 50\n");
}

#[test]
fn a_rule_is_found_by_its_name_and_else_by_its_number() {
    for (rule, title, nth) in [("early", "'early'", 0), ("1", "'early'", 0), ("2", "'3'", 1), ("3", "'3'", 1)] {
        let project = Project::with_checkout(OPEN, RULES);
        let said = format!("checkout  top level  rule {title} rollout 10% → 25%\n");
        project.edits(&format!("rollout checkout --rule {rule} --next"), &said, "");
        let (at, value) = RULES.match_indices("rollout: 10").nth(nth).expect("a rule");
        let after = format!("{}rollout: 25{}", &RULES[..at], &RULES[at + value.len()..]);
        assert_eq!(project.checkout(), after, "--rule {rule}");
    }
}

#[test]
fn a_rule_that_cannot_be_told_is_refused() {
    let project = Project::with_checkout(OPEN, &RULES.replace("'3'", "late"));
    let unknown = |rule: &str, help: &str| format!("error: 'checkout' has no rule '{rule}'\nhelp: {help}\n");
    project.refuses("rollout checkout 5 --rule erly", &unknown("erly", "did you mean 'early'?"));
    project.refuses("rollout checkout 5 --rule everybody", &unknown("everybody", "known: early, late"));
    project.refuses("rollout checkout 5 --rule 4", &unknown("4", "known: early, late"));
    project.refuses("rollout checkout 5 --rule 0", &unknown("0", "known: early, late"));

    let project = Project::with_checkout(OPEN, &RULES.replace("'3'", "early"));
    let ambiguous = "error: several rules are called 'early'\nhelp: name it by its number, 1 to 3\n";
    project.refuses("rollout checkout 5 --rule early", ambiguous);
    project.edits("rollout checkout 5 --rule 2", "checkout  top level  rule 'early' rollout 10% → 5%\n", "");

    let project = Project::with_checkout(OPEN, "enabled: true\n");
    project.refuses("rollout checkout 5 --rule early", "error: 'checkout' has no rules here\n");
}

#[test]
fn a_rule_is_edited_where_it_is_written() {
    let own = "environments:\n  staging:\n    rules:\n      - {name: late, if: {attribute: plan, operator: exists, value: true}}\n";
    let project = Project::with_checkout(OPEN, &format!("{RULES}{own}"));
    project.edits(
        "rollout checkout 5 --rule late -e staging",
        "checkout  staging  rule 'late' rollout 100% → 5%\n",
        "",
    );
    assert_eq!(project.checkout(), format!("{RULES}{}", own.replace("true}}", "true}, rollout: 5}")));
    let inherits = "error: production inherits its rules from the top level\n\
                    help: leave out --env to edit the rule for every environment that inherits it\n";
    project.refuses("rollout checkout 5 --rule early -e production", inherits);
    project.edits(
        "rollout checkout 5 --rule early",
        "checkout  top level  rule 'early' rollout 10% → 5%\n",
        "note: checkout: staging has its own `rules` and is as it was; add --env staging to edit it\n",
    );
}

#[test]
fn an_unknown_flag_or_environment_is_answered_with_the_nearest() {
    let project = Project::with_checkout(OPEN, "enabled: true\n");
    project.write("flags/search/new-ranking.yaml", &flag("enabled: true\n"));
    for command in ["rollout chekout 5", "disable chekout", "enable chekout -e staging"] {
        project.refuses(command, "error: there is no flag 'chekout'\nhelp: did you mean 'checkout'?\n");
    }
    let unknown = "error: unknown environment 'prodution'\nhelp: did you mean 'production'?\n";
    for command in ["rollout checkout 5 -e prodution", "disable checkout -e prodution"] {
        project.refuses(command, unknown);
    }
    let key = "../../etc/passwd";
    let unknown = format!("error: there is no flag '{key}'\nhelp: known: checkout, new-ranking\n");
    project.refuses(&format!("rollout {key} 5"), &unknown);

    let none = "error: unknown environment 'production'\n\
                help: no environment is declared; list them under `environments` in ffctl.yaml\n";
    Project::with_checkout("ramp: [50, 100]\n", "enabled: true\n").refuses("disable checkout -e production", none);
}

#[test]
fn a_rise_above_max_step_in_a_protected_environment_needs_force() {
    let too_large = |from: &str, to: &str| {
        format!(
            "error: {from}% → {to}% in production is a larger step than `policy.max_step` (50%)\n\
             help: take a smaller step, or pass --force\n"
        )
    };
    let ten = "enabled: true\nrollout: 10\n";
    let project = Project::with_checkout(PROTECTED, ten);
    project.refuses("rollout checkout 60.001 -e production --yes", &too_large("10", "60.001"));
    // The top level reaches production, which inherits it.
    project.refuses("rollout checkout 61 --yes", &too_large("10", "61"));
    project.refuses("rollout checkout 61 --dry-run", &too_large("10", "61"));
    project.edits("rollout checkout 60 -e production --yes", &rollout("production", "10", "60"), "");
    project.edits("rollout checkout 0 -e production --yes", &rollout("production", "60", "0"), "");
    project.edits("rollout checkout 100 -e production --yes --force", &rollout("production", "0", "100"), "");
    project.edits("rollout checkout 100 -e staging", &rollout("staging", "10", "100"), "");

    let project = Project::with_checkout(&format!("{PROTECTED}ramp: [1, 100]\n"), "enabled: true\nrollout: 1\n");
    project.refuses("rollout checkout --next --yes", &too_large("1", "100"));
    let project = Project::with_checkout(PROTECTED, RULES);
    project.refuses("rollout checkout 100 --rule early --yes", &too_large("10", "100"));
    project.refuses("rollout checkout 100 --rule early --force", ASK);
}

#[test]
fn what_does_not_reach_a_protected_environment_is_held_to_no_step_and_asks_nothing() {
    let own = "enabled: true\nrollout: 0\nenvironments:\n  production: {enabled: true, rollout: 5}\n";
    let project = Project::with_checkout(PROTECTED, own);
    let note = "note: checkout: production has its own `rollout` and is as it was; add --env production to edit it\n";
    project.edits("rollout checkout 100", &rollout("top level", "0", "100"), note);
    assert_eq!(project.checkout(), own.replacen("rollout: 0", "rollout: 100", 1));
}

#[test]
fn a_protected_environment_is_edited_without_a_terminal_only_with_yes() {
    let lines = "enabled: true\nrollout: 10\n";
    let project = Project::with_checkout(PROTECTED, lines);
    for command in [
        "rollout checkout 25 -e production",
        "rollout checkout 25",
        "rollout checkout 0",
        "rollout checkout --next --force",
        "disable checkout",
        "disable checkout -e production",
        "disable checkout --format json",
    ] {
        project.refuses(command, ASK);
    }
    project.edits("disable checkout -y", "checkout  top level  enabled → disabled\n", "");
    assert_eq!(project.checkout(), lines.replace("true", "false"));
    project.edits("enable checkout -e staging", "checkout  staging  disabled → enabled\n", "");
}

#[test]
fn environments_that_override_the_field_are_named() {
    let own = "\
environments:
  development: {enabled: true, rollout: 50}
  staging: {enabled: false}
  production: {rollout: 10}
";
    let note = |name: &str, field: &str, state: &str| {
        format!("note: checkout: {name} has its own `{field}` and {state}; add --env {name} to edit it\n")
    };
    let as_it_was = "is as it was";
    let project = Project::with_checkout(OPEN, &format!("enabled: true\nrollout: 5\n{own}"));
    let notes = note("development", "rollout", as_it_was) + &note("production", "rollout", as_it_was);
    project.edits("rollout checkout 6", &rollout("top level", "5", "6"), &notes);
    let notes = note("development", "enabled", "is still on") + &note("staging", "enabled", as_it_was);
    project.edits("disable checkout", "checkout  top level  enabled → disabled\n", &notes);
    let notes = note("development", "enabled", as_it_was) + &note("staging", "enabled", "is still off");
    project.edits("enable checkout", "checkout  top level  disabled → enabled\n", &notes);
    project.edits("disable checkout -e development", "checkout  development  enabled → disabled\n", "");
}

#[test]
fn where_nothing_changes_nothing_is_written_or_asked() {
    let project = Project::with_checkout(PROTECTED, "enabled: true\nrollout: 10.0\n");
    let file = || {
        let metadata = project.path("flags/checkout.yaml").metadata().expect("the flag's file");
        (metadata.modified().expect("a time"), project.checkout())
    };
    let before = file();
    let note = "note: checkout: it is so already; nothing was written\n";
    for command in [
        "rollout checkout 10",
        "rollout checkout 10 -e production",
        "rollout checkout 10 --dry-run",
        "enable checkout",
        "enable checkout -e staging",
        "enable checkout checkout",
    ] {
        project.edits(command, "", note);
        assert_eq!(file(), before, "ffctl {command}");
    }
    project.edits("enable checkout -q", "", "");
}
