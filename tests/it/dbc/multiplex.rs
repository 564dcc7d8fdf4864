//! Which signals a frame holds.

use doorjamb::dbc::{Database, Message, Undefined};

use super::{TORTURE, message, parse, repairs};

fn present<'a>(message: &'a Message, payload: &[u8]) -> Vec<&'a str> {
    let mut names = Vec::new();
    message.decode(payload, |signal, _| names.push(signal.name.as_str()));
    names
}

#[test]
fn nested_multiplexers_bring_signals_only_together() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    let nested = message(&database, 513);
    assert_eq!(
        present(nested, &[1, 2, 5, 0, 0, 0, 0, 0]),
        ["Outer", "Inner", "Deep", "Leaf", "LeafRange", "Plain"]
    );
    assert_eq!(present(nested, &[1, 2, 2, 0, 0, 0, 0, 0]), ["Outer", "Inner", "Deep", "LeafRange", "Plain"]);
    assert_eq!(present(nested, &[1, 8, 5, 0, 0, 0, 0, 0]), ["Outer", "Inner", "InnerLeaf", "Plain"]);
    assert_eq!(present(nested, &[200, 2, 5, 0, 0, 0, 0, 0]), ["Outer", "OuterLeaf", "Plain"]);
    let leaf = nested.signals().iter().position(|signal| signal.name == "Leaf").unwrap();
    assert!(nested.is_present(leaf, &[1, 2, 5, 0, 0, 0, 0, 0]));
    assert!(!nested.is_present(leaf, &[4, 2, 5, 0, 0, 0, 0, 0]));
}

#[test]
fn an_undefined_multiplexer_value_is_told_and_the_rest_decoded() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    let simple = message(&database, 512);
    let decoded = simple.decode(&[0x35, 0, 0, 0, 0, 0, 0, 0], |_, _| {});
    assert_eq!(decoded.undefined, Some(Undefined { switch: 0, value: 5 }));
    assert_eq!((decoded.signals, decoded.short), (2, 0));
    let named = simple.decode(&[12, 0, 0, 0, 0, 0, 0, 0], |_, _| {});
    assert!(named.is_complete(), "12 brings nothing, but has a word");
}

#[test]
fn signals_behind_the_end_of_a_frame_are_counted_and_the_first_is_named() {
    let database = Database::parse("torture.dbc", TORTURE).unwrap();
    let intel = message(&database, 256);
    let decoded = intel.decode(&[0xFF, 0xFF], |signal, raw| {
        assert!(signal.fits(2), "{} {raw:?}", signal.name);
    });
    assert_eq!((decoded.signals, decoded.short), (2, 2));
    assert_eq!(intel.signals()[decoded.first_short.unwrap()].name, "Torque");
    assert_eq!(intel.decode(&[], |_, _| panic!("nothing is there")).short, 4);
}

#[test]
fn multiplexers_that_depend_on_each_other_are_left_out() {
    let database = parse(concat!(
        "BO_ 5 A: 8 B\n",
        " SG_ One m0M : 0|8@1+ (1,0) [0|0] \"\" C\n",
        " SG_ Two m0M : 8|8@1+ (1,0) [0|0] \"\" C\n",
        " SG_ Leaf m0 : 16|8@1+ (1,0) [0|0] \"\" C\n",
        " SG_ Sound : 24|8@1+ (1,0) [0|0] \"\" C\n",
        "SG_MUL_VAL_ 5 One Two 0-0;\n",
        "SG_MUL_VAL_ 5 Two One 0-0;\n",
        "SG_MUL_VAL_ 5 Leaf Two 0-0;\n",
    ));
    assert_eq!(present(message(&database, 5), &[0; 8]), ["Sound"]);
    assert_eq!(repairs(&database).len(), 3, "{:?}", database.repairs());
}

#[test]
fn a_signal_whose_multiplexer_is_gone_goes_with_it() {
    let database = parse(concat!(
        "BO_ 5 A: 2 B\n",
        " SG_ Switch M : 60|8@1+ (1,0) [0|0] \"\" C\n",
        " SG_ Leaf m0 : 0|8@1+ (1,0) [0|0] \"\" C\n",
        " SG_ Sound : 8|8@1+ (1,0) [0|0] \"\" C\n",
    ));
    assert_eq!(present(message(&database, 5), &[0; 2]), ["Sound"]);
    assert_eq!(
        repairs(&database),
        [
            "2: left out signal Switch of A: it runs out of the 2 bytes",
            "3: left out signal Leaf of A: it is multiplexed, but nothing says by which signal",
        ]
    );
}
