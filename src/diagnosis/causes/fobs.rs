//! The key fob and its way to the car.

use super::super::cause::{Cause, Cost, Difficulty, Frequency, Kin, Kind, Step, answer, quiet, raised, seen};
use super::super::place::CAR;
use super::super::sign::Sign;
use super::super::strength::Strength::{Against, For, StronglyAgainst, StronglyFor};

/// All of them.
pub(super) const CAUSES: &[Cause] = &[
    Cause {
        id: "fob-battery",
        kind: Kind::Fault,
        places: CAR,
        title: "battery of the key fob",
        fails: "The CR2032 in the fob is empty: it lasts one to two years.",
        shows: "The fob's lamp stays dark, or it works only up close; the bus does not even wake at a press.",
        confirm: &[Step {
            act: "Fit a new CR2032, contacts wiped clean.",
            good: "no difference: it was not the battery",
            bad: "the fob works again",
        }],
        remedy: "A new CR2032 every one to two years. Until then: hold the fob against the start button, and use the \
                 blade key inside it.",
        warnings: &[],
        difficulty: Difficulty::Low,
        cost: Cost::Low,
        frequency: Frequency::Common,
        kin: Kin::Any,
        weights: &[
            raised("fob-press-unseen", StronglyFor, "the car heard nothing"),
            raised("answer-back-without-lock", StronglyAgainst, "the fob was heard and answered"),
            raised("commanded-not-followed", Against, "the fob was heard, the command given"),
            raised("lock-refused", Against, "the fob was heard, the command given"),
            raised("tailgate-request-ignored", StronglyAgainst, "the request came through"),
            quiet("fob-press-unseen", StronglyAgainst, "presses were heard"),
            quiet("answer-back-without-lock", Against, "the fob was heard and answered"),
            answer("complaint", "fob-ignored", StronglyFor, "this is how it is met"),
            answer("fob-lamp", "dark", StronglyFor, "it has no current"),
            answer("fob-lamp", "close", StronglyFor, "its last strength"),
            answer("fob-lamp", "works", StronglyAgainst, "it works as ever"),
            answer("fob-lamp", "lights", Against, "it has current"),
            answer("second-fob", "works", For, "the car is good, this fob is not"),
            answer("second-fob", "same", Against, "two fobs seldom die together"),
            answer("other-place", "works", Against, "an empty battery is empty everywhere"),
            answer("since", "slowly", For, "its reach shrank"),
            answer("fob-battery", "helps", StronglyFor, "a fresh one works"),
            answer("fob-battery", "same", StronglyAgainst, "a fresh one changes nothing"),
            answer("how-much", "one", Against, "the fob speaks for the whole car"),
        ],
    },
    Cause {
        id: "fob-out-of-sync",
        kind: Kind::Fault,
        places: CAR,
        title: "key fob out of step with the car, or drowned by radio noise",
        fails: "The fob has lost its pairing, its contacts are worn, or a strong transmitter nearby drowns it.",
        shows: "Its lamp lights and the car does nothing, with a fresh battery too; the other fob works; or both work \
                elsewhere.",
        confirm: &[
            Step {
                act: "Try the second fob here, then both some hundred metres away.",
                good: "the same everywhere with both",
                bad: "the other fob works (pairing), or both work elsewhere (noise)",
            },
            Step {
                act: "Fit a new CR2032 first, to rule it out.",
                good: "it works: it was the battery",
                bad: "no difference",
            },
        ],
        remedy: "Away from the noise it works by itself. Lost pairing is restored with a diagnostic scanner by a dealer \
                 or locksmith.",
        warnings: &[],
        difficulty: Difficulty::Average,
        cost: Cost::Low,
        frequency: Frequency::Rare,
        kin: Kin::Electronics,
        weights: &[
            raised("fob-press-unseen", StronglyFor, "the car heard nothing it knew"),
            raised("answer-back-without-lock", StronglyAgainst, "the fob was heard and answered"),
            raised("commanded-not-followed", Against, "the fob was heard, the command given"),
            raised("lock-refused", Against, "the fob was heard, the command given"),
            quiet("fob-press-unseen", StronglyAgainst, "presses were heard"),
            seen(Sign::OneDoorUnlocked, Against, "the fob was heard"),
            answer("complaint", "fob-ignored", For, "this is how it is met"),
            answer("fob-lamp", "lights", StronglyFor, "it sends and is not understood"),
            answer("fob-lamp", "dark", StronglyAgainst, "it does not even send"),
            answer("fob-lamp", "close", Against, "up close it is understood"),
            answer("fob-lamp", "works", StronglyAgainst, "it works as ever"),
            answer("second-fob", "works", For, "only this one has lost its pairing"),
            answer("other-place", "works", StronglyFor, "what drowns it is here"),
            answer("since", "battery", For, "pairing can be lost with the supply"),
            answer("fob-battery", "helps", StronglyAgainst, "it was the battery"),
            answer("fob-battery", "same", For, "it is not the battery"),
        ],
    },
];
