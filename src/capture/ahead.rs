//! Reading on a thread of its own, some batches ahead of whoever takes the frames. It changes nothing of what is read, nor
//! its order.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use super::error::Error;
use super::input::Input;
use super::{Decoder, Item, read};
use crate::frame::Frame;

/// Frames handed over at once: few enough to stay in a processor's own cache, so many that handing over costs nothing.
const FRAMES: usize = 1024;

/// Batches on their way; with more, they no longer fit the cache.
const BATCHES: usize = 4;

/// Frames, and what came after them.
struct Batch {
    frames: Box<[Frame]>,
    /// How many of them are filled in.
    length: usize,
    /// What came after them that is no frame.
    after: Option<Result<Option<Item>, Error>>,
    /// The names of all buses, if they became more.
    channels: Option<Vec<String>>,
    /// Bytes taken from the input up to here.
    bytes_read: u64,
}

/// The taking end.
pub(super) struct Ahead {
    filled: Receiver<Batch>,
    spare: SyncSender<Batch>,
    thread: Option<JoinHandle<()>>,
    batch: Option<Batch>,
    /// Frames of `batch` that were taken.
    taken: usize,
    channels: Vec<String>,
    bytes_read: u64,
    total: Option<u64>,
}

impl Ahead {
    /// Begins to read ahead; gives back what it was given if there can be no other thread.
    #[expect(clippy::result_large_err, reason = "what is given back is what was given")]
    pub(super) fn begin(input: Input, decoder: Box<dyn Decoder>) -> Result<Self, (Input, Box<dyn Decoder>)> {
        let (fill, filled) = sync_channel(BATCHES);
        let (spare, empty) = sync_channel(BATCHES);
        for _ in 0..BATCHES {
            let frames = vec![Frame::empty(); FRAMES].into();
            let batch = Batch { frames, length: 0, after: None, channels: None, bytes_read: 0 };
            if spare.try_send(batch).is_err() {
                return Err((input, decoder));
            }
        }
        // A thread that does not come to be must not take the file with it.
        let (give, given) = channel();
        let run = move || {
            if let Ok((input, decoder)) = given.recv() {
                fill_batches(input, decoder, &empty, &fill);
            }
        };
        let Ok(thread) = Builder::new().name("reader".to_owned()).spawn(run) else {
            return Err((input, decoder));
        };
        let (bytes_read, total) = input.progress();
        let channels = decoder.channels().to_vec();
        give.send((input, decoder)).map_err(|back| back.0)?;
        Ok(Self { filled, spare, thread: Some(thread), batch: None, taken: 0, channels, bytes_read, total })
    }

    /// As [`Reader::next`](super::Reader::next).
    pub(super) fn next(&mut self, frame: &mut Frame) -> Result<Option<Item>, Error> {
        loop {
            if let Some(batch) = &mut self.batch {
                if let Some(next) = batch.frames[..batch.length].get(self.taken) {
                    frame.clone_from(next);
                    self.taken += 1;
                    return Ok(Some(Item::Frame));
                }
                if let Some(after) = batch.after.take() {
                    return after;
                }
            }
            if !self.turn() {
                return Ok(None);
            }
        }
    }

    /// Takes the next batch; `false` if there is none.
    #[cold]
    fn turn(&mut self) -> bool {
        if let Some(batch) = self.batch.take() {
            // Nobody takes it if all was read.
            let _ = self.spare.send(batch);
        }
        let Ok(mut batch) = self.filled.recv() else {
            if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
                resume_unwind(panic);
            }
            return false;
        };
        if let Some(channels) = batch.channels.take() {
            self.channels = channels;
        }
        self.bytes_read = batch.bytes_read;
        self.taken = 0;
        self.batch = Some(batch);
        true
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
fn fill_batches(
    mut input: Input,
    mut decoder: Box<dyn Decoder>,
    empty: &Receiver<Batch>,
    fill: &SyncSender<Batch>,
) {
    let mut known = decoder.channels().len();
    let mut is_over = false;
    while !is_over {
        let Ok(mut batch) = empty.recv() else { return };
        (batch.length, batch.after) = (0, None);
        while let Some(frame) = batch.frames.get_mut(batch.length) {
            let result = read(decoder.as_mut(), &mut input, frame);
            if matches!(result, Ok(Some(Item::Frame))) {
                batch.length += 1;
                continue;
            }
            is_over = !matches!(result, Ok(Some(_)));
            batch.after = Some(result);
            break;
        }
        if decoder.channels().len() > known {
            known = decoder.channels().len();
            batch.channels = Some(decoder.channels().to_vec());
        }
        batch.bytes_read = input.progress().0;
        if fill.send(batch).is_err() {
            return;
        }
    }
}
