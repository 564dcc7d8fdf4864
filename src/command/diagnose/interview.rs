//! Questions put to a person at a terminal, one at a time, until none is worth asking. Which to ask is not decided
//! here.

use std::io::{self, BufRead, Write};

use crate::diagnosis::{Case, Given};
use crate::report::{Palette, wrap};

/// Longest line that is read: nobody types more for a letter.
const LONGEST: u64 = 1 << 10;

/// What a person typed.
enum Typed {
    Letter(char),
    Back,
    Enough,
    Other,
}

/// Asks until nothing is worth asking, or the person has had enough.
pub(super) fn ask(
    case: &mut Case,
    input: &mut impl BufRead,
    out: &mut impl Write,
    palette: Palette,
) -> io::Result<()> {
    let heading = palette.heading();
    writeln!(out, "Answer by letter; < goes back, q ends the questions.")?;
    while let Some(asked) = case.next_question() {
        writeln!(out, "\n{heading}{}{heading:#}", wrap(&asked.text(), 0, 0))?;
        for (letter, answer) in asked.question.lettered() {
            writeln!(out, "  {letter}  {}", wrap(answer.text, 5, 5))?;
        }
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let Some(typed) = typed(input)? else { return Ok(()) };
            match typed {
                Typed::Enough => return Ok(()),
                Typed::Back => {
                    if case.take_back().is_none() {
                        writeln!(out, "This is the first question.")?;
                        continue;
                    }
                    break;
                }
                Typed::Letter(letter) => {
                    if let Some(answer) = asked.question.by_letter(letter) {
                        case.answer(Given { question: asked.question, answer, place: asked.place });
                        break;
                    }
                }
                Typed::Other => {}
            }
            writeln!(out, "Type one of the letters, < or q.")?;
        }
    }
    Ok(())
}

/// The next line; `None` at the end of the input.
fn typed(input: &mut impl BufRead) -> io::Result<Option<Typed>> {
    let mut bytes = Vec::new();
    if io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&bytes);
    let mut letters = line.trim().chars();
    Ok(Some(match (letters.next(), letters.next()) {
        (Some('<'), None) => Typed::Back,
        (Some('q' | 'Q'), None) => Typed::Enough,
        (Some(letter), None) => Typed::Letter(letter),
        _ => Typed::Other,
    }))
}

#[cfg(test)]
mod tests {
    use super::ask;
    use crate::body::Handedness;
    use crate::diagnosis::Case;
    use crate::report::Palette;

    fn asked(typed: &str) -> (Case, String) {
        let mut case = Case::new(None, Handedness::Left);
        let mut out = Vec::new();
        ask(&mut case, &mut typed.as_bytes(), &mut out, Palette::default()).unwrap();
        (case, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_letter_answers_and_the_end_of_the_input_ends() {
        let (case, out) = asked("a\n");
        assert_eq!(case.answers().len(), 1);
        assert_eq!(out.matches("> ").count(), 2, "{out}");
    }

    #[test]
    fn going_back_asks_the_same_again() {
        let (case, out) = asked("a\n<\nb\nq\n");
        assert_eq!(case.answers().len(), 1);
        assert_eq!(case.answers()[0].answer, case.answers()[0].question.answers[1]);
        let first = out.lines().nth(2).unwrap();
        assert_eq!(out.matches(first).count(), 2, "{out}");
        assert!(asked("<\nq\n").1.contains("This is the first question."));
    }

    #[test]
    fn what_is_no_answer_is_asked_for_again() {
        let (case, out) = asked("yes please\n!\n\u{fffd}\n\nq\n");
        assert!(case.answers().is_empty());
        assert_eq!(out.matches("Type one of the letters").count(), 4);
    }

    #[test]
    fn someone_who_knows_nothing_is_not_asked_for_ever() {
        let mut case = Case::new(None, Handedness::Left);
        let mut out = Vec::new();
        // The last letter is always "don't know".
        while let Some(next) = case.next_question() {
            let (letter, _) = *next.question.lettered().last().unwrap();
            let before = case.answers().len();
            ask(&mut case, &mut format!("{letter}\nq\n").as_bytes(), &mut out, Palette::default()).unwrap();
            assert_eq!(case.answers().len(), before + 1);
        }
        assert!(case.answers().len() < 100);
    }
}
