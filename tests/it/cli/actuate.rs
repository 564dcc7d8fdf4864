//! `actuate`: what it refuses before it has looked at any bus. What it does on one stands in the stories of the virtual machine.

use super::run;

#[test]
fn without_its_flag_nothing_is_done_and_the_flag_is_named() {
    for arguments in [&["lock"][..], &["lock", "--car", "nissan_qashqai_j10"], &["clear-codes"]] {
        let ran = run(["actuate", "nowhere9"].iter().chain(arguments));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains("nothing was done: this makes the car do something"), "{}", ran.err);
        assert!(ran.err.contains("--permit-actuation"), "{}", ran.err);
    }
}

#[test]
fn with_its_flag_a_bus_that_is_not_there_is_told() {
    let ran = run(["actuate", "nowhere9", "lock", "--permit-actuation"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("nowhere9"), "{}", ran.err);
}
