//! What the bus shows besides findings and is worth knowing for a diagnosis: how a lock moved, whether a motor drew
//! current. Words only; `observer` sees them.

/// Something seen on the bus that is no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// The supply dipped when a motor was asked to move, though nothing moved.
    CurrentDrawn,
    /// The supply stayed level when a motor was asked to move, and nothing moved.
    NoCurrentDrawn,
    /// The tailgate was asked for while the car was locked, and stayed shut.
    RequestWhileLocked,
    /// A person pressed the tailgate's button and no request was seen.
    PressUnseen,
    /// A lock took much longer than others to follow its command.
    LockSlow,
    /// One press unlocked the driver's door alone, and only that was commanded.
    OneDoorUnlocked,
    /// The lamps answered the fob, and the module commanded no lock.
    NotCommanded,
    /// An opening read open and shut again with the car locked throughout.
    CameAndWent,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 8] = [
        Self::CurrentDrawn,
        Self::NoCurrentDrawn,
        Self::RequestWhileLocked,
        Self::PressUnseen,
        Self::LockSlow,
        Self::OneDoorUnlocked,
        Self::NotCommanded,
        Self::CameAndWent,
    ];

    /// The kebab-case word for it, in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::CurrentDrawn => "current-drawn",
            Self::NoCurrentDrawn => "no-current-drawn",
            Self::RequestWhileLocked => "request-while-locked",
            Self::PressUnseen => "press-unseen",
            Self::LockSlow => "lock-slow",
            Self::OneDoorUnlocked => "one-door-unlocked",
            Self::NotCommanded => "not-commanded",
            Self::CameAndWent => "came-and-went",
        }
    }

    /// What was seen, for a person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CurrentDrawn => "the supply dipped when it was driven, so its motor drew current",
            Self::NoCurrentDrawn => "the supply stayed level when it was driven, so no motor drew current",
            Self::RequestWhileLocked => {
                "the tailgate was asked for while the car was locked, and stayed shut"
            }
            Self::PressUnseen => "the tailgate's button was pressed and the module saw no request",
            Self::LockSlow => "a lock was slow to follow its command",
            Self::OneDoorUnlocked => "one press unlocked the driver's door only, as it was commanded",
            Self::NotCommanded => "the lamps answered the fob and the module commanded no lock",
            Self::CameAndWent => "it read open and shut again with the car locked throughout",
        }
    }
}
