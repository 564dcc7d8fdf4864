//! Reading on a thread of its own, some batches ahead of whoever takes the frames. It changes nothing of what is read, nor
//! its order.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use super::batch::Batch;
use super::feed::Feed;
use super::quality::Witness;

/// Frames handed over at once: few enough to stay in a processor's own cache, so many that handing over costs nothing.
const FRAMES: usize = 1024;

/// Batches on their way; with more, they no longer fit the cache.
const BATCHES: usize = 4;

/// A batch on its way.
struct Parcel {
    batch: Batch,
    /// The names of all buses, if they became more.
    channels: Option<Vec<String>>,
    /// Bytes taken from the input up to here.
    bytes_read: u64,
}

/// The taking end.
pub(super) struct Ahead {
    filled: Receiver<Parcel>,
    spare: SyncSender<Batch>,
    thread: Option<JoinHandle<Option<Witness>>>,
    witness: Option<Witness>,
    channels: Vec<String>,
    bytes_read: u64,
    total: Option<u64>,
}

impl Ahead {
    /// Begins to read ahead; gives back what it was given if there can be no other thread.
    #[expect(clippy::result_large_err, reason = "what is given back is what was given")]
    pub(super) fn begin(feed: Feed) -> Result<Self, Feed> {
        let (fill, filled) = sync_channel(BATCHES);
        // With room for the one that the taker held before.
        let (spare, empty) = sync_channel(BATCHES + 1);
        for _ in 0..BATCHES {
            if spare.try_send(Batch::new(FRAMES)).is_err() {
                return Err(feed);
            }
        }
        // A thread that does not come to be must not take the file with it.
        let (give, given) = channel();
        let run = move || {
            let mut feed: Feed = given.recv().ok()?;
            fill_batches(&mut feed, &empty, &fill);
            feed.witness
        };
        let Ok(thread) = Builder::new().name("reader".to_owned()).spawn(run) else {
            return Err(feed);
        };
        let (bytes_read, total) = feed.input.progress();
        let channels = feed.decoder.channels().to_vec();
        give.send(feed).map_err(|back| back.0)?;
        Ok(Self { filled, spare, thread: Some(thread), witness: None, channels, bytes_read, total })
    }

    /// Exchanges `batch` for the next one; `false` if there is none.
    pub(super) fn turn(&mut self, batch: &mut Batch) -> bool {
        let Ok(parcel) = self.filled.recv() else {
            self.join();
            return false;
        };
        if let Some(channels) = parcel.channels {
            self.channels = channels;
        }
        self.bytes_read = parcel.bytes_read;
        // Nobody takes it if all was read.
        let _ = self.spare.send(std::mem::replace(batch, parcel.batch));
        true
    }

    /// Reads no further than there are spare batches on their way; they still come.
    pub(super) fn end_here(&mut self) {
        // With nothing to read into, the thread ends.
        self.spare = sync_channel(0).0;
    }

    /// Reads no further; gives back who listened.
    pub(super) fn end(mut self) -> Option<Witness> {
        // With nobody to take what it reads, the thread ends.
        self.filled = sync_channel(0).1;
        self.end_here();
        self.join();
        self.witness
    }

    fn join(&mut self) {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(witness)) => self.witness = witness,
            Some(Err(panic)) => resume_unwind(panic),
            None => {}
        }
    }

    /// The names of the buses met in what was handed over.
    pub(super) fn channels(&self) -> &[String] {
        &self.channels
    }

    /// As [`Input::progress`].
    pub(super) fn progress(&self) -> (u64, Option<u64>) {
        (self.bytes_read, self.total)
    }
}

/// Reads until the end, or until nobody takes what is read.
fn fill_batches(feed: &mut Feed, empty: &Receiver<Batch>, fill: &SyncSender<Parcel>) {
    let mut known = feed.decoder.channels().len();
    let mut is_over = false;
    while !is_over {
        let Ok(mut batch) = empty.recv() else { return };
        batch.read_full(feed);
        is_over = batch.is_last();
        let is_new = feed.decoder.channels().len() > known;
        known = feed.decoder.channels().len();
        let channels = is_new.then(|| feed.decoder.channels().to_vec());
        if fill.send(Parcel { batch, channels, bytes_read: feed.input.progress().0 }).is_err() {
            return;
        }
    }
}
