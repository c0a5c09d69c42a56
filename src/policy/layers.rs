//! The files of a project, a user and a machine, put together.

use super::{Action, Entry, Layer, Lock, NamePatterns, PolicyFile, Private, Settings, Valued};
use crate::finding::InputError;

/// Whose file it is, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The project's: the nearest `phantom.toml`, or the one that was named for this run.
    Project,
    /// The user's, for all projects.
    User,
    /// The machine's, for all users.
    Machine,
}

impl Level {
    /// Every level, the nearest first.
    pub const ALL: [Self; 3] = [Self::Project, Self::User, Self::Machine];

    /// A word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::User => "user",
            Self::Machine => "machine",
        }
    }
}

/// Everything that has a say, before locks.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The command line.
    pub flags: Layer,
    /// The names of `--allow`.
    pub allowed: Vec<String>,
    /// The environment.
    pub environment: Layer,
    /// The project's file.
    pub project: PolicyFile,
    /// The user's file.
    pub user: PolicyFile,
    /// The machine's file.
    pub machine: PolicyFile,
}

/// What holds in a run.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The settings.
    pub settings: Settings,
    /// The lists of all files.
    pub lists: PolicyFile,
    /// The names of `--allow` that count.
    pub allowed: Vec<String>,
    /// The sources as far as they count, the first going before the others: flags, environment, project, user,
    /// machine.
    pub layers: [Layer; 5],
    /// The files as far as they count, by the order of [`Level::ALL`].
    pub files: [PolicyFile; 3],
    /// A sentence without an end mark for each thing that a lock keeps from counting.
    pub notes: Vec<String>,
}

impl Sources {
    /// Puts all of it together. A machine's lock holds against every other source, a user's against the
    /// project's file: flags and environment are the user's own.
    ///
    /// # Errors
    /// Thresholds that cannot be told together, and a project's file that locks.
    pub fn resolve(self) -> Result<Resolved, InputError> {
        let Self { mut flags, mut allowed, mut environment, mut project, mut user, machine } = self;
        let mut notes = Vec::new();
        if !machine.lock.is_empty() {
            let floor = Settings::of(std::slice::from_ref(&machine.layer))?;
            let lock = &machine.lock;
            notes.extend(user.hold(&floor, lock));
            notes.extend(project.hold(&floor, lock));
            let silence = [&mut environment, &mut flags].map(|layer| layer.take_silence(&floor, lock));
            notes.extend(environment.hold(&floor, lock));
            notes.extend(flags.hold(&floor, lock));
            // A registry that does not count is no wish to ask it.
            flags.take_wish_to_ask();
            notes.extend(flags.hold(&floor, lock));
            if let Some(place) = lock.place("allow") {
                let refused = |name| format!("--allow {name}: it does not count: {place} locks allow");
                notes.extend(allowed.drain(..).map(refused));
            }
            notes.extend(be_silent(silence, &mut environment, &mut flags, lock));
        } else {
            flags.take_wish_to_ask();
        }
        if !user.lock.is_empty() {
            let floor = Settings::of(&[user.layer.clone(), machine.layer.clone()])?;
            notes.extend(project.hold(&floor, &user.lock));
        }
        let files = [project, user, machine];
        let [project, user, machine] = &files;
        let layers = [flags, environment, project.layer.clone(), user.layer.clone(), machine.layer.clone()];
        let settings = Settings::of(&layers)?;
        let mut lists = PolicyFile::default();
        for file in &files {
            lists.join(file.clone());
        }
        Ok(Resolved { settings, lists, allowed, layers, files, notes })
    }
}

/// Gives whoever wants nobody asked that, in spite of a machine's lock of `offline`: what could not be checked for
/// it is blocked then, so that nothing passes which would not pass without it.
fn be_silent(
    silence: [Option<Valued<bool>>; 2],
    environment: &mut Layer,
    flags: &mut Layer,
    lock: &Lock,
) -> Option<String> {
    let origin = silence.iter().flatten().last()?.origin.clone();
    let place = lock.place("offline")?;
    let note = format!("{origin}: what cannot be checked offline is blocked: {place} locks offline");
    flags.on_unavailable = Some(Valued { value: Action::Block, origin });
    let [of_environment, of_flags] = silence;
    environment.offline = of_environment.or(environment.offline.take());
    flags.offline = of_flags.or(flags.offline.take());
    Some(note)
}

impl Resolved {
    /// Where a key of the file's top level is locked, and whose file that is: the strongest first.
    pub fn lock(&self, name: &str) -> Option<(Level, &str)> {
        let mut levels = Level::ALL.into_iter().zip(&self.files).rev();
        levels.find_map(|(level, file)| Some((level, file.lock.place(name)?.as_ref())))
    }
}

impl PolicyFile {
    /// Takes out what a lock keeps from counting. Gives a sentence for each.
    fn hold(&mut self, floor: &Settings, lock: &Lock) -> Vec<String> {
        let mut notes = self.layer.hold(floor, lock);
        if let Some(place) = lock.place("allow") {
            let refused = |entry: Entry| {
                let name = entry.rule.as_str();
                format!("{}: the allow entry for {name:?} does not count: {place} locks allow", entry.place)
            };
            notes.extend(self.allow.drain(..).map(refused));
        }
        for (name, place) in ["private", "min-age"].map(|name| (name, lock.place(name))) {
            let Some(place) = place else { continue };
            let (key, names): (_, Vec<String>) = match name {
                "private" => ("private", self.private.iter().map(str::to_owned).collect()),
                _ => ("min-age.except", self.min_age_except.iter().map(str::to_owned).collect()),
            };
            let refused = |text: &String| {
                format!("{}: {key} {text:?} does not count: {place} locks {name}", self.shown)
            };
            notes.extend(names.iter().map(refused));
            match name {
                "private" => self.private = Private::default(),
                _ => self.min_age_except = NamePatterns::default(),
            }
        }
        notes
    }

    /// Adds the lists of another file.
    fn join(&mut self, other: Self) {
        self.allow.extend(other.allow);
        self.deny.extend(other.deny);
        self.private.join(other.private);
        self.min_age_except.join(other.min_age_except);
    }
}
