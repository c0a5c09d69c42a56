//! Takes dependencies and gives assessments, in input order, each exactly once.
