//! The tables in `captures/README.md` are what the grammar says.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use doorjamb::simulate::grammar;

const BEGINS: &str = "<!-- grammar -->\n";
const ENDS: &str = "<!-- end of grammar -->\n";

fn tables() -> String {
    let mut text = String::new();
    for section in grammar() {
        write!(text, "\n## {}\n\n| line | means |\n|---|---|\n", section.title)
            .expect("a string takes everything");
        for entry in section.entries {
            let form = format!("{}{}", section.begins, entry.form).replace('|', "\\|");
            writeln!(text, "| `{form}` | {} |", entry.means).expect("a string takes everything");
        }
    }
    text.push('\n');
    text
}

/// With `DOORJAMB_BLESS` set, writes the tables instead.
#[test]
fn the_readme_beside_the_captures_tells_the_whole_grammar() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/README.md");
    let text = fs::read_to_string(&path).expect("captures/README.md");
    let (before, rest) = text.split_once(BEGINS).expect("a place for the grammar");
    let (kept, after) = rest.split_once(ENDS).expect("the end of that place");
    let made = tables();
    if std::env::var_os("DOORJAMB_BLESS").is_some() {
        fs::write(&path, format!("{before}{BEGINS}{made}{ENDS}{after}")).expect("captures/ can be written");
    } else {
        assert!(kept == made, "the tables are out of date; they should be:\n{made}");
    }
}
