//! Where a capture is written to: a file, or a stream, compressed on the way or not. It knows no format.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use ruzstd::encoding::{CompressionLevel, compress};

use super::Compression;

/// Bytes held back so that a file is not written to in small pieces.
const BUFFER: usize = 64 * 1024;

/// Presets of gzip and xz that their own programs use.
const GZIP: u32 = 6;
const XZ: u32 = 6;

/// Bytes that become one frame of zstd. Its library packs what it has whole, and a decoder joins the frames.
const ZSTD_FRAME: usize = 4 * 1024 * 1024;

/// Whatever takes bytes.
type Stream = Box<dyn Write + Send>;

/// Where a capture is written to.
pub struct Output(Kind);

enum Kind {
    /// A file, in which a header can be filled in at the end.
    File(BufWriter<File>),
    /// A pipe, memory.
    Stream(BufWriter<Stream>),
    Gzip(BufWriter<GzEncoder<Stream>>),
    Bzip2(BufWriter<BzEncoder<Stream>>),
    Xz(Box<BufWriter<XzWriter<Stream>>>),
    Zstd(Zstd),
}

/// Packs frame by frame.
struct Zstd {
    stream: Stream,
    held: Vec<u8>,
}

impl Output {
    /// A new file.
    pub fn file(file: File) -> Self {
        Self(Kind::File(BufWriter::with_capacity(BUFFER, file)))
    }

    /// Whatever takes bytes, in pieces that are not small.
    pub fn stream(stream: Box<dyn Write + Send>) -> Self {
        Self(Kind::Stream(BufWriter::with_capacity(BUFFER, stream)))
    }

    /// The same, compressed on the way.
    ///
    /// # Errors
    /// If `stream` cannot be written to.
    pub fn packed(stream: Box<dyn Write + Send>, compression: Compression) -> io::Result<Self> {
        Ok(Self(match compression {
            Compression::Gzip => Kind::Gzip(buffered(GzEncoder::new(stream, flate2::Compression::new(GZIP)))),
            Compression::Bzip2 => Kind::Bzip2(buffered(BzEncoder::new(stream, bzip2::Compression::best()))),
            Compression::Xz => {
                Kind::Xz(Box::new(buffered(XzWriter::new(stream, XzOptions::with_preset(XZ))?)))
            }
            Compression::Zstd => Kind::Zstd(Zstd { stream, held: Vec::with_capacity(ZSTD_FRAME) }),
        }))
    }

    /// Writes everything that was held back, and what a compressed stream has at its end.
    pub(super) fn finish(self) -> io::Result<()> {
        match self.0 {
            Kind::File(mut file) => file.flush(),
            Kind::Stream(mut stream) => stream.flush(),
            Kind::Gzip(gzip) => unbuffered(gzip)?.finish()?.flush(),
            Kind::Bzip2(bzip2) => unbuffered(bzip2)?.finish()?.flush(),
            Kind::Xz(xz) => unbuffered(*xz)?.finish()?.flush(),
            Kind::Zstd(mut zstd) => {
                zstd.pack()?;
                zstd.stream.flush()
            }
        }
    }

    /// Writes `front` over what was written first, where that can be done.
    pub(super) fn rewrite_front(&mut self, front: &[u8]) -> io::Result<()> {
        if let Kind::File(file) = &mut self.0 {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(front)?;
            file.seek(SeekFrom::End(0))?;
        }
        Ok(())
    }

    fn inner(&mut self) -> &mut dyn Write {
        match &mut self.0 {
            Kind::File(file) => file,
            Kind::Stream(stream) => stream,
            Kind::Gzip(gzip) => gzip,
            Kind::Bzip2(bzip2) => bzip2,
            Kind::Xz(xz) => xz.as_mut(),
            Kind::Zstd(zstd) => zstd,
        }
    }
}

fn buffered<W: Write>(packer: W) -> BufWriter<W> {
    BufWriter::with_capacity(BUFFER, packer)
}

fn unbuffered<W: Write>(packer: BufWriter<W>) -> io::Result<W> {
    packer.into_inner().map_err(io::IntoInnerError::into_error)
}

impl Zstd {
    /// Writes what is held as one frame.
    fn pack(&mut self) -> io::Result<()> {
        let mut packed = Vec::with_capacity(self.held.len() / 2);
        compress(self.held.as_slice(), &mut packed, CompressionLevel::Fastest);
        self.held.clear();
        self.stream.write_all(&packed)
    }
}

impl Write for Zstd {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() + bytes.len() > ZSTD_FRAME && !self.held.is_empty() {
            self.pack()?;
        }
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Kind::File(_) => "File",
            Kind::Stream(_) => "Stream",
            Kind::Gzip(_) => "Gzip",
            Kind::Bzip2(_) => "Bzip2",
            Kind::Xz(_) => "Xz",
            Kind::Zstd(_) => "Zstd",
        })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner().flush()
    }
}
