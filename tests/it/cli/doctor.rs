//! `doctor` on the machine the tests run on, whatever it has: the form of the answer, and the exit code that goes with it.

use serde_json::Value;

use super::json::allowed;
use super::run;

#[test]
fn text_and_json_tell_the_same_steps_and_the_exit_code_goes_with_them() {
    for arguments in [&["doctor"][..], &["doctor", "nowhere9"], &["doctor", "lo"]] {
        let text = run(arguments);
        let json = run(arguments.iter().chain(&["--format", "json"]));
        let lines: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (end, steps) = lines.split_last().unwrap();
        assert_eq!((text.code, text.err.as_str()), (json.code, ""));
        let expected = match end["outcome"].as_str().unwrap() {
            "ok" => 0,
            "not-ok" => 1,
            _ => 2,
        };
        assert_eq!(json.code, expected, "{}", json.out);
        assert!(!steps.is_empty());
        let counted =
            ["ok", "not_ok", "unchecked"].iter().map(|kind| end[kind].as_u64().unwrap()).sum::<u64>();
        assert_eq!(counted, steps.len() as u64);
        for step in steps {
            assert_eq!(step["type"], "step");
            assert!(text.out.contains(step["name"].as_str().unwrap()), "{}", text.out);
            for advice in step["advice"].as_array().unwrap() {
                if let Some(command) = advice["command"].as_str() {
                    assert!(text.out.contains(&format!("$ {command}\n")), "{}", text.out);
                }
            }
        }
        for (line, verdict) in lines.iter().zip(allowed(&lines)) {
            assert_eq!(verdict, Ok(()), "{line}");
        }
    }
}

#[test]
fn a_name_that_is_no_can_interface_is_never_ok() {
    for name in ["nowhere9", "lo"] {
        let ran = run(["doctor", name]);
        assert_ne!(ran.code, 0);
        assert!(ran.out.contains("stopped here: "), "{}", ran.out);
    }
}

#[test]
fn times_and_rates_that_mean_nothing_are_refused() {
    for option in
        ["--listen=0", "--listen=61", "--listen=soon", "--bitrate=9", "--bitrate=fast", "--car=trabant"]
    {
        assert_eq!(run(["doctor", option, "can0"]).code, 2, "{option}");
    }
}
