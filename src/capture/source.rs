//! Where the bytes of a capture come from: a file or standard input, unpacked if it is compressed, which its
//! first bytes say. It knows no format.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::error::Error;

/// A stream of the capture's own bytes.
pub(super) struct Source {
    /// How people call it.
    pub(super) name: String,
    pub(super) bytes: Box<dyn Read + Send>,
    /// Bytes taken so far from the input as it is stored.
    pub(super) taken: Arc<AtomicU64>,
    /// Size of the input as it is stored, where that is known.
    pub(super) total: Option<u64>,
    /// The name of the compression, if there is one.
    pub(super) compression: Option<&'static str>,
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
        Self::new(Box::new(file), &name, total)
    }

    /// Looks at the first bytes of `input` and unpacks what they say is compressed.
    pub(super) fn new(input: Box<dyn Read + Send>, name: &str, total: Option<u64>) -> Result<Self, Error> {
        let taken = Arc::new(AtomicU64::new(0));
        let mut input = Counted { input, taken: Arc::clone(&taken) };
        let mut head = Vec::with_capacity(Compression::LONGEST_MARK);
        let most = Compression::LONGEST_MARK as u64;
        (&mut input).take(most).read_to_end(&mut head).map_err(|source| Error::opening(name, source))?;
        let compression = Compression::of(&head);
        let packed = Cursor::new(head).chain(input);
        let bytes: Box<dyn Read + Send> = match compression {
            None => Box::new(packed),
            Some(Compression::Gzip) => {
                Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, packed)))
            }
        };
        let name = name.to_owned();
        Ok(Self { name, bytes, taken, total, compression: compression.map(Compression::name) })
    }
}

/// The compressions that are unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compression {
    Gzip,
}

impl Compression {
    /// Bytes needed to tell them apart.
    const LONGEST_MARK: usize = 6;

    fn of(head: &[u8]) -> Option<Self> {
        // RFC 1952, section 2.3.1: two fixed bytes, then 8 for deflate, the only method there is.
        head.starts_with(&[0x1F, 0x8B, 8]).then_some(Self::Gzip)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
        }
    }
}

/// Counts what passes through it.
struct Counted<R> {
    input: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
