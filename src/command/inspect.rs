//! `inspect`: what a capture is, what is in it, and how good it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::follow::{CAPTURE, MOST_BUSES, name_of};
use super::format::Format;
use super::interrupt::Interrupt;
use super::passage::Passage;
use super::progress::Watch;
use super::span::{Stretch, Within};
use super::{Error, Exit, Streams};
use crate::capture::quality::{Load, Observer};
use crate::capture::{Item, Reader, WhichBus};
use crate::car::{Car, Recogniser, Verdict};
use crate::frame::Frame;
use crate::notice::Notices;
use crate::report::{InspectedBus, Inspection, Stop, inspection_json, inspection_text};

/// Say what captures are and what is in them: format, span, buses, identifiers with their rhythm, the car, and how good
/// the recording is.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The captures; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How to report.
    #[arg(long, value_parser = Format::parser("one JSON object a capture, described by `doorjamb schema inspect`"), default_value = Format::TEXT)]
    format: Format,
    /// Only this bus, by the name the capture gives it, such as can0.
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
    #[command(flatten)]
    stretch: Stretch,
    /// Bits a second of the buses, to reckon their load.
    #[arg(long, value_name = "BITS", default_value_t = 500_000, value_parser = clap::value_parser!(u32).range(1..))]
    bitrate: u32,
    /// Bits a second behind the bit rate switch of CAN FD frames.
    #[arg(long, value_name = "BITS", default_value_t = 2_000_000, value_parser = clap::value_parser!(u32).range(1..))]
    data_bitrate: u32,
}

impl Inspect {
    pub(super) fn run(self, streams: &mut Streams) -> Result<Exit, Error> {
        self.stretch.check()?;
        let interrupt = Interrupt::listen().map_err(Error::Signals)?;
        let err = streams.err().clone();
        let watch = Watch { interrupt: &interrupt, bar: err.bar() };
        let mut worst = Exit::Clean;
        for (number, file) in self.files.iter().enumerate() {
            if let Err(error) = self.look(file, watch, number > 0, streams) {
                worst = err.survive(error)?;
            }
            if interrupt.is_asked() {
                break;
            }
        }
        Ok(worst)
    }

    fn look(
        &self,
        file: &Path,
        watch: Watch<'_>,
        is_further: bool,
        streams: &mut Streams,
    ) -> Result<(), Error> {
        let mut passage = Passage::new(Reader::open(file, CAPTURE)?, watch);
        let name = name_of(file);
        let mut seen = Seen { buses: Vec::new(), fresh: Recogniser::embedded(), all: Observer::new() };
        let mut notices = Notices::default();
        let mut frame = Frame::empty();
        let bus = WhichBus::named(self.channel.clone());
        let mut within = Within::new(self.stretch);
        while let Some(item) = passage.next(&mut frame) {
            if let Item::Notice(notice) = item {
                seen.all.notice(&notice);
                notices.add(notice);
                continue;
            }
            if within.holds(frame.time)? && bus.holds(frame.channel, passage.reader.channels()) {
                seen.hear(&frame);
            }
        }
        let (stop, failure) = (passage.stop(), passage.take_failure());
        let reader = &passage.reader;
        let channels = reader.channels();
        if let (Some(bus), Stop::End) = (&self.channel, &stop)
            && !channels.contains(bus)
        {
            return Err(Error::NoBus { name, bus: bus.clone(), buses: channels.to_vec() });
        }
        let quality = seen.all.judge(channels);
        let inspection = Inspection {
            file: &name,
            format: reader.format().name(),
            compression: reader.compression(),
            channels,
            seen: &seen.all,
            quality: &quality,
            notices: &notices,
            buses: seen.buses(),
            bitrates: (self.bitrate, self.data_bitrate),
            stop,
        };
        self.tell(streams, &inspection, is_further)?;
        failure.map_or(Ok(()), |failure| Err(failure.into()))
    }

    fn tell(&self, streams: &mut Streams, all: &Inspection<'_>, is_further: bool) -> Result<(), Error> {
        let palette = streams.palette();
        match self.format {
            Format::Text => {
                if is_further {
                    writeln!(streams)?;
                }
                inspection_text(streams, palette, all)?;
            }
            Format::Json => inspection_json(streams, all)?,
        }
        Ok(())
    }
}

/// What was seen so far.
struct Seen {
    /// By channel.
    buses: Vec<(Load, Recogniser)>,
    fresh: Recogniser,
    all: Observer,
}

impl Seen {
    fn hear(&mut self, frame: &Frame) {
        self.all.hear(frame);
        let channel = usize::from(frame.channel);
        if channel >= MOST_BUSES {
            return;
        }
        if self.buses.len() <= channel {
            self.buses.resize_with(channel + 1, || (Load::default(), self.fresh.clone()));
        }
        if let Some((load, recogniser)) = self.buses.get_mut(channel) {
            load.hear(frame);
            recogniser.observe(frame);
        }
    }

    fn buses(&self) -> Vec<InspectedBus> {
        let bus = |channel: u8| {
            let (load, recogniser) = match self.buses.get(usize::from(channel)) {
                Some((load, recogniser)) => (*load, recogniser),
                None => (Load::default(), &self.fresh),
            };
            let verdict = recogniser.finish();
            let car = match &verdict {
                Verdict::Car(name) => {
                    Car::by_name(name).and_then(Result::ok).map(|car| (name.clone(), car.title().to_owned()))
                }
                _ => None,
            };
            InspectedBus { load, car, headline: verdict.headline() }
        };
        self.all.buses().iter().map(|seen| bus(seen.channel)).collect()
    }
}
