//! The buses of one capture: each name once, in order of appearance. It knows names only, not what is on the bus.

/// How many buses one capture may name: a frame's channel is a `u8`.
const MOST: usize = 256;

/// The longest bus name kept, in bytes. Linux allows 15 (`IFNAMSIZ`); other systems write longer ones.
const LONGEST: usize = 64;

/// A name and the blank behind it as the low bytes of one integer, so that one comparison finds it.
struct Key {
    bits: u128,
    mask: u128,
}

/// Names by channel number.
#[derive(Default)]
pub(super) struct Channels {
    names: Vec<String>,
    /// Empty mask where a name is too long for a key.
    keys: Vec<Key>,
    last: usize,
}

impl Channels {
    /// All names, by channel number.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of the bus called `name`, a new one if need be; `None` if `name` is too long or the
    /// capture names more buses than a channel number can tell apart.
    pub(super) fn number(&mut self, name: &[u8]) -> Option<u8> {
        let known = |at: usize| self.names.get(at).is_some_and(|known| known.as_bytes() == name);
        if known(self.last) {
            return u8::try_from(self.last).ok();
        }
        let at = match (0..self.names.len()).find(|&at| known(at)) {
            Some(at) => at,
            None => self.append(name)?,
        };
        self.last = at;
        u8::try_from(at).ok()
    }

    /// The same for a bus that has only a number.
    pub(super) fn numbered(&mut self, bus: u32) -> Option<u8> {
        let mut digits = [0; 10];
        let mut at = digits.len();
        let mut rest = bus;
        loop {
            at -= 1;
            // A remainder of ten is one digit.
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return self.number(&digits[at..]);
            }
        }
    }

    fn append(&mut self, name: &[u8]) -> Option<usize> {
        if self.names.len() >= MOST || name.len() > LONGEST {
            return None;
        }
        // Only a name that is UTF-8 is found again by its bytes.
        self.names.push(str::from_utf8(name).ok()?.to_owned());
        let key = if name.len() < 16 {
            let mut bytes = [0; 16];
            bytes[..name.len()].copy_from_slice(name);
            bytes[name.len()] = b' ';
            let mask = u128::MAX >> (8 * (15 - name.len()));
            Key { bits: u128::from_le_bytes(bytes), mask }
        } else {
            Key { bits: u128::MAX, mask: 0 }
        };
        self.keys.push(key);
        Some(self.names.len() - 1)
    }

    /// The number and name length of the known bus whose name, followed by a blank, `window` starts with.
    #[inline]
    pub(super) fn starting(&mut self, window: [u8; 16]) -> Option<(u8, usize)> {
        let window = u128::from_le_bytes(window);
        let matches = |key: &Key| window & key.mask == key.bits;
        if !self.keys.get(self.last).is_some_and(matches) {
            self.last = self.keys.iter().position(matches)?;
        }
        Some((u8::try_from(self.last).ok()?, self.names.get(self.last)?.len()))
    }
}
