//! Draws what is told as rustc does: the user's own line, the name underlined, the mended line below.

use super::told::{Marked, Place, Told};
use crate::report::Style;
use crate::report::remedy::split_at_word;
use crate::report::style::Role;
use crate::report::wrap::{columns, push_wrapped, wrapped};

/// A label beside the underline is at least so wide; a narrower room is left for the lines below.
const LEAST_LABEL: usize = 24;

/// Stands for what is cut off a line.
const CUT: &str = "...";

/// Draws one thing, with an empty line behind what is to be read in full.
pub(super) fn draw(text: &mut String, told: &Told, style: &Style) {
    let mut drawing = Drawing::new(text, told, style);
    drawing.title();
    drawing.places();
    drawing.notes();
    drawing.help();
    if told.is_against {
        text.push('\n');
    }
}

struct Drawing<'d> {
    text: &'d mut String,
    told: &'d Told,
    style: &'d Style,
    /// Columns of the longest number of a line that is shown.
    gutter: usize,
}

impl<'d> Drawing<'d> {
    fn new(text: &'d mut String, told: &'d Told, style: &'d Style) -> Self {
        let numbers =
            told.places.iter().filter(|place| place.marked.is_some()).filter_map(|place| place.line);
        let gutter = numbers.max().map_or(1, |number| number.to_string().len());
        Self { text, told, style, gutter }
    }

    fn role(&self) -> Role {
        self.told.level.map_or(Role::Note, |level| level.role)
    }

    fn title(&mut self) {
        let told = self.told;
        let word = told.level.map_or("note", |level| level.word);
        let code = told.code.map(|code| format!("[{code}]")).unwrap_or_default();
        let head = self.style.paint(self.role(), format!("{word}{code}"));
        let line = format!("{head}: {}", told.title);
        push_wrapped(self.text, &line, 2, self.style.line_width());
    }

    /// Writes `  |`, and what stands behind it.
    fn framed(&mut self, number: Option<u32>, mark: &str, rest: &str) {
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        let frame = format!("{number:>width$} {mark}", width = self.gutter);
        let frame = self.style.paint(Role::Frame, frame).to_string();
        self.text.push_str(&frame);
        if !rest.is_empty() {
            self.text.push(' ');
            self.text.push_str(rest);
        }
        self.text.push('\n');
    }

    fn places(&mut self) {
        let told = self.told;
        let mut before: Option<&Place> = None;
        for (at, place) in told.places.iter().enumerate() {
            let follows = before.is_some_and(|one| {
                one.file == place.file
                    && one.marked.is_some()
                    && place.marked.is_some()
                    && one.line < place.line
            });
            if follows {
                let adjacent = before.and_then(|one| one.line).map(|line| line + 1) == place.line;
                if !adjacent {
                    self.text.push_str(CUT);
                    self.text.push('\n');
                }
            } else {
                if before.is_some_and(|one| one.marked.is_some()) {
                    self.framed(None, "|", "");
                }
                self.arrow(if at == 0 { "-->" } else { ":::" }, &place.shown);
            }
            if let Some(marked) = &place.marked {
                if !follows {
                    self.framed(None, "|", "");
                }
                self.underlined(place, marked, at == 0);
            }
            before = Some(place);
        }
        let drawn = told.places.iter().any(|place| place.marked.is_some());
        // Where there is no line to write the reason by, it is the first note.
        let is_noted =
            told.places.first().is_none_or(|place| place.marked.is_none()) && !told.label.is_empty();
        if drawn && (is_noted || !told.notes.is_empty() || told.meant.is_some() || !told.steps.is_empty()) {
            self.framed(None, "|", "");
        }
        if is_noted {
            self.note(&told.label);
        }
    }

    fn arrow(&mut self, arrow: &str, place: &str) {
        let arrow = format!("{}{arrow}", " ".repeat(self.gutter));
        let arrow = self.style.paint(Role::Frame, arrow).to_string();
        self.text.push_str(&arrow);
        self.text.push(' ');
        self.text.push_str(place);
        self.text.push('\n');
    }

    /// The columns for what stands behind the frame.
    fn room(&self) -> usize {
        self.style.width.saturating_sub(self.gutter + 3).max(8)
    }

    /// The line, and the name underlined in it with the reason beside or below.
    fn underlined(&mut self, place: &Place, marked: &Marked, is_first: bool) {
        let role = if is_first { self.role() } else { Role::Note };
        let shown = cut_to(marked, self.room());
        let line = format!("{}{}{}", shown.before, self.style.paint(role, &shown.name), shown.behind);
        self.framed(place.line, "|", line.trim_end());
        let (indent, wide) = (columns(&shown.before), columns(&shown.name).max(1));
        let sign = if is_first { "^" } else { "-" };
        let mut under = format!("{}{}", " ".repeat(indent), self.style.paint(role, sign.repeat(wide)));
        let label = if is_first { self.told.label.as_str() } else { "" };
        let beside = self.room().saturating_sub(indent + wide + 1);
        if label.is_empty() || self.style.whole || columns(label) <= beside {
            if !label.is_empty() {
                under.push_str(&format!(" {}", self.style.paint(role, label)));
            }
            self.framed(None, "|", &under);
            return;
        }
        if beside >= LEAST_LABEL {
            let lines = wrapped(label, beside, beside);
            for (at, line) in lines.iter().enumerate() {
                let start = if at == 0 { under.clone() } else { " ".repeat(indent + wide) };
                let line = format!("{start} {}", self.style.paint(role, line));
                self.framed(None, "|", &line);
            }
            return;
        }
        self.framed(None, "|", &under);
        for line in wrapped(label, self.room(), self.room()) {
            let line = self.style.paint(role, line).to_string();
            self.framed(None, "|", &line);
        }
    }

    fn note(&mut self, note: &str) {
        let indent = self.gutter + 3;
        let room = if self.style.whole { usize::MAX } else { self.room() };
        for (at, line) in wrapped(note, room, room).iter().enumerate() {
            match at {
                0 => self.framed(None, "=", line),
                _ => self.text.extend([" ".repeat(indent).as_str(), line, "\n"]),
            }
        }
    }

    fn notes(&mut self) {
        for (code, note) in &self.told.notes {
            match code {
                Some(code) => self.note(&format!("{code}: {note}")),
                None => self.note(note),
            }
        }
    }

    /// The name that was meant, the lines as they would be with it, and what to do.
    fn help(&mut self) {
        let told = self.told;
        if let Some(meant) = &told.meant {
            let sentence = format!("`{meant}` was probably meant");
            let mended = mended(told);
            if mended.is_empty() {
                self.note(&sentence);
            } else {
                let line = format!("{}: {sentence}", self.style.paint(Role::Note, "help"));
                push_wrapped(self.text, &line, 2, self.style.line_width());
                self.framed(None, "|", "");
                for (number, marked) in mended {
                    self.patch(number, marked, meant);
                }
                self.framed(None, "|", "");
            }
        }
        for step in &told.steps {
            match step.aim {
                // A command is copied, and stays on its line.
                Some(aim) => self.framed(None, "=", &format!("to {aim}: {}", step.command)),
                None => self.note(&format!("help: {}", step.command)),
            }
        }
    }

    fn patch(&mut self, number: Option<u32>, marked: &Marked, meant: &str) {
        let shown = cut_to(marked, self.room());
        let old = format!("{}{}{}", shown.before, self.style.paint(Role::Blocked, &shown.name), shown.behind);
        let meant = self.style.paint(Role::Good, meant).to_string();
        let again = self.told.places.iter().filter(|place| place.is_manifest && place.line == number).count();
        let behind = replaced(&shown.behind, &shown.name, &meant, again.saturating_sub(1));
        let new = format!("{}{meant}{behind}", shown.before);
        self.framed(number, "-", old.trim_end());
        self.framed(number, "+", new.trim_end());
    }
}

/// What stands behind a name, with the name replaced where it stands again.
pub(super) fn replaced(behind: &str, name: &str, meant: &str, times: usize) -> String {
    let (mut text, mut rest) = (String::new(), behind);
    for _ in 0..times {
        let Some((before, after)) = split_at_word(rest, name) else { break };
        text.extend([before, meant]);
        rest = after;
    }
    text + rest
}

/// The lines that would be mended: of manifests, each once.
pub(super) fn mended(told: &Told) -> Vec<(Option<u32>, &Marked)> {
    let mut lines: Vec<(Option<u32>, &Marked)> = Vec::new();
    // Numbers alone would not tell the lines of two files apart.
    let file = told.places.iter().find(|place| place.is_manifest).and_then(|place| place.file.as_ref());
    for place in told.places.iter().filter(|place| told.is_against && place.is_manifest) {
        let Some(marked) = place.marked.as_ref().filter(|_| place.file.as_ref() == file) else { continue };
        if !lines.iter().any(|(line, _)| *line == place.line) {
            lines.push((place.line, marked));
        }
    }
    lines
}

/// The line in so many columns, cut around the name.
pub(super) fn cut_to(marked: &Marked, room: usize) -> Marked {
    let (before, name, behind) = (columns(&marked.before), columns(&marked.name), columns(&marked.behind));
    if before + name + behind <= room {
        return marked.clone();
    }
    let rest = room.saturating_sub(name);
    // The name in the middle, or where there is less on one side, more of the other.
    let left = before.min((rest / 2).max(rest.saturating_sub(behind)));
    let right = behind.min(rest.saturating_sub(left));
    Marked {
        before: if left < before {
            format!("{CUT}{}", last(&marked.before, left.saturating_sub(3)))
        } else {
            marked.before.clone()
        },
        name: marked.name.clone(),
        behind: if right < behind {
            format!("{}{CUT}", first(&marked.behind, right.saturating_sub(3)))
        } else {
            marked.behind.clone()
        },
    }
}

/// The beginning of a text, in so many columns.
fn first(text: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += columns(c.encode_utf8(&mut [0; 4]));
        used <= room
    };
    text.chars().take_while(fits).collect()
}

/// The end of a text, in so many columns.
fn last(text: &str, room: usize) -> String {
    let turned: String = text.chars().rev().collect();
    first(&turned, room).chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_as_often_as_it_stands_there() {
        assert_eq!(replaced(r#"", "raect-x", "raect"]"#, "raect", "react", 1), r#"", "raect-x", "react"]"#);
        assert_eq!(replaced(r#"": "raect""#, "raect", "react", 0), r#"": "raect""#);
    }

    #[test]
    fn a_line_is_cut_around_the_name() {
        let line = |before: &str, behind: &str| Marked {
            before: before.to_owned(),
            name: "name".to_owned(),
            behind: behind.to_owned(),
        };
        let shown = |marked: &Marked, room| {
            let cut = cut_to(marked, room);
            format!("{}{}{}", cut.before, cut.name, cut.behind)
        };
        assert_eq!(shown(&line("ab", "cd"), 8), "abnamecd");
        let long = line(&"a".repeat(90), &"b".repeat(90));
        assert_eq!(shown(&long, 20), "...aaaaanamebbbbb...");
        assert_eq!(shown(&line("", &"b".repeat(90)), 12), "namebbbbb...");
        assert_eq!(shown(&line(&"漢".repeat(90), ""), 12), "...漢漢name");
    }
}
