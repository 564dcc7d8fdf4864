//! Where a signal's bits lie in a payload, worked out once, and how they are taken out and put back.
//! It knows no sign, scale or name.

/// How the bits of a signal run through the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// Intel, `@1`: the start bit is the least significant one.
    LittleEndian,
    /// Motorola, `@0`: the start bit is the most significant one.
    BigEndian,
}

/// Widest signal that is read, in bits: it must fit one machine word.
pub(super) const MAX_SIZE: u16 = 64;

/// The bytes a signal touches (at most nine: 64 bits may begin in the middle of one) and the shift within them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    first: u16,
    span: u8,
    shift: u8,
    mask: u64,
    order: ByteOrder,
}

impl Field {
    /// The field of a signal with the start bit and size of its DBC line; `None` unless it is 1 to
    /// [`MAX_SIZE`] bits wide and ends below bit 65536.
    pub(super) fn new(start_bit: u16, size: u16, order: ByteOrder) -> Option<Self> {
        if size == 0 || size > MAX_SIZE {
            return None;
        }
        let first = start_bit / 8;
        let start_in_byte = start_bit % 8;
        // Bits passed before the field begins, counted the way its order runs.
        let lead = match order {
            ByteOrder::LittleEndian => start_in_byte,
            ByteOrder::BigEndian => 7 - start_in_byte,
        };
        let used = lead + size;
        let span = used.div_ceil(8);
        let shift = match order {
            ByteOrder::LittleEndian => lead,
            ByteOrder::BigEndian => span * 8 - used,
        };
        first.checked_add(span)?;
        Some(Self {
            first,
            span: u8::try_from(span).ok()?,
            shift: u8::try_from(shift).ok()?,
            mask: u64::MAX >> (MAX_SIZE - size),
            order,
        })
    }

    /// Bytes a payload must have to hold the field.
    pub(super) fn end(self) -> usize {
        usize::from(self.first) + usize::from(self.span)
    }

    /// All bits set: the largest unsigned value of the field.
    pub(super) fn mask(self) -> u64 {
        self.mask
    }

    /// The field's bits, right-aligned; `None` if the payload ends before them.
    pub(super) fn get(self, payload: &[u8]) -> Option<u64> {
        let bytes = payload.get(usize::from(self.first)..self.end())?;
        if self.span > 8 {
            return Some(low_word(self.wide(bytes) >> self.shift) & self.mask);
        }
        let push = |word: u64, byte: &u8| word << 8 | u64::from(*byte);
        let word = match self.order {
            ByteOrder::LittleEndian => bytes.iter().rev().fold(0, push),
            ByteOrder::BigEndian => bytes.iter().fold(0, push),
        };
        Some(word >> self.shift & self.mask)
    }

    /// Writes the low bits of `value`, leaving the bits around them; `false`, writing nothing, if the payload
    /// ends before the field does.
    pub(super) fn set(self, payload: &mut [u8], value: u64) -> bool {
        let Some(bytes) = payload.get_mut(usize::from(self.first)..self.end()) else { return false };
        let kept = self.wide(bytes) & !(u128::from(self.mask) << self.shift);
        let word = (kept | u128::from(value & self.mask) << self.shift).to_le_bytes();
        match self.order {
            ByteOrder::LittleEndian => bytes.iter_mut().zip(word).for_each(|(byte, new)| *byte = new),
            ByteOrder::BigEndian => bytes.iter_mut().rev().zip(word).for_each(|(byte, new)| *byte = new),
        }
        true
    }

    /// The positions of the field's bits, as `8 * byte + bit` with bit 0 the least significant of its byte.
    pub(super) fn positions(self) -> impl Iterator<Item = usize> {
        let (first, span, shift) = (usize::from(self.first), usize::from(self.span), usize::from(self.shift));
        (shift..shift + self.mask.count_ones() as usize).map(move |offset| match self.order {
            ByteOrder::LittleEndian => first * 8 + offset,
            ByteOrder::BigEndian => (first + span - 1 - offset / 8) * 8 + offset % 8,
        })
    }

    fn wide(self, bytes: &[u8]) -> u128 {
        let push = |word: u128, byte: &u8| word << 8 | u128::from(*byte);
        match self.order {
            ByteOrder::LittleEndian => bytes.iter().rev().fold(0, push),
            ByteOrder::BigEndian => bytes.iter().fold(0, push),
        }
    }
}

/// The low 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "the upper half is what is dropped")]
fn low_word(word: u128) -> u64 {
    word as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motorola_field_starts_at_its_most_significant_bit() {
        let field = Field::new(39, 16, ByteOrder::BigEndian).unwrap();
        assert_eq!(field.get(&[0, 0, 0, 0, 0x12, 0x34]), Some(0x1234));
        assert_eq!(field.get(&[0, 0, 0, 0, 0x12]), None);
    }

    #[test]
    fn sixty_four_bits_may_touch_nine_bytes_in_either_order() {
        let payload = [0xF1, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x0E];
        let intel = Field::new(4, 64, ByteOrder::LittleEndian).unwrap();
        assert_eq!(intel.get(&payload), Some(0xEEFC_DAB8_9674_523F));
        let motorola = Field::new(3, 64, ByteOrder::BigEndian).unwrap();
        assert_eq!(motorola.get(&payload), Some(0x1234_5678_9ABC_DEF0));
    }

    #[test]
    fn a_field_lists_the_bits_it_reads() {
        for order in [ByteOrder::LittleEndian, ByteOrder::BigEndian] {
            let field = Field::new(13, 11, order).unwrap();
            let mut payload = [0; 8];
            assert!(field.set(&mut payload, u64::MAX));
            let mut listed = [0; 8];
            field.positions().for_each(|bit| listed[bit / 8] |= 1 << (bit % 8));
            assert_eq!(listed, payload);
        }
    }

    #[test]
    fn widths_outside_one_machine_word_have_no_field() {
        assert_eq!(Field::new(0, 0, ByteOrder::LittleEndian), None);
        assert_eq!(Field::new(0, 65, ByteOrder::BigEndian), None);
        assert!(Field::new(u16::MAX, 64, ByteOrder::LittleEndian).is_some());
    }
}
