//! Finds the multiplexer of each signal of a message, simple (`M`, `m3`) and extended (`SG_MUL_VAL_`). Signals
//! whose multiplexer is missing or depends on itself are left out.

use std::collections::HashMap;

use crate::dbc::facts::SelectorRow;
use crate::dbc::multiplex::{Ranges, Selector};
use crate::dbc::repair::Repairs;
use crate::dbc::signal::Signal;

/// How deep multiplexers may stand in each other; real files have two or three levels.
const MAX_DEPTH: usize = 16;

/// What a file says about the multiplexing of one signal.
#[derive(Debug)]
pub(super) struct Link {
    pub line: u64,
    /// The name by which the file refers to the signal.
    pub short_name: String,
    /// `M`
    pub is_switch: bool,
    /// `m3`
    pub value: Option<u64>,
    /// `SG_MUL_VAL_`
    pub row: Option<SelectorRow>,
}

/// Gives each signal its place in the multiplexing; drops, with a note, those that cannot have one. What
/// stays keeps its order and comes with its line.
pub(super) fn resolve(
    message: &str,
    found: Vec<(Link, Signal)>,
    repairs: &mut Repairs,
) -> Vec<(u64, Signal)> {
    let switches = Switches::new(&found);
    let selectors: Vec<_> =
        found.iter().enumerate().map(|(place, (link, _))| switches.selector(place, link, repairs)).collect();
    let verdicts: Vec<_> = (0..found.len()).map(|place| fate(place, &selectors)).collect();

    // Where each signal stands once those before it that cannot stay are gone.
    let mut new_places = Vec::with_capacity(found.len());
    let mut next = 0;
    for verdict in &verdicts {
        new_places.push(next);
        next += usize::from(verdict.is_none());
    }

    let mut kept = Vec::with_capacity(next);
    let mut defined: HashMap<usize, Vec<(u64, u64)>> = HashMap::new();
    for (((link, mut signal), selector), verdict) in found.into_iter().zip(selectors).zip(verdicts) {
        if let Some(reason) = verdict {
            let text = || format!("left out signal {} of {message}: {reason}", signal.name);
            repairs.add(link.line, text);
            continue;
        }
        signal.multiplex.is_switch = link.is_switch;
        if let Ok(Some(Selector { switch, values })) = selector {
            let switch = new_places[switch];
            defined.entry(switch).or_default().extend(values.iter());
            signal.multiplex.selector = Some(Selector { switch, values });
        }
        kept.push((link.line, signal));
    }
    for (switch, mut values) in defined {
        let Some((_, signal)) = kept.get_mut(switch) else { continue };
        signal.multiplex.is_switch = true;
        // A value that has a word is meant to occur, even if it brings no signal.
        let named = signal.labels.iter().filter_map(|(value, _)| u64::try_from(*value).ok());
        values.extend(named.map(|value| (value, value)));
        signal.multiplex.defined = Ranges::new(values);
    }
    kept
}

/// Why the signal at `place` cannot stay, if so: its own multiplexing is in order, and that of every switch
/// above it.
fn fate(place: usize, selectors: &[Result<Option<Selector>, String>]) -> Option<String> {
    let mut at = place;
    for _ in 0..MAX_DEPTH {
        match &selectors[at] {
            Ok(None) => return None,
            Ok(Some(selector)) => at = selector.switch,
            Err(reason) if at == place => return Some(reason.clone()),
            Err(_) => return Some("a multiplexer it depends on is left out".to_owned()),
        }
    }
    Some(format!("its multiplexers depend on each other, or are more than {MAX_DEPTH} deep"))
}

/// The multiplexers of one message.
struct Switches<'a> {
    by_name: HashMap<&'a str, usize>,
    /// The only switch, if there is but one.
    single: Option<usize>,
    /// The only switch that is not itself multiplexed.
    root: Option<usize>,
}

impl<'a> Switches<'a> {
    fn new(found: &'a [(Link, Signal)]) -> Self {
        let only = |mut places: Vec<usize>| if places.len() == 1 { places.pop() } else { None };
        let links = || found.iter().map(|(link, _)| link).enumerate();
        let switches = || links().filter(|(_, link)| link.is_switch);
        Self {
            by_name: links().map(|(place, link)| (link.short_name.as_str(), place)).collect(),
            single: only(switches().map(|(place, _)| place).collect()),
            root: only(switches().filter(|(_, link)| link.value.is_none()).map(|(place, _)| place).collect()),
        }
    }

    fn selector(&self, place: usize, link: &Link, repairs: &mut Repairs) -> Result<Option<Selector>, String> {
        let own = link.value.map(|value| (value, value));
        if own.is_none() && link.row.is_none() || self.single == Some(place) {
            return Ok(None);
        }
        if let Some(switch) = self.single {
            let named = link.row.iter().filter(|row| self.by_name.get(row.switch.as_str()) == Some(&switch));
            let rows = named.flat_map(|row| row.ranges.iter().copied());
            return Ok(Some(Selector { switch, values: Ranges::new(own.into_iter().chain(rows)) }));
        }
        if let Some(SelectorRow { switch: name, ranges }) = &link.row {
            let switch = self.by_name.get(name.as_str()).copied();
            let switch = switch.ok_or_else(|| format!("its multiplexer {name} is missing or left out"))?;
            return Ok(Some(Selector { switch, values: Ranges::new(ranges.iter().copied()) }));
        }
        let switch = self.root.filter(|root| *root != place);
        let switch =
            switch.ok_or_else(|| "it is multiplexed, but nothing says by which signal".to_owned())?;
        repairs.add(link.line, || {
            format!(
                "signal {} has no SG_MUL_VAL_: taken as brought by the only outer multiplexer",
                link.short_name
            )
        });
        Ok(Some(Selector { switch, values: Ranges::new(own) }))
    }
}
