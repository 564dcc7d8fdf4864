//! `scrub`: the copy, what is said of it, and when there is none.

use std::fs;
use std::path::Path;

use boon::{Compiler, Schemas};
use serde_json::Value;

use super::{run, run_with};

/// Somebody asks for a VIN while a door is open.
const CAPTURE: &str = "\
(1700000000.000000) can0 60D#0806000000000000
(1700000000.100000) can0 7DF#0209020000000000
(1700000000.110000) can0 7E8#1014490201534A4E
(1700000000.111000) can0 7E0#3000000000000000
(1700000000.120000) can0 7E8#214641414A313055
(1700000000.130000) can0 7E8#2231323334353637
(1700000000.200000) can0 60D#0806000000000000
";

const BLANKED: &str = "\
(1700000000.000000) can0 60D#0806000000000000
(1700000000.100000) can0 7DF#0209020000000000
(1700000000.110000) can0 7E8#1014490201585858
(1700000000.111000) can0 7E0#3000000000000000
(1700000000.120000) can0 7E8#2158585858585858
(1700000000.130000) can0 7E8#2258585858585858
(1700000000.200000) can0 60D#0806000000000000
";

/// The capture in `folder`, and a copy that is not there yet.
fn files(folder: &Path, copy: &str) -> (String, String) {
    let (input, output) = (folder.join("drive.log"), folder.join(copy));
    fs::write(&input, CAPTURE).unwrap();
    (input.to_str().unwrap().to_owned(), output.to_str().unwrap().to_owned())
}

#[test]
fn the_copy_is_the_capture_without_the_vin_and_the_report_does_not_tell_it() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = files(folder.path(), "share.log");
    let ran = run(["scrub", &input, &output]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let bare =
        |text: &str| text.lines().map(|line| line.trim_end_matches(" R").to_owned()).collect::<Vec<_>>();
    assert_eq!(bare(&fs::read_to_string(&output).unwrap()), bare(BLANKED));
    assert_eq!(fs::read_to_string(&input).unwrap(), CAPTURE);
    let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        out.contains("VIN: can0 7E8, diagnostic message 49 02: 17 bytes in 3 frames, first at line 3"),
        "{out}"
    );
    assert!(out.contains("not known, so look yourself") && !out.contains("SJNF"), "{out}");
}

#[test]
fn without_a_telling_name_the_copy_has_the_format_of_the_capture() {
    let folder = tempfile::tempdir().unwrap();
    let (input, first) = files(folder.path(), "first.asc");
    let (_, second) = files(folder.path(), "second");
    assert_eq!(run(["scrub", &input, &first]).code, 0);
    assert_eq!(run(["scrub", &first, &second]).code, 0);
    let text = fs::read_to_string(&second).unwrap();
    assert!(text.starts_with("date ") && text.contains("58 58 58"), "{text}");
}

#[test]
fn the_report_is_one_json_object_that_keeps_to_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = files(folder.path(), "share.log");
    let ran = run(["scrub", &input, &output, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let line: Value = serde_json::from_str(&ran.out).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let schema = serde_json::from_str(&run(["schema", "scrub"]).out).unwrap();
    compiler.add_resource("scrub.json", schema).unwrap();
    let schema = compiler.compile("scrub.json", &mut schemas).unwrap();
    schemas.validate(&line, schema).unwrap_or_else(|error| panic!("{line}\n{error:#}"));
    assert_eq!((&line["frames"], &line["removed"][0]["what"]), (&7.into(), &"vin".into()));
    assert_eq!((&line["removed"][0]["bytes"], &line["removed"][0]["line"]), (&17.into(), &3.into()));
}

#[test]
fn to_standard_output_goes_the_copy_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (input, _) = files(folder.path(), "");
    let ran = run(["scrub", &input, "-"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out.lines().count(), 7, "{}", ran.out);
    assert!(ran.out.contains("7E8#2158585858585858") && ran.err.contains("VIN"), "{}", ran.err);
}

#[test]
fn a_capture_is_never_replaced_and_no_half_copy_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = files(folder.path(), "share.log");
    let itself = run(["scrub", &input, &input, "--force"]);
    assert!(itself.code == 2 && itself.err.contains("the copy would replace it"), "{}", itself.err);
    fs::write(&output, "mine").unwrap();
    let there = run(["scrub", &input, &output]);
    assert!(there.code == 2 && there.err.contains("is there already"), "{}", there.err);
    assert_eq!(fs::read_to_string(&output).unwrap(), "mine");
    assert_eq!(fs::read_to_string(&input).unwrap(), CAPTURE);
    let pipe = run_with(["scrub", "-", "new.log"], CAPTURE.as_bytes());
    assert!(pipe.code == 2 && pipe.err.contains("read twice"), "{}", pipe.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn signals_of_a_dbc_file_are_blanked_where_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = files(folder.path(), "share.log");
    let dbc = folder.path().join("x.dbc");
    fs::write(&dbc, "BO_ 1549 WHERE: 8 X\n SG_ GPS_LONGITUDE : 0|16@1+ (1,0) [0|0] \"\" X\n").unwrap();
    let ran = run(["scrub", &input, &output, "--dbc", dbc.to_str().unwrap()]);
    assert!(ran.code == 0 && ran.out.contains("signal WHERE.GPS_LONGITUDE"), "{}{}", ran.out, ran.err);
    assert!(fs::read_to_string(&output).unwrap().contains("60D#0000000000000000"));
}
