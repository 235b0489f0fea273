//! The words of an answer: OpenFeature's reasons and error codes.

use std::fmt;

/// Why a flag answered what it did; see <https://openfeature.dev/specification/types#resolution-reason>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The flag is disabled.
    Disabled,
    /// An override or a rule decided without a draw.
    TargetingMatch,
    /// A draw decided.
    Split,
    /// The flag has no rules, no overrides and no draw: everyone gets the same.
    Static,
    /// No override and no rule was for them.
    Default,
    /// There is no answer.
    Error,
}

/// Why there is no answer, or only the fallback; see <https://openfeature.dev/specification/types#error-code>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// There is no flag of this key.
    FlagNotFound,
    /// The flag's file, or one that it needs, is invalid.
    ParseError,
    /// A draw was needed and the context has no usable `bucket_by` attribute.
    TargetingKeyMissing,
    /// The context is not a JSON object.
    InvalidContext,
    /// The flag is not of the type that was asked for.
    TypeMismatch,
    /// Anything else, such as an unknown environment.
    General,
}

impl Reason {
    /// The reasons that stand beside a variant.
    pub const ANSWERS: &[Reason] =
        &[Reason::Disabled, Reason::TargetingMatch, Reason::Split, Reason::Static, Reason::Default];

    /// OpenFeature's word.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Disabled => "DISABLED",
            Reason::TargetingMatch => "TARGETING_MATCH",
            Reason::Split => "SPLIT",
            Reason::Static => "STATIC",
            Reason::Default => "DEFAULT",
            Reason::Error => "ERROR",
        }
    }
}

impl ErrorCode {
    /// Every code.
    pub const ALL: &[ErrorCode] = &[
        ErrorCode::FlagNotFound,
        ErrorCode::ParseError,
        ErrorCode::TargetingKeyMissing,
        ErrorCode::InvalidContext,
        ErrorCode::TypeMismatch,
        ErrorCode::General,
    ];

    /// OpenFeature's word.
    pub fn name(self) -> &'static str {
        match self {
            ErrorCode::FlagNotFound => "FLAG_NOT_FOUND",
            ErrorCode::ParseError => "PARSE_ERROR",
            ErrorCode::TargetingKeyMissing => "TARGETING_KEY_MISSING",
            ErrorCode::InvalidContext => "INVALID_CONTEXT",
            ErrorCode::TypeMismatch => "TYPE_MISMATCH",
            ErrorCode::General => "GENERAL",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
