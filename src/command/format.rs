//! How a report is given: for a person or for programs. What the report holds is for each subcommand to say.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For a person.
    Text,
    /// For programs.
    Json,
}

impl Format {
    /// The word for it that a person gets without asking.
    pub(super) const TEXT: &'static str = "text";

    /// What `--format` takes; `json` says in its help what programs get.
    pub(super) fn parser(json: &'static str) -> impl TypedValueParser<Value = Self> {
        let for_programs = format!("For programs: {json}");
        let values = [
            PossibleValue::new(Self::TEXT).help("For a person"),
            PossibleValue::new("json").help(for_programs),
        ];
        PossibleValuesParser::new(values).map(|name| if name == Self::TEXT { Self::Text } else { Self::Json })
    }
}
