//! The list of cars that come with the program. One line here embeds one file of `dbc/`.

/// A file of `dbc/`: its stem, which is the car's name, and its bytes.
macro_rules! car {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../dbc/", $name, ".dbc")))
    };
}

/// Every embedded car, in the order in which people read the list.
pub(super) const FILES: [(&str, &[u8]); 8] = [
    car!("nissan_classic"),
    car!("nissan_qashqai_j10"),
    car!("nissan_qashqai_j11"),
    car!("nissan_qashqai_j12"),
    car!("nissan_xtrail_t32"),
    car!("nissan_teana_j32"),
    car!("nissan_murano_z52"),
    car!("nissan_altima_l33"),
];
