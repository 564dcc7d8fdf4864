//! What a guided search calls the things it has moved, and how it asks for that.

use crate::body::{Fact, Lock};
use crate::learn::{Action, Subject};

/// What is moved, in words.
pub(super) fn name(subject: Subject) -> String {
    match subject {
        Subject::Fact(Fact::Open(opening)) => format!("the {opening}"),
        Subject::Fact(Fact::Locked(Lock::Driver)) => "the driver's lock".to_owned(),
        Subject::Fact(Fact::Locked(Lock::Others)) => "the other locks".to_owned(),
        Subject::Fact(fact) => fact.name().to_owned(),
        Subject::Locks => "the locks".to_owned(),
    }
}

/// What a person is to do.
pub(super) fn request(action: Action) -> String {
    let verb = |yes: &'static str, no: &'static str| if action.value { yes } else { no };
    match action.subject {
        Subject::Fact(Fact::Open(opening)) => format!("{} the {opening}", verb("Open", "Close")),
        Subject::Fact(Fact::Locked(Lock::Driver)) => {
            format!("{} the driver's door alone, by its knob or key", verb("Lock", "Unlock"))
        }
        Subject::Fact(Fact::Locked(Lock::Others)) => {
            format!("{} another door alone, by its knob", verb("Lock", "Unlock"))
        }
        Subject::Locks => format!("{} the car with the key fob", verb("Lock", "Unlock")),
        Subject::Fact(_) => format!("Do this: {action}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Handedness;

    #[test]
    fn requests_say_what_to_do() {
        let said = |text| request(Action::parse(text, Handedness::Left).unwrap());
        assert_eq!(said("front-left open"), "Open the front-left door");
        assert_eq!(said("tailgate closed"), "Close the tailgate");
        assert_eq!(said("unlocked"), "Unlock the car with the key fob");
    }
}
