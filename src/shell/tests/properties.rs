use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// Pieces that are likelier to reach a branch than random text.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "pip",
            "install",
            "npm",
            "sudo",
            "env",
            "-c",
            "bash",
            "eval",
            "xargs",
            "find",
            "-exec",
            "parallel",
            ":::",
            "cd",
            "for x in",
            "do",
            "done",
            "if",
            "then",
            "else",
            "fi",
            "case",
            "in",
            "esac",
            "while",
            "f()",
            "function",
            "$(",
            ")",
            "`",
            "\"",
            "'",
            "$'",
            "${",
            "}",
            "{",
            "(",
            "((",
            "))",
            "[[",
            "]]",
            "<<EOF",
            "<<<",
            "<(",
            "\nEOF\n",
            "\n",
            ";",
            ";;",
            "&&",
            "||",
            "|",
            "&",
            ">",
            ">>",
            "<",
            "$X",
            "${X[@]}",
            "X=",
            "X=(",
            "A+=(",
            "~",
            "*",
            "?",
            "\\",
            "#",
            "!",
            "{a,b}",
            "{1..9}",
            "{9..1..0}",
            "$((",
            "$[",
            "${X:-",
            "${X/",
            "${X:1:2}",
            "${!X}",
            "\\x",
            "é",
            "\u{FFFC}",
            "time",
            "coproc",
            "set --",
            "$@",
            "$1",
            "alias p=",
            "export",
            "read",
            "trap",
            "\t",
            "\r\n",
            "echo",
            "printf %s",
            "cat",
            "python -c",
            "flock",
            "-",
            "--",
            "=",
            "0",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,8}",
        any::<String>(),
    ]
}

/// A way to write a command so that a shell runs it in the end.
fn wrap(way: usize, inner: &str) -> String {
    let single = inner.replace('\'', r"'\''");
    let double = inner.replace('\\', r"\\").replace('"', "\\\"").replace('$', "\\$").replace('`', "\\`");
    match way {
        0 => format!("sudo -E bash -c '{single}'"),
        1 => format!("sh -lc \"{double}\""),
        2 => format!("eval '{single}'"),
        3 => format!("({inner})"),
        4 => format!("{{ {inner}\n}}"),
        5 => format!("cd /tmp && {inner}"),
        6 => format!("if true; then\n{inner}\nfi"),
        7 => format!("for i in 1 2; do\n{inner}\ndone"),
        8 => format!("f() {{\n{inner}\n}}; f"),
        9 => format!("echo $({inner}\n)"),
        10 => format!("bash <<'EOF{}'\n{inner}\nEOF{0}\n", inner.len()),
        11 => format!("echo '{single}' | bash"),
        12 => format!("true && ! false || true; {inner}"),
        13 => format!("C='{single}'; bash -c \"$C\""),
        14 => format!("while :; do\n{inner}\nbreak; done"),
        15 => format!("env -i X=1 -u Y bash -c '{single}'"),
        16 => format!("nohup timeout -k 1 5 nice -n 3 sh -c '{single}' &"),
        17 => format!("find . -maxdepth 0 -exec sh -c '{single}' \\;"),
        18 => format!("trap '{single}' EXIT"),
        19 => format!("cat <(\n{inner}\n)"),
        20 => format!("case x in x)\n{inner}\n;; esac"),
        21 => format!("printf '%s' '{single}' | xargs -0 -I@ sh -c @"),
        22 => format!("cat > run.sh <<'E{}'\n{inner}\nE{0}\nsh run.sh", inner.len()),
        _ => format!("watch -n1 '{single}'"),
    }
}

const BASES: &[&str] = &[
    "pip install planted",
    "python3 -Im pip install planted",
    "/usr/bin/pip3 install -U planted",
    r"\pip install pl'ant'ed",
    "$'\\x70ip' install \"planted\"",
    "P=pip; $P install planted",
    "npm i planted",
    "npx planted",
    "cargo add planted",
    "uv add planted",
    "uvx planted",
    "pipx install planted",
    "poetry add planted",
    "pnpm dlx planted",
    "yarn add planted",
    "bun a planted",
    "echo planted | xargs pip install",
    "pip install {planted,other}",
    "N=planted; pip install \"$N\"",
    "pip \\\n install planted",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(pieces in prop::collection::vec(piece(), 0..14), apart in prop::sample::select(vec!["", " "])) {
        let text = pieces.join(apart);
        let script = script(&text);
        prop_assert!(!script.commands.iter().any(|command| command.words.is_empty()), "{text}");
    }

    /// However a command is wrapped, its name is found, or the text is not understood.
    #[test]
    fn a_planted_name_is_not_lost(base in prop::sample::select(BASES), ways in prop::collection::vec(0usize..24, 0..4)) {
        let text = ways.iter().fold(base.to_owned(), |inner, way| wrap(*way, &inner));
        let script = script(&text);
        let has = |command: &ShellCommand| {
            let runs = limits::is_installer(command.program()) || command.program().starts_with("python");
            runs && command.words.iter().any(|word| word.text == "planted")
        };
        prop_assert!(script.commands.iter().any(has) || !script.not_understood.is_empty(), "{text}\n{script:#?}");
    }
}

/// One wrapping is always understood, so that what agents write is judged and not just held.
#[test]
fn one_wrapping_is_understood() {
    for base in BASES {
        for way in 0..24 {
            let text = wrap(way, base);
            assert_eq!(script(&text).not_understood, Vec::<String>::new(), "{text}");
        }
    }
}

/// Deep and long texts end soon, and on the stack that there is.
#[test]
fn deep_and_long_texts_end() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}pip install evil{}", open.repeat(depth), close.repeat(depth))
    };
    let pairs = [
        ("(", ")"),
        ("$(", ")"),
        ("\"$(", ")\""),
        ("$((", "))"),
        ("((", "))"),
        ("{ ", ";}"),
        ("${X:-", "}"),
        ("if x; then ", "; fi"),
        ("while x; do ", "; done"),
        ("for x in a; do ", "; done"),
        ("case x in x) ", ";; esac"),
        ("! ", ""),
        ("time ", ""),
        ("[[ ( ", " ) ]]"),
        ("f() { ", "; }"),
        ("<(", ")"),
        ("{a,", "}"),
        ("$[", "]"),
        ("echo `", "`"),
        ("'", "'"),
        ("\\", ""),
        ("eval ", ""),
        ("sudo ", ""),
        ("bash -c ", ""),
        ("coproc ", ""),
    ];
    for (open, close) in pairs {
        for depth in [4, 8, 12, 16, 100, 5_000] {
            let text = nested(open, close, depth);
            let start = Instant::now();
            let _ = script(&text);
            let _ = script(&format!("{}pip install evil", open.repeat(depth)));
            assert!(start.elapsed() < Duration::from_secs(20), "{open} {depth}");
        }
    }
    for long in ["a ", "pip install evil;", "echo a | cat\n", "\"x\" ", "$x", "{a,b}", "# pip\n", "<<E\n"] {
        for length in [100 << 10, 1 << 20] {
            let text = long.repeat(length / long.len());
            let start = Instant::now();
            let read = script(&text);
            assert!(start.elapsed() < Duration::from_secs(20), "{long} {length}: {:?}", start.elapsed());
            assert!(length < LONGEST || read.commands.is_empty());
        }
    }
}
