//! Which of a capture's buses are looked at: all, or the one that somebody named. It knows names only.

/// All buses, or one by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhichBus(Option<String>);

impl WhichBus {
    /// The one of this name, as the capture gives it, such as `can0`; all if none is named.
    pub const fn named(name: Option<String>) -> Self {
        Self(name)
    }

    /// The name, if one was named.
    pub fn name(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether frames with this channel are looked at, where the buses have these names by channel.
    #[inline]
    pub fn holds(&self, channel: u8, names: &[String]) -> bool {
        self.0.as_ref().is_none_or(|asked| names.get(usize::from(channel)) == Some(asked))
    }
}
