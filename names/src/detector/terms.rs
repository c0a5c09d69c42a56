//! The names of all weights: what stands in the table, and on which side each must lie.

/// Which side of zero a weight must lie on, so that bad evidence never lowers a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Bad evidence, or more of it: zero and above.
    Bad,
    /// Good evidence, or a discount on bad evidence that honest names give too: zero and below.
    Good,
    /// A part of a signal that may go either way; the signal as a whole is held on its side.
    Either,
}

/// Where a weight's number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Fitted to the labelled names (docs/fit.md).
    Fitted,
    /// Set by hand: the labelled names say nothing of it, or a contract does.
    Hand,
}

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $name:ident = $key:literal $sign:ident,)+) => {
        /// One weight of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Term {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Term {
            /// Every term, in the table's order.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The word by which the table and the documentation name it.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// The variant's name, as the table writes it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// The side on which it must lie.
            pub const fn sign(self) -> Sign {
                match self { $(Self::$name => Sign::$sign,)+ }
            }

            /// What it stands for.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+),)+ }
            }
        }
    };
}

terms! {
    /// Log-odds of a name without any evidence.
    Prior = "prior" Good,
    /// No registry of the ecosystem could hold the name.
    InvalidName = "invalid-name" Bad,
    /// A popular name; nothing else is asked.
    Popular = "popular" Good,
    /// The registry says that there is no such package.
    NotFound = "not-found" Bad,
    /// A complete and fresh snapshot does not have it.
    Absent = "absent" Bad,
    /// What is left of that for a snapshot of 180 days and more.
    AbsentOld = "absent-old" Bad,
    /// The same where a registry was to be asked and did not answer.
    AbsentUnconfirmed = "absent-unconfirmed" Bad,
    /// A complete snapshot does not have it, and a lockfile does: it was taken away, or is newer.
    AbsentLocked = "absent-locked" Bad,
    /// A lockfile pins it, and no registry was asked: its resolver once found it.
    Locked = "locked" Good,
    /// A snapshot of the npm names in use does not have it.
    Unlisted = "unlisted" Bad,
    /// The same for a name with a scope, which nobody but the scope's owner can register.
    UnlistedScoped = "unlisted-scoped" Bad,
    /// The same for a name that a lockfile pins: little used, but no invention.
    UnlistedLocked = "unlisted-locked" Bad,
    /// A complete snapshot has it.
    Listed = "listed" Good,
    /// For each doubling of the months since its last release.
    ListedAge = "listed-age" Good,
    /// A complete snapshot has it, and the registry gave its dates, which say the rest.
    ListedDated = "listed-dated" Good,
    /// A snapshot of the names in use has it, at 400 downloads a month.
    Used = "used" Good,
    /// For each tenfold of these downloads.
    UsedMore = "used-more" Good,
    /// A module that ships with the language.
    StandardLibrary = "standard-library" Bad,
    /// What one imports of another package.
    ImportName = "import-name" Bad,
    /// Popular in another ecosystem, unknown in its own.
    OtherEcosystem = "other-ecosystem" Bad,
    /// Two neighbouring letters swapped.
    Transposition = "slip-transposition" Bad,
    /// A letter doubled, or one of two missing.
    Repetition = "slip-repetition" Bad,
    /// A letter for one that looks like it.
    LookAlike = "slip-look-alike" Bad,
    /// A letter missing.
    Omission = "slip-omission" Bad,
    /// A letter for a neighbouring key's.
    NeighbourKey = "slip-neighbour-key" Bad,
    /// A vowel for a vowel.
    VowelSwap = "slip-vowel-swap" Bad,
    /// One flipped bit.
    BitFlip = "slip-bit-flip" Bad,
    /// A letter for some other.
    Replacement = "slip-replacement" Bad,
    /// A letter more.
    Addition = "slip-addition" Bad,
    /// An s at the end more or less.
    Plural = "slip-plural" Bad,
    /// A digit more, less or another.
    Digit = "slip-digit" Bad,
    /// Two slips.
    TwoSlips = "slip-two" Bad,
    /// For each letter that the imitated name has fewer than seven.
    ShortTarget = "short-target" Good,
    /// For each letter that it has more than seven, up to five.
    LongTarget = "long-target" Bad,
    /// Two slips: for each letter that it has fewer than ten.
    ShortForTwo = "short-for-two" Good,
    /// For each factor of ten in rank by which the imitated name stands above the 15,000th.
    Pull = "pull" Bad,
    /// A slip in a name that is in use.
    SlipInUse = "slip-in-use" Good,
    /// The same, where the slip is one that makes other words: a letter replaced or added, a plural, a digit.
    VagueInUse = "vague-in-use" Good,
    /// The same, where there are two slips.
    TwoInUse = "two-in-use" Good,
    /// The words are divided otherwise than in the imitated name: fingers do not divide words.
    Divided = "divided" Good,
    /// For each doubling of the number of names that use the slip's word: it is a word of its own.
    RealWord = "real-word" Good,
    /// A likeness of a name that no registry was asked about and no lockfile pins.
    LikenessUnasked = "likeness-unasked" Bad,
    /// A slip, and the language's word beside it.
    SlipAndAffix = "slip-and-affix" Good,
    /// Only delimiters or case differ.
    Delimiter = "delimiter" Bad,
    /// Only the scope is written otherwise.
    Scope = "scope" Bad,
    /// The same words in another order.
    WordOrder = "word-order" Bad,
    /// The language's name added.
    LanguageAffix = "language-affix" Bad,
    /// A number or version added.
    VersionSuffix = "version-suffix" Bad,
    /// Another word added.
    Combosquat = "combosquat" Bad,
    /// The word promises the same, better.
    Promise = "promise" Bad,
    /// Pull, for a popular name with a word more.
    WordsPull = "words-pull" Bad,
    /// A likeness in whole words of a name that is in use.
    WordsInUse = "words-in-use" Good,
    /// For each doubling of the number of names that carry the added word.
    Family = "family" Either,
    /// For each doubling by which more names have the popular word elsewhere than at their beginning: it
    /// is an ordinary word (`path`), and no project's own.
    PlainHead = "plain-head" Good,
    /// A popular name with two and more words behind it.
    Join = "join" Bad,
    /// Pull of the popular name in such a chain.
    JoinPull = "join-pull" Bad,
    /// No part of the chain exists as a package.
    JoinUnsupported = "join-unsupported" Bad,
    /// At least so much, where a chain of ordinary words without such a part stands behind one of the
    /// 200 most used names, and no registry was asked.
    JoinFamous = "join-famous" Bad,
    /// For each doubling of the number of names that begin with the same word.
    JoinFamily = "join-family" Either,
    /// For each doubling of the number of names that end in the chain's last word.
    JoinTail = "join-tail" Either,
    /// A word of the chain that few names have: an author's own.
    JoinStrange = "join-strange" Good,
    /// A chain in use.
    JoinInUse = "join-in-use" Good,
    /// Shape: an AI vendor's name with a helper word.
    ShapeVendorHelper = "shape-vendor-helper" Bad,
    /// Shape: a helper word before an AI vendor's name.
    ShapeHelperVendor = "shape-helper-vendor" Bad,
    /// Shape: two frameworks joined by a word for joining.
    ShapeFrameworkIntegration = "shape-framework-integration" Bad,
    /// Shape: a service's name and a task.
    ShapeVendorTask = "shape-vendor-task" Bad,
    /// Shape: three words and more that end in a helper word.
    ShapeHelperSuffix = "shape-helper-suffix" Bad,
    /// Shape: three words and more that end in what does the task.
    ShapeAgentSuffix = "shape-agent-suffix" Bad,
    /// Shape: the word requirements behind a name.
    ShapeRequirementsSuffix = "shape-requirements-suffix" Bad,
    /// Shape: a word for packages behind a name.
    ShapePackageSuffix = "shape-package-suffix" Bad,
    /// Shape: a placeholder of an example.
    ShapePlaceholder = "shape-placeholder" Bad,
    /// Shape: a file's name taken for a package's.
    ShapeFileName = "shape-file-name" Bad,
    /// Shape: a version taken for a part of the name.
    ShapeVersionLiteral = "shape-version-literal" Bad,
    /// Shape: an expression of a program taken for a name.
    ShapeExpression = "shape-expression" Bad,
    /// Shape: a piece of a command or of a program.
    ShapeCommand = "shape-command" Bad,
    /// Shape: a word of sixteen letters and more.
    ShapeLongWord = "shape-long-word" Bad,
    /// Shape: npm only, a full stop in a name without a scope.
    ShapeDotted = "shape-dotted" Bad,
    /// Shape: fashionable words joined.
    ShapeAgentWords = "shape-agent-words" Bad,
    /// Shape: an object of the language and something of it.
    ShapeMember = "shape-member" Bad,
    /// Shape: an action spelled out.
    ShapeAction = "shape-action" Bad,
    /// Shape: an asynchronous or typed copy of something.
    ShapeAsyncCopy = "shape-async-copy" Bad,
    /// Shape: a delimiter at an end, or two in a row.
    ShapeStrayDelimiter = "shape-stray-delimiter" Bad,
    /// A shape of a name that the snapshot of the npm names in use does not have, offline.
    ShapeUnlisted = "shape-unlisted" Bad,
    /// A shape of a name that is in use.
    ShapeInUse = "shape-in-use" Good,
    /// First published within a week.
    AgeWeek = "age-week" Bad,
    /// First published within a month.
    AgeMonth = "age-month" Bad,
    /// First published within three months.
    AgeQuarter = "age-quarter" Bad,
    /// First published within half a year.
    AgeHalfYear = "age-half-year" Bad,
    /// First published one to two years ago.
    AgeYears = "age-years" Good,
    /// First published two to five years ago.
    AgeLong = "age-long" Good,
    /// First published five years ago and more.
    AgeVeryLong = "age-very-long" Good,
    /// No release: whoever holds the name may upload at any moment.
    NoRelease = "no-release" Bad,
    /// One release.
    OneRelease = "one-release" Bad,
    /// Two releases.
    TwoReleases = "two-releases" Bad,
    /// No repository is named.
    NoRepository = "no-repository" Bad,
    /// No description, or one of a single word.
    NoDescription = "no-description" Bad,
    /// Nobody is named as maintainer.
    NoMaintainer = "no-maintainer" Bad,
    /// The newest release is a few days old, of a package that is older.
    RecentRelease = "recent-release" Bad,
    /// The newest version's number is far above the one before it.
    VersionSpike = "version-spike" Bad,
    /// It claims the repository of the popular project that it resembles, and others publish it.
    BorrowedRepository = "borrowed-repository" Bad,
    /// Two years old and more, and not among the names in use.
    LowDownloads = "low-downloads" Bad,
    /// Installing it runs code of its own.
    InstallScript = "install-script" Bad,
    /// Every release has been yanked.
    Yanked = "yanked" Bad,
    /// The registry itself has taken its files away.
    Seized = "seized" Bad,
    /// Its owner advises against it.
    Deprecated = "deprecated" Bad,
    /// The newest release comes with an attestation.
    Provenance = "provenance" Good,
    /// A young name with a popular project's name in it, whose code lies with somebody else.
    NamespaceSquat = "namespace-squat" Bad,
    /// After a long silence, somebody else has published it.
    OwnerChanged = "owner-changed" Bad,
    /// The accounts that publish the popular name publish this one too.
    SameOwners = "same-owners" Good,
    /// A lockfile keeps the archive of another package under the name.
    OtherPackage = "other-package" Bad,
    /// A lockfile takes the package from another place than the others.
    OtherPlace = "other-place" Bad,
    /// The default index does not have the name, and a second one is asked beside it.
    OtherIndex = "other-index" Bad,
}
