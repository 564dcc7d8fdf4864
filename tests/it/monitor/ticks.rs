//! Ticks change nothing: the test that keeps live and replay the same.

use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::prop_oneof;

use super::{car, frame, run};
use doorjamb::body::Handedness;
use doorjamb::frame::Frame;
use doorjamb::monitor::Monitor;

/// What a bus may do next: wait, and say something.
#[derive(Debug, Clone)]
enum Step {
    /// Flip this bit of the door, lamp and lock frame.
    Body(u8),
    /// Flip this bit of the lock-command frame.
    Command(u8),
    /// Flip this bit of the frame that tells of sleep and brake.
    Awake(u8),
    /// A speed in 0.01 km/h.
    Speed(u16),
    /// A supply voltage in 0.1 V.
    Supply(u8),
    /// The bus wakes.
    Wake,
    /// A body frame cut short.
    Short(u8),
    /// The last body frame once more.
    Repeat,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::sample::select(vec![3_u8, 4, 5, 6, 7, 9, 10, 13, 14, 19, 20, 25]).prop_map(Step::Body),
        2 => prop::sample::select(vec![40_u8, 41]).prop_map(Step::Command),
        1 => prop::sample::select(vec![8_u8, 9, 36]).prop_map(Step::Awake),
        3 => prop::sample::select(vec![0_u16, 300, 1500, 6000]).prop_map(Step::Speed),
        1 => prop::sample::select(vec![90_u8, 115, 126]).prop_map(Step::Supply),
        1 => proptest::prelude::Just(Step::Wake),
        1 => (0_u8..8).prop_map(Step::Short),
        8 => proptest::prelude::Just(Step::Repeat),
    ]
}

/// Milliseconds until the next frame: mostly as on a bus, sometimes a silence, seldom a jump backwards.
fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![30 => 1_i64..120, 4 => 500_i64..2500, 1 => 2000_i64..9_000, 1 => -50_000_i64..-200, 1 => -90_i64..0]
}

fn frames(steps: &[(i64, Step, bool)]) -> Vec<Frame> {
    let (mut body, mut command, mut awake) = ([0_u8; 8], [0_u8; 8], [0_u8, 3, 0, 0, 0, 0, 0, 0]);
    let mut now = 1_000_000;
    let mut frames = Vec::new();
    for (wait, step, other) in steps {
        now += wait * 1000;
        match step {
            Step::Body(bit) => {
                body[usize::from(bit / 8)] ^= 1 << (bit % 8);
                frames.push(frame(now, 0x60D, &body));
            }
            Step::Command(bit) => {
                command[usize::from(bit / 8)] ^= 1 << (bit % 8);
                frames.push(frame(now, 0x358, &command));
            }
            Step::Awake(bit) => {
                awake[usize::from(bit / 8)] ^= 1 << (bit % 8);
                frames.push(frame(now, 0x35D, &awake));
            }
            Step::Speed(speed) => {
                let [high, low] = speed.to_be_bytes();
                frames.push(frame(now, 0x280, &[0, 0, 0, 0, high, low, 0, 0]));
            }
            Step::Supply(tenths) => frames.push(frame(now, 0x6F6, &[*tenths, 0, 0])),
            Step::Wake => frames.push(frame(now, 0x682, &[0])),
            Step::Short(len) => frames.push(frame(now, 0x60D, &body[..usize::from(*len)])),
            Step::Repeat => frames.push(frame(now, 0x60D, &body)),
        }
        if *other {
            frames.push(frame(now + 300, 0x284, &[0; 8]));
        }
    }
    frames
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    #[test]
    fn ticking_changes_nothing(steps in prop::collection::vec((wait(), step(), any::<bool>()), 1..250)) {
        let car = car("nissan_qashqai_j10");
        let frames = frames(&steps);
        let never = run(&mut Monitor::new(&car, Handedness::Left), &frames, None);
        for millis in [1, 7, 50, 333] {
            let ticked = run(&mut Monitor::new(&car, Handedness::Left), &frames, Some(millis * 1000));
            proptest::prop_assert_eq!(&never, &ticked, "with a tick every {} ms", millis);
        }
    }

    #[test]
    fn any_frames_are_survived(frames in prop::collection::vec(
        (any::<i64>(), 0_u32..0x800, prop::collection::vec(any::<u8>(), 0..=8)), 0..200,
    )) {
        let frames: Vec<Frame> = frames.into_iter().map(|(time, id, data)| frame(time / 1000, id, &data)).collect();
        run(&mut Monitor::new(&car("nissan_classic"), Handedness::Right), &frames, None);
    }
}
