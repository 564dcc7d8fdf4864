//! The findings, each kind with when it was so, the frames it rests on, what it means and where to look.

use maud::{Markup, html};

use super::{Facts, clipped, guard, plot};
use crate::body::Evidence;
use crate::monitor::Finding;
use crate::report::groups::Group;
use crate::report::timing::lasted;
use crate::report::{number, shows};
use crate::rules;

/// Findings told with their frames on one page: more would make it long without saying more.
const MOST: usize = 200;

/// The section; nothing where nothing was heard.
pub(super) fn part(facts: &Facts<'_>) -> Markup {
    if facts.ending.is_none() {
        return html! {};
    }
    let mut room = MOST;
    html! {
        section #findings {
            h2 { "Findings" }
            @if facts.groups.is_empty() { p { "Nothing contradicts itself." } }
            @for (at, group) in facts.groups.iter().enumerate() {
                (kind(facts, group, at + 1, &mut room))
            }
        }
    }
}

fn kind(facts: &Facts<'_>, group: &Group, place: usize, room: &mut usize) -> Markup {
    let Some(first) = group.kept.first() else { return html! {} };
    let rule = rules::by_id(first.rule);
    let title = rule.map_or_else(|| first.subject.to_string(), |rule| rule.title_for(first.subject));
    let grade = group.kept.iter().map(|finding| finding.grade).max().unwrap_or(first.grade);
    let told = group.kept.len().min(*room);
    *room -= told;
    let untold = group.more + (group.kept.len() - told) as u64;
    html! {
        article .finding .(first.severity.id()) id={ "finding-" (place) } {
            h3 { span .severity .(first.severity.id()) { (first.severity.id()) } " " (title) }
            p .id { code { (first.rule) } ", how sure: grade " (grade) ", " (grade.words()) }
            @if let Some(rule) = rule {
                dl {
                    dt { "means" } dd { (rule.meaning) }
                    dt { "matters" } dd { (rule.matters) }
                    dt { "look next" } dd { (rule.look) }
                }
            }
            @for (at, finding) in group.kept.iter().take(told).enumerate() {
                (one(facts, finding, at > 0))
            }
            @if untold > 0 {
                p { "and " (number(untold)) " more like these, the last at " (format!("{:.3}", facts.session.seconds(group.last))) " s" }
            }
        }
    }
}

fn one(facts: &Facts<'_>, finding: &Finding, is_again: bool) -> Markup {
    let clock = &facts.lanes.clock;
    let from = plot::millis(clock.place(finding.since));
    let to = plot::millis(finding.cleared.map_or_else(|| clock.end(), |cleared| clock.place(cleared)));
    html! {
        div .evidence {
            p .when {
                @if is_again { "again, " }
                (lasted(facts.session, finding)) " "
                button type="button" hidden data-from=(from) data-to=(to) { "show on the timeline" }
            }
            ol {
                @for (at, piece) in finding.evidence.iter().enumerate() {
                    @let is_same = at > 0 && finding.evidence[at - 1].origin == piece.origin;
                    (frame(facts, piece, is_same))
                }
            }
        }
    }
}

/// A piece of evidence: where it stands, its bytes, and what they say. The same frame is not told twice.
fn frame(facts: &Facts<'_>, piece: &Evidence, is_same: bool) -> Markup {
    let session = facts.session;
    html! {
        li .same[is_same] {
            @if !is_same {
                span .time { (format!("{:.3} s", session.seconds(piece.time))) }
                @if let Some(frame) = &piece.frame {
                    code .bytes { (clipped(&guard::bytes(session, frame, facts.making.shows_vin))) }
                }
                span .place { (clipped(&session.place(piece.origin))) }
            }
            span .shows { (clipped(&shows(session, &piece.shows))) }
        }
    }
}
