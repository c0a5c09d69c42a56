//! The HTML page in real Chromium, opened from a file. Pictures of it are left in target/screenshots.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    reason = "a test may fail loudly, and says what it measured"
)]

mod html_support;

use std::ffi::OsStr;

use html_support::browser::{opens, shows};
use html_support::reports::{clean, everyday, hostile, large};
use phantom_guard::finding::InputError;
use phantom_guard::report::{Report, html};
use phantom_testkit::Sandbox;

#[test]
fn it_looks_right_light_dark_on_a_phone_and_on_paper() {
    shows(&everyday(), "looks");
}

#[test]
fn it_can_be_searched_filtered_sorted_shared_and_walked_by_keyboard() {
    shows(&everyday(), "works");
}

#[test]
fn five_thousand_names_stay_light() {
    shows(&large(5000), "large");
}

#[test]
fn hostile_names_are_texts() {
    shows(&hostile(), "hostile");
}

#[test]
fn without_scripts_it_says_what_must_be_known() {
    shows(&everyday(), "plain");
}

#[test]
fn a_clean_report_says_so() {
    shows(&clean(), "clean");
}

#[test]
fn a_report_of_errors_alone_is_a_page_too() {
    let error = InputError {
        file: None,
        line: None,
        column: None,
        message: "no folder of that name".to_owned(),
        hint: "name one that is there".to_owned(),
    };
    shows(&Report::of_errors(vec![error]), "errors");
}

#[test]
fn the_command_writes_it() {
    let sandbox = Sandbox::new();
    let list = sandbox.write("project/requirements.txt", "requests\nreqeusts\nnumpy\n");
    let page = sandbox.path("report.html");
    let args = ["scan", "--offline", "--format", "html", "--output"].map(OsStr::new);
    let args = args.into_iter().chain([page.as_os_str(), list.as_os_str()]);
    sandbox.run(env!("CARGO_BIN_EXE_phantom"), args).expect_code(1);
    opens(&page, "command");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let bytes = || {
        let mut out = Vec::new();
        html(&everyday(), &mut out).unwrap();
        out
    };
    assert_eq!(bytes(), bytes());
}
