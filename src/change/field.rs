//! What can change: the fields of the files, by the names that they have there.

macro_rules! fields {
    ($($variant:ident $name:literal $noun:literal $reach:ident $doc:literal,)*) => {
        /// A field of a flag, a segment or the settings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Field {
            $(#[doc = $doc] $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &[Field] = &[$(Field::$variant,)*];

            /// The name in the file, with the names of what it stands in.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            /// What one of its entries is called.
            pub(super) fn noun(self) -> &'static str {
                match self { $(Field::$variant => $noun,)* }
            }

            /// Whether answers depend on it.
            pub fn affects_targeting(self) -> bool {
                match self { $(Field::$variant => matches!(Reach::$reach, Reach::Answers),)* }
            }
        }
    };
}

/// Who can notice that a field changed.
enum Reach {
    /// Users: it bears on the answers.
    Answers,
    /// Only those who keep the flags.
    Keepers,
}

fields! {
    Flag "flag" "flag" Answers "The flag itself: created, removed, renamed.",
    Description "description" "description" Keepers "What it is.",
    Owner "owner" "owner" Keepers "Who answers for it.",
    Type "type" "type" Keepers "What the flag is for.",
    Created "created" "created" Keepers "When it was made.",
    Expires "expires" "expires" Keepers "When it expires.",
    Ticket "ticket" "ticket" Keepers "Its ticket.",
    Tags "tags" "tag" Keepers "Labels.",
    Links "links" "link" Keepers "URLs.",
    Waivers "waivers" "waiver" Keepers "The rules of the audit that the flag is excused from.",
    Variants "variants" "variant" Answers "A variant and its value.",
    Fallback "fallback" "fallback" Answers "The variant served where nothing else is.",
    BucketBy "bucket_by" "bucket_by" Answers "The attribute hashed.",
    Salt "salt" "salt" Answers "The text hashed with it.",
    Enabled "enabled" "enabled" Answers "The switch.",
    Overrides "overrides" "override" Answers "Users who always get a variant.",
    Rules "rules" "rule" Answers "A rule as a whole: added, removed, moved.",
    Name "name" "name" Keepers "A rule's name.",
    Condition "if" "if" Answers "Who a rule or a segment is for.",
    Default "default" "default" Answers "The default clause as a whole: there, or not.",
    Rollout "rollout" "rollout" Answers "The share admitted.",
    Serve "serve" "serve" Answers "The variant that the admitted get.",
    Split "split" "split" Answers "The variants that the admitted get, by weight.",
    Tests "tests" "test" Keepers "The flag's own test cases.",
    Segment "segment" "segment" Answers "The segment itself: created, removed.",
    Users "users" "user" Answers "Users who are in a segment by their ids.",
    Environments "environments" "environment" Answers "The environments that there are.",
    Protected "protected" "protected" Keepers "The environments whose edits ask for confirmation.",
    Ramp "ramp" "ramp" Keepers "The steps of a rollout.",
    Attributes "attributes" "attribute" Keepers "The context's vocabulary.",
    MaxStep "policy.max_step" "policy.max_step" Keepers "The largest rise of a rollout in one edit.",
    ExpiringWithin "policy.expiring_within" "policy.expiring_within" Keepers "How long before its end the audit warns.",
    StaleAfter "policy.stale_after" "policy.stale_after" Keepers "How long a flag may stay fully on or off.",
    RampStuckAfter "policy.ramp_stuck_after" "policy.ramp_stuck_after" Keepers "How long a ramp may stand still.",
    UnusedAfter "policy.unused_after" "policy.unused_after" Keepers "How long a flag may go without an evaluation.",
    MaxAge "policy.max_age" "policy.max_age" Keepers "How long a flag of a type may live.",
    Require "policy.require" "policy.require" Keepers "Metadata that every flag must have.",
    Owners "policy.owners" "policy.owners" Keepers "Who may own flags.",
    RuleLevels "policy.rules" "policy.rules" Keepers "What the findings of a rule count as.",
    CodePaths "code.paths" "code.paths" Keepers "Where code is searched.",
    CodeExclude "code.exclude" "code.exclude" Keepers "What is left out there.",
    CodeAliases "code.aliases" "code.aliases" Keepers "Other ways in which code writes a key.",
    CodePatterns "code.patterns" "code.patterns" Keepers "How code asks for a flag.",
}
