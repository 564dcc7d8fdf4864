//! The timeline: a lane for each kind of finding, for each fact of this car, and for moments, over one axis. It is whole
//! without the script, which makes it move.

use maud::{Markup, html};

use super::Facts;
use super::axis::{labels, percent};
use super::clock::{Part, Seam};
use super::lane::{Lane, What, is_of, shape};
use super::lanes::FACTS;
use super::plot::{Shape, millis};
use crate::body::{Fact, FactKind};
use crate::report::words::{count, duration, subject};
use crate::rules;

/// The section; nothing where nothing was heard.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    let lanes = lanes(facts);
    let parts = facts.lanes.clock.parts();
    if lanes.is_empty() || parts.is_empty() {
        return html! {};
    }
    let end = facts.lanes.clock.end();
    html! {
        section #timeline {
            h2 { "Timeline" }
            p .hint { (reading(facts)) }
            div #controls hidden {
                button type="button" data-zoom="in" aria-label="zoom in" { "+" }
                button type="button" data-zoom="out" aria-label="zoom out" { "\u{2212}" }
                button type="button" data-zoom="all" { "all" }
                output #cursor {}
            }
            div #lanes role="group" aria-label="timeline" {
                @for (number, lane) in lanes.iter().enumerate() {
                    div .lane data-lane=(number) {
                        div .name { (lane.title()) " " span .value { (lane.summary()) } }
                        (lane.plot(millis(end).max(1), end))
                    }
                }
                div .lane .axis { div .name { "time" } svg #axis width="100%" height="18" aria-hidden="true" {
                    @for (at, label) in labels(parts, end) {
                        text x=(percent(at, end)) y="13" { (label) }
                    }
                } }
                svg #marks width="100%" height="100%" aria-hidden="true" {
                    @for (at, class) in marks(facts) {
                        line class=(class) data-at=(millis(at)) x1=(percent(at, end)) x2=(percent(at, end)) y1="0" y2="100%" {}
                    }
                    line #here x1="0" x2="0" y1="0" y2="100%" visibility="hidden" {}
                }
            }
            @if let Some(merged) = merged(facts) { p .hint { (merged) } }
        }
    }
}

/// The position of the lane of a fact; `None` if it has none.
pub(super) fn position(facts: &Facts<'_>, fact: Fact) -> Option<usize> {
    lanes(facts).iter().position(|lane| matches!(lane.what, What::Fact(known, _) if known == fact))
}

/// The lanes as JSON, for the script.
pub(super) fn data(facts: &Facts<'_>) -> String {
    let clock = &facts.lanes.clock;
    let start = |part: &Part| facts.session.seconds(part.real);
    let parts: Vec<_> =
        clock.parts().iter().map(|part| format!("[{},{:.3}]", millis(part.at), start(part))).collect();
    let lanes: Vec<_> = lanes(facts).iter().map(Lane::data).collect();
    let end = millis(clock.end()).max(1);
    format!("{{\"end\":{end},\"parts\":[{}],\"lanes\":[{}]}}", parts.join(","), lanes.join(","))
}

fn lanes<'a>(facts: &Facts<'a>) -> Vec<Lane<'a>> {
    let lanes = facts.lanes;
    let mut all = Vec::new();
    for found in &lanes.found {
        let rule = rules::by_id(found.rule);
        let name = rule.map_or_else(|| found.rule.to_owned(), |rule| rule.title_for(found.subject));
        let about = |finding: &crate::monitor::Finding| {
            (finding.rule, finding.subject) == (found.rule, found.subject)
        };
        let number = facts.groups.iter().position(|group| group.kept.first().is_some_and(about));
        all.push(Lane { name, what: What::Found(found, number) });
    }
    for (&fact, track) in FACTS.iter().zip(&lanes.facts) {
        if facts.session.sources.iter().any(|source| source.fact == fact) {
            let name = match fact {
                Fact::Commanded(_) => format!("{}, command", subject(fact)),
                _ => subject(fact),
            };
            all.push(Lane { name, what: What::Fact(fact, track) });
        }
    }
    for (is_noted, name) in [(false, "key fob, lamps, tailgate button"), (true, "what a person noted")] {
        if lanes.moments.iter().any(|moment| is_of(moment, is_noted)) {
            all.push(Lane { name: name.to_owned(), what: What::Moments(&lanes.moments, is_noted) });
        }
    }
    all
}

fn reading(facts: &Facts<'_>) -> String {
    let numbers: Vec<_> = FACTS
        .iter()
        .zip(&facts.lanes.facts)
        .filter(|(_, track)| !track.runs().is_empty())
        .filter_map(|(fact, track)| match (shape(*fact, track), fact.kind()) {
            (Shape::Number(low, high), FactKind::Number(unit)) => {
                Some(format!("{} from {low:.0} to {high:.0} {unit}", subject(*fact)))
            }
            _ => None,
        })
        .collect();
    let numbers =
        if numbers.is_empty() { String::new() } else { format!(" The lines are {}.", numbers.join(", ")) };
    format!(
        "A block is \"open\", \"locked\", \"on\" or \"wrong\"; a thin line the opposite; nothing is unknown.{numbers}"
    )
}

/// What is not drawn as it was; `None` if all is.
fn merged(facts: &Facts<'_>) -> Option<String> {
    let mut said = Vec::new();
    let thinnest = facts.lanes.thinnest();
    if thinnest > 0 {
        let thinnest =
            duration(std::time::Duration::from_nanos(thinnest).max(std::time::Duration::from_millis(1)));
        said.push(format!(
            "There were more changes than can be drawn: some closer than {thinnest} share a pale block."
        ));
    }
    if facts.lanes.unkept > 0 {
        said.push(format!("{} after these are not drawn.", count(facts.lanes.unkept, "moment")));
    }
    let parts = facts.lanes.clock.parts();
    let is_folded = |part: &&Part| matches!(part.seam, Seam::Folded(_));
    let folds = parts.iter().filter(is_folded).count();
    if folds > 0 {
        said.push(format!("{} without any frame folded (dashed line).", count(folds as u64, "long silence")));
    }
    if parts.iter().any(|part| part.seam == Seam::Backwards) {
        said.push("Where the clock went backwards (dashed line), the drawing goes on.".to_owned());
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// Where lines go through all lanes: where findings were raised, and at seams.
fn marks(facts: &Facts<'_>) -> Vec<(u64, &'static str)> {
    let clock = &facts.lanes.clock;
    let kept = facts.groups.iter().flat_map(|group| &group.kept);
    let raised = kept.map(|finding| (clock.place(finding.raised), finding.severity.id()));
    let seams = clock.parts().iter().filter(|part| part.seam != Seam::Begin).map(|part| (part.at, "seam"));
    raised.chain(seams).collect()
}
