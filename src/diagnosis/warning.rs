//! What is repeated wherever it applies: the warnings of the trade. It knows no cause.

/// A warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Before work on wiring.
    DisconnectBattery,
    /// Before the battery is disconnected.
    SettingsAreLost,
    /// When a fuse is replaced.
    SameRating,
    /// With anything jammed, frozen or loose.
    NeverForce,
    /// When something is lubricated.
    SiliconeOnly,
    /// When a wire is mended.
    SolderNotTwist,
    /// When a lid is warmed.
    NoHotWater,
}

impl Warning {
    /// Every warning.
    pub const ALL: [Self; 7] = [
        Self::DisconnectBattery,
        Self::SettingsAreLost,
        Self::SameRating,
        Self::NeverForce,
        Self::SiliconeOnly,
        Self::SolderNotTwist,
        Self::NoHotWater,
    ];

    /// The kebab-case word for it, in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DisconnectBattery => "disconnect-battery",
            Self::SettingsAreLost => "settings-are-lost",
            Self::SameRating => "same-rating",
            Self::NeverForce => "never-force",
            Self::SiliconeOnly => "silicone-only",
            Self::SolderNotTwist => "solder-not-twist",
            Self::NoHotWater => "no-hot-water",
        }
    }

    /// What it says.
    pub const fn words(self) -> &'static str {
        match self {
            Self::DisconnectBattery => "Take the battery's negative terminal off before you work on wiring.",
            Self::SettingsAreLost => {
                "A disconnected battery costs you the clock, the radio's stations and the seat settings."
            }
            Self::SameRating => {
                "Replace a fuse only by one of the same rating: with a bigger one the wire burns instead."
            }
            Self::NeverForce => {
                "Never force a frozen, jammed or loose lid or handle: sheet metal, rods and cable break next."
            }
            Self::SiliconeOnly => {
                "Lubricate with silicone, or what the maker names: WD-40 cleans and creeps but evaporates, and \
                 does not last as a lubricant."
            }
            Self::SolderNotTwist => {
                "Solder the wire and seal it with heat-shrink tube: twisted strands corrode and part again."
            }
            Self::NoHotWater => {
                "Warm air or de-icer, never hot water: glass can crack, and the water freezes again."
            }
        }
    }
}
