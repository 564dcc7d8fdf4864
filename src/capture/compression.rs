//! The compressions: which of them a stream is of, by its first bytes, and its contents in bounded memory. All of it is
//! pure Rust, so that building needs no C compiler. Packing is the writer's own.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::{Action, Status, XzStream};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Most memory that a stream may ask for, in KiB: what `xz -9` needs twice over, and the limit of `zstd` itself. (gzip
/// and bzip2 cannot ask for more than 4 MiB.)
const MOST_MEMORY_KIB: u32 = 128 * 1024;

/// Bytes of packed data read at once.
const PACKED: usize = 64 * 1024;

/// The compressions that are unpacked and packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// RFC 1952.
    Gzip,
    /// Of the `bzip2` program.
    Bzip2,
    /// Of XZ Utils.
    Xz,
    /// RFC 8878.
    Zstd,
}

impl Compression {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Gzip, Self::Bzip2, Self::Xz, Self::Zstd];

    /// The one whose files end as `path` does, such as `.gz`.
    pub fn for_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        Self::ALL.into_iter().find(|one| extension.eq_ignore_ascii_case(one.extension()))
    }

    /// The end of its files' names, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Bzip2 => "bz2",
            Self::Xz => "xz",
            Self::Zstd => "zst",
        }
    }

    /// Bytes needed to tell them apart.
    pub(super) const LONGEST_MARK: usize = 6;

    /// The compression of what begins with `head`.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            // RFC 1952, section 2.3.1: the last of them is deflate, the only method there is.
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            // A digit for the block size, then the first digits of pi or, if nothing was packed, of its root.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41] | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72] => {
                Some(Self::Bzip2)
            }
            [0xFD, b'7', b'z', b'X', b'Z', 0] => Some(Self::Xz),
            // RFC 8878, section 3.1.1; the other one is a frame to skip, with which parallel tools begin.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }

    /// The contents of `packed`, of all its members one behind the other.
    pub(super) fn unpack(self, packed: impl Read + Send + 'static) -> Box<dyn Read + Send> {
        let packed = BufReader::with_capacity(PACKED, packed);
        match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(packed)),
            Self::Xz => Box::new(Xz { packed, stream: XzStream::new_mem_limit(true, MOST_MEMORY_KIB) }),
            Self::Zstd => Box::new(Zstd::new(packed)),
        }
    }
}

/// Streams of xz, one behind the other. By hand, because the library's own reader gives nothing of a chunk of up to
/// 2 MiB that is cut off or damaged.
struct Xz<R> {
    packed: R,
    stream: XzStream,
}

impl<R: BufRead> Read for Xz<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let packed = self.packed.fill_buf()?;
            let is_ended = packed.is_empty();
            let action = if is_ended { Action::Finish } else { Action::Run };
            let step = self.stream.process(packed, buffer, action)?;
            self.packed.consume(step.bytes_consumed);
            if step.bytes_produced > 0 || buffer.is_empty() || step.status == Status::StreamEnd {
                return Ok(step.bytes_produced);
            }
            if is_ended {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Frames of zstd, one behind the other.
struct Zstd<R> {
    packed: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(packed: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(u64::from(MOST_MEMORY_KIB) * 1024);
        Self { packed, decoder, in_frame: false }
    }

    /// Goes on to the next frame; says whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        if self.packed.fill_buf()?.is_empty() {
            return Ok(false);
        }
        match self.decoder.reset(&mut self.packed) {
            Ok(()) => self.in_frame = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                let length = u64::from(length);
                if io::copy(&mut (&mut self.packed).take(length), &mut io::sink())? < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            Err(error) => return Err(self.damage(&error)),
        }
        Ok(true)
    }

    fn end(&mut self) -> io::Result<()> {
        self.in_frame = false;
        match self.decoder.get_checksum_from_data() {
            Some(sum) if Some(sum) != self.decoder.get_calculated_checksum() => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "the check sum is wrong"))
            }
            _ => Ok(()),
        }
    }

    /// Tells damage from an input that ended too early.
    fn damage(&mut self, error: &FrameDecoderError) -> io::Error {
        let is_ended = self.packed.fill_buf().is_ok_and(<[u8]>::is_empty);
        let kind = if is_ended { io::ErrorKind::UnexpectedEof } else { io::ErrorKind::InvalidData };
        io::Error::new(kind, error.to_string())
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.in_frame && !self.begin()? {
                return Ok(0);
            }
            if !self.in_frame {
                continue;
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if self.decoder.is_finished() {
                self.end()?;
                continue;
            }
            // A block is at most 128 KiB.
            let one = BlockDecodingStrategy::UptoBlocks(1);
            if let Err(error) = self.decoder.decode_blocks(&mut self.packed, one) {
                return Err(self.damage(&error));
            }
        }
    }
}
