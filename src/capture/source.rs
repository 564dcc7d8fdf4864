//! Where the bytes of a capture come from: a file or standard input, unpacked if it is compressed, which its
//! first bytes say. It knows no format.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::compression::Compression;
use super::error::Error;

/// A stream of the capture's own bytes.
pub(super) struct Source {
    /// How people call it.
    pub(super) name: String,
    pub(super) bytes: Box<dyn Read + Send>,
    /// What was taken so far from the input as it is stored.
    pub(super) meter: Arc<Meter>,
    /// Size of the input as it is stored, where that is known.
    pub(super) total: Option<u64>,
    /// The compression, if there is one.
    pub(super) compression: Option<Compression>,
    /// The file once more and its size, if it is a plain one: for formats that must be read out of order.
    pub(super) file: Option<(File, u64)>,
}

impl Source {
    /// Opens `path`, or standard input for `-`.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        if path == Path::new("-") {
            return Self::new(Box::new(io::stdin()), "standard input", None);
        }
        let name = path.display().to_string();
        let file = File::open(path).map_err(|source| Error::opening(&name, source))?;
        let about = file.metadata().map_err(|source| Error::opening(&name, source))?;
        if about.is_dir() {
            return Err(Error::Directory { name });
        }
        // Pipes and devices have no size of their own.
        let total = about.is_file().then_some(about.len());
        let again = file.try_clone().ok();
        let mut source = Self::new(Box::new(file), &name, total)?;
        // What the kernel makes up as it is read, as in /proc, has no size.
        let size = total.filter(|&size| size > 0 && source.compression.is_none());
        source.file = again.zip(size);
        Ok(source)
    }

    /// Looks at the first bytes of `input` and unpacks what they say is compressed.
    pub(super) fn new(input: Box<dyn Read + Send>, name: &str, total: Option<u64>) -> Result<Self, Error> {
        let meter = Arc::new(Meter::default());
        let mut input = Metered { input, meter: Arc::clone(&meter) };
        let mut head = Vec::with_capacity(Compression::LONGEST_MARK);
        let most = Compression::LONGEST_MARK as u64;
        (&mut input).take(most).read_to_end(&mut head).map_err(|source| Error::opening(name, source))?;
        let compression = Compression::of(&head);
        let packed = Cursor::new(head).chain(input);
        let bytes = match compression {
            None => Box::new(packed),
            Some(compression) => compression.unpack(packed),
        };
        let name = name.to_owned();
        Ok(Self { name, bytes, meter, total, compression, file: None })
    }
}

/// What passed from the input to what unpacks it.
#[derive(Default)]
pub(super) struct Meter {
    taken: AtomicU64,
    has_failed: AtomicBool,
}

impl Meter {
    /// Bytes taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Starts to count anew.
    pub(super) fn restart(&self) {
        self.taken.store(0, Ordering::Relaxed);
    }

    /// Counts `bytes` more, up to `most` altogether.
    pub(super) fn count(&self, bytes: u64, most: u64) {
        self.taken.store(self.taken().saturating_add(bytes).min(most), Ordering::Relaxed);
    }

    /// Whether the system failed to read on: then an error in between is not the stream's own.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed)
    }
}

/// Counts what passes through it.
struct Metered<R> {
    input: R,
    meter: Arc<Meter>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.input.read(buffer);
        match &result {
            Ok(read) => {
                self.meter.taken.fetch_add(*read as u64, Ordering::Relaxed);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.meter.has_failed.store(true, Ordering::Relaxed),
        }
        result
    }
}
