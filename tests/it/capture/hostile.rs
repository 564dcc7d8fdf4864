//! Damage to a sample of any format: it is read to its end, and the pieces in which it comes change nothing.

use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;

use super::{read, read_in_pieces};

/// One way to damage a file.
#[derive(Debug, Clone)]
pub(crate) enum Damage {
    Change(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    Cut(Index),
}

pub(crate) fn damage() -> impl Strategy<Value = Damage> {
    let byte = prop_oneof![prop::sample::select(b"\n\r\t ,;#()[]-.0189aFxX\0\xFF".to_vec()), any::<u8>()];
    prop_oneof![
        4 => (any::<Index>(), byte).prop_map(|(at, byte)| Damage::Change(at, byte)),
        1 => (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Damage::Remove(at, count)),
        1 => (any::<Index>(), 1..200_usize).prop_map(|(at, count)| Damage::Repeat(at, count)),
        1 => any::<Index>().prop_map(Damage::Cut),
    ]
}

pub(crate) fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Change(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Damage::Remove(at, count) => {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + count).min(bytes.len()));
        }
        Damage::Repeat(at, count) => {
            let at = at.index(bytes.len());
            let again = bytes[at..(at + count).min(bytes.len())].to_vec();
            bytes.splice(at..at, again);
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
    }
}

pub(crate) fn samples() -> Vec<(String, Vec<u8>)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let files = std::fs::read_dir(directory).expect("the samples").map(|file| file.expect("a sample").path());
    let mut samples: Vec<_> =
        files.map(|path| (path.display().to_string(), std::fs::read(&path).expect("a sample"))).collect();
    samples.sort();
    assert!(samples.len() > 20);
    samples
}

/// How much is saved of a damaged compressed stream may depend on the pieces.
fn is_packed(name: &str) -> bool {
    [".bz2", ".xz", ".zst", "vector.blf"].iter().any(|end| name.ends_with(end))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_sample_survives(damages in proptest::collection::vec(damage(), 1..8), piece in 1..60_usize) {
        for (name, mut bytes) in samples() {
            for damage in &damages {
                apply(&mut bytes, damage);
            }
            let whole = read(&bytes);
            let pieces = read_in_pieces(&bytes, piece);
            if !is_packed(&name) {
                prop_assert_eq!(pieces, whole, "{}", name);
            }
        }
    }
}
