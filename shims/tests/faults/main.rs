//! Registries that misbehave, in every way that could be thought of, under the real program.
//!
//! A name of which the registry gives no answer that can be trusted is `unknown`, with the reason; never
//! `safe`, never `not_found`. What other evidence blocks stays blocked, what else was asked is answered, and
//! nothing of the fault is remembered. docs/faults.md is made of what the program says here.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "tests"
)]

mod asked;
mod fault;
mod host;
mod table;
mod world;

use fault::FAULTS;

/// A test for each fault of one page.
macro_rules! each_is_held {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            world::observed(stringify!($name));
        })*

        #[test]
        fn every_fault_has_its_test() {
            let tested = [$(stringify!($name)),*];
            assert_eq!(FAULTS.each_ref().map(|fault| fault.test), tested);
        }
    };
}

each_is_held! {
    silence
    silence_within_the_body
    slow_loris_in_the_head
    slow_loris_in_the_body
    reset
    closed_at_once
    cut_off
    no_http
    length_too_large
    length_too_small
    two_lengths
    truncated_gzip
    gzip_that_is_none
    gzip_with_more_behind
    gzip_bomb
    declared_size
    endless_body
    html_page
    empty_page
    not_utf8
    wrong_shape
    nested
    another_name
    login_page
    login_page_cut_off
    forbidden
    too_many_requests
    too_many_requests_for_an_hour
    server_error
    redirect_loop
    redirect_to_another_scheme
    redirect_to_nowhere
    too_many_requests_for_a_second
    server_error_once
    reset_once
    redirect_to_another_place
}
