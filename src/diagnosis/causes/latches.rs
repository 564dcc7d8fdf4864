//! Latch, striker and spring: what holds an opening shut.

use super::super::cause::{Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, quiet, raised, seen};
use super::super::place::OPENINGS;
use super::super::sign::Sign;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};
use super::super::warning::Warning;

/// All of them.
pub(super) const CAUSES: &[Cause] = &[Cause {
    id: "latch-misaligned",
    kind: Kind::Fault,
    places: OPENINGS,
    title: "latch, striker or spring of the {place}",
    fails: "The striker has moved, or the latch or its spring is worn, so the latch does not catch fully. On a lid, tired \
            struts or springs let it fall back.",
    shows: "It has to be slammed, clicks without holding, springs open again, or opens and falls shut at once.",
    confirm: &[
        Step {
            act: "Look at the striker for a bright rub mark off its middle, and at the gap all round.",
            good: "the mark is in the middle, the gap even",
            bad: "the latch strikes above, below or beside it",
        },
        Step {
            act: "Mark where the striker sits, move it a millimetre or two, shut.",
            good: "it makes no difference, it catches either way",
            bad: "it catches now",
        },
        Step {
            act: "On a lid: open it by hand to the middle and let go.",
            good: "it stays or rises",
            bad: "it sinks: struts or springs are tired",
        },
    ],
    remedy: "Set the striker; clean and grease the latch; replace its spring, or on a lid the struts. If the tongue is \
             worn, replace the lock.",
    warnings: &[Warning::NeverForce, Warning::SiliconeOnly],
    difficulty: Difficulty::Low,
    cost: Cost::Low,
    frequency: Frequency::Common,
    kin: Kin::Any,
    weights: &[
        raised("reopens-at-once", StronglyFor, "a latch that does not catch lets go at once"),
        raised("shuts-at-once", StronglyFor, "the lid did not rise and the latch caught again"),
        raised("opened-while-driving", For, "a latch that barely holds lets go over a bump"),
        raised("open-while-driving", For, "a latch that has not caught reads open"),
        raised("open-and-closed", For, "the latch hangs half-way"),
        raised("lock-refused", For, "a latch that has not caught reads open"),
        raised("door-flicker", Against, "a latch does not move so fast"),
        raised("tailgate-request-ignored", Against, "a loose latch opens rather too easily"),
        raised("closed-but-reported-open", Against, "somebody saw it shut"),
        seen(Sign::NoCurrentDrawn, Against, "the latch draws no current either way"),
        quiet("reopens-at-once", Against, "it was shut and stayed so"),
        answer("complaint", "does-not-stay-shut", StronglyFor, "this is how it is met"),
        answer("complaint", "reads-open", For, "a latch that has not caught reads open"),
        answer("really-shut", "will-not-latch", StronglyFor, "the latch misses the striker"),
        answer("really-shut", "ajar", For, "it had not caught"),
        answer("really-shut", "shut", Against, "it does catch"),
        answer("itself", "springs-open", StronglyFor, "the latch lets go again"),
        answer("itself", "falls-shut", StronglyFor, "the lid is not lifted"),
        answer("door-moved", "latch", For, "it sits loosely in its latch"),
        answer("since", "knock", For, "the striker was moved"),
        answer("handle", "stuck", Against, "a loose latch moves easily"),
        answer("lift", "opens", For, "the latch let go, the lid was not lifted"),
        answer("striker", "catches", StronglyFor, "the striker sat wrong"),
        answer("striker", "same", StronglyAgainst, "the striker is not it"),
        answer("door-sw", "stays", Against, "the switch itself does not follow"),
        answer("how-much", "one", For, "each has its latch"),
        answer("how-much", "body", StronglyAgainst, "a latch concerns nothing else"),
        answer("reset", "cured", StronglyAgainst, "a reset moves no striker"),
    ],
}];
