//! Programs that run other programs, as data.

/// Words by which installers install, in whatever place.
pub(super) const INSTALLING: &[&str] = &[
    "install", "i", "in", "ins", "inst", "add", "ci", "isntall", "sync", "update", "up", "upgrade", "dlx",
    "exec", "x", "create", "init", "require", "run", "fetch", "download", "wheel", "binstall", "build",
    "inject",
];

/// Those of them that mean little else in the code of another language.
pub(super) const INSTALLING_IN_CODE: &[&str] = &[
    "install", "i", "add", "ci", "isntall", "sync", "update", "upgrade", "dlx", "create", "download",
    "binstall",
];

/// Phantom's own commands that are the user's to run.
pub(super) const OF_THE_USER: &[&str] = &["allow", "init", "uninstall", "import"];

/// Clients whose first argument is fetched.
pub(super) const INSTALLS_BY_ITSELF: &[&str] = &["npx", "uvx", "bunx", "pnpx", "pipx"];

/// A program that runs what its arguments name.
#[derive(Debug)]
pub(super) struct Wrapper {
    /// Its names.
    pub(super) names: &'static str,
    /// Options whose value is the next word, if it is not attached.
    pub(super) with_value: &'static str,
    /// Options whose value is a text for a shell.
    pub(super) text: &'static str,
    /// Options whose value is the folder in which the command runs.
    pub(super) folder: &'static str,
    /// Options with which nothing is run.
    pub(super) ends: &'static str,
    /// Words between the options and the command.
    pub(super) skips: usize,
    /// Without a command it starts a shell, which reads its input.
    pub(super) reads_input: bool,
    /// What the words behind are.
    pub(super) rest: Rest,
}

/// What the words behind a wrapper's options are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// A command, with `NAME=VALUE` before it.
    Command,
    /// Words that a shell reads, joined.
    Joined,
    /// Texts for a shell, each by itself.
    Texts,
    /// Nothing that is run.
    Nothing,
}

const PLAIN: Wrapper = Wrapper {
    names: "",
    with_value: "",
    text: "",
    folder: "",
    ends: "",
    skips: 0,
    reads_input: false,
    rest: Rest::Command,
};

/// The wrappers.
pub(super) const WRAPPERS: &[Wrapper] = &[
    Wrapper {
        names: "sudo doas",
        with_value: "-u -g -h -p -C -c -r -t -T -U -a -R --user --group --host --prompt --close-from --role \
                     --type --command-timeout --other-user --chroot",
        folder: "-D --chdir",
        ends: "-e --edit -l --list -V --version",
        reads_input: true,
        ..PLAIN
    },
    Wrapper {
        names: "env",
        with_value: "-u -P --unset --block-signal --default-signal --ignore-signal",
        text: "-S --split-string",
        folder: "-C --chdir",
        ..PLAIN
    },
    Wrapper {
        names: "nohup setsid command builtin unbuffer dotenv caffeinate setarch linux32 linux64 i386 x86_64 \
                busybox toybox catchsegv fakeroot chronic retry torsocks torify proxychains proxychains4 \
                dbus-run-session",
        with_value: "-a -c -f",
        ends: "-v -V",
        ..PLAIN
    },
    Wrapper { names: "exec", with_value: "-a", ..PLAIN },
    Wrapper {
        names: "nice ionice chrt",
        with_value: "-n -c -p -P -u --adjustment --class --classdata",
        ..PLAIN
    },
    Wrapper { names: "timeout gtimeout", with_value: "-s -k --signal --kill-after", skips: 1, ..PLAIN },
    Wrapper { names: "taskset", skips: 1, ..PLAIN },
    Wrapper { names: "stdbuf gstdbuf", with_value: "-i -o -e --input --output --error", ..PLAIN },
    Wrapper { names: "time gtime", with_value: "-f -o --format --output", ..PLAIN },
    Wrapper {
        names: "strace ltrace",
        with_value: "-a -b -e -E -I -o -O -p -P -s -S -u -U -X -n -l -x",
        ..PLAIN
    },
    Wrapper {
        names: "gosu su-exec chpst arch",
        with_value: "-u -U -e -n -l -m -d -o -p -f -c -r -t",
        ..PLAIN
    },
    Wrapper {
        names: "setpriv prlimit cgexec firejail bwrap systemd-run numactl",
        with_value: "-g -p -u -E",
        ..PLAIN
    },
    Wrapper {
        names: "su runuser",
        with_value: "-u --user -s -g -G -w --shell --group --supp-group --whitelist-environment",
        text: "-c --command --session-command",
        reads_input: true,
        rest: Rest::Nothing,
        ..PLAIN
    },
    Wrapper {
        names: "flock",
        with_value: "-w -E --wait --timeout --conflict-exit-code",
        text: "-c --command",
        skips: 1,
        ..PLAIN
    },
    Wrapper {
        names: "script",
        with_value: "-E -I -O -B -T -m -o -t",
        text: "-c --command",
        rest: Rest::Nothing,
        ..PLAIN
    },
    Wrapper { names: "newgrp", reads_input: true, rest: Rest::Nothing, ..PLAIN },
    Wrapper { names: "sg", text: "-c", skips: 1, reads_input: true, rest: Rest::Joined, ..PLAIN },
    Wrapper { names: "watch", with_value: "-n --interval -q --equexit", rest: Rest::Joined, ..PLAIN },
    Wrapper { names: "eval", rest: Rest::Joined, ..PLAIN },
    Wrapper { names: "trap", rest: Rest::Texts, ..PLAIN },
    Wrapper {
        names: "hyperfine concurrently tmux screen nodemon entr expect nix-shell nix parallel-ssh run-parts batch",
        with_value: "",
        text: "-c --command --run --exec",
        rest: Rest::Texts,
        ..PLAIN
    },
];

/// Shells.
pub(super) const SHELLS: &[&str] =
    &["sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "fish", "rbash", "csh", "tcsh", "posh", "yash"];

/// A shell's options whose value is the next word.
pub(super) const SHELL_VALUES: &[&str] = &["--rcfile", "--init-file", "-C", "--init-command"];

/// Of these, the value is a file whose commands are run first.
pub(super) const READS_FIRST: &[&str] = &["--rcfile", "--init-file"];

/// Files that are the standard input.
pub(super) const INPUT_FILES: &[&str] = &["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

/// Programs that show, look for or keep their words and run none of them; system package managers too, and
/// what acts on another machine.
pub(super) const RUN_NOTHING: &[&str] = &[
    // Words shown.
    "echo printf print say notify-send logger wall figlet cowsay true false : test [ exit return sleep expr let help yes seq",
    // Words looked for.
    "grep egrep fgrep zgrep rg ag ack which whereis whence type hash man info apropos whatis tldr locate pgrep pkill killall pidof ps jq yq compgen complete history fc",
    // Files.
    "cat bat less more head tail ls eza exa tree stat file wc du df touch mkdir rmdir rm cp mv ln chmod chown diff cmp sort uniq cut tr tee sed gsed tar zip unzip gzip realpath readlink basename dirname sha256sum md5sum base64 xxd od strings column paste comm join nl rev tac split vi vim nvim nano emacs code open xdg-open rsync dd truncate pushd popd cd",
    // What keeps words.
    "hg svn gh glab jj curl wget http pbcopy xclip unset shift unalias",
    // The system's packages.
    "apt apt-get aptitude dpkg dnf yum rpm apk pacman zypper brew port snap flatpak choco scoop winget pkg emerge",
    // Another machine.
    "ssh mosh scp sftp docker podman nerdctl docker-compose kubectl oc k9s vagrant wsl lxc multipass orb colima helm ansible fly flyctl heroku gcloud aws az",
];

/// Programs of other languages, and their options whose value is code.
pub(super) const INTERPRETERS: &[(&str, &str)] = &[
    ("python", "-c"),
    ("pypy", "-c"),
    ("ipython", "-c"),
    ("node", "-e --eval -p --print -pe"),
    ("nodejs", "-e --eval -p --print -pe"),
    ("deno", "eval"),
    ("bun", "-e --eval -p --print"),
    ("tsx", "-e --eval"),
    ("ruby", "-e"),
    ("perl", "-e -E -ne -pe -lne -lpe -le"),
    ("php", "-r"),
    ("lua", "-e"),
    ("luajit", "-e"),
    ("ts-node", "-e --eval -p --print -pe"),
    ("rscript", "-e"),
    ("julia", "-e -E --eval --print"),
    ("elixir", "-e --eval"),
    ("groovy", "-e"),
    ("raku", "-e"),
    ("osascript", "-e"),
    ("awk", ""),
    ("gawk", ""),
    ("mawk", ""),
];

/// What starts another program, in those languages; without one of them a name is only text.
pub(super) const STARTS_PROGRAM: &[&str] = &[
    "system",
    "popen",
    "Popen",
    "subprocess",
    "spawn",
    "exec(",
    "exec ",
    "execvp",
    "execSync",
    "execFile",
    "check_call",
    "check_output",
    "child_process",
    "run(",
    "call(",
    "main(",
    "shell_exec",
    "import pip",
    "from pip",
    "__import__",
    "import_module",
    "runpy",
    "`",
    "%x",
    "$(",
    "| sh",
    "sh -c",
    "Deno.Command",
    "Bun.",
    "os.execute",
    "!pip",
    "%pip",
    "!npm",
];

/// Other shells, whose texts are read as far as they look like this one's.
pub(super) const OTHER_SHELLS: &[&str] = &["cmd", "powershell", "pwsh"];

/// Clients' own commands behind which another program's command line stands: `uv run pip install x`.
pub(super) const RUNS_BEHIND: &[&str] = &["run", "exec", "x", "dlx", "--", "tool", "execute"];

/// Clients' own commands behind which the arguments of the user's program stand.
pub(super) const OWN_PROGRAMS: &[(&str, &str)] = &[("cargo", "run r test t bench")];

/// Clients that run a package's program, which may run another in its turn.
pub(super) const LAUNCHES: &[&str] = &["npx", "pnpx", "bunx", "uvx"];

/// Options of programs that look for files, behind which a command stands to its `;` or `+`.
pub(super) const EXECUTES: &[&str] =
    &["-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch"];

/// `xargs`: what takes a value.
pub(super) const XARGS_VALUES: &str = "-a -d -E -I -L -n -P -s --arg-file --delimiter --eof --replace --max-lines \
                                       --max-args --max-procs --max-chars --process-slot-var";

/// GNU parallel: what takes a value.
pub(super) const PARALLEL_VALUES: &str = "-j -N -n -I -a -S -C -d -L -P -s --jobs --arg-file --colsep --delay --timeout \
                                          --joblog --results --retries --max-args --sshlogin --delimiter --workdir";

/// Programs that are read here for what they do, and that whoever asks what becomes of a file wants to see too.
pub(super) const TOUCHES_FILES: &[&str] = &["git", "mv", "cp", "ln", "find", "fd", "fdfind"];

/// Built-in commands that set variables to what they read.
pub(super) const READERS: &[&str] = &["read", "mapfile", "readarray", "getopts", "wait"];

/// Built-in commands that declare variables.
pub(super) const DECLARERS: &[&str] = &["export", "declare", "typeset", "local", "readonly"];
