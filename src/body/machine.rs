//! State machines as tables: every transition is one row with its reason, stepped and printed from the same
//! table. It knows no particular machine.

use std::fmt::Debug;

/// One transition.
pub struct Row<S: 'static, I> {
    /// The states it leaves; empty for every state.
    pub from: &'static [S],
    /// What makes it happen.
    pub on: I,
    /// The state it leads to.
    pub to: S,
    /// Why, in words.
    pub why: &'static str,
}

/// A machine whose states are the implementing type.
pub trait Machine: Copy + Eq + Debug + 'static {
    /// What it reacts to.
    type Input: Copy + Eq + Debug + 'static;
    /// Name, as `explain` takes it.
    const NAME: &'static str;
    /// What it follows, in one line.
    const ABOUT: &'static str;
    /// Every state, the initial one first.
    const STATES: &'static [Self];
    /// Every input.
    const INPUTS: &'static [Self::Input];
    /// Every transition; what stands in no row changes nothing.
    const TABLE: &'static [Row<Self, Self::Input>];

    /// The state after `input`.
    #[must_use]
    fn step(self, input: Self::Input) -> Self {
        let row = Self::TABLE
            .iter()
            .find(|row| row.on == input && (row.from.is_empty() || row.from.contains(&self)));
        row.map_or(self, |row| row.to)
    }
}

/// A machine's table in words, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name of the machine.
    pub name: &'static str,
    /// What it follows.
    pub about: &'static str,
    /// Its states, the initial one first.
    pub states: Vec<String>,
    /// From, on, to, why; `from` is empty for "any state".
    pub rows: Vec<(Vec<String>, String, String, &'static str)>,
}

/// The table of machine `M`.
pub(super) fn table<M: Machine>() -> Table {
    let rows = M::TABLE.iter().map(|row| {
        (row.from.iter().map(|state| word(state)).collect(), word(&row.on), word(&row.to), row.why)
    });
    Table {
        name: M::NAME,
        about: M::ABOUT,
        states: M::STATES.iter().map(|state| word(state)).collect(),
        rows: rows.collect(),
    }
}

/// `GoingToSleep` as `going-to-sleep`: the variant's own name is the word.
fn word(state: &dyn Debug) -> String {
    let mut out = String::new();
    for (index, letter) in format!("{state:?}").chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
