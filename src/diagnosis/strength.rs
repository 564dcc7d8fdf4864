//! How strongly one piece of evidence speaks for or against one cause: five words a mechanic can argue with, and
//! the factor each stands for. It knows no cause.

/// How strongly evidence speaks for or against a cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Hardly anything else shows so.
    StronglyFor,
    /// It often shows so.
    For,
    /// It says nothing; what every cell is that is not in the table.
    Neutral,
    /// It seldom goes together.
    Against,
    /// It hardly ever goes together.
    StronglyAgainst,
}

/// Odds change by this factor for "strongly"; an ordinary workshop takes one such sign as good as settled among a
/// handful of causes.
const STRONG: f64 = 30.0;
/// Odds change by this factor for the plain word; two such signs outweigh one strong one that is contradicted.
const PLAIN: f64 = 6.0;

impl Strength {
    /// Every strength, from strongly for to strongly against.
    pub const ALL: [Self; 5] =
        [Self::StronglyFor, Self::For, Self::Neutral, Self::Against, Self::StronglyAgainst];

    /// The words for it, in text and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::StronglyFor => "strongly-for",
            Self::For => "for",
            Self::Neutral => "neutral",
            Self::Against => "against",
            Self::StronglyAgainst => "strongly-against",
        }
    }

    /// The factor on the odds.
    pub const fn factor(self) -> f64 {
        match self {
            Self::StronglyFor => STRONG,
            Self::For => PLAIN,
            Self::Neutral => 1.0,
            Self::Against => 1.0 / PLAIN,
            Self::StronglyAgainst => 1.0 / STRONG,
        }
    }

    /// What it adds to the log-odds (natural logarithm).
    pub fn log_odds(self) -> f64 {
        self.factor().ln()
    }
}
