//! The innermost of Phantom: what a package's name is, what is known of it without
//! asking anyone, what a registry may say of it, and the judgement that follows. No I/O.
//!
//! ```
//! use phantom_names::corpus::Corpus;
//! use phantom_names::detector::{Detector, Subject};
//! use phantom_names::package::{Ecosystem, PackageName};
//!
//! let detector = Detector::new(Corpus::embedded(), "2026-08-01T00:00:00Z".parse()?);
//! let name = PackageName::new(Ecosystem::Npm, "epxress");
//! let assessment = detector.assess(Subject::named(&name));
//! assert_eq!(assessment.suggestion.as_deref(), Some("express"));
//! # Ok::<(), jiff::Error>(())
//! ```
//!
//! A crate of its own, so that what runs for every name is built for speed and the rest for size. The
//! library `phantom-guard` shows these modules as its own.
#![deny(clippy::print_stdout, clippy::print_stderr, clippy::exit)]

pub mod answer;
pub mod corpus;
pub mod detector;
pub mod package;
