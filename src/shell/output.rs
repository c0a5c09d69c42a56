//! What a command prints, where the text itself says it: `echo`, `printf`, `cat` of a heredoc.

use brush_parser::ast::{
    AndOr, Command, CommandPrefixOrSuffixItem as Item, CompoundCommand, CompoundList,
    IoFileRedirectKind as Kind, IoFileRedirectTarget as Target, SimpleCommand,
};

use super::expand::{self, ansi_c};
use super::redirects::redirects_in;
use super::walk::{Here, Input, parsed};
use super::{Folder, Word, base_name};

/// Of a text in `$(…)`.
pub(super) fn of_text(text: &str, here: &Here<'_>) -> Option<String> {
    if text.len() > super::LONGEST || super::limits::fault(text).is_some() {
        return None;
    }
    let program = parsed(text)?;
    let lists = program.complete_commands.iter().map(|list| of_list(list, here, &Input::None));
    lists.collect()
}

/// Of commands one after the other.
pub(super) fn of_list(list: &CompoundList, here: &Here<'_>, input: &Input) -> Option<String> {
    let mut whole = String::new();
    for item in &list.0 {
        let pipelines =
            std::iter::once(Some(&item.0.first)).chain(item.0.additional.iter().map(|next| match next {
                AndOr::And(pipeline) => Some(pipeline),
                AndOr::Or(_) => None,
            }));
        for pipeline in pipelines {
            let mut input = input.clone();
            let mut printed = None;
            for command in &pipeline?.seq {
                let text = of_command(command, here, &input)?;
                input = Input::Known(text.clone());
                printed = Some(text);
            }
            whole.push_str(&printed?);
        }
    }
    Some(whole)
}

/// Of one command.
pub(super) fn of_command(command: &Command, here: &Here<'_>, input: &Input) -> Option<String> {
    match command {
        Command::Simple(simple) => of_simple(simple, here, input),
        Command::Compound(compound, None) => of_compound(compound, here, input),
        _ => None,
    }
}

/// Of a group.
pub(super) fn of_compound(compound: &CompoundCommand, here: &Here<'_>, input: &Input) -> Option<String> {
    match compound {
        CompoundCommand::BraceGroup(group) => of_list(&group.list, here, input),
        CompoundCommand::Subshell(subshell) => of_list(&subshell.list, here, input),
        _ => None,
    }
}

fn of_simple(simple: &SimpleCommand, here: &Here<'_>, input: &Input) -> Option<String> {
    let items: Vec<&Item> = simple.suffix.iter().flat_map(|suffix| &suffix.0).collect();
    let mut words =
        simple.word_or_name.as_ref().map(|word| expand::words(&word.value, here)).unwrap_or_default();
    for item in &items {
        match item {
            Item::Word(word) | Item::AssignmentWord(_, word) => {
                words.extend(expand::words(&word.value, here));
            }
            Item::IoRedirect(_) => {}
            Item::ProcessSubstitution(..) => return None,
        }
    }
    let mut input = input.clone();
    let before = simple.prefix.iter().flat_map(|prefix| &prefix.0);
    for redirect in redirects_in(before.chain(items)) {
        use brush_parser::ast::IoRedirect;
        match redirect {
            IoRedirect::HereDocument(_, document) => {
                input = Input::Known(super::redirects::here_text(document, here));
            }
            IoRedirect::HereString(_, word) => input = Input::Known(expand::one(&word.value, here) + "\n"),
            // `2>/dev/null` and the like.
            IoRedirect::File(Some(2), ..) => {}
            IoRedirect::File(None | Some(0), Kind::Read, Target::Filename(word)) => {
                let path = here.reader.path(&expand::one(&word.value, here), here.scope);
                input = Input::Known(here.reader.file(&path)?);
            }
            IoRedirect::File(..) | IoRedirect::OutputAndError(..) => return None,
        }
    }
    let Some(program) = words.first() else {
        // `$(< FILE)`
        return if let Input::Known(text) = input { Some(text) } else { None };
    };
    let program = base_name(&program.text).to_owned();
    printed(&program, words.get(1..)?, here, &input)
}

/// What a program prints with these arguments.
pub(super) fn printed(program: &str, arguments: &[Word], here: &Here<'_>, input: &Input) -> Option<String> {
    let operands = || arguments.iter().filter(|word| !word.text.starts_with('-'));
    match program {
        "echo" => Some(echo(arguments)),
        "printf" => printf(arguments),
        "cat" if operands().next().is_none() => match input {
            Input::Known(text) => Some(text.clone()),
            _ => None,
        },
        "cat" => {
            let file = |word: &Word| here.reader.file(&here.reader.path(&word.text, here.scope));
            operands().map(file).collect::<Option<String>>().filter(|text| text.len() <= super::LONGEST)
        }
        // What is found is the program of that name.
        "which" | "type" | "command" | "whence" if arguments.len() > usize::from(program == "command") => {
            let is_asked = program != "command" || arguments.first().is_some_and(|word| word.text == "-v");
            operands().next().filter(|_| is_asked).map(|word| format!("{}\n", word.text))
        }
        "pwd" => match &here.scope.folder {
            Folder::Known(folder) => Some(format!("{}\n", folder.display())),
            Folder::Unknown => None,
        },
        "true" | ":" => Some(String::new()),
        // They pass on what they are given, each line of it or some.
        "sort" | "uniq" | "tee" | "head" | "tail" if operands().next().is_none() || program == "tee" => {
            match input {
                Input::Known(text) => Some(text.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn echo(arguments: &[Word]) -> String {
    let is_option = |word: &&Word| {
        word.text.strip_prefix('-').is_some_and(|letters| {
            !letters.is_empty() && letters.chars().all(|letter| "neE".contains(letter))
        })
    };
    let options = arguments.iter().take_while(is_option).count();
    let escapes = arguments.iter().take(options).any(|word| word.text.contains('e'));
    let words: Vec<&str> = arguments.iter().skip(options).map(|word| word.text.as_str()).collect();
    let text = words.join(" ");
    (if escapes { ansi_c(&text) } else { text }) + "\n"
}

/// `%s` and its like take the arguments in turn, and the format is used again until they are spent.
fn printf(arguments: &[Word]) -> Option<String> {
    let at = usize::from(arguments.first().is_some_and(|word| word.text == "--"));
    let (format, values) = arguments.get(at..)?.split_first()?;
    if format.text.starts_with('-') {
        return None;
    }
    let format = ansi_c(&format.text);
    let mut values = values.iter().map(|word| word.text.as_str());
    let mut text = String::new();
    loop {
        let mut used = false;
        let mut rest = format.chars();
        while let Some(c) = rest.next() {
            if c != '%' {
                text.push(c);
                continue;
            }
            let conversion = rest.find(|c| c.is_ascii_alphabetic() || *c == '%')?;
            if conversion == '%' {
                text.push('%');
            } else {
                used = true;
                text.push_str(values.next().unwrap_or_default());
            }
        }
        if !used || values.len() == 0 {
            return Some(text);
        }
    }
}
