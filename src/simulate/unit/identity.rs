//! What simulated units say of who they are: obviously made up, so that nobody takes it for a real car's.

/// A vehicle identification number of the right length and letters that no maker has given out.
pub(super) const VIN: &[u8; 17] = b"D00RJAMBS1MULATED";

/// The number of a part, ten characters as makers print them.
pub(super) const PART: &[u8; 10] = b"SIMULATED0";

/// The serial number of a unit.
pub(super) const SERIAL: &[u8; 12] = b"000000000000";
