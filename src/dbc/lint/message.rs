//! Doubts about one message: its sender, its length, how often it is sent.

use std::collections::HashSet;

use super::LintKind;
use crate::dbc::Message;

/// Lengths of CAN FD frames above eight bytes (ISO 11898-1:2015, DLC 9 to 15).
const LONG: [usize; 7] = [12, 16, 20, 24, 32, 48, 64];

/// From here up an identifier begins with seven recessive bits, which the first specification of CAN forbids.
const NO_FRAME: u32 = 0x1FC0_0000;

/// Whether the file says how often the message is sent, be it never.
pub(super) fn says_cycle(message: &Message) -> bool {
    message.cycle.is_some() || message.attributes.own("GenMsgCycleTime").is_some()
}

/// Adds what is doubtful of `message` itself, on a bus with these nodes; `has_cycles`: the file gives cycle times.
pub(super) fn look(
    nodes: &HashSet<&str>,
    message: &Message,
    has_cycles: bool,
    add: &mut impl FnMut(LintKind, u64, String),
) {
    let name = format!("message {} ({})", message.name, message.id);
    let line = message.line;
    // A comment says that the message is meant to be there, even if nobody knows what is in it.
    let is_bare = message.signals().is_empty();
    if is_bare && message.comment.is_none() {
        add(LintKind::NoSignals, line, format!("{name} has no signals, and no comment that says why"));
    }
    match &message.sender {
        None if is_bare => {}
        None => add(LintKind::Unsent, line, format!("{name} has no sender")),
        Some(sender) if !nodes.contains(sender.as_str()) => {
            add(LintKind::UnlistedNode, line, format!("{name} is sent by {sender}, which BU_ does not list"));
        }
        Some(_) => {}
    }
    // Above 64 bytes a transport protocol carries it, and so it does what has a name that no frame can have.
    let is_carried = message.id.is_extended() && message.id.value() >= NO_FRAME;
    if (9..=64).contains(&message.length) && !LONG.contains(&message.length) && !is_carried {
        let next = LONG.into_iter().find(|length| *length > message.length).unwrap_or(64);
        let text =
            format!("{name} has {} bytes, which no frame has; the next length is {next}", message.length);
        add(LintKind::ImpossibleLength, line, text);
    }
    if has_cycles && !is_bare && !says_cycle(message) {
        let text = format!(
            "{name} has no cycle time (GenMsgCycleTime), unlike others; 0 says that it is not cyclic"
        );
        add(LintKind::NoCycleTime, line, text);
    }
}
