//! What is heard: anything, from which car, and is the body among it?

use crate::bus::Interface;
use crate::car::{AtPlug, Car, Explanation, Verdict};
use crate::doctor::{Heard, Readings, Step};

pub(super) fn heard(readings: &Readings, interface: &Interface) -> Step {
    const NAME: &str = "traffic";
    let name = &interface.name;
    let heard = match &readings.heard {
        Some(Ok(heard)) => heard,
        Some(Err(why)) => return Step::unchecked(NAME, why),
        None => return Step::unchecked(NAME, "nobody listened"),
    };
    let seen = heard.recogniser.observed();
    let (frames, errors, seconds) = (seen.frames(), heard.violations(), heard.waited.as_secs_f64());
    if frames == 0 {
        let silence = Verdict::Silence { errors: errors > 0 };
        if interface.is_virtual() {
            return Step::not_ok(NAME, format!("not one frame in {seconds} s: nobody sends here"))
                .command(format!("doorjamb replay --onto {name} FILE"))
                .hint("that sends a capture; `cangen` sends nonsense");
        }
        let step = Step::not_ok(NAME, format!("{} in {seconds} s{}", silence.headline(), causes(heard)));
        return explained(step, silence.explanations());
    }
    let found = format!("{frames} frames in {seconds} s, {} identifiers", seen.identifiers());
    if heard.lost > 0 {
        return Step::not_ok(NAME, format!("{found}, and {} lost: they came faster than they were taken", heard.lost))
            .command("sudo sysctl -w net.core.rmem_max=16777216")
            .hint("or run doorjamb as root, which may ask for a larger buffer; and look what else keeps the computer busy");
    }
    // Single ones happen on a healthy bus, when a unit wakes or is plugged in.
    if errors * 100 > frames {
        return Step::not_ok(NAME, format!("{found}, but {errors} bus errors{}", causes(heard)))
            .hint("look at the plug, the wires to pins 6 and 14 and the ground: the bus works, but badly");
    }
    let noted = if errors > 0 { format!(", {errors} bus errors") } else { String::new() };
    Step::ok(NAME, found + &noted)
}

pub(super) fn car(readings: &Readings) -> Step {
    const NAME: &str = "car";
    let Some(Ok(heard)) = &readings.heard else { return Step::unchecked(NAME, "nobody listened") };
    if let Some(car) = &readings.car {
        return match car.mismatch(heard.recogniser.observed()) {
            Some(mismatch) => Step::not_ok(NAME, mismatch.to_string()),
            None => Step::ok(NAME, format!("it can be {}: {}", car.name(), car.title())),
        };
    }
    match verdict(heard) {
        Verdict::Car(name) => {
            let title = embedded(&name).map(|car| format!(": {}", car.title())).unwrap_or_default();
            Step::ok(NAME, format!("recognised by its traffic as {name}{title}"))
        }
        verdict @ Verdict::UnknownCar { .. } => {
            let step = Step::not_ok(NAME, verdict.headline()).command("doorjamb cars");
            explained(step, verdict.explanations())
        }
        verdict => Step::unchecked(NAME, format!("{}: they do not show the car", verdict.headline())),
    }
}

pub(super) fn gateway(readings: &Readings) -> Step {
    const NAME: &str = "gateway";
    let Some(Ok(heard)) = &readings.heard else { return Step::unchecked(NAME, "nobody listened") };
    let verdict = verdict(heard);
    if verdict == Verdict::DiagnosticsOnly {
        let step = Step::not_ok(NAME, "nothing but diagnostics: a gateway hides the body");
        return explained(step, verdict.explanations());
    }
    let recognised = match &verdict {
        Verdict::Car(name) => embedded(name),
        _ => None,
    };
    let Some(car) = readings.car.as_ref().or(recognised.as_ref()) else {
        return Step::unchecked(NAME, "which frames are the body's is not known as long as the car is not")
            .hint("open a door while listening: if not one frame changes its bytes, the body is not on this bus");
    };
    let seen = heard.recogniser.observed();
    let body: Vec<String> = car
        .messages()
        .iter()
        .filter(|message| seen.of(message.id).frames() > 0)
        .map(|message| message.id.to_string())
        .collect();
    if !body.is_empty() {
        return Step::ok(NAME, format!("none in the way: the body is heard ({})", body.join(", ")));
    }
    if car.profile().at_plug == AtPlug::Hidden {
        return Step::not_ok(NAME, format!("on {} a gateway hides the body at the plug", car.title()))
            .hint("only questions to its units help")
            .command(format!("doorjamb cars {}", car.name()));
    }
    Step::not_ok(NAME, "not one frame of the body is heard")
        .hint("switch the ignition on and open a door; if that changes nothing, the body is on another bus of the car")
}

fn verdict(heard: &Heard) -> Verdict {
    match heard.recogniser.verdict_after(heard.waited) {
        // There will be no more to hear.
        Verdict::Listening => heard.recogniser.finish(),
        verdict => verdict,
    }
}

fn embedded(name: &str) -> Option<Car> {
    Car::by_name(name)?.ok()
}

/// What was reported most, in words.
fn causes(heard: &Heard) -> String {
    let mut causes = heard.causes.clone();
    causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told: Vec<String> =
        causes.iter().take(3).map(|(cause, count)| format!("{count} times {cause}")).collect();
    if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) }
}

fn explained(step: Step, explanations: &[Explanation]) -> Step {
    explanations.iter().fold(step, |step, one| step.hint(format!("perhaps {}: {}", one.cause, one.tell)))
}
