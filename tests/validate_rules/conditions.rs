//! The rules of conditions and segments.

use crate::case::{Case, condition, file, flag};

const STAFF: &[(&str, &str)] = &[("segments/staff.yaml", "users: [u-1]\n")];
const PLAN: &[(&str, &str)] = &[("ffctl.yaml", "attributes: {plan: string, age_days: number, groups: list}\n")];

pub(crate) const CASES: &[Case] = &[
    condition(
        "unknown-operator",
        "{attribute: a, operator: «equal», value: 1}",
        "{attribute: a, operator: equals, value: 1}",
        "unknown operator 'equal'",
        "did you mean 'equals'?",
    ),
    condition(
        "unknown-operator",
        "{attribute: a, operator: «==», value: 1}",
        "{attribute: a, operator: equals, value: 1}",
        "unknown operator '=='",
        "did you mean 'equals'?",
    ),
    condition(
        "unknown-operator",
        "{attribute: a, operator: «\">=\"», value: 1}",
        "{attribute: a, operator: at_least, value: 1}",
        "unknown operator '>='",
        "did you mean 'at_least'?",
    ),
    condition(
        "unknown-operator",
        "{attribute: a, operator: «greater-than», value: 1}",
        "{attribute: a, operator: greater_than, value: 1}",
        "unknown operator 'greater-than'",
        "did you mean 'greater_than'?",
    ),
    file(
        "unknown-operator",
        "segments/staff.yaml",
        "if: {attribute: a, operator: «resembles», value: 1}",
        "if: {attribute: a, operator: equals, value: 1}",
        "unknown operator 'resembles'",
        "",
    ),
    condition(
        "condition-shape",
        "«{}»",
        "{attribute: a, operator: equals, value: 1}",
        "this is no condition",
        "write {attribute, operator, value}, {all: […]}, {any: […]}, {not: …} or {segment: NAME}",
    ),
    condition(
        "condition-shape",
        "{any: «[]»}",
        "{any: [{segment: staff}]}",
        "`any` is empty",
        "name at least one condition",
    )
    .beside(STAFF),
    condition(
        "condition-shape",
        "«{segment: staff, attribute: a, operator: equals, value: 1}»",
        "{all: [{segment: staff}, {attribute: a, operator: equals, value: 1}]}",
        "`segment` and `attribute` cannot stand in one condition",
        "put them in {all: […]} or {any: […]}",
    )
    .beside(STAFF),
    condition(
        "condition-shape",
        "«{not: {segment: staff}, any: [{segment: staff}]}»",
        "{not: {any: [{segment: staff}]}}",
        "`any` and `not` cannot stand in one condition",
        "put them in {all: […]} or {any: […]}",
    )
    .beside(STAFF),
    condition(
        "operator-value",
        "{attribute: a, operator: in, value: «pro»}",
        "{attribute: a, operator: in, value: [pro]}",
        "`in` takes a list of texts, numbers or booleans, not \"pro\"",
        "write [\"pro\"]",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: equals, value: «[pro, team]»}",
        "{attribute: a, operator: in, value: [pro, team]}",
        "`equals` takes a text, number or boolean, not [\"pro\", \"team\"]",
        "use `in` for a list",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: not_equals, value: «[pro, team]»}",
        "{attribute: a, operator: not_in, value: [pro, team]}",
        "`not_equals` takes a text, number or boolean, not [\"pro\", \"team\"]",
        "use `not_in` for a list",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: contains, value: «[pro, team]»}",
        "{attribute: a, operator: contains, value: pro}",
        "`contains` takes a text, number or boolean, not [\"pro\", \"team\"]",
        "use `any` or `all` with a condition for each value",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: greater_than, value: «\"30\"»}",
        "{attribute: a, operator: greater_than, value: 30}",
        "`greater_than` takes a number, not \"30\"",
        "remove the quotes",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: at_most, value: «many»}",
        "{attribute: a, operator: at_most, value: 30}",
        "`at_most` takes a number, not \"many\"",
        "",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: starts_with, value: «4»}",
        "{attribute: a, operator: starts_with, value: \"4\"}",
        "`starts_with` takes a text or a list of texts, not 4",
        "put it in quotes: \"4\"",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: ends_with, value: «[a, 4]»}",
        "{attribute: a, operator: ends_with, value: [a, \"4\"]}",
        "`ends_with` takes a text or a list of texts, not [\"a\", 4]",
        "",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: matches, value: «4»}",
        "{attribute: a, operator: matches, value: \"4\"}",
        "`matches` takes a regular expression, not 4",
        "put it in quotes: \"4\"",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: exists, value: «yes»}",
        "{attribute: a, operator: exists, value: true}",
        "`exists` takes true or false, not \"yes\"",
        "",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: before, value: «[2026-01-01, 2026-02-01]»}",
        "{attribute: a, operator: before, value: 2026-01-01}",
        "`before` takes a date or an RFC 3339 time, not [\"2026-01-01\", \"2026-02-01\"]",
        "",
    ),
    condition(
        "operator-value",
        "{attribute: a, operator: semver_at_least, value: «[\"2.1\"]»}",
        "{attribute: a, operator: semver_at_least, value: 2.1}",
        "`semver_at_least` takes a version, not [\"2.1\"]",
        "",
    ),
    condition(
        "invalid-regex",
        "{attribute: a, operator: matches, value: «\"(a\"»}",
        "{attribute: a, operator: matches, value: \"(a)\"}",
        "not a regular expression: unclosed group",
        "",
    ),
    condition(
        "invalid-regex",
        "{attribute: a, operator: matches, value: «\"(?=a)b\"»}",
        "{attribute: a, operator: matches, value: \"ab\"}",
        "not a regular expression: look-around, including look-ahead and look-behind, is not supported",
        "matching takes linear time: no look-around and no backreferences",
    ),
    condition(
        "invalid-version",
        "{attribute: a, operator: semver_at_least, value: «two»}",
        "{attribute: a, operator: semver_at_least, value: v2}",
        "\"two\" is not a version",
        "write a version such as 2.10 or 3.0.0-beta.1",
    ),
    condition(
        "invalid-version",
        "{attribute: a, operator: semver_equals, value: «1.2.3.4»}",
        "{attribute: a, operator: semver_equals, value: 1.2.3}",
        "\"1.2.3.4\" is not a version",
        "write a version such as 2.10 or 3.0.0-beta.1",
    ),
    condition(
        "invalid-time",
        "{attribute: a, operator: after, value: «tomorrow»}",
        "{attribute: a, operator: after, value: 2026-11-22}",
        "\"tomorrow\" is not a date or an RFC 3339 time",
        "write YYYY-MM-DD, or a time such as 2026-11-01T12:00:00Z",
    ),
    condition(
        "invalid-time",
        "{attribute: a, operator: before, value: «2026-11-01T12:00:00»}",
        "{attribute: a, operator: before, value: 2026-11-01T12:00:00Z}",
        "\"2026-11-01T12:00:00\" is not a date or an RFC 3339 time",
        "write YYYY-MM-DD, or a time such as 2026-11-01T12:00:00Z",
    ),
    condition(
        "unknown-segment",
        "{segment: «staf»}",
        "{segment: staff}",
        "unknown segment 'staf'",
        "did you mean 'staff'?",
    )
    .beside(STAFF),
    condition(
        "unknown-segment",
        "{all: [{not: {segment: «crew»}}]}",
        "{all: [{not: {segment: staff}}]}",
        "unknown segment 'crew'",
        "known: staff",
    )
    .beside(STAFF),
    condition(
        "unknown-segment",
        "{segment: «staff»}",
        "{attribute: a, operator: equals, value: 1}",
        "unknown segment 'staff'",
        "there is no segment; make segments/staff.yaml",
    ),
    file(
        "unknown-segment",
        "segments/all.yaml",
        "if: {any: [{segment: staff}, {segment: «stuff»}]}",
        "if: {any: [{segment: staff}]}",
        "unknown segment 'stuff'",
        "did you mean 'staff'?",
    )
    .beside(STAFF),
    condition(
        "unknown-attribute",
        "{attribute: «plam», operator: equals, value: pro}",
        "{attribute: plan, operator: equals, value: pro}",
        "unknown attribute 'plam'",
        "did you mean 'plan'?",
    )
    .beside(PLAN),
    flag(
        "unknown-attribute",
        "bucket_by: «company»",
        "bucket_by: plan",
        "unknown attribute 'company'",
        "known: plan, age_days, groups, user_id",
    )
    .beside(PLAN),
    file(
        "unknown-attribute",
        "segments/pro.yaml",
        "if: {not: {attribute: «agedays», operator: equals, value: 3}}",
        "if: {not: {attribute: user_id, operator: equals, value: 3}}",
        "unknown attribute 'agedays'",
        "did you mean 'age_days'?",
    )
    .beside(PLAN),
    condition(
        "operator-for-type",
        "{attribute: age_days, operator: «starts_with», value: \"3\"}",
        "{attribute: age_days, operator: greater_than, value: 3}",
        "`starts_with` is not for 'age_days', which is declared as number",
        "operators for it: equals, not_equals, in, not_in, greater_than, at_least, less_than, at_most, exists",
    )
    .beside(PLAN),
    condition(
        "operator-for-type",
        "{attribute: groups, operator: «equals», value: qa}",
        "{attribute: groups, operator: contains, value: qa}",
        "`equals` is not for 'groups', which is declared as list",
        "operators for it: contains, not_contains, exists",
    )
    .beside(PLAN),
    file(
        "segment-cycle",
        "segments/one.yaml",
        "«if»: {segment: one}",
        "if: {attribute: a, operator: equals, value: 1}",
        "the segment depends on itself: one → one",
        "take one of the references out",
    ),
];
