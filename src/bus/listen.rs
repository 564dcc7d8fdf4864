//! What to listen to, and how: the settings a [`Receiver`] is opened with.

use super::receiver::Receiver;
use super::{Error, channels, links, socket};
use crate::frame::{CanId, SourceId};

/// Bytes of waiting frames asked of the kernel: about 20,000 frames, or four seconds of a 500 kbit/s bus at full load.
const BUFFER: usize = 16 << 20;

/// What to listen to.
///
/// ```no_run
/// # async fn listen() -> Result<(), doorjamb::bus::Error> {
/// use doorjamb::bus::{Batch, Item, Listen};
///
/// let mut receiver = Listen::to(["can0"]).open()?;
/// let mut batch = Batch::new();
/// loop {
///     receiver.next_batch(&mut batch).await?;
///     for item in batch.items() {
///         match item {
///             Item::Frame(frame) => { /* feed it to the monitor */ }
///             Item::Event(event) => { /* tell it */ }
///         }
///     }
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Listen {
    pub(super) names: Vec<String>,
    pub(super) any: bool,
    pub(super) only: Option<Vec<CanId>>,
    pub(super) buffer: usize,
    pub(super) first: SourceId,
    wait: bool,
}

impl Listen {
    /// Listen to these interfaces. The first is channel 0, and so on; a name given twice counts once. The name
    /// `any`, or no name, means all of them: see [`Listen::any`].
    pub fn to<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut unique: Vec<String> = Vec::new();
        for name in names.into_iter().map(Into::into) {
            if !unique.contains(&name) {
                unique.push(name);
            }
        }
        let any = unique.is_empty() || unique.iter().any(|name| name == "any");
        if any {
            unique.clear();
        }
        Self { names: unique, any, only: None, buffer: BUFFER, first: SourceId::default(), wait: false }
    }

    /// Listen to every CAN interface there is and will be. Those there are get their channels in the order of their
    /// index, later ones as they appear.
    pub fn any() -> Self {
        Self::to(["any"])
    }

    /// Have the kernel pass on only data frames with these identifiers, and error frames. The kernel takes up to
    /// 512; with more it passes on everything.
    #[must_use]
    pub fn only(mut self, identifiers: impl IntoIterator<Item = CanId>) -> Self {
        self.only = Some(identifiers.into_iter().collect());
        self
    }

    /// Ask the kernel to keep this many bytes of waiting frames, instead of 16 MiB. A frame takes 765 or more.
    #[must_use]
    pub fn buffer(mut self, bytes: usize) -> Self {
        self.buffer = bytes;
        self
    }

    /// Number the interfaces as sources from here on: channel 0 gets `first`.
    #[must_use]
    pub fn sources_from(mut self, first: SourceId) -> Self {
        self.first = first;
        self
    }

    /// Begin also while a named interface is not there, and wait for it: it is told to be [`Link::Gone`](super::Link)
    /// until it comes. Without this a wrong name is an error.
    #[must_use]
    pub fn wait_for_missing(mut self) -> Self {
        self.wait = true;
        self
    }

    /// Starts listening: frames are kept by the kernel from here on.
    ///
    /// # Errors
    /// [`Error::NoCan`], [`Error::NoInterface`], [`Error::NotCan`], [`Error::TooMany`] or what the system says.
    ///
    /// # Panics
    /// In a tokio runtime without I/O or time; outside of any it is [`Error::Runtime`].
    pub fn open(self) -> Result<Receiver, Error> {
        tokio::runtime::Handle::try_current()
            .map_err(|error| Error::Runtime { source: std::io::Error::other(error) })?;
        if self.names.len() > channels::MOST {
            return Err(Error::TooMany { count: self.names.len() });
        }
        socket::probe()?;
        if !self.wait {
            self.check_names()?;
        }
        Receiver::start(self)
    }

    fn check_names(&self) -> Result<(), Error> {
        let links = links::all()?;
        match self.names.iter().find(|name| !links.iter().any(|link| link.name == **name)) {
            Some(name) => Err(links::missing(name, links)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_given_twice_is_one_channel() {
        let listen = Listen::to(["can1", "can0", "can1"]);
        assert_eq!((listen.names, listen.any), (vec!["can1".to_owned(), "can0".to_owned()], false));
    }

    #[test]
    fn any_among_the_names_means_all() {
        let listen = Listen::to(["can1", "any"]);
        assert_eq!((listen.names, listen.any), (vec![], true));
        assert!(Listen::to(Vec::<String>::new()).any);
    }

    #[test]
    fn without_a_runtime_the_error_says_so() {
        assert!(matches!(Listen::any().open(), Err(Error::Runtime { .. })));
    }
}
