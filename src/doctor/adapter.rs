//! The adapters people have, and where each comes from: one entry for each mainline driver. Facts from the kernel's own
//! sources and documentation.

use super::UsbDevice;

/// How an adapter becomes an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Plugged in by USB, it is one at once.
    Usb,
    /// On the board, or on one stacked onto it, described to the kernel by a device tree.
    Spi,
    /// A serial port, which `slcand` turns into one.
    Slcan,
    /// A serial port, which `ldattach` turns into one.
    Elm327,
}

/// The adapters of one driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adapter {
    /// What they are called.
    pub name: &'static str,
    /// The kernel module.
    pub driver: &'static str,
    /// The first Linux that had it.
    pub since: &'static str,
    /// How to get an interface.
    pub way: Way,
    /// Vendor and product on USB; without product, all of the vendor.
    pub usb: &'static [(u16, Option<u16>)],
    /// Whether others than adapters have these numbers, too.
    pub is_ambiguous: bool,
    /// What they cannot do; empty if nothing that matters here.
    pub limits: &'static str,
}

/// Every adapter that is known.
pub static ADAPTERS: [Adapter; 9] = [
    Adapter {
        name: "candleLight, CANable and kin",
        driver: "gs_usb",
        since: "3.16",
        way: Way::Usb,
        usb: &[
            (0x1d50, Some(0x606f)),
            (0x1209, Some(0x2323)),
            (0x1cd2, Some(0x606f)),
            (0x16d0, Some(0x10b8)),
            (0x16d0, Some(0x0f30)),
        ],
        is_ambiguous: false,
        limits: "",
    },
    Adapter {
        name: "PEAK PCAN-USB",
        driver: "peak_usb",
        since: "3.4",
        way: Way::Usb,
        usb: &[
            (0x0c72, Some(0x000c)),
            (0x0c72, Some(0x000d)),
            (0x0c72, Some(0x0011)),
            (0x0c72, Some(0x0012)),
            (0x0c72, Some(0x0013)),
            (0x0c72, Some(0x0014)),
        ],
        is_ambiguous: false,
        limits: "",
    },
    Adapter {
        name: "Kvaser by USB",
        driver: "kvaser_usb",
        since: "3.8",
        way: Way::Usb,
        usb: &[(0x0bfd, None)],
        is_ambiguous: false,
        limits: "",
    },
    Adapter {
        name: "8devices USB2CAN",
        driver: "usb_8dev",
        since: "3.9",
        way: Way::Usb,
        usb: &[(0x0483, Some(0x1234))],
        is_ambiguous: false,
        limits: "",
    },
    Adapter {
        name: "Microchip CAN BUS Analyzer",
        driver: "mcba_usb",
        since: "4.12",
        way: Way::Usb,
        usb: &[(0x04d8, Some(0x0a30))],
        is_ambiguous: false,
        limits: "",
    },
    Adapter {
        name: "slcan adapters: Lawicel CANUSB, USBtin, CANtact, CANable with slcan firmware",
        driver: "slcan",
        since: "2.6.38",
        way: Way::Slcan,
        usb: &[
            (0xad50, Some(0x60c4)),
            (0x16d0, Some(0x117e)),
            (0x0403, Some(0xffa8)),
            (0x04d8, Some(0x000a)),
        ],
        is_ambiguous: false,
        limits: "the kernel is not told what slcand set, so bit rate and listen-only cannot be seen afterwards",
    },
    Adapter {
        name: "ELM327 and its clones",
        driver: "can327",
        since: "6.0",
        way: Way::Elm327,
        usb: &[
            (0x0403, Some(0x6001)),
            (0x0403, Some(0x6015)),
            (0x067b, Some(0x2303)),
            (0x10c4, Some(0xea60)),
            (0x1a86, Some(0x7523)),
        ],
        is_ambiguous: true,
        limits: "its serial line, 38,400 baud as delivered, carries little more than 100 frames a second where a car sends 1,000 and \
                 more: its buffer runs over and frames are missing, uncounted. It reports no bus errors and no error \
                 counters, hears nothing while it sends, and clones lack some commands. It will do for questions; \
                 findings from what is missing are worth nothing with it",
    },
    Adapter {
        name: "boards with MCP2515 or MCP25625",
        driver: "mcp251x",
        since: "2.6.33",
        way: Way::Spi,
        usb: &[],
        is_ambiguous: false,
        limits: "it holds two frames: a processor that is busy for half a millisecond loses frames of a full bus",
    },
    Adapter {
        name: "boards with MCP2517FD or MCP2518FD",
        driver: "mcp251xfd",
        since: "5.10",
        way: Way::Spi,
        usb: &[],
        is_ambiguous: false,
        limits: "",
    },
];

impl Adapter {
    /// The adapters with this driver.
    pub fn by_driver(driver: &str) -> Option<&'static Self> {
        ADAPTERS.iter().find(|adapter| adapter.driver == driver)
    }

    /// What a device on USB is, or may be.
    pub fn of(device: &UsbDevice) -> Option<&'static Self> {
        let is = |(vendor, product): &(u16, Option<u16>)| {
            *vendor == device.vendor && product.is_none_or(|product| product == device.product)
        };
        ADAPTERS.iter().find(|adapter| adapter.usb.iter().any(is))
    }

    /// The commands that make an interface called `can0` of what is at the serial port `port`; none where none are needed.
    pub fn attach(&self, port: &str, bitrate: u32) -> Vec<String> {
        match self.way {
            Way::Usb | Way::Spi => Vec::new(),
            Way::Slcan => {
                // The letters S0 to S8 of the protocol.
                let rates = [10_000, 20_000, 50_000, 100_000, 125_000, 250_000, 500_000, 800_000, 1_000_000];
                let number = rates.iter().position(|rate| *rate == bitrate).unwrap_or(6);
                vec![
                    format!("sudo slcand -l -s{number} /dev/{port} can0"),
                    "sudo ip link set can0 up".to_owned(),
                ]
            }
            // 30 is the line discipline N_CAN327 of linux/tty.h.
            Way::Elm327 => vec![
                format!(
                    "sudo ldattach --speed 38400 --eightbits --noparity --onestopbit --iflag -ICRNL,INLCR,-IXOFF 30 /dev/{port}"
                ),
                format!("sudo ip link set can0 up type can bitrate {bitrate} listen-only on"),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_entries_claim_the_same_device_or_driver() {
        let mut seen: Vec<(u16, Option<u16>)> = Vec::new();
        for adapter in &ADAPTERS {
            assert_eq!(Adapter::by_driver(adapter.driver), Some(adapter));
            assert_eq!(adapter.usb.is_empty(), adapter.way == Way::Spi, "{}", adapter.name);
            for &(vendor, product) in adapter.usb {
                let taken = |other: &(u16, Option<u16>)| {
                    other.0 == vendor && (other.1 == product || other.1.is_none() || product.is_none())
                };
                assert!(!seen.iter().any(taken), "{vendor:04x}:{product:04x?}");
                seen.push((vendor, product));
            }
        }
    }

    #[test]
    fn a_device_is_known_by_its_numbers() {
        let device = |vendor, product| UsbDevice { vendor, product, ..UsbDevice::default() };
        let driver = |device: &UsbDevice| Adapter::of(device).map(|adapter| adapter.driver);
        assert_eq!(driver(&device(0x1d50, 0x606f)), Some("gs_usb"));
        assert_eq!(driver(&device(0x0bfd, 0x0120)), Some("kvaser_usb"));
        assert_eq!(driver(&device(0x1d6b, 0x0002)), None, "a hub");
    }

    #[test]
    fn the_bit_rate_goes_into_the_command() {
        let slcan = Adapter::by_driver("slcan").unwrap();
        assert_eq!(slcan.attach("ttyACM0", 125_000)[0], "sudo slcand -l -s4 /dev/ttyACM0 can0");
        assert!(
            Adapter::by_driver("can327").unwrap().attach("ttyUSB0", 250_000)[1].contains("bitrate 250000")
        );
    }
}
