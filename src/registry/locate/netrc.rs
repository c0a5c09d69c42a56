//! The user's netrc: a login and a password for each host, which pip sends where an address has none.

use std::path::PathBuf;

use super::{Environment, Located};
use crate::registry::Credentials;

/// Adds what lets one in at the registries that were found, where they have nothing of their own.
pub(super) fn add(environment: &Environment, located: &mut Located) {
    let netrc = Netrc::gather(environment);
    for root in located.roots_mut() {
        // An address that has a password of its own needs no other.
        let own =
            matches!(root.credentials(), Some(Credentials::Basic { password, .. }) if !password.is_empty());
        if !own && let Some(found) = root.url().host_str().and_then(|host| netrc.credentials(host)) {
            *root = root.clone().with_credentials(found);
        }
    }
}

/// The entries of a netrc, in order. It cannot be printed.
#[derive(Default)]
struct Netrc(Vec<Entry>);

#[derive(Default)]
struct Entry {
    /// `None` for the entry of every other host.
    host: Option<String>,
    login: String,
    account: String,
    password: String,
}

impl Netrc {
    /// Reads the file that `NETRC` names, else the one in the user's home. As with pip, one that
    /// cannot be read is the same as none.
    fn gather(environment: &Environment) -> Self {
        let home = environment.home();
        let usual = [".netrc", "_netrc"].into_iter().filter_map(|name| Some(home.as_ref()?.join(name)));
        let chosen = environment.path("NETRC").map(|path| match (path.strip_prefix("~"), &home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => path,
        });
        let file: Option<PathBuf> = chosen.or_else(|| usual.into_iter().find(|file| file.exists()));
        let text = file.and_then(|file| std::fs::read_to_string(file).ok());
        text.and_then(|text| parse(&text)).unwrap_or_default()
    }

    /// What lets one in at a host; the last entry of a host counts.
    fn credentials(&self, host: &str) -> Option<Credentials> {
        let last = |wanted: Option<&str>| self.0.iter().rfind(|entry| entry.host.as_deref() == wanted);
        let entry = last(Some(host)).or_else(|| last(None))?;
        let user = if entry.login.is_empty() { &entry.account } else { &entry.login };
        (!user.is_empty() || !entry.password.is_empty())
            .then(|| Credentials::Basic { user: user.clone(), password: entry.password.clone() })
    }
}

/// `None` where any of it is in no form that Python's netrc knows: it then gives up the whole file.
fn parse(text: &str) -> Option<Netrc> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut words = Words { rest: text };
    while let Some(word) = words.next() {
        match word.as_str() {
            "machine" => entries.push(Entry { host: Some(words.next()?), ..Entry::default() }),
            "default" => entries.push(Entry::default()),
            "login" | "user" => entries.last_mut()?.login = words.next()?,
            "account" => entries.last_mut()?.account = words.next()?,
            "password" => entries.last_mut()?.password = words.next()?,
            // A macro goes on to the next empty line.
            "macdef" => words.rest = words.rest.split_once("\n\n").map_or("", |(_, rest)| rest),
            comment if comment.starts_with('#') => words.skip_line(),
            _ => return None,
        }
    }
    Some(Netrc(entries))
}

/// Words apart by white space; `"` holds one together, and `\` takes the next character as it is.
struct Words<'a> {
    rest: &'a str,
}

impl Words<'_> {
    fn next(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let mut letters = self.rest.char_indices().peekable();
        let quoted = letters.next_if(|(_, letter)| *letter == '"').is_some();
        letters.peek()?;
        let mut word = String::new();
        while let Some((at, letter)) = letters.next() {
            let ends = if quoted { letter == '"' } else { matches!(letter, ' ' | '\t' | '\r' | '\n') };
            if ends {
                let behind = if quoted { at + 1 } else { at };
                self.rest = self.rest.get(behind..).unwrap_or_default();
                return Some(word);
            }
            match letter {
                '\\' => word.extend(letters.next().map(|(_, letter)| letter)),
                letter => word.push(letter),
            }
        }
        self.rest = "";
        Some(word)
    }

    fn skip_line(&mut self) {
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, host: &str) -> Option<(String, String)> {
        match parse(text)?.credentials(host)? {
            Credentials::Basic { user, password } => Some((user, password)),
            _ => None,
        }
    }

    fn pair(user: &str, password: &str) -> Option<(String, String)> {
        Some((user.to_owned(), password.to_owned()))
    }

    #[test]
    fn a_host_has_its_own_entry_or_the_default_one() {
        let text = "# mine\nmachine one.example login me password s3cret\nmachine two.example\n\tuser you\n\taccount x\n\tpassword \"two words\" # c\nmacdef init\n  machine three.example\n  password no\n\ndefault login anyone password a\\ b\n";
        assert_eq!(at(text, "one.example"), pair("me", "s3cret"));
        assert_eq!(at(text, "two.example"), pair("you", "two words"));
        assert_eq!(at(text, "three.example"), pair("anyone", "a b"));
        assert_eq!(at("machine a.example login x password y", "b.example"), None);
        assert_eq!(at("machine a.example account x password y", "a.example"), pair("x", "y"));
        assert_eq!(at("machine a login x password y\nmachine a login u password p", "a"), pair("u", "p"));
        assert_eq!(at("machine a login \"\" password \"\"", "a"), None);
    }

    #[test]
    fn a_broken_file_is_the_same_as_none() {
        for text in ["login x", "machine", "machine a password", "machine a login x nonsense y", "\u{0}"] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(parse("").is_some());
    }
}
