//! `live --ask`: what the car's file declares, asked while the car is followed. What is asked when is the asking's own business;
//! here it gets a bus, and a person is told of it.

use std::time::Duration;

use clap::Args;

use crate::ask::{Polling, Rate};
use crate::bus::{Interface, Sender};
use crate::car::Car;
use crate::command::Error;
use crate::command::ask::door;
use crate::command::interrupt::Interrupt;
use crate::command::outlet::hand_over;
use crate::frame::{Frame, Time};

/// The bit rate of a bus whose own is not known: that of the plug of every car we serve.
const USUAL_BITRATE: u32 = 500_000;

/// How long asking rests when nothing can be sent, before it is tried again.
const MENDING: Duration = Duration::from_secs(5);

/// Options on asking.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Asking")]
pub(super) struct Asking {
    /// Ask the car's units, too, what its file declares of their view of the body: two questions a second, all of which only read,
    /// not while the car drives, and never for more than 2 % of the bus. It can wake a sleeping car, and set off the alarm of an
    /// armed one.
    #[arg(long)]
    ask: bool,
    /// So many questions a second, 0.5 to 10.
    #[arg(long, value_name = "NUMBER", requires = "ask", default_value_t = 2.0, value_parser = per_second)]
    ask_rate: f64,
    /// Ask while the car drives, too.
    #[arg(long, requires = "ask")]
    ask_while_driving: bool,
}

/// Below half a question a second, a bus on which nothing but answers is heard would seem to sleep between two of them.
fn per_second(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|rate| (0.5..=10.0).contains(rate)).ok_or("give 0.5 to 10 questions a second")
}

/// Whoever asks.
pub(super) struct Asker {
    options: Asking,
    interface: String,
    sender: Option<Sender>,
    polling: Option<Polling>,
    /// Nothing can be sent before this.
    mended: Time,
    /// What a person should know, since it was last taken.
    news: Vec<String>,
    /// Whether the car was known when it was last looked at.
    is_known: bool,
}

impl Asking {
    /// Begins, if it was asked for.
    ///
    /// # Errors
    /// If there is not one interface, or nothing may or can be sent on it.
    pub(super) fn begin(&self, interfaces: &[String]) -> Result<Option<Asker>, Error> {
        if !self.ask {
            return Ok(None);
        }
        let [interface] = interfaces else { return Err(Error::AskOne) };
        if interface == "any" {
            return Err(Error::AskOne);
        }
        let sender = Some(door(interface)?);
        let news = vec![format!(
            "asks as soon as the car is known, {} questions a second at most, all of which only read; this can wake a sleeping \
             car, and set off the alarm of an armed one",
            self.ask_rate
        )];
        Ok(Some(Asker {
            options: self.clone(),
            interface: interface.clone(),
            sender,
            polling: None,
            mended: Time::MIN,
            news,
            is_known: false,
        }))
    }
}

impl Asker {
    /// Looks at the car, which may have become known, and may drive.
    pub(super) fn look(&mut self, car: Option<&Car>, drives: bool, now: Time) {
        if let (Some(car), false) = (car, self.is_known) {
            self.is_known = true;
            self.meet(car, now);
        }
        let is_held = drives && !self.options.ask_while_driving;
        if let Some(polling) = self.polling.as_mut().filter(|polling| polling.is_held() != is_held) {
            polling.hold(is_held);
            self.news.push(
                if is_held {
                    "the car drives: nothing is asked until it stands (--ask-while-driving asks all the same)"
                } else {
                    "the car stands: its units are asked again"
                }
                .to_owned(),
            );
        }
    }

    /// The car is known: what is there to ask?
    fn meet(&mut self, car: &Car, now: Time) {
        let spacing = Duration::from_secs_f64(1.0 / self.options.ask_rate);
        let controller = Interface::find(&self.interface).ok().flatten().and_then(|found| found.controller);
        let bitrate = controller.and_then(|controller| controller.bitrate).unwrap_or(USUAL_BITRATE);
        let polling = Polling::new(car, Rate { spacing, bitrate }, now);
        if polling.is_empty() {
            self.news.push(format!(
                "the file of {} declares nothing that can be asked; `doorjamb cars` lists what of which car, --car names one",
                car.name()
            ));
            return;
        }
        let requests: Vec<String> = car.answers().iter().map(|answer| answer.request.to_string()).collect();
        self.news.push(format!("asks {}", requests.join(", ")));
        self.polling = Some(polling);
    }

    /// Takes in a frame of the bus.
    pub(super) fn hear(&mut self, frame: &Frame, now: Time) {
        if let Some(polling) = &mut self.polling {
            polling.feed(frame, now);
        }
    }

    /// Says what is due by now. What cannot be sent is told, and tried again after a while.
    pub(super) fn speak(&mut self, now: Time, interrupt: &Interrupt) {
        if now < self.mended {
            return;
        }
        if self.sender.is_none() {
            self.sender = door(&self.interface).ok();
            if self.sender.is_none() {
                self.mended = now.after(MENDING);
                return;
            }
            self.news.push("asks again".to_owned());
        }
        let (Some(sender), Some(polling)) = (&self.sender, &mut self.polling) else { return };
        let mut failure = None;
        while let Some(frame) = polling.outgoing(now) {
            let Ok(outgoing) = sender.prepare(&frame) else { continue };
            if let Err(error) = hand_over(sender, &outgoing, interrupt) {
                failure = Some(error);
                break;
            }
        }
        self.news.extend(polling.drain().map(|news| news.to_string()));
        if let Some(error) = failure {
            self.news.push(format!("cannot ask: {error}; it is tried again"));
            (self.sender, self.mended) = (None, now.after(MENDING));
        }
    }

    /// Ends it: sessions are left.
    pub(super) fn end(&mut self, now: Time) {
        if let Some(polling) = &mut self.polling {
            polling.end(now);
        }
    }

    /// Whether nothing is left to say.
    pub(super) fn is_over(&self) -> bool {
        self.sender.is_none() || self.polling.as_ref().is_none_or(Polling::is_over)
    }

    /// What a person should know, since the last call.
    pub(super) fn take_news(&mut self) -> Vec<String> {
        std::mem::take(&mut self.news)
    }
}
