//! The text of a new phantom.toml.

use std::fmt::Write as _;

use phantom_guard::report::escaped;
use toml_edit::Value;

use super::look::Found;

const HEAD: &str = "\
# What Phantom lets through and stops in this project. `phantom config show` says what is in force.
# A line that begins with # has no effect; the values there are the defaults, or examples.
#
# For an editor's help: phantom config schema > .phantom.schema.json
# and this as the first line: #:schema ./.phantom.schema.json

# Names from this score on are blocked, and warned of.
# block-at = 0.60
# warn-at = 0.30

# Names that could not be checked: \"block\", \"warn\" or \"allow\".
# Left out: warn; block for installs where nobody can be asked.
# on-unavailable = \"block\"

# Releases that are younger are held: most malicious ones are taken down within days.
# min-age = \"3d\"
";

const LISTS: &str = "
# Names that pass whatever the evidence says: phantom allow NAME --reason \"...\" writes this.
# [[allow]]
# name = \"npm:left-padd\"
# reason = \"our fork, reviewed\"
# until = 2027-01-31

# Names that never pass.
# [[deny]]
# name = \"crates:time-travel\"
# reason = \"unmaintained\"
";

/// The text for what was found. It says what holds without it, and so changes nothing.
pub(super) fn text(found: &Found) -> String {
    let mut text = HEAD.to_owned();
    index(&mut text, found);
    private(&mut text, found);
    text.push_str(LISTS);
    text
}

fn index(text: &mut String, found: &Found) {
    text.push_str("\n# The registries to ask. Left out: those that the clients install from.\n");
    for (_, _, address, place) in &found.indexes {
        let _ = writeln!(text, "# {} names {}", escaped(place), escaped(address));
    }
    text.push_str("# [index]\n");
    let mut example = |word: &str, fallback: &str| {
        let own = found.indexes.iter().find(|(ecosystem, ..)| ecosystem.as_str() == word);
        let address = own.map_or(fallback, |(_, _, address, _)| address.as_str());
        let _ = writeln!(text, "# {word} = {}", quoted(address));
    };
    example("pypi", "https://registry.example/simple/");
    example("npm", "https://registry.example/npm/");
    example("crates", "sparse+https://registry.example/crates/");
}

fn private(text: &mut String, found: &Found) {
    text.push_str(
        "\n# Names of your own registries. They are never put to a public one, and pass unchecked.\n",
    );
    for (address, names) in &found.elsewhere {
        let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "# From {}: names = [{}]", escaped(address), names.join(", "));
    }
    if found.scopes.is_empty() {
        text.push_str("# [private]\n# names = [\"acme-*\"]\n# scopes = [\"@acme\"]\n# registry = \"acme\"\n");
        return;
    }
    let scopes: Vec<_> = found.scopes.keys().map(|scope| quoted(scope)).collect();
    for (scope, address) in &found.scopes {
        let _ = writeln!(text, "# .npmrc binds {} to {}", escaped(scope), escaped(address));
    }
    // Whether that registry is a public one is the user's to say.
    let _ = writeln!(text, "# [private]\n# names = [\"acme-*\"]\n# scopes = [{}]", scopes.join(", "));
}

/// As a string of TOML, on one line whatever it holds.
fn quoted(text: &str) -> String {
    Value::from(escaped(text).as_ref()).to_string().trim().to_owned()
}
