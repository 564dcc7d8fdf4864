//! The state machines: every state is reachable by their tables, and no sequence of inputs leaves them.

use std::collections::HashSet;
use std::fmt::Debug;

use doorjamb::body::{Lamps, LocksState, Machine, Occupancy, OpeningState, Phase, RequestState, machines};
use proptest::prelude::{prop, proptest};

fn walk<M: Machine>(inputs: &[usize]) {
    let mut state = M::STATES[0];
    for input in inputs {
        state = state.step(M::INPUTS[input % M::INPUTS.len()]);
        assert!(M::STATES.contains(&state), "{state:?} is no state of {}", M::NAME);
    }
}

fn holds_together<M: Machine + Debug>() {
    for row in M::TABLE {
        assert!(M::STATES.contains(&row.to) && M::INPUTS.contains(&row.on), "{:?}", row.to);
        assert!(!row.why.is_empty());
        assert!(row.from.iter().all(|from| M::STATES.contains(from)));
        let same = M::TABLE.iter().filter(|other| {
            let meet = other.from.is_empty()
                || row.from.is_empty()
                || row.from.iter().any(|state| other.from.contains(state));
            other.on == row.on && meet
        });
        assert_eq!(same.count(), 1, "{}: two rows for {:?} from one state", M::NAME, row.on);
    }
    let mut reached = vec![M::STATES[0]];
    for _ in M::STATES {
        for state in reached.clone() {
            for input in M::INPUTS {
                let next = state.step(*input);
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
        }
    }
    assert_eq!(reached.len(), M::STATES.len(), "{}: only {reached:?} can be reached", M::NAME);
}

#[test]
fn every_table_is_unambiguous_and_reaches_every_state() {
    holds_together::<OpeningState>();
    holds_together::<LocksState>();
    holds_together::<Phase>();
    holds_together::<Occupancy>();
    holds_together::<Lamps>();
    holds_together::<RequestState>();
}

#[test]
fn every_machine_is_printed_under_a_name_of_its_own() {
    let tables = machines();
    let names: HashSet<&str> = tables.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), 6);
    for table in &tables {
        assert!(!table.rows.is_empty() && !table.about.is_empty(), "{}", table.name);
        for (from, _, to, _) in &table.rows {
            assert!(
                from.iter().chain([to]).all(|state| table.states.contains(state)),
                "{}: {to}",
                table.name
            );
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_of_inputs_leaves_the_states(inputs in prop::collection::vec(0_usize..64, 0..200)) {
        walk::<OpeningState>(&inputs);
        walk::<LocksState>(&inputs);
        walk::<Phase>(&inputs);
        walk::<Occupancy>(&inputs);
        walk::<Lamps>(&inputs);
        walk::<RequestState>(&inputs);
    }
}
