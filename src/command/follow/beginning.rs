//! What following begins with once the car is known or known not to be: the monitor, the session as reports know it, the
//! marks and the span of time that is looked at.

use tracing::{debug, info};

use super::marks::Given;
use super::recognition::Recognised;
use crate::ask::Overhearing;
use crate::ask::conversation::Conversations;
use crate::body::Mark;
use crate::capture::{Interest, Reader};
use crate::car::Car;
use crate::command::Error;
use crate::command::reading::Settings;
use crate::command::span::Span;
use crate::diagnosis::Case;
use crate::frame::{Frame, Time};

use crate::monitor::Monitor;
use crate::notice::Notice;
use crate::report::{Escaped, Session};

/// Everything that following begins with.
pub(in crate::command) struct Beginning {
    /// What reports must know.
    pub(in crate::command) session: Session,
    /// It has seen no frame yet.
    pub(in crate::command) monitor: Monitor,
    /// What hears the answers of the car's units.
    pub(in crate::command) overhearing: Overhearing,
    /// What hears testers talk with units.
    pub(in crate::command) conversations: Conversations,
    /// The identifiers whose payloads are read from now on.
    pub(in crate::command) interest: Interest,
    /// The marks within the span, earliest first.
    pub(in crate::command) marks: Vec<Mark>,
    /// Until when was listened, as far as the marks tell.
    pub(in crate::command) until: Option<Time>,
    /// The moments that are looked at.
    pub(in crate::command) span: Span,
    /// The bus to follow.
    pub(in crate::command) channel: u8,
    /// Whether anything of the car can be watched.
    pub(in crate::command) is_watched: bool,
    /// The frames that were held back, in order.
    pub(in crate::command) held: Vec<Frame>,
    /// What does not fit, or was wrong with the car's file.
    pub(in crate::command) notices: Vec<Notice>,
    /// The car as a diagnosis must know it.
    pub(in crate::command) case: Case,
}

/// The names of the inputs by their place: the capture, the marks, the car's own file.
pub(in crate::command) fn names(name: &str, marks: &Given, settings: &Settings) -> Vec<String> {
    let file = settings.car.as_ref().and_then(|choice| choice.file.clone());
    vec![name.to_owned(), marks.name.clone().unwrap_or_default(), file.unwrap_or_default()]
}

impl Beginning {
    /// Begins, with the inputs called `names`; `first` is when the first frame came, of any bus. From now on, the reader need
    /// not read payloads that tell nothing.
    ///
    /// # Errors
    /// If `--from` is not before `--to`.
    pub(in crate::command) fn new(
        names: Vec<String>,
        recognised: Recognised,
        marks: Given,
        settings: &Settings,
        reader: &mut Reader,
        first: Option<Time>,
    ) -> Result<Self, Error> {
        let Recognised { car, shown, channel, notices, is_watched, has_clock, held } = recognised;
        let sided = settings.handedness.or_else(|| car.as_ref().map(|car| car.profile().handed));
        let handedness = sided.unwrap_or_default();
        let monitor = car.as_ref().map_or_else(Monitor::without_car, |car| Monitor::new(car, handedness));
        let monitor = if has_clock { monitor } else { monitor.without_clock() };
        let overhearing = Overhearing::of(car.as_ref());
        let messages = monitor.body().messages().iter().map(|message| message.id);
        let conversations = Conversations::new(car.as_ref());
        let others = conversations.others().iter().copied();
        let interest =
            Interest::only(messages.chain(overhearing.interest()).chain(others)).with_diagnostics();
        reader.set_interest(interest.clone());
        info!(
            file = %Escaped(names.first().map_or("", String::as_str)),
            format = reader.format().name(),
            frames_held = held.len(),
            car = car.as_ref().map(Car::name),
            "reading"
        );
        for source in monitor.body().sources() {
            debug!(fact = source.fact.name(), signal = %Escaped(&source.signal), grade = %source.grade, "watching");
        }
        let session = Session {
            names,
            format: reader.format().name().to_owned(),
            channels: reader.channels().to_vec(),
            car: shown,
            handedness,
            messages: monitor.body().messages().to_vec(),
            sources: monitor.body().sources().to_vec(),
            start: first,
        };
        let span = settings.stretch.span(first.unwrap_or_default())?;
        let until = marks.until().filter(|until| span.holds(*until));
        let mut marks = marks.resolve(handedness);
        marks.retain(|mark| span.holds(mark.time));
        let case = Case::new(car.as_ref(), handedness);
        Ok(Self {
            session,
            monitor,
            overhearing,
            conversations,
            interest,
            marks,
            until,
            span,
            channel,
            is_watched,
            held,
            notices,
            case,
        })
    }
}
