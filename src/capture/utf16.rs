//! Text in UTF-16, as Windows tools save it, handed on as UTF-8. What is no text becomes replacement characters.

use std::io::{self, Read};

/// Bytes that are turned at once.
const STEP: usize = 4096;

/// Which of two bytes comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    /// The order that the mark at the beginning of `head` says.
    pub(super) const fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xFF, 0xFE, ..] => Some(Self::Little),
            [0xFE, 0xFF, ..] => Some(Self::Big),
            _ => None,
        }
    }

    const fn unit(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }
}

/// Reads UTF-16 behind its mark as UTF-8.
pub(super) struct Utf16<R> {
    input: R,
    order: Order,
    /// Bytes that are half a unit, or half a pair of units.
    left: Vec<u8>,
    text: Vec<u8>,
    /// How much of the text was handed on.
    taken: usize,
    is_ended: bool,
}

impl<R: Read> Utf16<R> {
    /// `input` goes on behind the mark.
    pub(super) fn new(input: R, order: Order) -> Self {
        let (left, text) = (Vec::with_capacity(STEP + 4), Vec::with_capacity(STEP * 2));
        Self { input, order, left, text, taken: 0, is_ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut bytes = [0; STEP];
        let count = self.input.read(&mut bytes)?;
        self.is_ended = count == 0;
        self.left.extend_from_slice(&bytes[..count]);
        let (pairs, odd) = self.left.as_chunks::<2>();
        let is_high = |pair: &[u8; 2]| (0xD800..0xDC00).contains(&self.order.unit(*pair));
        let mut kept = odd.len();
        // The other half of a character may be still to come.
        if pairs.last().is_some_and(is_high) {
            kept += 2;
        }
        if self.is_ended {
            kept = 0;
        }
        let whole = self.left.len() - kept;
        let units = self.left[..whole].as_chunks::<2>().0.iter().map(|pair| self.order.unit(*pair));
        self.text.clear();
        self.taken = 0;
        for found in char::decode_utf16(units) {
            let letter = found.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.left.drain(..whole);
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.is_ended {
            self.fill()?;
        }
        let count = buffer.len().min(self.text.len() - self.taken);
        buffer[..count].copy_from_slice(&self.text[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Order, Utf16};

    /// Gives so many bytes at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_out_as_it_went_in(text in any::<String>(), drop in 1_usize..7, is_big in any::<bool>()) {
            let (order, bytes): (_, Vec<u8>) = if is_big {
                (Order::Big, text.encode_utf16().flat_map(u16::to_be_bytes).collect())
            } else {
                (Order::Little, text.encode_utf16().flat_map(u16::to_le_bytes).collect())
            };
            let mut read = String::new();
            Utf16::new(Drops(&bytes, drop), order).read_to_string(&mut read).unwrap();
            prop_assert_eq!(read, text);
        }

        #[test]
        fn any_bytes_become_text(bytes in proptest::collection::vec(any::<u8>(), 0..100), drop in 1_usize..7) {
            let mut read = String::new();
            Utf16::new(Drops(&bytes, drop), Order::Little).read_to_string(&mut read).unwrap();
            let units: Vec<_> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }
    }
}
